import Testing

@testable import Kubernetes

/// Storage, what nodes have of it, and the classes of runtimes.
struct StorageValidationTests {
  private static func storage(_ kind: String, _ rest: String) -> String {
    "{apiVersion: storage.k8s.io/v1, kind: \(kind), \(rest)}"
  }

  private static let driver = """
    apiVersion: storage.k8s.io/v1
    kind: CSIDriver
    metadata: {name: disk.example.com}
    spec: {attachRequired: true, podInfoOnMount: false, storageCapacity: false, seLinuxMount: false}
    """

  @Test(arguments: [
    Fault("{}"), Fault("metadata: {name: Disk.example.com}", "Invalid metadata.name"),
    Fault(
      "metadata: {name: a-name-of-more-than-sixty-three-characters.which-is-a-domain.example.com}"),
    Fault("spec: {fsGroupPolicy: ''}", "NotSupported spec.fsGroupPolicy"),
    Fault("spec: {volumeLifecycleModes: [Forever]}", "NotSupported spec.volumeLifecycleModes"),
    Fault(
      "spec: {tokenRequests: [{audience: a}, {audience: a, expirationSeconds: 1}]}",
      "Duplicate spec.tokenRequests[1].audience"),
    Fault(
      "spec: {tokenRequests: [{audience: a, expirationSeconds: 1}]}",
      "Invalid spec.tokenRequests[0].expirationSeconds"),
    Fault(
      "spec: {serviceAccountTokenInSecrets: false}", "Invalid spec.serviceAccountTokenInSecrets"),
    Fault("spec: {serviceAccountTokenInSecrets: true, tokenRequests: [{audience: a}]}"),
  ])
  func `a CSIDriver`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.driver)) == fault.causes)
  }

  @Test(arguments: [
    Fault("spec: {attachRequired: false}", "Invalid spec.attachedRequired"),
    Fault("spec: {volumeLifecycleModes: [Ephemeral]}", "Invalid spec.volumeLifecycleModes"),
    Fault("spec: {fsGroupPolicy: File, podInfoOnMount: true}"),
  ])
  func `how a CSIDriver attaches stays`(fault: Fault) throws {
    #expect(try Answers.update(Self.driver, to: fault.applied(to: Self.driver)) == fault.causes)
  }

  private static let node = storage(
    "CSINode",
    "metadata: {name: host}, spec: {drivers: [{name: a.b, nodeID: i, topologyKeys: [c.d/zone]}]}")

  @Test(arguments: [
    Fault("{}"),
    Fault(
      "spec: {drivers: [{name: a.b, nodeID: i, topologyKeys: ['a b']}]}", "Invalid spec.drivers[0]"),
    Fault(
      "spec: {drivers: [{name: a.b, nodeID: i, topologyKeys: [z, z]}]}", "Duplicate spec.drivers[0]"
    ),
    Fault(
      "spec: {drivers: [{name: a.b, nodeID: i}, {name: a.b, nodeID: i}]}",
      "Duplicate spec.drivers[1].name"),
  ])
  func `a CSINode`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.node)) == fault.causes)
  }

  @Test func `a driver of a CSINode changes in nothing but what it can take`() throws {
    let other = "spec: {drivers: [{name: a.b, nodeID: j, topologyKeys: [c.d/zone]}]}"
    let count = "{name: a.b, nodeID: i, topologyKeys: [c.d/zone], allocatable: {count: 3}}"
    #expect(
      try Answers.update(Self.node, to: Fault(other).applied(to: Self.node))
        == ["Invalid spec.drivers"])
    #expect(
      try Answers.update(
        Self.node, to: Fault("spec: {drivers: [\(count)]}").applied(to: Self.node)) == [])
  }

  @Test func `a storage capacity may claim any largest volume`() throws {
    let rest = "metadata: {name: a, namespace: b}, storageClassName: c"
    #expect(
      try Answers.create(
        Self.storage("CSIStorageCapacity", "\(rest), capacity: -1, maximumVolumeSize: -1"))
        == ["Invalid capacity"])
  }

  @Test func `topologies of a StorageClass`() throws {
    let rest = "metadata: {name: a}, provisioner: b, allowedTopologies"
    let empty = Self.storage("StorageClass", "\(rest): [{}]")
    let equal = Self.storage(
      "StorageClass",
      "\(rest): [{matchLabelExpressions: [{key: z, values: [a, b]}]}, "
        + "{matchLabelExpressions: [{key: z, values: [b, a]}]}]")
    #expect(
      try Answers.create(empty) == ["Duplicate allowedTopologies[0].matchLabelExpressions"])
    #expect(
      try Answers.create(equal) == ["Duplicate allowedTopologies[1].matchLabelExpressions"])
  }

  private static let attributes = storage(
    "VolumeAttributesClass", "metadata: {name: a}, driverName: a.b, parameters: {c: d}")

  @Test(arguments: [
    Fault("driverName: b.c", "Forbidden driverName"),
    Fault("parameters: {c: e}", "Forbidden parameters"),
    Fault("parameters: null", "Forbidden parameters", "Required parameters"),
  ])
  func `a VolumeAttributesClass stays what it is`(fault: Fault) throws {
    #expect(
      try Answers.update(Self.attributes, to: fault.applied(to: Self.attributes)) == fault.causes)
  }

  private static let runtime =
    "{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: a}, handler: h}"

  @Test(arguments: [
    Fault("{}"), Fault("overhead: {podFixed: {cpu: -1}}", "Invalid overhead.limits[cpu]"),
    Fault("overhead: {podFixed: {hugepages-2Mi: 2Mi}}", "Forbidden overhead"),
    Fault("overhead: {podFixed: {hugepages-2Mi: 2Mi, cpu: 1}}"),
    Fault(
      "scheduling: {tolerations: [{key: a, operator: Maybe}]}",
      "NotSupported scheduling.tolerations.tolerations[0].operator"),
    Fault(
      "scheduling: {tolerations: [{operator: Exists, effect: NoExecute, tolerationSeconds: 1}, "
        + "{operator: Exists, effect: NoExecute, tolerationSeconds: 2}]}",
      "Duplicate scheduling.tolerations[1]"),
  ])
  func `a RuntimeClass`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.runtime)) == fault.causes)
  }

  @Test func `the target of a Pods metric`() throws {
    let head = """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: a, namespace: b}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: c}
        maxReplicas: 3
        metrics: [{type: Pods, pods: {metric: {name: m}, target: {type: AverageValue
      """
    let place = "spec.metrics[0].pods.target.averageValue"
    #expect(try Answers.create("\(head), averageValue: 0}}}]") == ["Invalid \(place)"])
    #expect(try Answers.create("\(head)}}}]") == ["Required \(place)"])
  }
}
