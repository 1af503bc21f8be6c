import Diagnostics
import Documents
import Foundation
import Resources
import TestSupport
import Testing
import Values

@testable import Kubernetes

/// Kyverno's policies in CEL with the results that Kyverno's own tests expect of them.
@Suite(.enabled(if: GroundTruth.isPresent)) struct KyvernoCaseTests {
  @Test func `policies give the results of Kyverno's tests`() throws {
    let directory = try #require(GroundTruth.directory).appendingPathComponent("cel/kyverno-cases")
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    var (met, count) = (0, 0)
    for name in names {
      let test = try KyvernoCase(directory.appendingPathComponent(name))
      for expectation in test.expectations {
        count += 1
        if let miss = try test.miss(expectation) {
          print("\(name): \(miss)")
        } else {
          met += 1
        }
      }
    }
    print("kyverno-cases: agree on \(met) of \(count)")
    #expect(Double(met) >= 0.97 * Double(count))
  }
}

/// One policy, the objects that it is shown, and what it says of them.
final class KyvernoCase {
  let expectations: [Node]
  private let admission: any AdmissionPolicies
  private let diagnostics: String
  private let objects: [Document]
  private let given: Node
  /// What was let into the cluster so far.
  private var cluster: [ResourceIdentity: Document] = [:]

  init(_ directory: URL) throws {
    func documents(_ file: String) throws -> [Document] {
      let bytes = try Data(contentsOf: directory.appendingPathComponent(file))
      return YAML.read(Array(bytes), from: Source(path: file)).documents
    }
    let bytes = try Data(contentsOf: directory.appendingPathComponent("expected.json"))
    given = try JSON.read(Array(bytes), from: Source(path: "expected.json")).root
    expectations = given["expected"].map { Array($0.elements) } ?? []
    objects = try documents("resources.yaml")
    var policies = try documents("policy.yaml")
    if let resources = given["context"]?["spec"]?["resources"] {
      policies += resources.elements.map(Self.alone)
    }
    let (admission, problems) = KyvernoPolicyFormat().load(policies, version: nil)
    self.admission = admission
    diagnostics = problems.map { "\($0) \($0.spans.first?.label ?? "")" }.joined(separator: "; ")
  }

  /// Why an expectation is not met; nil where it is.
  func miss(_ expectation: Node) throws -> String? {
    let index = expectation["docs"]?.elements.first?.int.map(Int.init) ?? -1
    guard objects.indices.contains(index) else { return "no object \(index)" }
    let object = objects[index]
    let isCommand = expectation["source"]?.text == "kyverno-cli"
    let answer = try judge(object, isCommand: isCommand, name: expectation["resource"]?.text ?? "")
    let policy = expectation["policy"]?.text
    let rule = expectation["rule"].flatMap { $0.isNull ? nil : $0.text }
    let violations = answer.violations.filter { violation in
      (policy == nil || violation.policy == policy)
        && (rule == nil || violation.binding?.hasSuffix(rule ?? "") == true)
    }
    let expected =
      isCommand
      ? expectation["result"]?.text == "fail" : expectation["admission"]?.text == "deny"
    guard violations.isEmpty == expected || (answer.gaps.count > 0 && !expected) else { return nil }
    return "\(expectation["source"]?.text ?? "") \(expectation["kind"]?.text ?? "") "
      + "\(expectation["resource"]?.text ?? ""): expected \(expected ? "a violation" : "none"), "
      + "\(violations.map(\.message).prefix(2)) \(answer.gaps.map(\.reason).prefix(2)) \(diagnostics)"
  }

  private func judge(
    _ document: Document, isCommand: Bool, name: String
  ) throws -> AdmissionAnswer {
    var object = document
    let root = object.root
    let apiVersion = root["apiVersion"]?.text ?? ""
    guard case .success(let kind) = AppliedKind.find(root, in: .newest) else {
      return try answer(.create, object, nil, apiVersion, root["kind"]?.text ?? "", isCommand)
    }
    guard !isCommand else {
      let values = given["values"]?["policies"]?.elements.first?["resources"]?.elements
        .first { $0["name"]?.text == name }?["values"]
      let isUpdate = values?["request.operation"]?.text == "UPDATE"
      return try answer(
        isUpdate ? .update : .create, object, isUpdate ? object : nil, apiVersion, kind.kind, true)
    }
    object = kind.placed(object, live: nil, "chainsaw")
    let identity = identity(object.root, kind)
    let old = cluster[identity]
    if case .accepted(let decoded) = kind.decode(object) {
      let judged = old.map { kind.update(decoded, from: $0) } ?? kind.create(decoded)
      if case .accepted(let stored) = judged { object = stored }
    }
    let result = try answer(
      old == nil ? .create : .update, object, old, apiVersion, kind.kind, false)
    if result.violations.isEmpty { cluster[identity] = object }
    return result
  }

  private func answer(
    _ operation: AdmissionReview.Operation, _ object: Document, _ old: Document?,
    _ apiVersion: String, _ kind: String, _ isCommand: Bool
  ) throws -> AdmissionAnswer {
    let metadata = object.root["metadata"]
    let scope = APICatalog.newest.scope(
      group: ResourceIdentity.group(ofAPIVersion: apiVersion), kind: kind)
    let namespace =
      scope == .cluster ? nil : metadata?["namespace"]?.text ?? (isCommand ? "default" : "chainsaw")
    let identity = ResourceIdentity(
      group: ResourceIdentity.group(ofAPIVersion: apiVersion), kind: kind, namespace: namespace,
      name: metadata?["name"]?.text ?? "")
    var desired = cluster
    if let namespace {
      let key = ResourceIdentity(group: "", kind: "Namespace", namespace: nil, name: namespace)
      let labels = given["values"]?["namespaces"]?.elements
        .first { $0["metadata"]?["name"]?.text == namespace }
      if let labels {
        desired[key] = Self.alone(labels)
      } else if desired[key] == nil {
        desired[key] = try manifest("metadata: {name: \(namespace)}")
      }
    }
    let user = given["userinfo"]?["userInfo"]?["username"]?.string ?? "kubernetes-admin"
    return admission.judge(
      AdmissionReview(
        operation: operation, identity: identity, apiVersion: apiVersion, object: object,
        oldObject: old, user: user, live: Cluster(objects: cluster), desired: desired))
  }

  private func identity(_ root: Node, _ kind: AppliedKind) -> ResourceIdentity {
    ResourceIdentity(
      group: kind.group, kind: kind.kind, namespace: root["metadata"]?["namespace"]?.string,
      name: root["metadata"]?["name"]?.text ?? "")
  }

  private static func alone(_ node: Node) -> Document {
    var document = Document()
    document.rootID = document.graft(node)
    return document
  }

  private struct Cluster: LiveView {
    let objects: [ResourceIdentity: Document]

    func object(_ identity: ResourceIdentity) -> Lookup<Document> {
      objects[identity].map { .found($0) } ?? .absent
    }

    func objects(_ query: LiveQuery) -> Lookup<[ResourceIdentity]> { .found([]) }
  }
}
