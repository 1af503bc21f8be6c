import Testing
import Values

@testable import Kubernetes

/// Whether validation of what the server could decode gives the server's answer.
@Suite(.enabled(if: Oracle.has("validity.jsonl"), "no recorded answers"))
struct ValidityOracleTests {
  @Test func `creates are accepted and refused as the server does`() throws {
    var decision = Agreement("validity.jsonl: decision")
    var causes = Agreement("validity.jsonl: causes")
    var messages = Agreement("validity.jsonl: messages")
    for record in try Oracle.records("validity.jsonl") where record.code != 400 {
      let errors = try Self.create(record.object)
      decision.count(
        errors.isEmpty == record.isAccepted, "\(record.id): \(record.message) | \(errors)")
      guard !record.isAccepted else { continue }
      causes.count(
        Set(errors.map(\.cause)) == record.causes, "\(record.id): \(record.causes) | \(errors)")
      messages.count(
        Set(errors.map(\.message)) == record.causeMessages,
        "\(record.id): \(record.causeMessages) | \(errors.map(\.message))")
    }
    decision.expect(atLeast: 0.995)
    causes.expect(atLeast: 0.97)
    messages.expect(atLeast: 0.9)
  }

  static func create(_ object: Document) throws -> [FieldError] {
    let resource = try #require(
      APICatalog.newest.resource(
        apiVersion: object.root["apiVersion"]?.text ?? "", kind: object.root["kind"]?.text ?? ""))
    var document = object
    Defaulting.apply(to: &document, as: resource)
    Defaulting.prepareForCreate(&document, as: resource)
    return Validation.create(document, group: resource.group, kind: resource.kind)
  }
}
