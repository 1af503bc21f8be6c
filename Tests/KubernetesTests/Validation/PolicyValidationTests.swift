import Testing
import Values

@testable import Kubernetes

/// Admission policies, requests for certificates, and events.
@Suite struct PolicyValidationTests {
  private static let policy = """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicy
    metadata: {name: replicas}
    spec:
      matchConstraints:
        resourceRules:
        - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
      validations: [{expression: object.spec.replicas <= 5}]
    """

  @Test(arguments: [
    Fault("{}"),
    Fault(
      "spec: {validations: []}", "Required spec.auditAnnotations", "Required spec.validations"),
    Fault("spec: {validations: [{expression: ' '}]}", "Required spec.validations[0].expression"),
    Fault("spec: {validations: [{expression: 1 +}]}", "Invalid spec.validations[0].expression"),
    Fault(
      "spec: {validations: [{expression: objct.spec.replicas > 1}]}",
      "Invalid spec.validations[0].expression"),
    // What has a type only at run time is no bool.
    Fault(
      "spec: {validations: [{expression: object.spec.paused}]}",
      "Invalid spec.validations[0].expression"),
    Fault(
      "spec: {validations: [{expression: params.max > 1}]}",
      "Invalid spec.validations[0].expression"),
    Fault(
      "spec: {paramKind: {apiVersion: v1, kind: ConfigMap}, "
        + "validations: [{expression: params.max > 1}]}"),
    Fault(
      "spec: {paramKind: {apiVersion: a/b/c, kind: 'a b'}}", "Invalid spec.paramKind.apiVersion",
      "Invalid spec.paramKind.kind"),
    Fault("spec: {paramKind: {apiVersion: a.b/, kind: A}}", "Invalid spec.paramKind.apiVersion"),
    Fault(
      "spec: {variables: [{name: one, expression: '1'}, {name: two, expression: variables.one + 1}], "
        + "validations: [{expression: variables.two == 2}]}"),
    Fault(
      "spec: {variables: [{name: one, expression: '1'}], "
        + "validations: [{expression: variables.one == 'a'}]}",
      "Invalid spec.validations[0].expression"),
    Fault(
      "spec: {variables: [{name: for, expression: '1'}]}", "Invalid spec.variables[0].name"),
    Fault("spec: {variables: [{name: one}]}", "Required spec.variables[0].expression"),
    Fault(
      "spec: {validations: [{expression: 'true', messageExpression: '1'}]}",
      "Invalid spec.validations[0].messageExpression"),
    Fault(
      "spec: {validations: [{expression: 'true', "
        + "messageExpression: 'authorizer.path(\"/\").check(\"get\").reason()'}]}",
      "Invalid spec.validations[0].messageExpression"),
    Fault(
      #"spec: {validations: [{expression: "true ||\nfalse"}]}"#),
    Fault(#"spec: {validations: [{expression: "true", message: "a\n"}]}"#),
    Fault(
      #"spec: {validations: [{expression: "true", message: "a\nb"}]}"#,
      "Invalid spec.validations[0].message"),
    Fault(
      "spec: {matchConditions: [{name: a, expression: variables.one}]}",
      "Invalid spec.matchConditions[0].expression"),
    Fault(
      "spec: {auditAnnotations: [{key: a b, valueExpression: '\"a\"'}]}",
      "Invalid spec.auditAnnotations[0].key"),
    Fault(
      "spec: {auditAnnotations: [{key: a, valueExpression: '1'}]}",
      "Invalid spec.auditAnnotations[0].valueExpression"),
    Fault("spec: {failurePolicy: ''}", "NotSupported spec.failurePolicy"),
  ])
  func `a ValidatingAdmissionPolicy`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.policy)) == fault.causes)
  }

  @Test func `expressions are refused in the server's words`() throws {
    let text = try Fault("spec: {validations: [{expression: object.spec.paused}]}")
      .applied(to: Self.policy)
    let document = try Answers.document(text)
    let verdict = ManifestCheck(catalog: .newest).verdict(on: document)
    #expect(
      verdict.faults.map(\.message) == [
        #"Invalid value: "object.spec.paused": must evaluate to bool but got dyn"#
      ])
  }

  @Test(arguments: [
    Fault("spec: {resources: [pods/log, pods/*]}"),
    Fault("spec: {resources: [pods/*, pods/log]}", "Invalid \(rule).resources[1]"),
    Fault("spec: {resources: ['*/log', pods/log]}", "Invalid \(rule).resources[1]"),
    Fault("spec: {resources: ['*/*', pods]}", "Invalid \(rule).resources"),
    Fault("spec: {resources: ['*', pods]}", "Invalid \(rule).resources"),
    Fault("spec: {resources: ['*', pods/log]}"),
  ])
  func `the resources of a rule`(fault: Fault) throws {
    let resources = try Answers.document(fault.patch).root["spec"]?["resources"]?.elements
      .map { "'\($0.text)'" }.joined(separator: ", ")
    let change = Fault(
      "spec: {matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], "
        + "operations: [CREATE], resources: [\(resources ?? "")]}]}}")
    #expect(try Answers.create(change.applied(to: Self.policy)) == fault.causes)
  }

  private static let rule = "spec.matchConstraints.resourceRules[0]"

  private static let mutating = """
    apiVersion: admissionregistration.k8s.io/v1
    kind: MutatingAdmissionPolicy
    metadata: {name: label}
    spec:
      matchConstraints:
        resourceRules:
        - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
      reinvocationPolicy: Never
      mutations: [{patchType: JSONPatch, jsonPatch: {expression: '[]'}}]
    """

  @Test(arguments: [
    Fault("{}"), Fault("spec: {mutations: []}", "Required spec.mutations"),
    Fault("spec: {reinvocationPolicy: null}", "Required spec.reinvocationPolicy"),
    Fault("spec: {reinvocationPolicy: Twice}", "NotSupported spec.reinvocationPolicy"),
    Fault("spec: {mutations: [{patchType: Merge}]}", "NotSupported spec.mutations[0].patchType"),
    Fault(
      "spec: {mutations: [{patchType: ApplyConfiguration, jsonPatch: {expression: '[]'}}]}",
      "Invalid spec.mutations[0].jsonPatch", "Required spec.mutations[0].applyConfiguration"),
    Fault(
      "spec: {matchConstraints: {resourceRules: [{apiGroups: [apps], apiVersions: [v1], "
        + "operations: [DELETE], resources: [deployments]}]}}",
      "NotSupported spec.matchConstraints.resourceRules.operations"),
  ])
  func `a MutatingAdmissionPolicy`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.mutating)) == fault.causes)
  }

  // LS0tLS1CRUdJTi…: a request of nothing, which the server would still read.
  private static let request = """
    apiVersion: certificates.k8s.io/v1
    kind: CertificateSigningRequest
    metadata: {name: 'any:name'}
    spec:
      request: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUE9PQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K
      signerName: example.com/signer
      usages: [client auth]
    """

  @Test(arguments: [
    Fault("{}"), Fault("spec: {request: YQ==}", "Invalid spec.request"),
    Fault("spec: {usages: []}", "Required spec.usages"),
    Fault(
      "spec: {usages: [client auth, lunch, client auth]}", "Duplicate spec.usages[2]",
      "NotSupported spec.usages[1]"),
    Fault("spec: {signerName: example.com}", "Invalid spec.signerName"),
    Fault("spec: {signerName: example/a}", "Invalid spec.signerName"),
    Fault("spec: {signerName: kubernetes.io/legacy-unknown}", "Invalid spec.signerName"),
    Fault("spec: {expirationSeconds: 599}", "Invalid spec.expirationSeconds"),
  ])
  func `a CertificateSigningRequest`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.request)) == fault.causes)
  }

  @Test func `a CertificateSigningRequest is made once`() throws {
    let after = try Fault("spec: {usages: [lunch]}").applied(to: Self.request)
    #expect(try Answers.update(Self.request, to: after) == [])
  }

  private static let event = """
    apiVersion: events.k8s.io/v1
    kind: Event
    metadata: {name: a, namespace: shop}
    eventTime: "2026-01-01T00:00:00.000000Z"
    reportingController: example.com/c
    reportingInstance: i
    action: Started
    reason: Because
    type: Normal
    regarding: {namespace: shop}
    """

  @Test(arguments: [
    Fault("{}"), Fault("eventTime: null", "Required eventTime"),
    Fault("regarding: {namespace: null}", "Invalid involvedObject.namespace"),
    Fault("action: null", "Required action"), Fault("type: Odd", "Invalid type"),
    Fault("reportingController: a b", "Invalid reportingController"),
    Fault(
      "series: {count: 1, lastObservedTime: \"2026-01-01T00:00:00.000000Z\"}",
      "Invalid series.count"),
    Fault("deprecatedCount: 2", "Invalid count"),
  ])
  func `an Event`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.event)) == fault.causes)
  }

  @Test func `an Event of the core group is held to less`() throws {
    let event = "{apiVersion: v1, kind: Event, metadata: {name: a, namespace: shop}, "
    #expect(try Answers.create(event + "involvedObject: {namespace: shop}}") == [])
    #expect(
      try Answers.create(event + "involvedObject: {namespace: other}}")
        == ["Invalid involvedObject.namespace"])
  }
}
