import Testing

@testable import Kubernetes

/// What an update of webhooks and admission policies may leave as it is stored, though a creation
/// may not have it.
struct StoredWebhookTests {
  private static func configuration(_ hooks: String...) -> String {
    """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingWebhookConfiguration
    metadata: {name: a}
    webhooks: [\(hooks.joined(separator: ", "))]
    """
  }

  private static func hook(
    _ name: String = "a.example.com", effects: String = "None", versions: String = "v1",
    _ rest: String = ""
  ) -> String {
    "{name: \(name), sideEffects: \(effects), admissionReviewVersions: [\(versions)], "
      + "clientConfig: {url: 'https://example.com'}\(rest)}"
  }

  @Test(arguments: [
    ([hook(effects: "Some")], ["NotSupported webhooks[0].sideEffects"]),
    ([hook(versions: "v7")], ["Invalid webhooks[0].admissionReviewVersions"]),
    ([hook(), hook()], ["Duplicate webhooks[1].name"]),
    (
      [
        hook(
          "b.example.com",
          ", objectSelector: {matchExpressions: [{key: a, operator: In, values: ['-']}]}")
      ],
      ["Invalid webhooks[0].objectSelector.matchExpressions[0].values[0]"]
    ),
    (
      [hook("b.example.com", ", matchConditions: [{name: a, expression: '1'}]")],
      ["Invalid webhooks[0].matchConditions[0].expression"]
    ),
  ])
  func `a webhook may stay no better than it is`(hooks: [String], causes: [String]) throws {
    let good = Self.configuration(Self.hook())
    let bad = Self.configuration(hooks.joined(separator: ", "))
    #expect(try Answers.create(bad) == causes)
    #expect(try Answers.update(good, to: bad) == causes)
    let relabelled = try Fault("metadata: {labels: {a: b}}").applied(to: bad)
    #expect(try Answers.update(bad, to: relabelled) == [])
  }

  @Test func `names that are missing are not equal names`() throws {
    let hooks = Self.configuration(Self.hook("''"), Self.hook("''"))
    #expect(
      try Answers.create(hooks) == ["Required webhooks[0].name", "Required webhooks[1].name"])
  }

  private static let policy = """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicy
    metadata: {name: a}
    spec:
      matchConstraints:
        resourceRules:
        - {operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: [pods]}
      matchConditions: [{name: a, expression: 'params.b == 1'}]
      validations: [{expression: 'true'}]
    """

  @Test func `conditions of a policy may stay while its parameters are of the same kind`() throws {
    let cause = "Invalid spec.matchConditions[0].expression"
    #expect(try Answers.create(Self.policy) == [cause])
    let other = try Fault("spec: {validations: [{expression: 'false'}]}").applied(to: Self.policy)
    #expect(try Answers.update(Self.policy, to: other) == [])
    let parameters = "spec: {paramKind: {apiVersion: v1, kind: ConfigMap}}"
    let with = try Fault(parameters).applied(to: Self.policy)
    #expect(try Answers.create(with) == [])
    #expect(try Answers.update(with, to: Self.policy) == [cause])
  }
}
