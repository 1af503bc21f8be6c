import Diagnostics
import Documents
import Resources
import Testing
import Values

@testable import Kubernetes

/// Expectations are what the API server answers where the policies are installed.
@Suite struct AdmissionPolicyTests {
  private func judge(
    _ policies: String, _ object: String, old: String? = nil, user: String? = nil,
    live: any LiveView = NoLiveView(), desired: [ResourceIdentity: Document] = [:],
    format: any PolicyFormat = ValidatingAdmissionPolicyFormat()
  ) throws -> AdmissionAnswer {
    let documents = YAML.read(policies, from: Source(path: "policies.yaml")).documents
    let (admission, problems) = format.load(documents, version: nil)
    try #require(problems.isEmpty, "\(problems)")
    let object = try manifest(object)
    let root = object.root
    let apiVersion = root["apiVersion"]?.text ?? ""
    let identity = ResourceIdentity(
      group: ResourceIdentity.group(ofAPIVersion: apiVersion), kind: root["kind"]?.text ?? "",
      namespace: root["metadata"]?["namespace"]?.string,
      name: root["metadata"]?["name"]?.text ?? "")
    return admission.judge(
      AdmissionReview(
        operation: old == nil ? .create : .update, identity: identity, apiVersion: apiVersion,
        object: object, oldObject: try old.map { try manifest($0) }, user: user, live: live,
        desired: desired))
  }

  private let configMap = "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: shop}}"

  private func policy(
    _ spec: String, operations: String = "[CREATE, UPDATE]", binding: String = ""
  ) -> String {
    let rules = """
      resourceRules: [{apiGroups: [''], apiVersions: ['*'], resources: [configmaps], \
      operations: \(operations)}]
      """
    let policy = """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: p}
      spec:
        matchConstraints: {\(rules)}

      """
    let indented = spec.split(separator: "\n").map { "  \($0)\n" }.joined()
    guard !binding.isEmpty else { return policy + indented }
    return policy + indented + """
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: b}
      spec: {policyName: p, \(binding)}
      """
  }

  @Test func `a policy without a binding denies everywhere`() throws {
    let answer = try judge(
      policy("validations: [{expression: 'has(object.data)'}]"), configMap)
    #expect(answer.violations.map(\.message) == ["failed expression: has(object.data)"])
    #expect(answer.violations.first?.severity == .error)
    #expect(answer.violations.first?.binding == nil)
  }

  @Test(arguments: [
    ("[Deny]", Severity.error), ("[Warn, Audit]", .warning), ("[Audit]", .info),
  ])
  func `the binding says what a denial does`(actions: String, severity: Severity) throws {
    let answer = try judge(
      policy(
        "validations: [{expression: 'false', message: denied}]",
        binding: "validationActions: \(actions)"), configMap)
    #expect(answer.violations.map(\.severity) == [severity])
    #expect(answer.violations.map(\.binding) == ["b"])
  }

  @Test func `every validation is judged, and messages may be computed`() throws {
    let answer = try judge(
      policy(
        """
        variables: [{name: n, expression: 'object.metadata.name'}]
        validations:
        - {expression: 'variables.n == "d"', messageExpression: '"it is " + variables.n'}
        - {expression: 'variables.n == "e"', message: ' trimmed '}
        - {expression: 'variables.n == "c"'}
        - {expression: 'object.nothing == 1'}
        """), configMap)
    #expect(
      answer.violations.map(\.message) == [
        "it is c", "trimmed",
        "expression 'object.nothing == 1' resulted in error: no such key: nothing",
      ])
  }

  @Test func `errors count by the failure policy`() throws {
    let answer = try judge(
      policy(
        """
        failurePolicy: Ignore
        validations: [{expression: 'object.nothing == 1'}, {expression: 'false', message: denied}]
        """), configMap)
    #expect(answer.violations.map(\.message) == ["denied"])
  }

  @Test func `a condition that is false outweighs the errors of others`() throws {
    let failing = """
      matchConditions:
      - {name: a, expression: 'object.nothing == 1'}
      validations: [{expression: 'false'}]
      """
    #expect(
      try judge(policy(failing), configMap).violations.map(\.message)
        == ["expression 'object.nothing == 1' resulted in error: no such key: nothing"])
    let skipped = """
      matchConditions:
      - {name: a, expression: 'object.nothing == 1'}
      - {name: b, expression: 'request.operation == "DELETE"'}
      validations: [{expression: 'false'}]
      """
    #expect(try judge(policy(skipped), configMap).violations.isEmpty)
  }

  @Test func `an old object is told apart`() throws {
    let answer = try judge(
      policy(
        """
        variables: [{name: same, expression: 'object.metadata.name == oldObject.metadata.name'}]
        validations: [{expression: '!variables.same'}, {expression: 'false'}]
        """), configMap, old: configMap)
    #expect(answer.violations.map(\.readsOldObject) == [true, false])
  }

  @Test func `who asks is unknown unless told`() throws {
    let text = policy("validations: [{expression: 'request.userInfo.username == \"me\"'}]")
    let unknown = try judge(text, configMap)
    #expect(unknown.violations.isEmpty)
    #expect(unknown.gaps.count == 1)
    #expect(try judge(text, configMap, user: "me").gaps.isEmpty)
    #expect(try judge(text, configMap, user: "you").violations.count == 1)
  }

  @Test func `namespaces select by labels, as far as they are known`() throws {
    let shop = ResourceIdentity(group: "", kind: "Namespace", namespace: nil, name: "shop")
    let selector = "matchResources: {namespaceSelector: {matchLabels: {tier: gold}}}"
    let text = policy("validations: [{expression: 'false'}]", binding: selector)
    #expect(try judge(text, configMap).gaps.count == 1)
    let gold = try manifest("metadata: {name: shop, labels: {tier: gold}}")
    #expect(try judge(text, configMap, desired: [shop: gold]).violations.count == 1)
    let plain = try manifest("metadata: {name: shop}")
    #expect(try judge(text, configMap, desired: [shop: plain]).violations.isEmpty)
    let name = """
      matchResources: {namespaceSelector: {matchExpressions: \
      [{key: kubernetes.io/metadata.name, operator: NotIn, values: [shop]}]}}
      """
    let other = try judge(
      policy("validations: [{expression: 'false'}]", binding: name), configMap)
    #expect(other.violations.isEmpty && other.gaps.isEmpty)
  }

  @Test func `parameters come from beside the policies`() throws {
    let spec = """
      paramKind: {apiVersion: v1, kind: ConfigMap}
      validations: [{expression: 'params.data.name == object.metadata.name', message: denied}]
      """
    let binding = "paramRef: {name: limits, namespace: x, parameterNotFoundAction: Deny}"
    let parameter = """

      ---
      {apiVersion: v1, kind: ConfigMap, metadata: {name: limits, namespace: x}, data: {name: d}}
      """
    let found = try judge(policy(spec, binding: binding) + parameter, configMap)
    #expect(found.violations.map(\.message) == ["denied"])
    let missing = try judge(policy(spec, binding: binding), configMap, live: Nothing())
    #expect(
      missing.violations.map(\.message) == [
        "failed to configure binding: no params found for policy binding with `Deny` "
          + "parameterNotFoundAction"
      ])
  }

  @Test func `a policy that does not compile is told`() {
    let documents = YAML.read(
      policy("validations: [{expression: 'object.'}]"), from: Source(path: "p.yaml")
    ).documents
    let (policies, problems) = ValidatingAdmissionPolicyFormat().load(documents, version: nil)
    #expect(policies.names.isEmpty)
    #expect(problems.map(\.code) == ["invalid-policy"])
    #expect(problems.first?.mark?.source.path == "p.yaml")
  }

  private let kyverno = """
    apiVersion: kyverno.io/v1
    kind: ClusterPolicy
    metadata: {name: no-latest}
    spec:
      validationFailureAction: Enforce
      rules:
      - name: tag
        match: {any: [{resources: {kinds: [Pod]}}]}
        exclude: {any: [{resources: {namespaces: [kube-*]}}]}
        validate:
          cel:
            expressions:
            - expression: "object.spec.containers.all(c, !c.image.endsWith(':latest'))"
              message: pin the tag
    """

  @Test(arguments: [
    ("{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: x}, spec: S}", "tag"),
    (
      "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: x}, "
        + "spec: {template: {spec: S}}}", "autogen-tag"
    ),
    (
      "{apiVersion: batch/v1, kind: CronJob, metadata: {name: a, namespace: x}, "
        + "spec: {jobTemplate: {spec: {template: {spec: S}}}}}", "autogen-cronjob-tag"
    ),
  ])
  func `rules for pods hold for what makes pods`(object: String, rule: String) throws {
    func filled(_ image: String) -> String {
      object.replacing("spec: S", with: "spec: {containers: [{name: a, image: '\(image)'}]}")
    }
    let text = filled("i:latest")
    let answer = try judge(kyverno, text, format: KyvernoPolicyFormat())
    #expect(answer.violations.map(\.message) == ["pin the tag"])
    #expect(answer.violations.map(\.binding) == [rule])
    #expect(answer.violations.map(\.severity) == [.error])
    #expect(
      try judge(kyverno, filled("i:1"), format: KyvernoPolicyFormat()).violations.isEmpty)
    #expect(
      try judge(
        kyverno, text.replacing("namespace: x", with: "namespace: kube-system"),
        format: KyvernoPolicyFormat()
      ).violations.isEmpty)
  }

  private struct Nothing: LiveView {
    func object(_ identity: ResourceIdentity) -> Lookup<Document> { .absent }
    func objects(_ query: LiveQuery) -> Lookup<[ResourceIdentity]> { .found([]) }
  }
}
