import Documents
import Foundation
import Resources
import TestSupport
import Testing
import Values

@testable import Kubernetes

/// Predictions against what an API server answered to dry runs.
@Suite(.enabled(if: GroundTruth.isPresent)) struct RecordedPredictionTests {
  @Test func `built-in kinds are applied as the server does`() throws {
    try agree("apply.jsonl", catalog: .newest, decided: 0.995, equal: 0.99)
  }

  @Test func `custom resources are applied as the server does`() throws {
    let bytes = try RecordedApply.bytes("custom-crds.yaml")
    let definitions = YAML.read(bytes, from: Source(path: "custom-crds.yaml")).documents
    let catalog = APICatalog(customResources: CustomResources(definitions))
    try agree("custom-apply.jsonl", catalog: catalog, decided: 0.9, equal: 0.5)
  }

  private func agree(
    _ file: String, catalog: APICatalog, decided: Double, equal target: Double
  ) throws {
    let records = try RecordedApply.all(file)
    var decisions = 0
    var equal = 0
    var accepted = 0
    for record in records {
      let options = ApplyOptions(
        mode: record.mode, fieldManager: "gitops", forcesConflicts: true)
      let outcome = Predictor(catalog: catalog, options: options).predict(
        head: record.head, base: record.base, live: .found(record.live))
      let isRejected = outcome.action == .rejected
      if isRejected == (record.error != nil) {
        decisions += 1
      } else {
        print(
          "\(file) \(record.id): \(record.kind) \(record.mode): decision \(outcome.action), "
            + "\(outcome.rejections) against \(record.error?.prefix(300) ?? "accepted")")
      }
      guard let expected = record.result else { continue }
      accepted += 1
      guard let object = outcome.object else { continue }
      let differences = Normalized(object.root).differences(from: Normalized(expected.root))
      if differences.isEmpty {
        equal += 1
      } else {
        print("\(file) \(record.id): \(record.kind) \(record.mode): \(differences.prefix(6))")
      }
    }
    print("\(file): decisions \(decisions) of \(records.count), objects \(equal) of \(accepted)")
    #expect(Double(decisions) >= decided * Double(records.count))
    #expect(Double(equal) >= target * Double(accepted))
  }
}

struct RecordedApply {
  let id: String
  let mode: Operator.Apply
  let base: Document
  let head: Document
  let live: Document
  let result: Document?
  let error: String?

  var kind: String { head.root["kind"]?.text ?? "" }

  /// `ORACLE_DIR` names another directory of the same layout.
  static func bytes(_ file: String) throws -> [UInt8] {
    guard let directory = ProcessInfo.processInfo.environment["ORACLE_DIR"] else {
      return try Array(GroundTruth.data("oracle/\(file)"))
    }
    return try Array(
      Data(contentsOf: URL(fileURLWithPath: directory).appendingPathComponent(file)))
  }

  static func all(_ file: String) throws -> [RecordedApply] {
    try bytes(file).split(separator: UInt8(ascii: "\n")).map { line in
      let record = try JSON.read(Array(line), from: Source(path: file)).root
      func document(_ key: String) -> Document? { record[key]?.document }
      return RecordedApply(
        id: record["id"]?.text ?? "", mode: record["mode"]?.text == "server" ? .server : .client,
        base: try #require(document("base")), head: try #require(document("head")),
        live: try #require(document("live")), result: document("result"),
        error: record["error"]?.string)
    }
  }
}

/// An object as leaves by path, without what only the server can choose.
struct Normalized {
  var leaves: [String: String] = [:]

  init(_ object: Node) {
    add(object, "")
  }

  private static let ignored: Set<String> = [
    ".metadata.managedFields", ".metadata.resourceVersion", ".metadata.generation",
    ".metadata.uid", ".metadata.creationTimestamp", ".spec.clusterIP", ".spec.clusterIPs",
    ".spec.healthCheckNodePort",
    ".metadata.annotations.kubectl.kubernetes.io/last-applied-configuration",
  ]

  private mutating func add(_ node: Node, _ path: String) {
    if Self.ignored.contains(path) || path.hasSuffix(".nodePort") { return }
    switch node.kind {
    case .mapping:
      if node.count == 0, path != ".metadata.annotations" { leaves[path] = "{}" }
      for entry in node.entries { add(entry.value, "\(path).\(entry.name)") }
    case .sequence:
      if node.count == 0 { leaves[path] = "[]" }
      for (index, element) in node.elements.enumerated() { add(element, "\(path)[\(index)]") }
    case .int: leaves[path] = "\(node.int ?? 0)"
    case .float: leaves[path] = "\(node.double ?? 0)"
    case .bool: leaves[path] = "\(node.bool ?? false)"
    case .null: leaves[path] = "null"
    case .string: leaves[path] = "'\(node.text)'"
    }
  }

  func differences(from expected: Normalized) -> [String] {
    Set(leaves.keys).union(expected.leaves.keys).sorted().compactMap { path in
      let (mine, theirs) = (leaves[path], expected.leaves[path])
      return mine == theirs ? nil : "\(path): \(mine ?? "-") against \(theirs ?? "-")"
    }
  }
}
