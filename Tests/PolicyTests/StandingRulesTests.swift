import Documents
import Testing
import Values

@testable import Policy

@Suite struct StandingRulesTests {
  private func rules(_ spec: String) -> StandingRules {
    let text = """
      apiVersion: git-vet/v1
      kind: ChangePolicy
      metadata: {name: some}
      spec:
        description: why
        severity: error
      \(spec)
      """
    return StandingRules(PolicySet(YAML.read(text, from: Source(path: "p.yaml")).documents))
  }

  @Test(arguments: [
    ("  rules: [{id: a, expression: predicted != null, message: m}]", 1, 0),
    (
      "  match: {actions: [create, update]}\n  rules: [{id: a, expression: 'true', message: m}]", 1,
      0
    ),
    ("  match: {actions: [delete]}\n  rules: [{id: a, expression: 'true', message: m}]", 0, 1),
    ("  scope: plan\n  rules: [{id: a, expression: 'changes.size() < 3', message: m}]", 0, 1),
    (
      """
        variables: [{name: all, expression: changes.size()}]
        rules:
          - {id: a, expression: variables.all < 3, message: m}
          - {id: b, expression: predicted != null, message: m}
      """, 1, 1
    ),
  ])
  func asksWhatHasSomethingToSayOfOneObject(spec: String, asked: Int, left: Int) {
    let rules = rules(spec)
    #expect(rules.policies.reduce(0) { $0 + $1.rules.count } == asked)
    #expect(rules.aboutChanges == left)
    #expect(rules.incomplete == [])
  }

  @Test func tellsOfRulesThatDoNotCompile() {
    let rules = rules("  rules: [{id: a, expression: 'predicted.', message: m}]")
    #expect(rules.incomplete.count == 1)
  }
}
