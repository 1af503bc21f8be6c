import Testing
import Values

@testable import Kubernetes

/// Whether defaulting and the typed round trip give what the server stored.
@Suite(.enabled(if: Oracle.has("apply.jsonl"), "no recorded answers"))
struct DefaultingOracleTests {
  /// What the server stores is what it reads.
  @Test func `stored objects stay as they are`() throws {
    var agreement = Agreement("apply.jsonl: results stay")
    for record in try Oracle.records("apply.jsonl") {
      guard let result = record.root["result"]?.document else { continue }
      var document = result
      let resource = try Self.resource(result)
      Defaulting.apply(to: &document, as: resource)
      Defaulting.finish(&document, as: resource)
      agreement.count(
        document == result, "\(record.id): \(Self.differences(document.root, result.root, ""))")
    }
    agreement.expect(atLeast: 0.99)
  }

  @Test func `updates that the server took are valid`() throws {
    var agreement = Agreement("apply.jsonl: results are valid updates")
    for record in try Oracle.records("apply.jsonl") {
      guard let result = record.root["result"]?.document, let live = record.root["live"]?.document
      else { continue }
      var (new, old) = (result, live)
      let resource = try Self.resource(result)
      Defaulting.apply(to: &new, as: resource)
      Defaulting.apply(to: &old, as: resource)
      Defaulting.prepareForUpdate(&new, old: old, as: resource)
      let errors = Validation.update(new, old: old, group: resource.group, kind: resource.kind)
      var finished = new
      Defaulting.finish(&finished, as: resource)
      agreement.count(
        errors.isEmpty && finished == result,
        "\(record.id): \(errors) \(Self.differences(finished.root, result.root, ""))")
    }
    agreement.expect(atLeast: 0.99)
  }

  /// The live object is the base as it was created, with a drift that names what it touches.
  @Test func `created objects are what the server stored`() throws {
    var agreement = Agreement("apply.jsonl: bases as created")
    for record in try Oracle.records("apply.jsonl") {
      guard let base = record.root["base"]?.document, let live = record.root["live"]?.document
      else { continue }
      var document = base
      let resource = try Self.resource(base)
      Defaulting.apply(to: &document, as: resource)
      Defaulting.prepareForCreate(&document, as: resource)
      Defaulting.finish(&document, as: resource)
      let drift = record.root["drift"].map { JSONText.of($0) } ?? ""
      let differences = Self.differences(document.root, live.root, "").filter { path in
        let name = path.split(separator: ".").last.map(String.init) ?? ""
        return !Self.serverFields.contains { path.hasPrefix($0) }
          && !drift.contains("\"\(name.prefix { $0 != "[" && $0 != ":" })\"")
          && !Self.allocated.contains { path.contains($0) }
      }
      agreement.count(differences.isEmpty, "\(record.id): \(differences)")
    }
    agreement.expect(atLeast: 0.99)
  }

  private static let serverFields = [
    ".metadata.uid", ".metadata.creationTimestamp", ".metadata.managedFields",
    ".metadata.resourceVersion", ".metadata.generation",
    ".metadata.annotations",
  ]

  private static let allocated = [
    "clusterIP", "nodePort", "healthCheckNodePort", "controller-uid", "job-name", "restartedAt",
  ]

  static func resource(_ object: Document) throws -> APIResource {
    try #require(
      APICatalog.newest.resource(
        apiVersion: object.root["apiVersion"]?.text ?? "", kind: object.root["kind"]?.text ?? ""))
  }

  /// The paths at which two values differ.
  static func differences(_ left: Node, _ right: Node, _ path: String) -> [String] {
    if left == right { return [] }
    if left.isMapping, right.isMapping {
      var names = left.entries.map(\.name)
      names += right.entries.map(\.name).filter { left[$0] == nil }
      return names.flatMap { name -> [String] in
        guard let mine = left[name] else {
          return ["\(path).\(name): missing, \(right[name].map { JSONText.of($0) } ?? "")"]
        }
        guard let theirs = right[name] else {
          return ["\(path).\(name): \(JSONText.of(mine)), none expected"]
        }
        return differences(mine, theirs, "\(path).\(name)")
      }
    }
    if left.isSequence, right.isSequence, left.count == right.count {
      return zip(left.elements, right.elements).enumerated().flatMap {
        differences($1.0, $1.1, "\(path)[\($0)]")
      }
    }
    return ["\(path): \(JSONText.of(left)) | \(JSONText.of(right))"]
  }
}

private enum JSONText {
  static func of(_ node: Node) -> String { GoText.json(node) }
}
