import Foundation
import TestSupport
import Testing
import Values
import Vetting

/// Secret values are planted wherever one can stand, and must come out nowhere.
@Suite struct SecretCanaryTests {
  private static func encoded(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

  private static func secret(_ name: String, _ side: String) -> String {
    """
    apiVersion: v1
    kind: Secret
    metadata:
      name: \(name)
      namespace: x
      annotations:
        kubectl.kubernetes.io/last-applied-configuration: '{"stringData":{"p":"CANARY-a-\(side)"}}'
    data:
      password: \(encoded("CANARY-data-\(side)"))
    stringData:
      other: CANARY-string-\(side)

    """
  }

  private static func files(_ side: String) -> [String: String?] {
    [
      "plain.yaml": secret("plain", side),
      "list.yaml": """
      apiVersion: v1
      kind: List
      items:
      - {apiVersion: v1, kind: Secret, metadata: {name: item, namespace: x}, stringData: {a: CANARY-\(side)}}

      """,
      "refused.yaml": secret("refused", side) + "lost: CANARY-lost-\(side)\n",
      "not-base64.yaml": """
      {apiVersion: v1, kind: Secret, metadata: {name: raw}, data: {password: CANARY raw \(side)}}

      """,
      "twice.yaml": secret("twice", side) + "  other: CANARY-twice-\(side)\n",
      "broken.yaml": secret("broken", side) + "\tmore: \"CANARY-broken-\(side)\n",
      "generated/kustomization.yaml": """
      namespace: x
      resources: [secret.yaml]
      secretGenerator:
      - name: generated
        literals: [password=CANARY-literal-\(side)]
        envs: [secret.env]
        files: [secret.txt]
      patches:
      - target: {kind: Secret, name: patched}
        patch: '[{op: replace, path: /stringData/other, value: CANARY-patch-\(side)}]'

      """,
      "generated/secret.yaml": secret("patched", side),
      "generated/secret.env": "KEY=CANARY-env-\(side)\n",
      "generated/secret.txt": "CANARY-file-\(side)\n",
      "malformed/kustomization.yaml": """
      secretGenerator:
      - name: malformed
        literals: [a=CANARY-one-\(side), a=CANARY-two-\(side), CANARY-no-key-\(side)]

      """,
      "tested/kustomization.yaml": """
      resources: [secret.yaml]
      patches:
      - target: {kind: Secret, name: tested}
        patch: '[{op: test, path: /stringData/other, value: CANARY-test-\(side)}]'

      """,
      "tested/secret.yaml": secret("tested", side),
    ]
  }

  /// Policies that try their best to print what they see.
  private static let policies = """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicy
    metadata: {name: printing}
    spec:
      matchConstraints:
        resourceRules:
        - {apiGroups: [""], apiVersions: ["*"], operations: ["*"], resources: [secrets]}
      variables:
      - {name: data, expression: "string(object.data.password)"}
      validations:
      - {expression: "false", messageExpression: "'data is ' + variables.data"}
      - {expression: "false", messageExpression: "string(object.stringData.other)"}
      - {expression: "int(object.data.password) > 0"}
      - {expression: "object.data.all(k, object.data[k] == 'x')"}
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicyBinding
    metadata: {name: printing}
    spec: {policyName: printing, validationActions: [Deny, Audit]}
    ---
    apiVersion: git-vet/v1
    kind: ChangePolicy
    metadata: {name: telling}
    spec:
      severity: error
      description: Prints what it sees.
      match: {kinds: [core/Secret]}
      rules:
      - {id: a, expression: "false", messageExpression: "'is ' + predicted.data.password"}
      - {id: b, expression: "false", messageExpression: "string(predicted.data)"}
      - {id: c, expression: "int(predicted.data.password) > 0"}
      - {id: d, expression: "timestamp(head.stringData.other) > timestamp('2020-01-01T00:00:00Z')"}
      - {id: e, expression: "'x'.matches('(' + head.stringData.other)"}
      - {id: f, expression: "predicted.data[predicted.data.password] == 'x'"}
      - {id: g, expression: "'%d'.format([base.stringData.other]) == 'x'"}

    """

  private static let configuration = """
    apiVersion: git-vet/v1
    kind: Config
    policies: [policies]
    environments: [{name: prod, roots: [.]}]

    """

  /// The first letters of what encodes a canary, whatever follows it.
  private static let needles = ["canary", encoded("CANARY").lowercased()]

  private func expectNoCanary(_ text: String, _ place: String) {
    let text = text.lowercased()
    for needle in Self.needles { #expect(!text.contains(needle), "\(place)") }
  }

  @Test(arguments: [false, true]) func reportsShowNone(isSnapshot: Bool) throws {
    let scratch = try ScratchRepository()
    var before = Self.files("one")
    before["policies/printing.yaml"] = Self.policies
    before[".git-vet.yaml"] = Self.configuration
    let base = try scratch.commit(before)
    let head = try scratch.commit(Self.files("two"))
    var request = CheckRequest(
      directory: scratch.path, base: base, head: head,
      now: try #require(Instant("2027-01-01T00:00:00Z")))
    if isSnapshot {
      let live = scratch.directory.appendingPathComponent("live.yaml")
      try Data(
        (Self.secret("plain", "live")
          + "---\n{apiVersion: v1, kind: Namespace, metadata: {name: x}}\n")
          .utf8
      ).write(to: live)
      request.live = ["": live.path]
    }
    let result = try check(request)
    #expect(result.verdict == "blocked")
    for format in ReportFormat.allCases {
      let text = result.rendered(as: format)
      #expect(text.contains("plain"))
      expectNoCanary(text, "\(format)")
    }
  }
}
