/// The arithmetic operators (language definition, "Arithmetic"): exact or an error.
enum Arithmetic {
  static func apply(
    _ operation: Instruction.Arithmetic, _ left: Value, _ right: Value
  ) -> Value {
    switch operation {
    case .add: add(left, right)
    case .subtract: subtract(left, right)
    case .multiply: multiply(left, right)
    case .divide: divide(left, right)
    case .modulo: modulo(left, right)
    }
  }

  private static let intOverflow = Value.error("integer overflow")
  private static let uintOverflow = Value.error("unsigned integer overflow")
  private static let durationOverflow = Value.error("duration overflow")
  private static let timestampOverflow = Value.error("timestamp overflow")

  private static func checked(_ result: (partialValue: Int64, overflow: Bool)) -> Value {
    result.overflow ? intOverflow : .int(result.partialValue)
  }

  private static func checked(_ result: (partialValue: UInt64, overflow: Bool)) -> Value {
    result.overflow ? uintOverflow : .uint(result.partialValue)
  }

  private static func checked(duration: (partialValue: Int64, overflow: Bool)) -> Value {
    duration.overflow
      ? durationOverflow : .duration(Duration(nanoseconds: duration.partialValue))
  }

  private static func add(_ left: Value, _ right: Value) -> Value {
    switch (left, right) {
    case (.int(let left), .int(let right)): checked(left.addingReportingOverflow(right))
    case (.uint(let left), .uint(let right)): checked(left.addingReportingOverflow(right))
    case (.double(let left), .double(let right)): .double(left + right)
    case (.string, .string), (.string, .text), (.text, .string), (.text, .text):
      concatenation(text: left, right)
    case (.bytes(let left), .bytes(let right)):
      left.count + right.count > longestText ? tooLarge : .bytes(left + right)
    case (.duration(let left), .duration(let right)):
      checked(duration: left.nanoseconds.addingReportingOverflow(right.nanoseconds))
    case (.timestamp(let time), .duration(let duration)),
      (.duration(let duration), .timestamp(let time)):
      time.adding(duration).map { .timestamp($0) } ?? timestampOverflow
    case (.object(let object), _): object.adding(right) ?? unsupported(left, Operator.add)
    case (.adaptedList(let list), _) where right.isList:
      list.adding(right) ?? concatenation(left, right)
    case (.list, _), (.sequence, _), (.adaptedList, _): concatenation(left, right)
    default: unsupported(left, Operator.add)
    }
  }

  private static let longestText = 10_000_000
  private static let longestList = 1_000_000
  private static let tooLarge = Value.error("the result of _+_ is too large")

  private static func concatenation(text left: Value, _ right: Value) -> Value {
    let left = left.string ?? ""
    let right = right.string ?? ""
    return left.utf8.count + right.utf8.count > longestText ? tooLarge : .string(left + right)
  }

  private static func concatenation(_ left: Value, _ right: Value) -> Value {
    guard let first = left.elements, let second = right.elements else { return .noSuchOverload }
    if first.isEmpty { return right }
    if second.isEmpty { return left }
    if first.count + second.count > longestList { return tooLarge }
    return .list(Array(first) + Array(second))
  }

  private static func subtract(_ left: Value, _ right: Value) -> Value {
    switch (left, right) {
    case (.int(let left), .int(let right)): checked(left.subtractingReportingOverflow(right))
    case (.uint(let left), .uint(let right)): checked(left.subtractingReportingOverflow(right))
    case (.double(let left), .double(let right)): .double(left - right)
    case (.duration(let left), .duration(let right)):
      checked(duration: left.nanoseconds.subtractingReportingOverflow(right.nanoseconds))
    case (.timestamp(let left), .timestamp(let right)):
      left.since(right).map { .duration($0) } ?? durationOverflow
    case (.timestamp(let time), .duration(let duration)): subtract(duration, from: time)
    default: unsupported(left, Operator.subtract)
    }
  }

  private static func subtract(_ duration: Duration, from time: Timestamp) -> Value {
    let (negated, overflow) = Int64(0).subtractingReportingOverflow(duration.nanoseconds)
    guard !overflow, let result = time.adding(Duration(nanoseconds: negated)) else {
      return timestampOverflow
    }
    return .timestamp(result)
  }

  private static func multiply(_ left: Value, _ right: Value) -> Value {
    switch (left, right) {
    case (.int(let left), .int(let right)): checked(left.multipliedReportingOverflow(by: right))
    case (.uint(let left), .uint(let right)): checked(left.multipliedReportingOverflow(by: right))
    case (.double(let left), .double(let right)): .double(left * right)
    default: unsupported(left, Operator.multiply)
    }
  }

  private static func divide(_ left: Value, _ right: Value) -> Value {
    switch (left, right) {
    case (.int, .int(0)), (.uint, .uint(0)): .error("division by zero")
    case (.int(let left), .int(let right)): checked(left.dividedReportingOverflow(by: right))
    case (.uint(let left), .uint(let right)): .uint(left / right)
    case (.double(let left), .double(let right)): .double(left / right)
    default: unsupported(left, Operator.divide)
    }
  }

  private static func modulo(_ left: Value, _ right: Value) -> Value {
    switch (left, right) {
    case (.int, .int(0)), (.uint, .uint(0)): .error("modulus by zero")
    case (.int(let left), .int(let right)):
      checked(left.remainderReportingOverflow(dividingBy: right))
    case (.uint(let left), .uint(let right)): .uint(left % right)
    case (.double, _): .error("no such overload: \(Operator.modulo)")
    default: unsupported(left, Operator.modulo)
    }
  }

  static func negate(_ value: Value) -> Value {
    switch value {
    case .int(let int): checked(Int64(0).subtractingReportingOverflow(int))
    case .double(let double): .double(-double)
    case .duration(let duration):
      checked(duration: Int64(0).subtractingReportingOverflow(duration.nanoseconds))
    default: value.isReceiver ? .noSuchOverload : .error("no such overload: \(Operator.negate)")
    }
  }

  /// The reference tells a left operand that knows the operator from one that does not.
  private static func unsupported(_ left: Value, _ function: String) -> Value {
    let knows =
      switch left {
      case .int, .uint, .double: true
      case .bytes, .list, .sequence, .adaptedList: function == Operator.add
      default: false
      }
    return knows || left.isReceiver ? .noSuchOverload : .error("no such overload: \(function)")
  }
}

extension Evaluator {
  mutating func arithmetic(
    _ operation: Instruction.Arithmetic, _ left: Instruction.Index, _ right: Instruction.Index,
    _ rule: CostRule, at index: Instruction.Index
  ) -> Value {
    let left = evaluate(left)
    let right = evaluate(right)
    charge(rule.cost(left, right))
    if left.isErrorOrUnknown { return left }
    if right.isErrorOrUnknown { return right }
    return placed(Arithmetic.apply(operation, left, right), at: index)
  }
}
