extension CostEstimator {
  private static let reading = 0.1
  private static let pattern = 0.25

  /// The target and the arguments of the call that is estimated.
  private struct Call {
    let id: SyntaxTree.ID
    let target: SyntaxTree.ID?
    let arguments: [SyntaxTree.ID]
    let costs: [Estimate]

    var argumentCost: Estimate { costs.reduce(.zero) { $0 + $1 } }
  }

  mutating func call(
    _ id: SyntaxTree.ID, _ target: SyntaxTree.ID?, _ arguments: [SyntaxTree.ID]
  ) -> Estimate {
    guard case .function(let function, let overloads, let isMember) = checked.reference(of: id),
      !overloads.isEmpty
    else { return .zero }
    if function == "dyn", let argument = arguments.first {
      let cost = cost(argument)
      copySizes(from: argument, to: id)
      return Estimate(1) + cost
    }
    var costs: [Estimate] = []
    for argument in arguments {
      costs.append(cost(argument))
      // Remembers the size before what follows changes places.
      _ = size(of: argument)
    }
    let target = isMember ? target : nil
    let targetCost = target.map { cost($0) } ?? .zero
    let call = Call(id: id, target: target, arguments: arguments, costs: costs)

    var most = Estimate(.max, 0)
    var result: Estimate?
    for overload in overloads {
      let estimate = estimate(call, function, overload)
      most = most.union(estimate.cost)
      if let size = estimate.size { result = result?.union(size) ?? size }
      if overload == "index_list" || overload == "index_map", let operand = arguments.first {
        result = entry(of: operand)?.value
        setPlace(place(of: operand).step(.element, root: root), of: id)
      }
      if result == nil { result = size(of: id) }
    }
    setSize(result, of: id)
    return targetCost + most
  }

  private mutating func estimate(
    _ call: Call, _ function: String, _ overload: String
  ) -> CallEstimate {
    if let rule = environment.callEstimates[function] {
      let estimated = EstimatedCall(
        function: function, overload: overload, target: call.target.map { operand($0) },
        arguments: call.arguments.map { operand($0) })
      if var estimate = rule(estimated) {
        estimate.cost = estimate.cost + call.argumentCost
        return estimate
      }
    }
    if let estimate = standard(call, overload) { return estimate }
    return CallEstimate(cost: Estimate(1) + call.argumentCost)
  }

  private mutating func operand(_ id: SyntaxTree.ID) -> EstimatedCall.Operand {
    let type = checked.type(of: id)
    let size = sizeOrUnknown(id)
    var literal: Value?
    if case .literal(let value) = checked.tree[id].kind { literal = value }
    let part: Type? =
      switch type {
      case .list(let element): element
      case .map(let key, _): key
      case .opaque(_, let parameters): parameters.first
      default: nil
      }
    var partSize = Estimate.unknown
    if case .known(let place) = place(of: id), let element = place?.element {
      partSize = Estimate(0, element.count)
    }
    return EstimatedCall.Operand(
      type: type, size: size, literal: literal, element: part.map { ($0, partSize) })
  }

  /// nil for a call of cost 1.
  private mutating func standard(_ call: Call, _ overload: String) -> CallEstimate? {
    let sizes = call.arguments.map { sizeOrUnknown($0) }
    let target = call.target.map { sizeOrUnknown($0) }
    let paid = call.argumentCost
    switch overload {
    case "string_format":
      return target.map { CallEstimate(cost: $0.scaled(by: Self.reading) + paid) }
    case "string_to_bytes":
      guard let size = sizes.first else { return nil }
      return CallEstimate(
        cost: size.scaled(by: Self.reading) + paid,
        size: Estimate(size.least, size.most &* 4))
    case "bytes_to_string":
      guard let size = sizes.first else { return nil }
      return CallEstimate(
        cost: size.scaled(by: Self.reading) + paid, size: Estimate(size.least / 4, size.most))
    case "strings_quote":
      guard let size = sizes.first else { return nil }
      return CallEstimate(
        cost: size.scaled(by: Self.reading) + paid,
        size: Estimate(size.least &+ 2, size.most &* 2 &+ 2))
    case "starts_with_string", "ends_with_string":
      return sizes.first.map { CallEstimate(cost: $0.scaled(by: Self.reading) + paid) }
    case "in_list":
      return sizes.count == 2 ? CallEstimate(cost: sizes[1].scaled(by: 1) + paid) : nil
    case "matches_string":
      guard let target, let pattern = sizes.first else { return nil }
      let text = (target + Estimate(1)).scaled(by: Self.reading)
      return CallEstimate(cost: text * pattern.scaled(by: Self.pattern) + paid)
    case "contains_string":
      guard let target, let part = sizes.first else { return nil }
      return CallEstimate(
        cost: target.scaled(by: Self.reading) * part.scaled(by: Self.reading) + paid)
    case "logical_or", "logical_and":
      return CallEstimate(cost: Estimate(call.costs.first?.least ?? 0, paid.most))
    case "conditional": return conditional(call, sizes)
    case "add_string", "add_bytes", "add_list": return concatenation(call, sizes, overload)
    case "less_string", "greater_string", "less_equals_string", "greater_equals_string",
      "less_bytes", "greater_bytes", "less_equals_bytes", "greater_equals_bytes", "equals",
      "not_equals":
      guard sizes.count == 2 else { return nil }
      let most = min(sizes[0].most, sizes[1].most)
      return CallEstimate(
        cost: Estimate(most > 0 ? 1 : 0, most).scaled(by: Self.reading) + paid)
    default: return nil
    }
  }

  private mutating func conditional(_ call: Call, _ sizes: [Estimate]) -> CallEstimate? {
    guard sizes.count == 3 else { return nil }
    setEntry(entry(of: call.arguments[1])?.union(entry(of: call.arguments[2])), of: call.id)
    return CallEstimate(
      cost: call.costs[0] + call.costs[1].union(call.costs[2]),
      size: sizes[1].union(sizes[2]))
  }

  private mutating func concatenation(
    _ call: Call, _ sizes: [Estimate], _ overload: String
  ) -> CallEstimate? {
    guard sizes.count == 2 else { return nil }
    let size = sizes[0] + sizes[1]
    setEntry(entry(of: call.arguments[0])?.union(entry(of: call.arguments[1])), of: call.id)
    let cost = overload == "add_list" ? Estimate(1) : size.scaled(by: Self.reading)
    return CallEstimate(cost: cost + call.argumentCost, size: size)
  }
}
