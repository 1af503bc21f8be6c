import Values

/// One evaluation of a program (language definition, "Evaluation").
struct Evaluator {
  /// Kept alive by whoever evaluates.
  unowned(unsafe) let program: Program.Storage
  let activation: Activation
  let limit: UInt64
  let isTracing: Bool
  var cost: UInt64 = 0
  var reads: [Node] = []
  /// Set once the budget is used up; from then on every step fails.
  var exhausted: EvaluationError?
  /// Variables of folds; nil for an accumulator that was not read yet.
  var locals: [Value?]

  init(
    program: Program.Storage, activation: Activation, limit: UInt64, isTracing: Bool
  ) {
    self.program = program
    self.activation = activation
    self.limit = limit
    self.isTracing = isTracing
    locals =
      program.initials.count == 0 ? [] : Array(repeating: nil, count: program.initials.count)
  }

  @inline(__always)
  mutating func charge(_ amount: UInt64) {
    let (sum, overflow) = cost.addingReportingOverflow(amount)
    cost = overflow ? .max : sum
    if cost > limit, exhausted == nil { exhaust() }
  }

  private mutating func exhaust() {
    exhausted = EvaluationError(
      "operation cancelled: actual cost limit exceeded", isLimit: true)
  }

  func failure(_ message: String, at index: Instruction.Index) -> Value {
    .error(EvaluationError(message, offset: Int(program.offsets[Int(index)])))
  }

  /// The value with the place of an error, where it has none yet.
  @inline(__always)
  func placed(_ value: Value, at index: Instruction.Index) -> Value {
    guard case .error(let error) = value, error.offset == nil, !error.isLimit else {
      return value
    }
    return failure(error.message, at: index)
  }

  /// Once the budget is used up, what is not repeated may still go on to its end: the outcome does
  /// not show it.
  mutating func evaluate(_ index: Instruction.Index) -> Value {
    switch program.instructions[Int(index)] {
    case .constant(let constant): return program.constants[Int(constant)]
    case .local(let slot, let isCharged):
      let value = local(slot)
      if isCharged { charge(1) }
      return value
    case .attribute(let attribute): return resolve(attribute, at: index)
    case .and(let start, let count): return logical(start, count, deciding: false, at: index)
    case .or(let start, let count): return logical(start, count, deciding: true, at: index)
    case .conditional(let condition, let yes, let no):
      switch evaluate(condition) {
      case .bool(let bool): return evaluate(bool ? yes : no)
      case let value where value.isErrorOrUnknown: return value
      default: return failure("no such overload", at: index)
      }
    case .equal(let left, let right, let isNegated):
      return equal(left, right, isNegated: isNegated)
    case .order(let ordering, let left, let right, let rule):
      return order(ordering, left, right, rule, at: index)
    case .arithmetic(let operation, let left, let right, let rule):
      return arithmetic(operation, left, right, rule, at: index)
    case .not(let operand): return not(operand, at: index)
    case .negate(let operand):
      let value = evaluate(operand)
      charge(1)
      return value.isErrorOrUnknown ? value : placed(Arithmetic.negate(value), at: index)
    case .notStrictlyFalse(let operand):
      let value = evaluate(operand)
      charge(1)
      if case .bool(let bool) = value { return .bool(bool) }
      return .bool(true)
    case .contains(let element, let container, let rule):
      return contains(element, in: container, rule, at: index)
    case .containedInConstant(let element, let set):
      let value = evaluate(element)
      return value.isErrorOrUnknown ? value : .bool(program.sets[Int(set)].contains(value))
    case .unaryCall(let site, let argument): return call(site, argument, at: index)
    case .binaryCall(let site, let first, let second):
      return call(site, first, second, at: index)
    case .call(let site, let start, let count):
      return call(site, start: start, count: count, at: index)
    case .optionalOr(let left, let right):
      return optionalOr(left, right, unwraps: false, at: index)
    case .optionalOrValue(let left, let right):
      return optionalOr(left, right, unwraps: true, at: index)
    case .list(let start, let count, let optional):
      return list(start, count, optional, at: index)
    case .map(let start, let count, let optional): return map(start, count, optional, at: index)
    case .message(let message): return self.message(message, at: index)
    case .append(let slot, let start, let count, let isConstant):
      return append(slot, start, count, isConstant: isConstant, at: index)
    case .fold(let fold): return self.fold(fold, at: index)
    }
  }

  mutating func local(_ slot: Int32) -> Value {
    if let value = locals[Int(slot)] { return value }
    let initial = program.initials[Int(slot)]
    guard initial >= 0 else { return .error("no such attribute") }
    let value = evaluate(initial)
    locals[Int(slot)] = value
    return value
  }
}

// MARK: - Logic

extension Evaluator {
  private mutating func not(_ operand: Instruction.Index, at index: Instruction.Index) -> Value {
    let value = evaluate(operand)
    charge(1)
    switch value {
    case .bool(let bool): return .bool(!bool)
    case let value where value.isErrorOrUnknown: return value
    default: return failure("no such overload", at: index)
    }
  }

  /// A false term makes a conjunction false and a true one a disjunction true, whatever the others
  /// are (language definition, "Logical operators").
  private mutating func logical(
    _ start: Int32, _ count: Int32, deciding: Bool, at index: Instruction.Index
  ) -> Value {
    var failed: Value?
    var unknown: Unknown?
    let firstRead = reads.count
    for position in Int(start)..<Int(start + count) {
      let termRead = reads.count
      switch evaluate(program.operands[position]) {
      case .bool(let bool):
        guard bool == deciding, exhausted == nil else { continue }
        // Only the term that decided is at fault.
        if isTracing { reads.removeSubrange(firstRead..<termRead) }
        return .bool(bool)
      case .unknown(let found): unknown = unknown?.merged(with: found) ?? found
      case .error(let error): failed = failed ?? .error(error)
      default: failed = failed ?? failure("no such overload", at: index)
      }
    }
    if let exhausted { return .error(exhausted) }
    if let unknown { return .unknown(unknown) }
    return failed ?? .bool(!deciding)
  }

  private mutating func optionalOr(
    _ left: Instruction.Index, _ right: Instruction.Index, unwraps: Bool,
    at index: Instruction.Index
  ) -> Value {
    switch evaluate(left) {
    case .optional(let optional):
      if let value = optional.value { return unwraps ? value : .optional(optional) }
      return evaluate(right)
    case let value where value.isErrorOrUnknown: return value
    case let value:
      return program.options.optionalOrTakesValues
        ? value : failure("no such overload", at: index)
    }
  }
}
