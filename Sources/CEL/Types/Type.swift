/// A CEL type (language definition, "Types").
public indirect enum Type: Hashable, Sendable {
  case dyn
  case null
  case bool
  case int
  case uint
  case double
  case string
  case bytes
  case timestamp
  case duration
  case any
  case list(Type)
  case map(Type, Type)
  /// A nullable `bool`, `int`, `uint`, `double`, `string` or `bytes`.
  case wrapper(Type)
  /// The type of a type; nil where it is not known of which.
  case type(Type?)
  case message(String)
  /// A parameter of a declaration, as `T` in `list(T)`.
  case parameter(String)
  /// An abstract type by name and parameters.
  case opaque(String, [Type])
  /// A type that inference is still to find, numbered within one check.
  case variable(Int)
  /// The type of an expression that did not check; it is assignable to all.
  case error

  public static func optional(_ wrapped: Type) -> Type { .opaque(optionalName, [wrapped]) }

  static let optionalName = "optional_type"

  /// The name by which `type()` knows the type: parameters do not count.
  public var runtimeName: String {
    switch self {
    case .dyn: "dyn"
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .any: "google.protobuf.Any"
    case .list: "list"
    case .map: "map"
    case .wrapper(let wrapped): wrapped.runtimeName
    case .type: "type"
    case .message(let name), .parameter(let name), .opaque(let name, _): name
    case .variable: "dyn"
    case .error: "error"
    }
  }

  var isDyn: Bool {
    switch self {
    case .dyn, .any: true
    default: false
    }
  }

  var isDynOrError: Bool { isDyn || self == .error }

  var hasParameters: Bool {
    switch self {
    case .list, .map, .opaque, .type: true
    default: false
    }
  }

  /// Whether the type has more than a number of parts.
  func isLarger(than limit: Int) -> Bool {
    var rest = limit
    return !count(&rest)
  }

  private func count(_ rest: inout Int) -> Bool {
    rest -= 1
    guard rest >= 0 else { return false }
    switch self {
    case .list(let element): return element.count(&rest)
    case .map(let key, let value): return key.count(&rest) && value.count(&rest)
    case .type(let inner?): return inner.count(&rest)
    case .opaque(_, let parameters): return parameters.allSatisfy { $0.count(&rest) }
    default: return true
    }
  }

  var unwrappedOptional: Type? {
    guard case .opaque(Self.optionalName, let parameters) = self else { return nil }
    return parameters.first
  }
}

extension Type: CustomStringConvertible {
  /// The type with its parameters, as results are labelled.
  public var description: String {
    switch self {
    case .list(let element): "list(\(element))"
    case .map(let key, let value): "map(\(key), \(value))"
    case .wrapper(let wrapped): "wrapper(\(wrapped))"
    case .type(let type?): "type(\(type))"
    case .opaque(let name, let parameters) where !parameters.isEmpty:
      "\(name)(\(parameters.map(\.description).joined(separator: ", ")))"
    case .variable(let number): "_var\(number)"
    default: runtimeName
    }
  }

  /// The type as messages of the checker name it.
  var checkerDescription: String {
    switch self {
    case .null: "null"
    case .any: "any"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .error: "!error!"
    case .list(let element): "list(\(element.checkerDescription))"
    case .map(let key, let value):
      "map(\(key.checkerDescription), \(value.checkerDescription))"
    case .wrapper(let wrapped): "wrapper(\(wrapped.checkerDescription))"
    case .type(let type?): "type(\(type.checkerDescription))"
    case .opaque(let name, let parameters) where !parameters.isEmpty:
      "\(name)(\(parameters.map(\.checkerDescription).joined(separator: ", ")))"
    default: description
    }
  }
}

extension Value {
  /// The type that `type()` gives.
  public var type: Type {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string, .text: .string
    case .bytes: .bytes
    case .timestamp: .timestamp
    case .duration: .duration
    case .type: .type(nil)
    case .list, .sequence, .adaptedList: .list(.dyn)
    case .map, .mapping, .adaptedMap: .map(.dyn, .dyn)
    case .optional: .optional(.dyn)
    case .object(let object): object.type
    case .error: .error
    case .unknown: .opaque("unknown", [])
    }
  }
}
