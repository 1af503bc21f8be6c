extension Evaluator {
  mutating func fold(_ number: Int32, at index: Instruction.Index) -> Value {
    let plan = program.folds[Int(number)]
    locals[Int(plan.accumulator)] = nil
    let firstRead = reads.count
    let range = evaluate(plan.range)
    if range.isErrorOrUnknown { return range }
    if let elements = range.elements {
      for position in 0..<elements.count {
        let element = elements[position]
        if let second = plan.secondVariable {
          locals[Int(plan.variable)] = .int(Int64(position))
          locals[Int(second)] = element
        } else {
          locals[Int(plan.variable)] = element
        }
        guard step(plan, firstRead) else { break }
      }
    } else if range.isMap, let second = plan.secondVariable {
      for entry in entries(of: range) {
        locals[Int(plan.variable)] = entry.key
        locals[Int(second)] = entry.value
        guard step(plan, firstRead) else { break }
      }
    } else if range.isMap {
      for entry in entries(of: range) {
        locals[Int(plan.variable)] = entry.key
        guard step(plan, firstRead) else { break }
      }
    } else {
      return failure("got '\(range.goTypeName)', expected iterable type", at: index)
    }
    if let exhausted { return .error(exhausted) }
    return evaluate(plan.result)
  }

  private func entries(of map: Value) -> [MapValue.Entry] {
    let entries = map.entries ?? []
    guard program.options.sortsKeys, case .mapping = map else { return entries }
    return entries.sorted { ($0.key.compare(with: $1.key) ?? .equal) == .less }
  }

  /// Whether the fold goes on.
  private mutating func step(_ plan: FoldPlan, _ firstRead: Int) -> Bool {
    if exhausted != nil { return false }
    if !plan.isUnconditional, case .bool(false) = evaluate(plan.condition) { return false }
    let stepRead = reads.count
    let result = evaluate(plan.step)
    if isTracing, plan.isDecidedByFalse, case .bool(false) = result {
      // What the other elements have, and that there are others, is not at fault.
      reads.removeSubrange(firstRead..<stepRead)
    }
    locals[Int(plan.accumulator)] = result
    return true
  }
}

extension Value {
  /// The name of the reference implementation's type, which its messages show.
  fileprivate var goTypeName: String {
    switch self {
    case .null: "types.Null"
    case .bool: "types.Bool"
    case .int: "types.Int"
    case .uint: "types.Uint"
    case .double: "types.Double"
    case .string, .text: "types.String"
    case .bytes: "types.Bytes"
    case .timestamp: "types.Timestamp"
    case .duration: "types.Duration"
    case .optional: "*types.Optional"
    default: type.runtimeName
    }
  }
}
