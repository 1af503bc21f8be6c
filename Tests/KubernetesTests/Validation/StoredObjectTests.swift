import Testing
import Values

@testable import Kubernetes

/// What the server lets pass in an update since the stored object has it already, and what it holds
/// an update to all the same.
struct StoredObjectTests {
  // MARK: - Services

  private static let service = """
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop, annotations: {}}
    spec:
      type: LoadBalancer
      clusterIP: 10.0.0.1
      clusterIPs: [10.0.0.1]
      externalIPs: [203.0.113.1]
      loadBalancerSourceRanges: [10.0.0.0/8]
      ports: [{port: 80}]
    """

  @Test(arguments: [
    Fault(
      "spec: {clusterIP: 010.0.0.1, clusterIPs: [010.0.0.1]}", "Invalid spec.clusterIPs[0]"),
    Fault("spec: {externalIPs: [203.0.113.01]}", "Invalid spec.externalIPs[0]"),
    Fault(
      "spec: {loadBalancerSourceRanges: [10.0.0.1/8]}", "Invalid spec.LoadBalancerSourceRanges[0]"),
    Fault(
      """
      metadata: {annotations: {service.beta.kubernetes.io/load-balancer-source-ranges: 10.0.0.1/8}}
      spec: {loadBalancerSourceRanges: null}
      """,
      "Invalid metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]"),
  ])
  func `addresses of a Service may stay`(fault: Fault) throws {
    let old = try fault.applied(to: Self.service)
    #expect(try Answers.create(old) == fault.causes)
    let new = try Fault("spec: {ports: [{port: 81}]}").applied(to: old)
    #expect(try Answers.update(old, to: new) == [])
  }

  @Test func `ranges of a Service may change places and blanks`() throws {
    let ranges = "spec: {loadBalancerSourceRanges: [10.0.0.1/8, 10.0.0.0/16]}"
    let others = "spec: {loadBalancerSourceRanges: [10.0.0.0/24, ' 10.0.0.1/8 ', 10.0.0.2/8]}"
    let old = try Fault(ranges).applied(to: Self.service)
    #expect(
      try Answers.update(old, to: Fault(others).applied(to: old))
        == ["Invalid spec.LoadBalancerSourceRanges[2]"])
  }

  @Test func `an external address that may stay is still one of the outside`() throws {
    let old = try Fault("spec: {externalIPs: [127.0.0.1]}").applied(to: Self.service)
    #expect(try Answers.update(old, to: old) == ["Invalid spec.externalIPs[0]"])
  }

  // MARK: - Endpoints

  @Test func `endpoints that were valid once may stay`() throws {
    let old = """
      apiVersion: v1
      kind: Endpoints
      metadata: {name: web, namespace: shop}
      subsets: [{addresses: [{ip: 10.0.0.01}], ports: [{port: 80}]}]
      """
    #expect(try Answers.create(old) == ["Invalid subsets[0].addresses[0].ip"])
    let labels = try Fault("metadata: {labels: {a: b}}").applied(to: old)
    #expect(try Answers.update(old, to: labels) == [])
    let more = "subsets: [{addresses: [{ip: 10.0.0.01}], ports: [{port: 81}]}]"
    #expect(
      try Answers.update(old, to: Fault(more).applied(to: old))
        == ["Invalid subsets[0].addresses[0].ip"])
  }

  @Test func `a slice of endpoints may stay and its ports may not`() throws {
    let old = """
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: web, namespace: shop}
      addressType: IPv4
      endpoints: [{addresses: [10.0.0.01]}]
      ports: [{port: 80, protocol: TCP}]
      """
    let address = "Invalid endpoints[0].addresses[0]"
    let ports = try Fault("ports: [{port: 80, protocol: IP}]").applied(to: old)
    #expect(try Answers.create(old) == [address])
    #expect(try Answers.create(ports) == [address, "NotSupported ports[0].protocol"])
    #expect(try Answers.update(old, to: old) == [])
    #expect(try Answers.update(old, to: ports) == ["NotSupported ports[0].protocol"])
  }

  // MARK: - Ingresses and policies

  private static func ingress(_ spec: String) -> String {
    """
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: web, namespace: shop}
    spec: {defaultBackend: {service: {name: web, port: {number: 80}}}, \(spec)}
    """
  }

  @Test func `names of Secrets that are none may stay and be joined`() throws {
    let old = Self.ingress("tls: [{secretName: A_B}]")
    let new = Self.ingress("tls: [{secretName: A_B}, {secretName: C_D}]")
    #expect(try Answers.create(old) == ["Invalid spec.tls[0].secretName"])
    #expect(try Answers.update(old, to: new) == [])
    #expect(
      try Answers.update(Self.ingress("tls: [{secretName: a}]"), to: old)
        == ["Invalid spec.tls[0].secretName"])
  }

  @Test func `rules of hosts with a wildcard were not looked at once`() throws {
    let path = "spec.rules[0].http.paths"
    let old = Self.ingress("rules: [{host: '*.example.com', http: {paths: []}}]")
    #expect(try Answers.create(old) == ["Required \(path)"])
    #expect(try Answers.update(old, to: old) == [])
    let plain = Self.ingress("rules: [{host: www.example.com, http: {paths: []}}]")
    #expect(try Answers.update(old, to: plain) == ["Required \(path)"])
    #expect(try Answers.update(plain, to: old) == ["Required \(path)"])
  }

  @Test func `values that are no labels may stay where the policy's own selector has some`() throws
  {
    func policy(_ pods: String, _ from: String) -> String {
      let values = "{matchExpressions: [{key: a, operator: In, values: ['VALUE']}]}"
      return """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: web, namespace: shop}
        spec:
          podSelector: \(values.replacing("VALUE", with: pods))
          ingress: [{from: [{podSelector: \(values.replacing("VALUE", with: from))}]}]
        """
    }
    let causes = ["Invalid spec.ingress[0].from[0].podSelector.matchExpressions[0].values[0]"]
    #expect(try Answers.update(policy("a b", "c"), to: policy("a b", "c d")) == [])
    #expect(try Answers.update(policy("a", "c d"), to: policy("a", "c d")) == causes)
  }

  // MARK: - Volumes

  @Test func `values of a volume's affinity may stay`() throws {
    let old = """
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: disk}
      spec:
        capacity: {storage: 1Gi}
        accessModes: [ReadWriteOnce]
        local: {path: /data}
        nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [
          {key: a, operator: In, values: ['a b']}]}]}}
      """
    let place = "spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].values[0]"
    #expect(try Answers.create(old) == ["Invalid \(place)"])
    #expect(
      try Answers.update(old, to: Fault("metadata: {labels: {a: b}}").applied(to: old)) == [])
  }

  // MARK: - StatefulSets

  private static func statefulSet(_ pod: String, replicas: Int = 1) -> String {
    """
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: web, namespace: shop}
    spec:
      replicas: \(replicas)
      serviceName: web
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec: {\(pod)}
    """
  }

  @Test func `a template that was not looked at once may stay and change`() throws {
    let none = Self.statefulSet("containers: []")
    let causes = ["Required spec.template.spec.containers"]
    #expect(try Answers.create(none) == causes)
    #expect(try Answers.update(none, to: Self.statefulSet("containers: []", replicas: 2)) == [])
    let good = Self.statefulSet("containers: [{name: a, image: a}]")
    #expect(try Answers.update(good, to: none) == causes)
    let labels = try Fault("spec: {template: {metadata: {labels: {'a b': c}}}}").applied(to: none)
    #expect(try Answers.update(none, to: labels) == ["Invalid spec.template.labels"])
  }

  @Test func `names that the controller sets are not looked at`() throws {
    let pod = "containers: [{name: a, image: a}], hostname: A_B, subdomain: C_D"
    #expect(try Answers.create(Self.statefulSet(pod)) == [])
    #expect(
      try Answers.create(
        Fault(
          "spec: {volumeClaimTemplates: [{metadata: {name: data}, spec: {"
            + "accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]}"
        )
        .applied(to: Self.statefulSet(pod))) == [])
  }

  @Test(arguments: [("{a: b}", []), ("[1]", ["Required data"]), ("5", ["Required data"])])
  func `the data of a revision is an object`(data: String, causes: [String]) throws {
    let revision = """
      apiVersion: apps/v1
      kind: ControllerRevision
      metadata: {name: web, namespace: shop}
      revision: 1
      data: \(data)
      """
    #expect(try Answers.create(revision) == causes)
    #expect(try Answers.update(revision, to: revision) == [])
  }

  // MARK: - Finalizers

  @Test(arguments: [
    "{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: a, namespace: b}}",
    "{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: a}, handler: h}",
    """
    {apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: v1.example.com},
    spec: {group: example.com, version: v1, groupPriorityMinimum: 1, versionPriority: 1}}
    """,
    """
    {apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration,
    metadata: {name: a}}
    """,
    """
    {apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding,
    metadata: {name: a}, spec: {policyName: p, validationActions: [Deny]}}
    """,
  ])
  func `finalizers of kinds that the server's libraries define need no domain`(
    object: String
  ) throws {
    let bare = try Fault("metadata: {finalizers: [guard]}").applied(to: object)
    let bad = try Fault("metadata: {finalizers: ['a b']}").applied(to: object)
    #expect(try Answers.create(bare) == [])
    #expect(try Answers.update(object, to: bare) == [])
    #expect(try Answers.create(bad) == ["Invalid metadata.finalizers"])
    #expect(try Answers.update(object, to: bad) == ["Invalid metadata.finalizers"])
  }

  @Test func `finalizers of other kinds need one`() throws {
    let map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: b}}"
    let bare = try Fault("metadata: {finalizers: [guard]}").applied(to: map)
    #expect(try Answers.update(map, to: bare) == ["Invalid metadata.finalizers[0]"])
  }

  @Test(arguments: [
    ("scope: Namespace, namespace: ''", ["Invalid spec.parameters.namespace"]),
    ("scope: Cluster, namespace: ''", ["Forbidden spec.parameters.namespace"]),
    ("namespace: a", ["Forbidden spec.parameters.namespace"]),
    ("scope: Namespace, namespace: a", []), ("scope: ''", ["NotSupported spec.parameters.scope"]),
  ])
  func `where an IngressClass finds its parameters`(
    parameters: String, causes: [String]
  ) throws {
    let object = """
      apiVersion: networking.k8s.io/v1
      kind: IngressClass
      metadata: {name: a}
      spec: {controller: a.io/b, parameters: {kind: K, name: m, \(parameters)}}
      """
    #expect(try Answers.create(object) == causes)
  }
}
