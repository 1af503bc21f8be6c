extension Evaluator {
  mutating func call(
    _ number: Int32, _ argument: Instruction.Index, at index: Instruction.Index
  ) -> Value {
    let value = evaluate(argument)
    let site = program.calls.pointer(Int(number))
    let result =
      value.isErrorOrUnknown && !site.pointee.isNonStrict
      ? value : placed(Dispatch.call(site.pointee, value), at: index)
    if let rule = site.pointee.cost,
      let cost = rule(site.pointee.function, site.pointee.overload, [value], result)
    {
      charge(cost)
    } else {
      charge(site.pointee.rule.cost(value, .null))
    }
    return result
  }

  mutating func call(
    _ number: Int32, _ first: Instruction.Index, _ second: Instruction.Index,
    at index: Instruction.Index
  ) -> Value {
    let first = evaluate(first)
    let second = evaluate(second)
    let site = program.calls.pointer(Int(number))
    let result: Value
    if first.isErrorOrUnknown, !site.pointee.isNonStrict {
      result = first
    } else if second.isErrorOrUnknown, !site.pointee.isNonStrict {
      result = second
    } else {
      result = placed(Dispatch.call(site.pointee, first, second), at: index)
    }
    if let rule = site.pointee.cost,
      let cost = rule(site.pointee.function, site.pointee.overload, [first, second], result)
    {
      charge(cost)
    } else {
      charge(site.pointee.rule.cost(first, second))
    }
    return result
  }

  mutating func call(
    _ number: Int32, start: Int32, count: Int32, at index: Instruction.Index
  ) -> Value {
    var arguments: [Value] = []
    arguments.reserveCapacity(Int(count))
    let site = program.calls.pointer(Int(number))
    for position in Int(start)..<Int(start + count) {
      let value = evaluate(program.operands[position])
      if value.isErrorOrUnknown, !site.pointee.isNonStrict {
        // The reference charges a call only once it has seen all its arguments.
        if position == Int(start + count) - 1 { charge(1) }
        return value
      }
      arguments.append(value)
    }
    let result = placed(Dispatch.call(site.pointee, arguments), at: index)
    if let rule = site.pointee.cost,
      let cost = rule(site.pointee.function, site.pointee.overload, arguments, result)
    {
      charge(cost)
    } else {
      charge(site.pointee.rule.cost(arguments.first ?? .null, arguments.dropFirst().first ?? .null))
    }
    return result
  }
}
