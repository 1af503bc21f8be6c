import CEL
import Values

/// The messages that the recorded cases are about, as far as the cases use them.
enum ProtoTests {
  static let types: MessageTypes = {
    let packages = ["cel.expr.conformance.proto2", "cel.expr.conformance.proto3"]
    var enums: [String: [String: Int32]] = [:]
    for package in packages {
      enums["\(package).GlobalEnum"] = ["GOO": 0, "GAR": 1, "GAZ": 2]
      enums["\(package).TestAllTypes.NestedEnum"] = ["FOO": 0, "BAR": 1, "BAZ": 2]
    }
    return MessageTypes(packages.flatMap(messages), enums: enums)
  }()

  static let environment: Environment = {
    var environment = Environment()
    environment.add(types)
    return environment
  }()

  typealias Field = MessageDescriptor.Field
  typealias Kind = MessageDescriptor.Kind

  private static let scalars: [(name: String, kind: Kind)] = [
    ("int32", .int32), ("int64", .int64), ("uint32", .uint32), ("uint64", .uint64),
    ("sint32", .int32), ("sint64", .int64), ("fixed32", .uint32), ("fixed64", .uint64),
    ("sfixed32", .int32), ("sfixed64", .int64), ("float", .float), ("double", .double),
    ("bool", .bool), ("string", .string), ("bytes", .bytes),
  ]

  private static let wellKnown: [(name: String, message: String)] = [
    ("any", "Any"), ("duration", "Duration"), ("timestamp", "Timestamp"), ("struct", "Struct"),
    ("value", "Value"), ("int64_wrapper", "Int64Value"), ("int32_wrapper", "Int32Value"),
    ("double_wrapper", "DoubleValue"), ("float_wrapper", "FloatValue"),
    ("uint64_wrapper", "UInt64Value"), ("uint32_wrapper", "UInt32Value"),
    ("string_wrapper", "StringValue"), ("bool_wrapper", "BoolValue"),
    ("bytes_wrapper", "BytesValue"),
  ]

  /// What unset fields of the first version read as.
  private static let defaults: [String: Value] = [
    "int32": .int(-32), "int64": .int(-64), "uint32": .uint(32), "uint64": .uint(64),
    "float": .double(3), "double": .double(6.4), "bool": .bool(true), "string": .string("empty"),
    "bytes": .bytes(Array("none".utf8)),
  ]

  private static func messages(_ package: String) -> [MessageDescriptor] {
    let all = "\(package).TestAllTypes"
    return [
      MessageDescriptor(all, fields: fields(package)),
      MessageDescriptor("\(all).NestedMessage", fields: [Field("bb", .int32, presence(package))]),
      MessageDescriptor(
        "\(package).NestedTestAllTypes",
        fields: [
          Field("child", .message("\(package).NestedTestAllTypes"), .explicit),
          Field("payload", .message(all), .explicit),
        ]),
      MessageDescriptor(
        "\(package).TestRequired", fields: [Field("required_int32", .int32, .explicit)]),
    ]
  }

  private static func presence(_ package: String) -> MessageDescriptor.Cardinality {
    package.hasSuffix("2") ? .explicit : .implicit
  }

  private static func fields(_ package: String) -> [Field] {
    let isFirst = package.hasSuffix("2")
    let all = "\(package).TestAllTypes"
    let kinds =
      scalars + wellKnown.map { ($0.name, .message("google.protobuf.\($0.message)")) } + [
        ("nested_message", .message("\(all).NestedMessage")),
        ("nested_enum", .enumeration("\(all).NestedEnum")),
        ("enum", .enumeration("\(all).NestedEnum")),
        ("list_value", .message("google.protobuf.ListValue")),
        ("null_value", .enumeration("google.protobuf.NullValue")), ("message", .message(all)),
      ]
    var fields = [
      Field("standalone_message", .message("\(all).NestedMessage"), .explicit),
      Field("standalone_enum", .enumeration("\(all).NestedEnum"), presence(package)),
      Field("list_value", .message("google.protobuf.ListValue"), .explicit),
      Field("null_value", .enumeration("google.protobuf.NullValue"), presence(package)),
      Field("optional_null_value", .enumeration("google.protobuf.NullValue"), .explicit),
      Field("optional_bool", .bool, .explicit), Field("optional_string", .string, .explicit),
      Field("oneof_type", .message("\(package).NestedTestAllTypes"), .explicit, oneof: "kind"),
      Field("oneof_msg", .message(all), .explicit, oneof: "kind"),
      Field("oneof_bool", .bool, .explicit, oneof: "kind"),
    ]
    for (name, kind) in kinds {
      let isNested = name.hasPrefix("nested")
      let isMessage = if case .message = kind { true } else { false }
      if !["list_value", "null_value", "message", "enum"].contains(name) {
        fields.append(
          Field(
            "single_\(name)", kind, isNested || isMessage ? .explicit : presence(package),
            oneof: isNested ? "nested_type" : nil, defaultValue: isFirst ? defaults[name] : nil))
      }
      fields.append(Field("repeated_\(name)", kind, .repeated))
      for (key, keyKind) in scalars where !["float", "double", "bytes"].contains(key) {
        fields.append(Field("map_\(key)_\(name)", kind, .map(key: keyKind)))
      }
    }
    for word in [
      "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let",
      "loop", "package", "namespace", "return", "var", "void", "while", "in", "true", "false",
      "null",
    ] { fields.append(Field(word, .bool, presence(package))) }
    return isFirst ? fields + extensions(package) : fields
  }

  private static func extensions(_ package: String) -> [Field] {
    let all = "\(package).TestAllTypes"
    let scoped = "\(package).Proto2ExtensionScopedMessage"
    return [
      Field("\(package).int32_ext", .int32, .explicit),
      Field("\(package).nested_ext", .message(all), .explicit),
      Field("\(package).test_all_types_ext", .message(all), .explicit),
      Field("\(package).nested_enum_ext", .enumeration("\(all).NestedEnum"), .explicit),
      Field("\(package).repeated_test_all_types", .message(all), .repeated),
      Field("\(scoped).int64_ext", .int64, .explicit),
      Field("\(scoped).message_scoped_nested_ext", .message(all), .explicit),
      Field("\(scoped).nested_enum_ext", .enumeration("\(all).NestedEnum"), .explicit),
      Field("\(scoped).message_scoped_repeated_test_all_types", .message(all), .repeated),
    ]
  }

  /// `{"type": …, "fields": {…}}` as a value.
  static func message(_ node: Node) -> Value? {
    let name = node["type"]?.text ?? ""
    let recorded = node["fields"]?.entries.map { $0 } ?? []
    if name == "google.protobuf.Any" {
      return node["fields", "@value"].flatMap(RecordedValue.value)
    }
    var fields: [(name: String, value: Value)] = []
    for field in recorded {
      guard let value = RecordedValue.value(field.value) else { return nil }
      let name = field.name.hasPrefix("[") ? String(field.name.dropFirst().dropLast()) : field.name
      fields.append((name, value))
    }
    let message = environment.message(name, fields: fields)
    if case .error = message { return nil }
    return message
  }
}
