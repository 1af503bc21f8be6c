extension Planner {
  mutating func planCall(
    _ id: SyntaxTree.ID, _ name: String, _ target: SyntaxTree.ID?, _ arguments: [SyntaxTree.ID],
    isCharged: Bool
  ) -> Instruction.Index {
    if target == nil {
      switch name {
      case Operator.and, Operator.or: return planLogical(id, name, arguments)
      case Operator.conditional where arguments.count == 3:
        let condition = plan(arguments[0])
        let yes = plan(arguments[1], isCharged: false)
        let no = plan(arguments[2], isCharged: false)
        return emit(.conditional(condition, yes, no), at: id)
      case Operator.index, Operator.optionalIndex, Operator.optionalSelect:
        return planAttribute(id, isCharged: isCharged)
      default: break
      }
    }
    let (function, isMember) = resolve(id, name, target)
    var indices: [Instruction.Index] = []
    if isMember, let target { indices.append(plan(target)) }
    for argument in arguments { indices.append(plan(argument)) }
    var overload: String?
    if case .function(_, let overloads, _) = checked.reference(of: id), overloads.count == 1 {
      overload = overloads[0]
    }
    return planOperator(id, function, overload, indices)
      ?? planFunction(id, function, overload, isMember: isMember, indices)
  }

  private func resolve(
    _ id: SyntaxTree.ID, _ name: String, _ target: SyntaxTree.ID?
  ) -> (String, isMember: Bool) {
    if case .function(let function, _, let isMember) = checked.reference(of: id) {
      return (function, isMember)
    }
    guard let target else {
      let found = environment.candidates(name).first { environment.function($0) != nil }
      return (found ?? name, false)
    }
    if let prefix = checked.tree.qualifiedName(target),
      let found = environment.candidates(prefix + "." + name).first(where: {
        environment.function($0) != nil
      })
    {
      return (found, false)
    }
    return (name, true)
  }

  private mutating func planLogical(
    _ id: SyntaxTree.ID, _ name: String, _ arguments: [SyntaxTree.ID]
  ) -> Instruction.Index {
    var indices: [Instruction.Index] = []
    for argument in arguments { indices.append(plan(argument)) }
    let range = addOperands(indices)
    return emit(
      name == Operator.and
        ? .and(start: range.start, count: range.count)
        : .or(start: range.start, count: range.count), at: id)
  }

  // MARK: Operators

  private static let orderings: [String: Instruction.Ordering] = [
    Operator.less: .less, Operator.lessEquals: .lessEquals, Operator.greater: .greater,
    Operator.greaterEquals: .greaterEquals,
  ]

  private static let arithmetic: [String: Instruction.Arithmetic] = [
    Operator.add: .add, Operator.subtract: .subtract, Operator.multiply: .multiply,
    Operator.divide: .divide, Operator.modulo: .modulo,
  ]

  private mutating func planOperator(
    _ id: SyntaxTree.ID, _ function: String, _ overload: String?, _ indices: [Instruction.Index]
  ) -> Instruction.Index? {
    if indices.count == 1 {
      switch function {
      case Operator.not: return emit(.not(indices[0]), at: id)
      case Operator.negate: return emit(.negate(indices[0]), at: id)
      case Operator.notStrictlyFalse: return emit(.notStrictlyFalse(indices[0]), at: id)
      default: return nil
      }
    }
    guard indices.count == 2 else { return nil }
    let (left, right) = (indices[0], indices[1])
    let rule = overload.map(CostRule.init(overload:)) ?? .one
    if let ordering = Self.orderings[function] {
      return emit(.order(ordering, left, right, cost: rule), at: id)
    }
    if let operation = Self.arithmetic[function] {
      return emit(.arithmetic(operation, left, right, cost: rule), at: id)
    }
    switch function {
    case Operator.equals: return emit(.equal(left, right, isNegated: false), at: id)
    case Operator.notEquals: return emit(.equal(left, right, isNegated: true), at: id)
    case Operator.in: return planMembership(id, overload, left, right)
    case "or" where overload ?? "optional_or_optional" == "optional_or_optional":
      return emit(.optionalOr(left, right), at: id)
    case "orValue" where overload ?? "optional_orValue_value" == "optional_orValue_value":
      return emit(.optionalOrValue(left, right), at: id)
    default: return nil
    }
  }

  private mutating func planMembership(
    _ id: SyntaxTree.ID, _ overload: String?, _ left: Instruction.Index,
    _ right: Instruction.Index
  ) -> Instruction.Index {
    if case .list(let values)? = constant(right), overload == "in_list" {
      if values.isEmpty { return emit(constant: .bool(false), at: id) }
      if let set = ConstantSet(values) {
        sets.append(set)
        return emit(
          .containedInConstant(left, set: Int32(truncatingIfNeeded: sets.count - 1)), at: id)
      }
    }
    return emit(
      .contains(left, in: right, cost: overload.map(CostRule.init(overload:)) ?? .one), at: id)
  }

  // MARK: Functions

  private mutating func planFunction(
    _ id: SyntaxTree.ID, _ name: String, _ overload: String?, isMember: Bool,
    _ indices: [Instruction.Index]
  ) -> Instruction.Index {
    guard let function = environment.function(name) else {
      return planCallOfUnknown(id, name, indices)
    }
    var call = CallSite(
      function: name, overload: overload,
      candidates: function.overloads.filter {
        $0.isMember == isMember && $0.parameters.count == indices.count
          && (overload == nil || $0.id == overload)
      },
      implementation: function.implementation,
      isNonStrict: function.overloads.contains { $0.isNonStrict },
      rule: overload.map(CostRule.init(overload:)) ?? .one, cost: environment.callCosts[name])
    if indices.count == 1, StandardLibrary.conversions.contains(name),
      let argument = constant(indices[0]), !call.candidates.isEmpty
    {
      let value = Dispatch.call(call, [argument])
      if case .error(let error) = value {
        if environment.options.foldsConstants { refuse(error.message) }
      } else {
        return emit(constant: value, at: id)
      }
    }
    call = specialized(call, function, indices)
    calls.append(call)
    let site = Int32(truncatingIfNeeded: calls.count - 1)
    switch indices.count {
    case 1: return emit(.unaryCall(site, indices[0]), at: id)
    case 2: return emit(.binaryCall(site, indices[0], indices[1]), at: id)
    default:
      let range = addOperands(indices)
      return emit(.call(site, start: range.start, count: range.count), at: id)
    }
  }

  /// A call that fails whenever it is evaluated.
  private mutating func planCallOfUnknown(
    _ id: SyntaxTree.ID, _ name: String, _ indices: [Instruction.Index]
  ) -> Instruction.Index {
    let error = Value.error("unbound function: \(name)")
    calls.append(
      CallSite(
        function: name, overload: nil, candidates: [],
        implementation: .variadic { _ in error }))
    let range = addOperands(indices)
    return emit(
      .call(
        Int32(truncatingIfNeeded: calls.count - 1), start: range.start, count: range.count),
      at: id)
  }

  /// The call with what can be computed of a constant argument once: a pattern, compiled.
  private mutating func specialized(
    _ call: CallSite, _ function: Function, _ indices: [Instruction.Index]
  ) -> CallSite {
    guard let specialization = function.specialization,
      specialization.argument < indices.count,
      let value = constant(indices[specialization.argument])
    else { return call }
    switch specialization.make(value) {
    case .success(let implementation): return call.specialized(implementation)
    case .failure(let error):
      if environment.options.foldsConstants { refuse(error.message) }
      return call
    }
  }
}

extension CostRule {
  /// The rule of a standard overload; one unit for all that have none.
  init(overload: String) {
    switch overload {
    case "starts_with_string", "ends_with_string", "string_to_bytes", "bytes_to_string",
      "strings_quote", "string_format":
      self = .traversal
    case "in_list": self = .elements
    case "less_string", "greater_string", "less_equals_string", "greater_equals_string",
      "less_bytes", "greater_bytes", "less_equals_bytes", "greater_equals_bytes":
      self = .traversalOfShorter
    case "add_string", "add_bytes": self = .traversalOfBoth
    case "matches_string": self = .matches
    case "contains_string": self = .contains
    default: self = .one
    }
  }
}
