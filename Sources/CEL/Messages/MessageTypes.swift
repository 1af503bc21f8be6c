/// Protocol buffer messages from their descriptors ("Protocol buffer data conversion").
public struct MessageTypes: TypeProvider {
  private var messages: [String: MessageDescriptor] = [:]
  private var constants: [String: Value] = [:]

  /// - Parameter enums: the numbers of values by name, by the fully qualified name of the enum.
  public init(_ messages: [MessageDescriptor], enums: [String: [String: Int32]] = [:]) {
    for message in messages { self.messages[message.name] = message }
    for (name, values) in enums {
      for (value, number) in values { constants[name + "." + value] = .int(Int64(number)) }
    }
  }

  public func type(named name: String) -> Type? { messages[name].map { _ in .message(name) } }

  public func field(_ field: String, of message: String) -> Type? {
    messages[message]?.field(field)?.type
  }

  public func fieldNames(of message: String) -> [String] {
    messages[message]?.fields.map(\.name) ?? []
  }

  public func constant(named name: String) -> Value? { constants[name] }

  public func message(_ name: String, fields: [(name: String, value: Value)]) -> Value? {
    guard let descriptor = messages[name] else { return nil }
    var message = Message(descriptor, types: self)
    for field in fields {
      if let problem = message.set(field.name, to: field.value) { return .error(problem) }
    }
    return .object(MessageValue(message))
  }

  func empty(_ name: String) -> Value? {
    messages[name].map { .object(MessageValue(Message($0, types: self))) }
  }
}

/// A message under construction.
struct Message: Sendable {
  let descriptor: MessageDescriptor
  let types: MessageTypes
  /// Fields that are set. One of implicit presence that has its default is not.
  private(set) var values: [String: Value] = [:]

  init(_ descriptor: MessageDescriptor, types: MessageTypes) {
    self.descriptor = descriptor
    self.types = types
  }

  /// Returns why the field cannot have the value.
  mutating func set(_ name: String, to value: Value) -> String? {
    guard let field = descriptor.field(name) else { return "no such field '\(name)'" }
    let converted: Value
    switch field.cardinality {
    case .implicit, .explicit:
      if value.isNull, field.kind.takesNullAsUnset {
        values[name] = nil
        return nil
      }
      converted = FieldConversion.convert(value, to: field.kind)
    case .repeated: converted = FieldConversion.list(value, of: field.kind)
    case .map(let key): converted = FieldConversion.map(value, key, field.kind)
    }
    if case .error(let error) = converted { return error.message }
    if let oneof = field.oneof {
      for other in descriptor.fields where other.oneof == oneof { values[other.name] = nil }
    }
    let isDefault =
      switch field.cardinality {
      case .implicit: converted.isDefault
      case .explicit: false
      case .repeated, .map: converted.isZero
      }
    values[name] = isDefault ? nil : converted
    return nil
  }
}

/// A message as a value.
final class MessageValue: ObjectValue {
  private let message: Message

  init(_ message: Message) {
    self.message = message
  }

  var type: Type { .message(message.descriptor.name) }

  func field(_ name: String) -> Value? {
    guard let field = message.descriptor.field(name) else { return nil }
    if let value = message.values[name] { return value }
    if let zero = field.zero { return zero }
    guard case .message(let name) = field.kind else { return .null }
    return message.types.empty(name) ?? .null
  }

  func hasField(_ name: String) -> Bool? {
    message.descriptor.field(name).map { _ in message.values[name] != nil }
  }

  func isEqual(to other: any ObjectValue) -> Bool {
    guard let other = other as? MessageValue,
      message.descriptor.name == other.message.descriptor.name,
      message.values.count == other.message.values.count
    else { return false }
    return message.values.allSatisfy { name, value in
      other.message.values[name].map { value.isEqual(to: $0) } ?? false
    }
  }

  var isZero: Bool { message.values.isEmpty }

  var description: String {
    let fields = message.values.keys.sorted().map { "\($0): \(message.values[$0]?.keyText ?? "")" }
    return "\(message.descriptor.name){\(fields.joined(separator: ", "))}"
  }
}

extension MessageDescriptor.Kind {
  /// Whether assigning null clears a field of this kind.
  fileprivate var takesNullAsUnset: Bool {
    guard case .message(let name) = self else {
      return self == .enumeration("google.protobuf.NullValue")
    }
    return !["google.protobuf.Value", "google.protobuf.ListValue", "google.protobuf.Struct"]
      .contains(name)
  }
}

extension Value {
  /// Whether the value is the one that a field of implicit presence has without being set; a
  /// negative zero is not.
  fileprivate var isDefault: Bool {
    if case .double(let double) = self { return double == 0 && double.sign == .plus }
    return isZero && !isObject
  }
}
