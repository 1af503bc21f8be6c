extension Evaluator {
  mutating func list(
    _ start: Int32, _ count: Int32, _ optional: Int32, at index: Instruction.Index
  ) -> Value {
    var values: [Value] = []
    values.reserveCapacity(Int(count))
    let indices = optional < 0 ? [] : program.optionalIndices[Int(optional)]
    defer { charge(Cost.list) }
    for offset in 0..<Int(count) {
      let value = evaluate(program.operands[Int(start) + offset])
      if value.isErrorOrUnknown { return value }
      guard indices.contains(offset) else {
        values.append(value)
        continue
      }
      guard case .optional(let optional) = value else {
        return failure(
          "cannot initialize optional list element from non-optional value \(value.keyText)",
          at: index)
      }
      if let value = optional.value { values.append(value) }
    }
    return .list(values)
  }

  mutating func map(
    _ start: Int32, _ count: Int32, _ optional: Int32, at index: Instruction.Index
  ) -> Value {
    var builder = MapBuilder(isStrict: program.options.strictMapKeys)
    let indices = optional < 0 ? [] : program.optionalIndices[Int(optional)]
    defer { charge(Cost.map) }
    for entry in 0..<Int(count) / 2 {
      let key = evaluate(program.operands[Int(start) + 2 * entry])
      if key.isErrorOrUnknown { return key }
      let value = evaluate(program.operands[Int(start) + 2 * entry + 1])
      if value.isErrorOrUnknown { return value }
      var stored: Value? = value
      if indices.contains(entry) {
        guard case .optional(let optional) = value else {
          return failure(
            "cannot initialize optional entry '\(key.keyText)' from non-optional value "
              + value.keyText, at: index)
        }
        stored = optional.value
      }
      if let problem = builder.add(key, stored) { return failure(problem, at: index) }
    }
    return .map(builder.map)
  }

  mutating func message(_ number: Int32, at index: Instruction.Index) -> Value {
    let plan = program.messages[Int(number)]
    var fields: [(name: String, value: Value)] = []
    defer { charge(Cost.message) }
    for field in plan.fields {
      let value = evaluate(field.value)
      if value.isErrorOrUnknown { return value }
      guard field.isOptional else {
        fields.append((field.name, value))
        continue
      }
      guard case .optional(let optional) = value else {
        return failure(
          "cannot initialize optional entry '\(field.name)' from non-optional value "
            + value.keyText, at: index)
      }
      if let value = optional.value { fields.append((field.name, value)) }
    }
    for provider in plan.providers {
      if let message = provider.message(plan.name, fields: fields) {
        return placed(message, at: index)
      }
    }
    return placed(
      WellKnownTypes.shared.message(plan.name, fields: fields)
        ?? .error("unknown type: \(plan.name)"), at: index)
  }

  mutating func append(
    _ slot: Int32, _ start: Int32, _ count: Int32, isConstant: Bool, at index: Instruction.Index
  ) -> Value {
    if locals[Int(slot)] == nil { _ = local(slot) }
    charge(1)
    if count == 1 {
      let value = evaluate(program.operands[Int(start)])
      charge(isConstant ? 1 : Cost.list + 1)
      return append(value, slot, at: index)
    }
    var added: [Value] = []
    var failed: Value?
    for position in Int(start)..<Int(start + count) {
      let value = evaluate(program.operands[position])
      if value.isErrorOrUnknown {
        failed = value
        break
      }
      added.append(value)
    }
    if !isConstant { charge(Cost.list) }
    charge(1)
    guard case .list(var values)? = locals[Int(slot)] else {
      return locals[Int(slot)] ?? failure("no such overload", at: index)
    }
    if let failed { return failed }
    // The slot lets go of the list, so that it grows in place.
    locals[Int(slot)] = .null
    values.append(contentsOf: added)
    return .list(values)
  }

  private mutating func append(
    _ value: Value, _ slot: Int32, at index: Instruction.Index
  ) -> Value {
    guard case .list(var values)? = locals[Int(slot)] else {
      return locals[Int(slot)] ?? failure("no such overload", at: index)
    }
    if value.isErrorOrUnknown { return value }
    locals[Int(slot)] = .null
    values.append(value)
    return .list(values)
  }
}
