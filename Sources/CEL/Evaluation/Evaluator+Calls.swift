extension Evaluator {
  mutating func call(
    _ number: Int32, _ argument: Instruction.Index, at index: Instruction.Index
  ) -> Value {
    let value = evaluate(argument)
    let site = program.calls[Int(number)]
    let result =
      value.isErrorOrUnknown && !site.isNonStrict
      ? value : placed(Dispatch.call(site, value), at: index)
    if let rule = site.cost, let cost = rule(site.function, site.overload, [value], result) {
      charge(cost)
    } else {
      charge(site.rule.cost(value, .null))
    }
    return result
  }

  mutating func call(
    _ number: Int32, _ first: Instruction.Index, _ second: Instruction.Index,
    at index: Instruction.Index
  ) -> Value {
    let first = evaluate(first)
    let second = evaluate(second)
    let site = program.calls[Int(number)]
    let result: Value
    if first.isErrorOrUnknown, !site.isNonStrict {
      result = first
    } else if second.isErrorOrUnknown, !site.isNonStrict {
      result = second
    } else {
      result = placed(Dispatch.call(site, first, second), at: index)
    }
    if let rule = site.cost,
      let cost = rule(site.function, site.overload, [first, second], result)
    {
      charge(cost)
    } else {
      charge(site.rule.cost(first, second))
    }
    return result
  }

  mutating func call(
    _ number: Int32, start: Int32, count: Int32, at index: Instruction.Index
  ) -> Value {
    var arguments: [Value] = []
    arguments.reserveCapacity(Int(count))
    let site = program.calls[Int(number)]
    for position in Int(start)..<Int(start + count) {
      let value = evaluate(program.operands[position])
      if value.isErrorOrUnknown, !site.isNonStrict {
        // The reference charges a call only once it has seen all its arguments.
        if position == Int(start + count) - 1 { charge(1) }
        return value
      }
      arguments.append(value)
    }
    let result = placed(Dispatch.call(site, arguments), at: index)
    if let rule = site.cost, let cost = rule(site.function, site.overload, arguments, result) {
      charge(cost)
    } else {
      charge(site.rule.cost(arguments.first ?? .null, arguments.dropFirst().first ?? .null))
    }
    return result
  }
}
