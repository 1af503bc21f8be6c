/// The message types of an environment (language definition, "Protocol buffer data conversion").
///
/// An environment asks its own providers in order, the well-known types last.
public protocol TypeProvider: Sendable {
  /// The type that a fully qualified name of a message stands for; nil where it is unknown.
  func type(named name: String) -> Type?
  /// The type of a field; nil where the message has none of this name.
  func field(_ field: String, of message: String) -> Type?
  /// The names of a message's fields, for suggestions.
  func fieldNames(of message: String) -> [String]
  /// A constant by its fully qualified name, as a value of an enum.
  func constant(named name: String) -> Value?
  /// A message with the given fields set, or `.error`; nil where the type is not the provider's.
  func message(_ name: String, fields: [(name: String, value: Value)]) -> Value?
}

extension TypeProvider {
  public func fieldNames(of message: String) -> [String] { [] }
  public func constant(named name: String) -> Value? { nil }
  public func message(_ name: String, fields: [(name: String, value: Value)]) -> Value? { nil }
}

/// Object types that are declared by their fields alone; values of them are supplied.
public struct ObjectTypes: TypeProvider {
  private var fields: [String: [String: Type]]

  /// - Parameter fields: types of fields by name, by the name of the object type.
  public init(_ fields: [String: [String: Type]] = [:]) {
    self.fields = fields
  }

  public mutating func declare(_ name: String, fields: [String: Type]) {
    self.fields[name] = fields
  }

  public func type(named name: String) -> Type? { fields[name].map { _ in .message(name) } }

  public func field(_ field: String, of message: String) -> Type? { fields[message]?[field] }

  public func fieldNames(of message: String) -> [String] {
    fields[message].map { $0.keys.sorted() } ?? []
  }
}
