import Testing
import Values

@testable import Kubernetes

@Suite(.enabled(if: Oracle.has("custom-validity.jsonl"), "no recorded answers"))
struct CustomValidityOracleTests {
  @Test func `custom resources are taken and refused as the server does`() throws {
    let definitions = CustomResources(try Oracle.manifests("custom-crds.yaml"))
    let catalog = APICatalog(customResources: definitions)
    var decision = Agreement("custom-validity.jsonl: decision")
    var causes = Agreement("custom-validity.jsonl: causes")
    var messages = Agreement("custom-validity.jsonl: messages")
    var fields = Agreement("custom-validity.jsonl: decoding field")
    for record in try Oracle.records("custom-validity.jsonl") {
      let root = record.object.root
      let custom = try #require(
        catalog.resource(
          apiVersion: root["apiVersion"]?.text ?? "", kind: root["kind"]?.text ?? "")?.custom)
      let decoded = custom.decode(record.object)
      guard decoded.errors.isEmpty else {
        decision.count(record.code == 400, "\(record.id): \(record.message) | \(decoded.errors)")
        if record.code == 400, let field = record.decodingField, let error = decoded.errors.first {
          let isType = error.reason == .typeMismatch
          let ours =
            isType ? DecodedField.withoutIndices(error.field) : error.field.description
          fields.count(
            (isType ? "metadata." : "") + field == ours, "\(record.id): \(field) | \(ours)")
        }
        continue
      }
      let errors = custom.validate(
        custom.prepareForCreate(decoded.object), old: nil, version: .newest)
      let isSame = errors.isEmpty ? record.isAccepted : record.code == 422
      decision.count(isSame, "\(record.id): \(record.code) \(record.message) | \(errors)")
      guard record.code == 422, !errors.isEmpty else { continue }
      let ours = Set(errors.map(\.cause))
      causes.count(
        ours == record.causes,
        "\(record.id): lacks \(record.causes.subtracting(ours)), adds \(ours.subtracting(record.causes))"
      )
      let said = Set(errors.map(\.message))
      messages.count(
        said == record.causeMessages,
        "\(record.id): \(record.causeMessages.subtracting(said)) | \(said.subtracting(record.causeMessages))"
      )
    }
    decision.expect(atLeast: 0.995)
    causes.expect(atLeast: 0.97)
    fields.expect(atLeast: 0.99)
    messages.expect(atLeast: 0)
  }
}
