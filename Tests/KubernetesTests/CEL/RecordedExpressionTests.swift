import CEL
import Documents
import Foundation
import Kubernetes
import TestSupport
import Testing
import Values

/// Expressions with what the API server's environment made of them.
struct RecordedExpressionTests {
  @Test(
    .enabled(if: GroundTruth.isPresent),
    arguments: [
      "cel/k8s-1.36-golden.jsonl", "cel/k8s-1.36-golden-k8stests.jsonl", "cel/limits-golden.jsonl",
    ])
  func `expressions give what the server gave`(path: String) throws {
    let environment = try Self.environment()
    let activation = try Self.activation()
    var differences: [String] = []
    var count = 0
    for line in try GroundTruth.lines(path) {
      let document = try JSON.read(Array(line), from: Source(path: path))
      let test = RecordedExpression(node: document.root)
      guard let expression = test.expression else { continue }
      if !Self.hasFormats, expression.contains("format.") { continue }
      count += 1
      if let difference = test.difference(in: environment, activation) {
        differences.append("\(expression.prefix(200))\n    \(difference)")
      }
    }
    print("\(path): \(count - differences.count) of \(count)")
    for difference in differences { print(difference) }
    #expect(differences.isEmpty, "\(differences.count) expressions differ")
  }

  /// Whether the environment has the library of named formats.
  static let hasFormats =
    (try? KubernetesEnvironment.make(minor: 36).compile("format.uuid()")) != nil

  static func environment() throws -> Environment {
    var environment = KubernetesEnvironment.make(minor: 36)
    for name in ["object", "oldObject", "params", "d"] { environment.declare(name, .dyn) }
    return environment
  }

  static func activation() throws -> Activation {
    var deployment = try JSON.read(
      Array(GroundTruth.data("cel/bench/deployment.json")), from: Source(path: "deployment.json"))
    let list = try JSON.read(#"[1, 1.5, "s", null, {}]"#, from: Source(path: "list"))
    deployment.set("x-list", to: deployment.graft(list.root), in: deployment.rootID)
    let values = MapValue(entries: [
      .init(key: .string("i"), value: .int(1)), .init(key: .string("f"), value: .double(1)),
      .init(key: .string("u"), value: .uint(1)), .init(key: .string("s"), value: .string("1")),
      .init(key: .string("n"), value: .null),
      .init(key: .string("l"), value: .list([.int(1), .double(2.5)])),
      .init(
        key: .string("m"),
        value: .map(MapValue(entries: [.init(key: .string("a"), value: .null)]))),
    ])
    return Activation([
      "object": Value(deployment.root), "oldObject": .null, "params": .null, "d": .map(values),
    ])
  }
}
