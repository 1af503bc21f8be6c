import Testing
import Values

@testable import Kubernetes

/// Whether decoding refuses what the server's decoding refuses, and nothing else.
@Suite(.enabled(if: Oracle.has("validity.jsonl"), "no recorded answers"))
struct DecodingOracleTests {
  @Test func `built-in kinds are decoded as the server does`() throws {
    var decision = Agreement("decoding of validity.jsonl: decision")
    var fields = Agreement("decoding of validity.jsonl: field")
    var messages = Agreement("decoding of validity.jsonl: message")
    for record in try Oracle.records("validity.jsonl") {
      let root = record.object.root
      let schema = APICatalog.newest.schema(
        apiVersion: root["apiVersion"]?.text ?? "", kind: root["kind"]?.text ?? "")
      let errors = schema.map { StrictDecoding.errors(in: root, as: $0) } ?? []
      decision.count(
        errors.isEmpty == (record.code != 400),
        "\(record.id): \(record.message) | \(errors)")
      guard record.code == 400, let error = errors.first else { continue }
      if let field = record.decodingField {
        let ours =
          error.reason == .typeMismatch
          ? DecodedField.withoutIndices(error.field) : error.field.description
        fields.count(
          DecodedField.withoutEmbedded(field) == ours, "\(record.id): \(field) | \(ours)")
      }
      messages.count(
        record.message.hasSuffix(error.message),
        "\(record.id): \(record.message) | \(error.message)")
    }
    decision.expect(atLeast: 1)
    fields.expect(atLeast: 0.99)
    messages.expect(atLeast: 0)
  }
}

/// Fields as decoding's messages write them.
enum DecodedField {
  /// Names of fields alone.
  static func withoutIndices(_ path: FieldPath) -> String {
    path.steps.compactMap { step in
      if case .field(let name) = step { name } else { nil }
    }
    .joined(separator: ".")
  }

  /// Names of embedded Go structs begin with a capital.
  static func withoutEmbedded(_ field: String) -> String {
    field.split(separator: ".").filter { $0.first?.isUppercase != true }.joined(separator: ".")
  }
}
