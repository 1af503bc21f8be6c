extension Evaluator {
  mutating func fold(_ number: Int32, at index: Instruction.Index) -> Value {
    let plan = program.folds[Int(number)]
    locals[Int(plan.accumulator)] = nil
    let firstRead = reads.count
    let range = evaluate(plan.range)
    if range.isErrorOrUnknown { return range }
    var state = State(plan: plan, firstRead: firstRead)
    if let elements = range.elements {
      if plan.isCollecting { collect(into: plan.accumulator, capacity: elements.count) }
      for position in 0..<elements.count {
        let element = elements[position]
        if let second = plan.secondVariable {
          locals[Int(plan.variable)] = .int(Int64(position))
          locals[Int(second)] = element
        } else {
          locals[Int(plan.variable)] = element
        }
        guard step(&state) else { break }
      }
    } else if range.isMap {
      for entry in entries(of: range) {
        locals[Int(plan.variable)] = entry.key
        if let second = plan.secondVariable { locals[Int(second)] = entry.value }
        guard step(&state) else { break }
      }
    } else {
      return failure("got '\(range.goTypeName)', expected iterable type", at: index)
    }
    if let exhausted { return .error(exhausted) }
    guard let quantifier = plan.quantifier else { return evaluate(plan.result) }
    charge(1)
    return state.absorbed ?? .bool(state.isDecided == quantifier.deciding)
  }

  /// Where a fold stands.
  private struct State {
    let plan: FoldPlan
    /// How many nodes were read before the fold.
    let firstRead: Int
    /// Of a quantifier: whether an element decided it.
    var isDecided = false
    /// Of a quantifier: an error or unknown answer, which an element that decides makes irrelevant.
    var absorbed: Value?

    init(plan: FoldPlan, firstRead: Int) {
      self.plan = plan
      self.firstRead = firstRead
    }
  }

  /// Lets the list of an accumulator grow without being moved.
  private mutating func collect(into slot: Int32, capacity: Int) {
    var values: [Value] = []
    values.reserveCapacity(min(capacity, 1024))
    locals[Int(slot)] = .list(values)
  }

  /// Whether the fold goes on.
  private mutating func step(_ state: inout State) -> Bool {
    if exhausted != nil { return false }
    if let quantifier = state.plan.quantifier { return ask(quantifier, &state) }
    if !state.plan.isUnconditional, case .bool(false) = evaluate(state.plan.condition) {
      return false
    }
    locals[Int(state.plan.accumulator)] = evaluate(state.plan.step)
    return true
  }

  /// One step of `all` or `exists`, at the cost of what it expands to: the condition reads the
  /// accumulator and tests it (negated for `exists`), the step reads it once more.
  private mutating func ask(_ quantifier: FoldPlan.Quantifier, _ state: inout State) -> Bool {
    charge(quantifier.deciding ? 3 : 2)
    if state.isDecided { return false }
    charge(1)
    let stepRead = reads.count
    switch evaluate(quantifier.predicate) {
    case .bool(quantifier.deciding):
      state.isDecided = true
      state.absorbed = nil
      // What other elements have, and that there are others, is not at fault.
      if isTracing { reads.removeSubrange(state.firstRead..<stepRead) }
    case .bool: break
    case .unknown(let unknown):
      if case .unknown(let earlier)? = state.absorbed {
        state.absorbed = .unknown(earlier.merged(with: unknown))
      } else {
        state.absorbed = .unknown(unknown)
      }
    case .error(let error):
      if state.absorbed == nil { state.absorbed = .error(error) }
    default:
      if state.absorbed == nil {
        state.absorbed = failure("no such overload", at: quantifier.predicate)
      }
    }
    return true
  }

  private func entries(of map: Value) -> [MapValue.Entry] {
    let entries = map.entries ?? []
    guard program.options.sortsKeys, case .mapping = map else { return entries }
    return entries.sorted { ($0.key.compare(with: $1.key) ?? .equal) == .less }
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
