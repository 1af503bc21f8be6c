import CEL
import Values

/// The messages of the recorded cases.
enum ProtoTests {
  static let environment = Environment()

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
