import Testing

@testable import Kubernetes

/// Networking, storage, access and admission.
@Suite struct ClusterValidationTests {
  private static let ingress = """
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: web, namespace: shop}
    spec:
      rules:
      - host: example.com
        http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: a, port: {number: 80}}}}]}
    """

  private static func path(_ text: String) -> String {
    "spec: {rules: [{http: {paths: [{\(text)}]}}]}"
  }

  private static let backend = "backend: {service: {name: a, port: {number: 80}}}"

  @Test(arguments: [
    Fault("{}"), Fault("spec: {rules: null}", "Invalid spec"),
    Fault(path("path: a, pathType: Exact, \(backend)"), "Invalid spec.rules[0].http.paths[0].path"),
    Fault(
      path("path: /a//b, pathType: Prefix, \(backend)"), "Invalid spec.rules[0].http.paths[0].path"),
    Fault(path("path: /, \(backend)"), "Required spec.rules[0].http.paths[0].pathType"),
    Fault(
      path("path: /, pathType: Prefix, backend: {}"),
      "Invalid spec.rules[0].http.paths[0].backend"),
    Fault(
      path("path: /, pathType: Prefix, backend: {service: {name: a}}"),
      "Required spec.rules[0].http.paths[0].backend"),
    Fault("spec: {rules: [{host: 10.0.0.1}]}", "Invalid spec.rules[0].host"),
    Fault("spec: {rules: [{host: '*.example.com'}]}"),
    Fault("spec: {rules: [{host: 'a.*.com'}]}", "Invalid spec.rules[0].host"),
    Fault("spec: {tls: [{hosts: [A]}]}", "Invalid spec.tls[0].hosts[0]"),
    Fault(
      "{metadata: {annotations: {kubernetes.io/ingress.class: a}}, spec: {ingressClassName: b}}",
      "Invalid annotations.kubernetes.io/ingress.class"),
  ])
  func `an Ingress`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.ingress)) == fault.causes)
  }

  private static let policy = """
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: web, namespace: shop}
    spec: {podSelector: {}}
    """

  @Test(arguments: [
    Fault("{}"), Fault("spec: {ingress: [{from: [{}]}]}", "Required spec.ingress[0].from[0]"),
    Fault(
      "spec: {ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}]}",
      "Forbidden spec.ingress[0].from[0]"),
    Fault(
      "spec: {egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]}]}"),
    Fault(
      "spec: {egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]}]}",
      "Invalid spec.egress[0].to[0].ipBlock.except[0]"),
    Fault(
      "spec: {egress: [{to: [{ipBlock: {cidr: '2001:db8::/32', except: ['2001:db8::/32']}}]}]}",
      "Invalid spec.egress[0].to[0].ipBlock.except[0]"),
    Fault(
      "spec: {egress: [{ports: [{port: 80, endPort: 79}]}]}",
      "Invalid spec.egress[0].ports[0].endPort"),
    Fault(
      "spec: {egress: [{ports: [{port: http, endPort: 90}]}]}",
      "Invalid spec.egress[0].ports[0].endPort"),
    Fault("spec: {policyTypes: [Sideways]}", "NotSupported spec.policyTypes[0]"),
  ])
  func `a NetworkPolicy`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.policy)) == fault.causes)
  }

  @Test(arguments: [
    (
      "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: a, namespace: b}, "
        + "spec: {minAvailable: 1, maxUnavailable: 1}}", ["Invalid spec"]
    ),
    (
      "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: a, namespace: b}, "
        + "spec: {maxUnavailable: 101%}}", ["Invalid spec.maxUnavailable"]
    ),
    (
      "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: system-mine}, "
        + "value: 1}", ["Forbidden metadata.name"]
    ),
    (
      "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: "
        + "{name: system-node-critical}, value: 2000001000}", []
    ),
    (
      "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: "
        + "{name: system-node-critical}, value: 2000001000, globalDefault: true}",
      ["Forbidden metadata.name"]
    ),
    (
      "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: high}, "
        + "value: 1000000001}", ["Forbidden value"]
    ),
    (
      "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: a}, "
        + "provisioner: 'a b', reclaimPolicy: Keep}",
      ["Invalid provisioner", "NotSupported reclaimPolicy"]
    ),
    (
      "{apiVersion: storage.k8s.io/v1, kind: CSIDriver, metadata: {name: a b}, spec: {}}",
      ["Invalid metadata.name"]
    ),
    (
      "{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: a}, handler: A}",
      ["Invalid handler"]
    ),
    (
      "{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: a, namespace: b}, "
        + "spec: {leaseDurationSeconds: 0}}", ["Invalid spec.leaseDurationSeconds"]
    ),
    (
      "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: a, namespace: b}, "
        + "addressType: IPv4, endpoints: [{addresses: ['::1']}]}",
      ["Invalid endpoints[0].addresses[0]"]
    ),
    (
      "{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: a}, "
        + "spec: {controller: nginx, parameters: {kind: K, name: m, scope: Namespace}}}",
      ["Invalid spec.controller", "Required spec.parameters.namespace"]
    ),
    ("{apiVersion: v1, kind: Namespace, metadata: {name: a.b}}", ["Invalid metadata.name"]),
    (
      "{apiVersion: v1, kind: Namespace, metadata: {name: a, namespace: b}}", []
    ),
    (
      "{apiVersion: flowcontrol.apiserver.k8s.io/v1, kind: FlowSchema, metadata: {name: a}, "
        + "spec: {priorityLevelConfiguration: {name: ''}, rules: [{subjects: []}]}}",
      [
        "Required spec.priorityLevelConfiguration.name", "Required spec.rules[0]",
        "Required spec.rules[0].subjects",
      ]
    ),
  ])
  func `other kinds`(manifest: String, causes: [String]) throws {
    #expect(try Answers.create(manifest) == causes)
  }

  private static let level = """
    apiVersion: flowcontrol.apiserver.k8s.io/v1
    kind: PriorityLevelConfiguration
    metadata: {name: a}
    spec: {type: Limited, limited: {limitResponse: {type: Queue, queuing: {queues: 8, handSize: 2}}}}
    """

  @Test(arguments: [
    Fault("{}"), Fault("spec: {type: ''}", "Required spec.type"),
    Fault("spec: {type: Some}", "NotSupported spec.type"),
    Fault(
      "{metadata: {name: exempt}, spec: {type: Some}}", "Invalid spec.type",
      "NotSupported spec.type"),
    Fault("spec: {limited: {lendablePercent: 101}}", "Invalid spec.limited.lendablePercent"),
    Fault(
      "spec: {limited: {borrowingLimitPercent: -1}}", "Invalid spec.limited.borrowingLimitPercent"),
    Fault(
      "spec: {limited: {limitResponse: {type: '', queuing: null}}}",
      "Required spec.limited.limitResponse.type"),
    // Sixty bits of hash deal ten hands of 64 queues, and not one more.
    Fault("spec: {limited: {limitResponse: {queuing: {queues: 64, handSize: 10}}}}"),
    Fault(
      "spec: {limited: {limitResponse: {queuing: {queues: 64, handSize: 11}}}}",
      "Invalid spec.limited.limitResponse.queuing.handSize"),
    Fault(
      "metadata: {annotations: {flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares: ''}}",
      "Forbidden metadata.annotations"),
  ])
  func `a priority level`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.level)) == fault.causes)
  }

  // MARK: - Access

  private static let role = """
    {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: 'a:b', namespace: c},
     rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]}
    """

  @Test(arguments: [
    Fault("{}"), Fault("metadata: {name: a/b}", "Invalid metadata.name"),
    Fault("rules: [{apiGroups: [''], resources: [pods]}]", "Required rules[0].verbs"),
    Fault("rules: [{verbs: [get]}]", "Required rules[0].apiGroups", "Required rules[0].resources"),
    Fault(
      "rules: [{verbs: [get], nonResourceURLs: [/a]}]", "Invalid rules[0].nonResourceURLs"),
  ])
  func `a Role`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.role)) == fault.causes)
  }

  private static let binding = """
    {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: a},
     roleRef: {kind: ClusterRole, name: view},
     subjects: [{kind: User, name: u}]}
    """

  @Test(arguments: [
    Fault("{}"), Fault("roleRef: {kind: Role}", "NotSupported roleRef.kind"),
    Fault("subjects: [{kind: ServiceAccount, name: a}]", "Required subjects[0].namespace"),
    Fault(
      "subjects: [{kind: ServiceAccount, name: a, namespace: b, apiGroup: c}]",
      "NotSupported subjects[0].apiGroup"),
    Fault("subjects: [{kind: Robot, name: a}]", "NotSupported subjects[0].kind"),
  ])
  func `a ClusterRoleBinding`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.binding)) == fault.causes)
  }

  @Test func `a binding keeps its role`() throws {
    let after = try Fault("roleRef: {name: edit}").applied(to: Self.binding)
    #expect(try Answers.update(Self.binding, to: after) == ["Invalid roleRef"])
  }

  // MARK: - Admission

  private static let webhook = """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingWebhookConfiguration
    metadata: {name: a}
    webhooks:
    - name: a.example.com
      admissionReviewVersions: [v1]
      sideEffects: None
      clientConfig: {url: https://example.com/check}
      rules: [{operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: [pods]}]
    """

  private static func hook(_ text: String) -> String {
    "webhooks: [{name: a.b.c, admissionReviewVersions: [v1], sideEffects: None, \(text)}]"
  }

  @Test(arguments: [
    Fault("{}"),
    Fault(hook("clientConfig: {}"), "Required webhooks[0].clientConfig"),
    Fault(hook("clientConfig: {url: 'http://a.b'}"), "Invalid webhooks[0].clientConfig.url"),
    Fault(hook("clientConfig: {url: 'https://a.b?c=d'}"), "Invalid webhooks[0].clientConfig.url"),
    Fault(hook("clientConfig: {url: 'https://a.b:c'}"), "Required webhooks[0].clientConfig.url"),
    Fault(hook("clientConfig: {url: 'https://a b'}"), "Required webhooks[0].clientConfig.url"),
    Fault(hook("clientConfig: {url: HTTPS://a.b}")),
    // The server takes the name for the namespace and the other way round.
    Fault(
      hook("clientConfig: {service: {name: s}}"),
      "Required webhooks[0].clientConfig.service.name"),
    Fault(
      hook("clientConfig: {service: {namespace: s}}"),
      "Required webhooks[0].clientConfig.service.namespace"),
    Fault(
      hook("timeoutSeconds: 31, clientConfig: {url: 'https://a.b'}"),
      "Invalid webhooks[0].timeoutSeconds"),
    Fault(
      hook(
        "clientConfig: {url: 'https://a.b'}, rules: [{operations: ['*', CREATE], "
          + "apiGroups: [''], apiVersions: [v1], resources: ['*', pods]}]"),
      "Invalid webhooks[0].rules[0].operations", "Invalid webhooks[0].rules[0].resources"),
    Fault(
      "webhooks: [{name: a, clientConfig: {url: 'https://a.b'}}]", "Invalid webhooks[0].name",
      "Required webhooks[0].admissionReviewVersions", "Required webhooks[0].sideEffects"),
  ])
  func `a webhook configuration`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.webhook)) == fault.causes)
  }

  private static let admission = """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicy
    metadata: {name: a}
    spec:
      matchConstraints:
        resourceRules: [{operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: [pods]}]
      validations: [{expression: 'true'}]
    """

  @Test(arguments: [
    Fault("{}"), Fault("spec: {matchConstraints: null}", "Required spec.matchConstraints"),
    Fault(
      "spec: {validations: []}", "Required spec.auditAnnotations", "Required spec.validations"),
    Fault("spec: {validations: [{expression: ' '}]}", "Required spec.validations[0].expression"),
    Fault(
      "spec: {validations: [{expression: 'true', reason: Because}]}",
      "NotSupported spec.validations[0].reason"),
    Fault(
      "spec: {validations: [{expression: 'true', reason: Unauthorized}]}",
      "NotSupported spec.validations[0].reason"),
    Fault("spec: {paramKind: {kind: A}}", "Required spec.paramKind.apiVersion"),
    Fault("spec: {variables: [{name: 1a, expression: '1'}]}", "Invalid spec.variables[0].name"),
  ])
  func `an admission policy`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.admission)) == fault.causes)
  }

  @Test(arguments: [
    ("validationActions: [Deny]", [String]()),
    ("validationActions: []", ["Required spec.validationActions"]),
    ("validationActions: [Deny, Warn]", ["Invalid spec.validationActions"]),
    ("validationActions: [Stop]", ["NotSupported spec.validationActions[0]"]),
    ("validationActions: [Deny], paramRef: {}", ["Required spec.paramRef"]),
  ])
  func `a policy binding`(spec: String, causes: [String]) throws {
    let manifest =
      "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding, "
      + "metadata: {name: a}, spec: {policyName: p, \(spec)}}"
    #expect(try Answers.create(manifest) == causes)
  }

  private static let budget = """
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {minAvailable: 1}
    """

  @Test(arguments: [
    Fault("metadata: {name: Upper Case}"), Fault("metadata: {name: a/b}", "Invalid metadata.name"),
    Fault("metadata: {finalizers: [guard]}"),
    Fault("{metadata: {name: null}, spec: {minAvailable: -1}}", "Invalid spec.minAvailable"),
    Fault("metadata: {name: null}", "Required metadata.name"),
  ])
  func `the metadata of a PodDisruptionBudget is looked at last and least`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.budget)) == fault.causes)
  }

  @Test func `finalizers are held to their form on every update`() throws {
    let after = try Fault("metadata: {finalizers: [a/has space]}").applied(to: Self.policy)
    #expect(try Answers.update(Self.policy, to: after) == ["Invalid metadata.finalizers"])
  }

  @Test func `only a deletion sets its grace period`() throws {
    let after = try Fault("metadata: {deletionGracePeriodSeconds: 5}").applied(to: Self.policy)
    #expect(
      try Answers.update(Self.policy, to: after) == ["Invalid metadata.deletionGracePeriodSeconds"])
  }
}
