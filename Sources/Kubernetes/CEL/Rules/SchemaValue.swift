import CEL
import Values

/// Values of custom resources as their schema has expressions see them (`UnstructuredToVal` of
/// k8s.io/apiserver/pkg/cel/common/valuesunstructured.go). What does not fit the schema is an error
/// to whoever reads it.
enum SchemaValue {
  static func value(_ node: Node?, _ schema: SchemaNode) -> Value {
    guard let node, !node.isNull else {
      return schema.props.isNullable
        ? .null : .error("invalid data, got null for schema with nullable=false")
    }
    if schema.props.isIntOrString {
      switch node.kind {
      case .string: return .text(node)
      case .int: if let int = node.int { return .int(int) }
      default: break
      }
      return .error("invalid data, expected XIntOrString value to be either a string or integer")
    }
    switch schema.props.type {
    case "object":
      return node.isMapping
        ? .adaptedMap(SchemaObject(node, schema))
        : .error("invalid data, expected a map for the provided schema with type=object")
    case "array": return list(node, schema)
    case "string": return text(node, schema.props.format)
    case "number":
      return node.double.map(Value.double)
        ?? .error("invalid data, expected float, got \(goType(of: node))")
    case "integer":
      return node.int.map(Value.int)
        ?? .error("invalid data, expected int, got \(goType(of: node))")
    case "boolean":
      return node.bool.map(Value.bool)
        ?? .error("invalid data, expected bool, got \(goType(of: node))")
    default:
      if schema.props.preservesUnknownFields { return Value(node) }
      return .error(
        "invalid type, expected object, array, number, integer, boolean or string, or no type "
          + "with x-kubernetes-int-or-string or x-kubernetes-preserve-unknown-fields is true, "
          + "got \(schema.props.type ?? "")")
    }
  }

  private static func list(_ node: Node, _ schema: SchemaNode) -> Value {
    guard node.isSequence else {
      return .error("invalid data, expected an array for the provided schema with type=array")
    }
    guard let items = schema.items else {
      return .error("invalid array type, expected Items with a non-empty Schema")
    }
    let elements = node.elements.map { value($0, items) }
    switch schema.props.listType {
    case "map":
      let keys = schema.props.listMapKeys.map { FieldName.escaped($0) ?? $0 }
      return .adaptedList(SchemaList(elements, identity: .keys(keys)))
    case "set": return .adaptedList(SchemaList(elements, identity: .value))
    case nil, "", "atomic": return .adaptedList(SchemaList(elements, identity: .place))
    case let type?:
      return .error(
        "invalid x-kubernetes-list-type, expected 'map', 'set' or 'atomic' but got \(type)")
    }
  }

  private static func text(_ node: Node, _ format: String?) -> Value {
    guard let text = node.string else {
      return .error("invalid data, expected string, got \(goType(of: node))")
    }
    switch format {
    case "duration":
      return duration(text).map(Value.duration)
        ?? .error("Invalid duration \(text): unable to parse \(text) as duration")
    case "date":
      guard DateText.isDate(text), let date = CEL.Timestamp(text + "T00:00:00Z") else {
        return .error(
          "Invalid date formatted string \(text): parsing time \(GoText.quoted(text)) as "
            + "\"2006-01-02\": cannot parse \(GoText.quoted(text)) as \"2006\"")
      }
      return .timestamp(date)
    case "date-time":
      guard let time = time(text) else {
        return .error(
          "Invalid date-time formatted string \(text): parsing time \(GoText.quoted(text)) as "
            + "\"2006-01-02T15:04:05\": cannot parse \(GoText.quoted(text)) as \"2006\"")
      }
      return .timestamp(time)
    case "byte":
      return bytes(text).map(Value.bytes)
        ?? .error("Invalid byte formatted string \(text): illegal base64 data")
    default: return .text(node)
    }
  }

  private static func goType(of node: Node) -> String {
    switch node.kind {
    case .null: "<nil>"
    case .bool: "bool"
    case .int: "int64"
    case .float: "float64"
    case .string: "string"
    case .sequence: "[]interface {}"
    case .mapping: "map[string]interface {}"
    }
  }
}

// MARK: - Formats

extension SchemaValue {
  /// RFC 3339, or without a zone; nothing is the beginning of 1970.
  private static func time(_ text: String) -> CEL.Timestamp? {
    if text.isEmpty { return CEL.Timestamp(seconds: 0) }
    return CEL.Timestamp(text) ?? CEL.Timestamp(text + "Z")
  }

  /// A duration of Go, or numbers with the words for units that Scala has.
  static func duration(_ text: String) -> CEL.Duration? {
    if let duration = CEL.Duration(text) { return duration }
    var rest = text[...]
    var total: Int64 = 0
    var found = false
    func isLetter(_ character: Character) -> Bool {
      character == "µ" || character.isASCII && character.isLetter
    }
    while let start = rest.firstIndex(where: { ("0"..."9").contains($0) }) {
      let digits = rest[start...].prefix { ("0"..."9").contains($0) }
      rest = rest[digits.endIndex...].drop { $0.isASCII && $0.isWhitespace && $0 != "\u{0B}" }
      let word = rest.prefix(while: isLetter).lowercased()
      rest = rest.drop(while: isLetter)
      guard !word.isEmpty else { continue }
      guard let factor = Int64(digits) else { return nil }
      for unit in units where unit.names.contains(word) || word.hasPrefix(unit.names.last ?? "") {
        found = true
        total &+= factor &* unit.nanoseconds
      }
    }
    return found ? CEL.Duration(nanoseconds: total) : nil
  }

  /// The last name of each is a beginning of longer ones.
  private static let units: [(names: [String], nanoseconds: Int64)] = [
    (["ns", "nano"], 1), (["us", "µs", "micro"], 1000), (["ms", "milli"], 1_000_000),
    (["s", "sec"], 1_000_000_000), (["m", "min"], 60_000_000_000),
    (["h", "hr", "hour"], 3_600_000_000_000), (["d", "day"], 86_400_000_000_000),
    (["w", "wk", "week"], 604_800_000_000_000),
  ]

  /// Base64 with the alphabet for URLs, padded.
  private static func bytes(_ text: String) -> [UInt8]? {
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    var padding = 0
    for byte in text.utf8 where byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r") {
      if byte == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let digit = digit(byte) else { return nil }
      bits = bits << 6 | digit
      count += 1
      if count % 4 == 0 {
        result += [UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8)]
        result.append(UInt8(truncatingIfNeeded: bits))
      }
    }
    switch (count % 4, padding) {
    case (0, 0): break
    case (2, 2): result.append(UInt8(truncatingIfNeeded: bits >> 4))
    case (3, 1):
      result += [UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2)]
    default: return nil
    }
    return result
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) + 4
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
