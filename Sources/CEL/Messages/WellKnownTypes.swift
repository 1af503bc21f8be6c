/// The messages of `google.protobuf` that CEL knows without a descriptor ("Protocol buffer data
/// conversion").
struct WellKnownTypes: TypeProvider {
  static let shared = WellKnownTypes()

  private static let prefix = "google.protobuf."

  /// The type that a message of this name has in expressions; nil for other messages.
  static func type(named name: String) -> Type? {
    guard name.hasPrefix(prefix) else { return nil }
    if let wrapped = wrapped(name) { return .wrapper(wrapped.type) }
    switch name.dropFirst(prefix.count) {
    case "Any": return .any
    case "Duration": return .duration
    case "Timestamp": return .timestamp
    case "Value": return .dyn
    case "ListValue": return .list(.dyn)
    case "Struct": return .map(.string, .dyn)
    default: return nil
    }
  }

  /// The kind of a wrapper's value; nil for other messages.
  static func wrapped(_ name: String) -> MessageDescriptor.Kind? {
    guard name.hasPrefix(prefix) else { return nil }
    return wrappers[String(name.dropFirst(prefix.count))]
  }

  private static let wrappers: [String: MessageDescriptor.Kind] = [
    "BoolValue": .bool, "BytesValue": .bytes, "DoubleValue": .double, "FloatValue": .float,
    "Int32Value": .int32, "Int64Value": .int64, "StringValue": .string, "UInt32Value": .uint32,
    "UInt64Value": .uint64,
  ]

  /// What an unset field of such a message reads as; nil for other messages.
  static func zero(of name: String) -> Value? {
    switch type(named: name) {
    case .any, .dyn, .wrapper: .null
    case .duration: .duration(Duration(nanoseconds: 0))
    case .timestamp: Timestamp(seconds: 0).map { .timestamp($0) }
    case .list: .emptyList
    case .map: .map(.empty)
    default: nil
    }
  }

  /// Messages that are objects, unlike those above.
  private static let objects = MessageTypes([
    MessageDescriptor(prefix + "Empty", fields: []),
    MessageDescriptor(prefix + "FieldMask", fields: [.init("paths", .string, .repeated)]),
  ])

  func type(named name: String) -> Type? {
    Self.type(named: name) ?? Self.objects.type(named: name)
  }

  func constant(named name: String) -> Value? {
    name == "google.protobuf.NullValue.NULL_VALUE" ? .int(0) : nil
  }

  private static let fields: [String: [String: Type]] = [
    "Any": ["type_url": .string, "value": .bytes], "Duration": ["seconds": .int, "nanos": .int],
    "Timestamp": ["seconds": .int, "nanos": .int], "ListValue": ["values": .list(.dyn)],
    "Struct": ["fields": .map(.string, .dyn)],
    "Value": [
      "null_value": .wrapper(.int), "number_value": .double, "string_value": .string,
      "bool_value": .bool, "struct_value": .map(.string, .dyn), "list_value": .list(.dyn),
    ],
  ]

  func field(_ field: String, of message: String) -> Type? {
    if let wrapped = Self.wrapped(message) { return field == "value" ? wrapped.type : nil }
    guard message.hasPrefix(Self.prefix) else { return nil }
    return Self.fields[String(message.dropFirst(Self.prefix.count))]?[field]
      ?? Self.objects.field(field, of: message)
  }

  func message(_ name: String, fields: [(name: String, value: Value)]) -> Value? {
    guard name.hasPrefix(Self.prefix) else { return nil }
    for field in fields where self.field(field.name, of: name) == nil {
      return .error("no such field '\(field.name)'")
    }
    func int(_ name: String) -> Int64 { fields.last { $0.name == name }?.value.int ?? 0 }
    if let kind = Self.wrapped(name) {
      return fields.last.map { FieldConversion.convert($0.value, to: kind) } ?? kind.zero
    }
    switch name.dropFirst(Self.prefix.count) {
    case "Any":
      return .error("conversion error: google.protobuf.Any holds no message")
    case "Duration":
      return Duration(seconds: int("seconds"), nanoseconds: int("nanos")).map { .duration($0) }
        ?? .error("duration overflow")
    case "Timestamp":
      return Timestamp(seconds: int("seconds"), nanoseconds: Int32(clamping: int("nanos")))
        .map { .timestamp($0) } ?? .error("timestamp overflow")
    case "ListValue", "Struct":
      guard let value = fields.last?.value else { return Self.zero(of: name) }
      return FieldConversion.convert(value, to: .message(name))
    case "Value":
      guard let field = fields.last else { return .null }
      if field.name == "null_value" { return .null }
      return JSONConversion.convert(field.value) ?? .error("conversion error")
    default: return Self.objects.message(name, fields: fields)
    }
  }
}

extension Type {
  /// The type that a message has in expressions: a wrapper's is nullable, a `Struct`'s a map.
  ///
  /// - Parameter message: the fully qualified name.
  public init(message: String) {
    self = WellKnownTypes.type(named: message) ?? .message(message)
  }
}
