import Foundation
import Policy
import Testing
import Values

@testable import Vetting

@Suite struct PolicyPackTests {
  @Test func everyExampleComesOutAsItSays() throws {
    let result = try PolicyCatalog(["builtin:change-safety"]).test()
    #expect(result.failures == [])
    #expect(result.untested == [])
    #expect(result.passed > 30)
  }

  @Test func everyPolicyHasAGoodAndABadExample() throws {
    for policy in try PolicyCatalog(["builtin:change-safety"]).policies.changePolicies {
      #expect(policy.examples.contains { $0.findings.isEmpty })
      let flagged = Set(policy.examples.flatMap(\.findings))
      #expect(flagged == Set(policy.rules.map(\.id)), "\(policy.name)")
    }
  }

  @Test func everyFileOfThePacksIsEmbedded() throws {
    let directory = Scenario.directory.deletingLastPathComponent()
      .appendingPathComponent("Policies")
    let files = try #require(FileManager.default.enumerator(atPath: directory.path))
      .compactMap { $0 as? String }.filter { $0.hasSuffix(".yaml") }.sorted()
    let embedded = PolicyPack.all.flatMap(\.files).map(\.source.path)
    #expect(embedded.sorted() == files.map { "builtin:\($0)" })
  }

  @Test func anExampleThatIsWrongFails() throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("git-vet-policy-\(UUID().uuidString).yaml")
    defer { try? FileManager.default.removeItem(at: directory) }
    let policy = """
      apiVersion: git-vet/v1
      kind: ChangePolicy
      metadata: {name: never}
      spec:
        description: Nothing is flagged.
        match: {kinds: [ConfigMap]}
        rules: [{id: nothing, expression: "true", message: never}]
        examples:
          - name: expects too much
            head: {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: b}}
            findings: [nothing]
      """
    try Data(policy.utf8).write(to: directory)
    let result = try PolicyCatalog([directory.path]).test()
    #expect(result.passed == 0)
    #expect(result.failures.first?.contains("expected nothing, found nothing") == true)
  }
}
