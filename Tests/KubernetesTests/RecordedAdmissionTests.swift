import Documents
import Resources
import TestSupport
import Testing
import Values

@testable import Kubernetes

/// Validating admission policies against what an API server warned of in dry runs.
@Suite(.enabled(if: GroundTruth.isPresent)) struct RecordedAdmissionTests {
  @Test func `policies judge as the server does`() throws {
    let policies = YAML.read(
      try RecordedApply.bytes("admission-policies.yaml"), from: Source(path: "policies.yaml"))
    let (admission, diagnostics) = ValidatingAdmissionPolicyFormat()
      .load(policies.documents, version: nil)
    #expect(diagnostics.isEmpty)
    let lines = try RecordedApply.bytes("admission.jsonl").split(separator: UInt8(ascii: "\n"))
    var agreed = 0
    var count = 0
    for line in lines {
      let record = try JSON.read(Array(line), from: Source(path: "admission.jsonl")).root
      let expected = (record["warnings"]?.elements.map(\.text) ?? [])
        .filter { $0.hasPrefix("Validation failed for ValidatingAdmissionPolicy") }.sorted()
      // Some kinds refuse a plain update without a version, which an apply always has.
      if record["message"]?.text.contains("metadata.resourceVersion") == true { continue }
      count += 1
      let warnings = try judge(record, admission).sorted()
      if warnings == expected {
        agreed += 1
      } else {
        print("admission \(record["id"]?.text ?? ""): \(warnings)\n  against \(expected)")
      }
    }
    print("admission.jsonl: agree on \(agreed) of \(count)")
    #expect(Double(agreed) >= 0.99 * Double(count))
  }

  private func judge(_ record: Node, _ admission: any AdmissionPolicies) throws -> [String] {
    let operation = try #require(
      AdmissionReview.Operation(rawValue: record["operation"]?.text ?? ""))
    let object = record["object"].map(alone)
    let oldObject = record["oldObject"].map(alone)
    let subject = try #require((object ?? oldObject)?.root)
    let apiVersion = subject["apiVersion"]?.text ?? ""
    guard case .success(let kind) = AppliedKind.find(subject, in: .newest) else { return [] }
    var stored = object
    if let object {
      guard case .accepted(let decoded) = kind.decode(object) else { return [] }
      let judged = oldObject.map { kind.update(decoded, from: $0) } ?? kind.create(decoded)
      // What validation refuses never comes to admission.
      guard case .accepted(let accepted) = judged else { return [] }
      stored = accepted
    }
    let review = AdmissionReview(
      operation: operation,
      identity: ResourceIdentity(
        group: kind.group, kind: kind.kind,
        namespace: subject["metadata"]?["namespace"]?.string,
        name: subject["metadata"]?["name"]?.text ?? ""),
      apiVersion: apiVersion, object: stored, oldObject: oldObject, user: "admin",
      live: NoLiveView(), desired: [shop: try manifest(namespace)])
    return admission.judge(review).violations.map {
      "Validation failed for ValidatingAdmissionPolicy '\($0.policy)' "
        + "with binding '\($0.binding ?? "")': \($0.message)"
    }
  }

  private let shop = ResourceIdentity(group: "", kind: "Namespace", namespace: nil, name: "shop")
  private let namespace = "metadata: {name: shop, labels: {tier: gold}}"

  private func alone(_ node: Node) -> Document {
    var document = Document()
    document.rootID = document.graft(node)
    return document
  }
}
