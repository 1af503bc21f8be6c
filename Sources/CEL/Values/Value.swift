public import Values

/// A CEL value (language definition, "Values").
///
/// `text`, `sequence` and `mapping` are nodes of a document that are evaluated where they stand,
/// without conversion; they are a string, a list and a map to every expression. `error` and
/// `unknown` are results that propagate and that logical operators may absorb.
public enum Value: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  case string(String)
  case text(Node)
  case bytes([UInt8])
  case timestamp(Timestamp)
  case duration(Duration)
  case type(Type)
  case list([Value])
  case sequence(Node)
  case adaptedList(any ListAdapter)
  case map(MapValue)
  case mapping(Node)
  case adaptedMap(any MapAdapter)
  case optional(OptionalValue)
  case object(any ObjectValue)
  case error(EvaluationError)
  case unknown(Unknown)
}

extension Value {
  /// The value that a node of a document is: scalars by their resolved kind, integers outside
  /// Int64 as doubles, sequences and mappings in place.
  @inlinable
  public init(_ node: Node) {
    switch node.kind {
    case .string: self = .text(node)
    case .mapping: self = .mapping(node)
    case .sequence: self = .sequence(node)
    case .null: self = .null
    case .bool: self = .bool(node.bool ?? false)
    case .int: self = node.int.map(Value.int) ?? .double(node.double ?? .nan)
    case .float: self = .double(node.double ?? .nan)
    }
  }

  /// An error value without a place; the evaluator adds the place of the call that returned it.
  public static func error(_ message: String) -> Value { .error(EvaluationError(message)) }

  /// The error of a call whose arguments fit no overload.
  public static let noSuchOverload = Value.error("no such overload")

  @inlinable public static var emptyList: Value { .list([]) }

  /// An optional value (extension library "optional types").
  public static func optional(of value: Value?) -> Value {
    guard let value else { return .optional(.none) }
    return .optional(OptionalValue(value))
  }
}

/// `optional.of(x)` or `optional.none()`.
public final class OptionalValue: Sendable {
  public let value: Value?

  public init(_ value: Value?) {
    self.value = value
  }

  public static let none = OptionalValue(nil)
}

/// A failed evaluation: the message, and the place in the expression, a code point offset.
public final class EvaluationError: Error, Sendable, CustomStringConvertible {
  public let message: String
  public let offset: Int?
  /// Set where evaluation stopped because a budget was used up; no operator absorbs it.
  public let isLimit: Bool

  public init(_ message: String, offset: Int? = nil, isLimit: Bool = false) {
    self.message = message
    self.offset = offset
    self.isLimit = isLimit
  }

  public var description: String { message }
}

/// A result that depends on inputs that are not known: redacted, or outside what is simulated.
public final class Unknown: Sendable, CustomStringConvertible {
  /// What is unknown, in the order in which evaluation met it.
  public let attributes: [String]

  public init(_ attributes: [String]) {
    self.attributes = attributes
  }

  func merged(with other: Unknown) -> Unknown {
    if self === other { return self }
    var attributes = attributes
    for attribute in other.attributes where !attributes.contains(attribute) {
      attributes.append(attribute)
    }
    return Unknown(attributes)
  }

  public var description: String { attributes.joined(separator: ", ") }
}
