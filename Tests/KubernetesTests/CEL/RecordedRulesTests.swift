import CEL
import Documents
import Foundation
import TestSupport
import Testing
import Values

@testable import Kubernetes

/// `x-kubernetes-validations` with the errors and the cost that Kubernetes' own tests had.
@Suite(.enabled(if: GroundTruth.isPresent))
struct RecordedRulesTests {
  @Test func judgesAsTheServer() throws {
    let environment = KubernetesEnvironment.make(minor: 36)
    var differences: [String] = []
    var count = 0
    var lost = 0
    for line in try GroundTruth.lines("cel/crd-rules.jsonl") {
      count += 1
      let recorded = try JSON.read(Array(line), from: Source(path: "crd-rules.jsonl")).root
      if [recorded["name"], recorded["rule"]].contains(where: { Self.lost.contains($0?.text ?? "") }
      ) {
        lost += 1
        continue
      }
      if let difference = try difference(recorded, environment) {
        differences.append("line \(count): \(recorded["rule"]?.text ?? ""): \(difference)")
      }
    }
    count -= lost
    print("crd-rules.jsonl: \(count - differences.count) of \(count) equal, \(lost) left out")
    for difference in differences { print("  " + difference) }
    #expect(differences.isEmpty)
    #expect(count > 0)
  }

  /// Records without what they are about: the rules in an `allOf`, the nil in an interface. And a
  /// syntax error whose words depend on what was parsed before.
  private static let lost: Set = [
    "properties.allOf.additionalProperties.allOf.properties", "allOf.additionalProperties",
    "skipped transition rule for old with non-nil interface but nil value",
    "self.true == 1",
  ]

  private func difference(_ recorded: Node, _ environment: CEL.Environment) throws -> String? {
    let schema = try #require(recorded["schema"])
    let isRoot = recorded["isResourceRoot"]?.bool ?? false
    let object = try #require(recorded["obj"])
    let old = recorded["oldObj"].flatMap { $0.isNull ? nil : $0 }
    let wanted = (recorded["errors"]?.elements.map(\.text) ?? []).map(Self.normalized).sorted()
    let tree = RuleTree.make(JSONSchemaProps(schema), isResource: isRoot, in: environment)
    guard let tree else { return wanted.isEmpty ? nil : "no rules, want \(wanted)" }
    let validation = RuleValidation.validate(object, old: old, tree, ratchets: false)
    let errors = validation.errors.map { error in
      let path = "\(error.field)"
      return "root\(path.isEmpty || path.hasPrefix("[") ? "" : ".")\(path): \(error.message)"
    }
    .map(Self.normalized).sorted()
    if errors != wanted { return "\(errors), want \(wanted)" }
    let cost = recorded["cost"]?.uint ?? 0
    return cost == validation.cost ? nil : "cost \(validation.cost), want \(cost)"
  }

  /// The server gives its types a number that is new each time.
  private static func normalized(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let range = rest.range(of: "selfType") {
      result += rest[..<range.upperBound]
      rest = rest[range.upperBound...].drop(while: \.isNumber)
    }
    return result + rest
  }
}
