extension Evaluator {
  mutating func equal(
    _ left: Instruction.Index, _ right: Instruction.Index, isNegated: Bool
  ) -> Value {
    let left = evaluate(left)
    let right = evaluate(right)
    let result: Value
    if left.isErrorOrUnknown {
      result = left
    } else if right.isErrorOrUnknown {
      result = right
    } else {
      var comparison = Value.Comparison()
      let isEqual = left.isEqual(to: right, &comparison)
      result =
        comparison.isExhausted
        ? .error("values are too large to compare") : .bool(isEqual != isNegated)
    }
    chargeComparison(left, right, isNegated: isNegated, result)
    return result
  }

  private mutating func chargeComparison(
    _ left: Value, _ right: Value, isNegated: Bool, _ result: Value
  ) {
    if let rule = program.equalityCost, left.isObject || right.isObject,
      let cost = rule(
        isNegated ? Operator.notEquals : Operator.equals, isNegated ? "not_equals" : "equals",
        [left, right], result)
    {
      return charge(cost)
    }
    charge(Cost.comparison(left, right))
  }

  mutating func order(
    _ ordering: Instruction.Ordering, _ left: Instruction.Index, _ right: Instruction.Index,
    _ rule: CostRule, at index: Instruction.Index
  ) -> Value {
    let left = evaluate(left)
    let right = evaluate(right)
    charge(rule.cost(left, right))
    if left.isErrorOrUnknown { return left }
    if right.isErrorOrUnknown { return right }
    guard let order = left.compare(with: right) else {
      return unordered(left, right, ordering, at: index)
    }
    switch ordering {
    case .less: return .bool(order == .less)
    case .lessEquals: return .bool(order != .greater)
    case .greater: return .bool(order == .greater)
    case .greaterEquals: return .bool(order != .less)
    }
  }

  private func unordered(
    _ left: Value, _ right: Value, _ ordering: Instruction.Ordering, at index: Instruction.Index
  ) -> Value {
    if left.isNumber, right.isNumber { return failure("NaN values cannot be ordered", at: index) }
    return failure(
      left.isComparable ? "no such overload" : "no such overload: \(ordering.function)", at: index)
  }

  mutating func contains(
    _ element: Instruction.Index, in container: Instruction.Index, _ rule: CostRule,
    at index: Instruction.Index
  ) -> Value {
    let element = evaluate(element)
    let container = evaluate(container)
    charge(rule.cost(element, container))
    if element.isErrorOrUnknown { return element }
    if container.isErrorOrUnknown { return container }
    if let elements = container.elements {
      for candidate in elements {
        if candidate.isErrorOrUnknown { return candidate }
        if element.isEqual(to: candidate) { return .bool(true) }
      }
      return .bool(false)
    }
    guard container.isMap else { return failure("no such overload", at: index) }
    guard let found = container.value(forKey: element) else { return .bool(false) }
    return found.isErrorOrUnknown ? found : .bool(true)
  }
}

extension Value {
  var isObject: Bool {
    if case .object = self { return true }
    return false
  }

  /// Whether values of this kind have an order.
  fileprivate var isComparable: Bool {
    switch self {
    case .bool, .int, .uint, .double, .string, .text, .bytes, .timestamp, .duration: true
    default: false
    }
  }
}

extension Instruction.Ordering {
  fileprivate var function: String {
    switch self {
    case .less: Operator.less
    case .lessEquals: Operator.lessEquals
    case .greater: Operator.greater
    case .greaterEquals: Operator.greaterEquals
    }
  }
}
