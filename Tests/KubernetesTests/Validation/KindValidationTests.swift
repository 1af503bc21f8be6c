import Testing

@testable import Kubernetes

/// The rules of the kinds that run no pods.
@Suite struct KindValidationTests {
  private static func manifest(_ apiVersion: String, _ kind: String, _ rest: String) -> String {
    """
    {apiVersion: \(apiVersion), kind: \(kind), metadata: {name: a}, \(rest)}
    """
  }

  private static func namespaced(_ apiVersion: String, _ kind: String, _ rest: String) -> String {
    """
    {apiVersion: \(apiVersion), kind: \(kind), metadata: {name: a, namespace: shop}, \(rest)}
    """
  }

  private static let service = namespaced(
    "v1", "Service", "spec: {selector: {app: web}, ports: [{port: 80}]}")

  @Test(arguments: [
    Fault("{}"), Fault("metadata: {name: 1a}"),
    Fault("metadata: {name: A}", "Invalid metadata.name"),
    Fault("spec: {ports: []}", "Required spec.ports"),
    Fault("spec: {ports: [], clusterIP: None}"),
    Fault("spec: {type: Cluster}", "NotSupported spec.type"),
    Fault("spec: {type: ExternalName}", "Required spec.externalName"),
    Fault("spec: {type: ExternalName, externalName: example.com.}"),
    Fault("spec: {type: NodePort, clusterIP: None}", "Invalid spec.clusterIPs[0]"),
    Fault(
      "spec: {ports: [{port: 80}, {port: 81}]}",
      "Required spec.ports[0].name", "Required spec.ports[1].name"),
    Fault("spec: {ports: [{port: 80, nodePort: 30000}]}", "Forbidden spec.ports[0].nodePort"),
    Fault("spec: {ports: [{port: 80, targetPort: a--b}]}", "Invalid spec.ports[0].targetPort"),
    Fault("spec: {clusterIP: 1.2.3}", "Invalid spec.clusterIPs[0]"),
    Fault("spec: {externalIPs: [127.0.0.1]}", "Invalid spec.externalIPs[0]"),
    Fault("spec: {externalTrafficPolicy: Local}", "Invalid spec.externalTrafficPolicy"),
    Fault(
      "spec: {loadBalancerSourceRanges: [10.0.0.0/8]}", "Forbidden spec.LoadBalancerSourceRanges"),
    Fault(
      "spec: {type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.1/8]}",
      "Invalid spec.LoadBalancerSourceRanges[0]"),
    Fault("spec: {sessionAffinity: Cookie}", "NotSupported spec.sessionAffinity"),
    Fault("spec: {ipFamilies: [IPv4, IPv4]}", "Duplicate spec.ipFamilies[1]"),
    Fault("spec: {trafficDistribution: Anywhere}", "NotSupported spec.trafficDistribution"),
  ])
  func `a Service`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.service)) == fault.causes)
  }

  @Test func `a Service keeps its address`() throws {
    let before = try Fault("spec: {clusterIP: 10.0.0.1}").applied(to: Self.service)
    let after = try Fault("spec: {clusterIP: 10.0.0.2}").applied(to: Self.service)
    #expect(try Answers.update(before, to: after) == ["Invalid spec.clusterIPs[0]"])
    #expect(try Answers.update(before, to: Self.service) == [])
  }

  private static let configMap = namespaced("v1", "ConfigMap", "data: {a: b}")

  @Test(arguments: [
    Fault("data: {'a b': c}", "Invalid data[a b]"), Fault("data: {'..': c}", "Invalid data[..]"),
    Fault("binaryData: {a: YQ==}", "Invalid data[a]"),
  ])
  func `a ConfigMap`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.configMap)) == fault.causes)
  }

  @Test func `an immutable ConfigMap stays`() throws {
    let before = try Fault("immutable: true").applied(to: Self.configMap)
    let after = try Fault("data: {a: c}").applied(to: Self.configMap)
    #expect(
      try Answers.update(before, to: after) == ["Forbidden data", "Forbidden immutable"])
  }

  @Test(arguments: [
    Fault("type: kubernetes.io/tls", "Required data[tls.crt]", "Required data[tls.key]"),
    Fault(
      "type: kubernetes.io/dockerconfigjson", "Required data[.dockerconfigjson]"),
    Fault("{type: kubernetes.io/dockerconfigjson, stringData: {.dockerconfigjson: '{}'}}"),
    Fault(
      "{type: kubernetes.io/dockerconfigjson, stringData: {.dockerconfigjson: '[]'}}",
      "Invalid data[.dockerconfigjson]"),
    Fault(
      "type: kubernetes.io/basic-auth", "Required data[password]", "Required data[username]"),
    Fault(
      "type: kubernetes.io/service-account-token",
      "Required metadata.annotations[kubernetes.io/service-account.name]"),
  ])
  func `a Secret`(fault: Fault) throws {
    let secret = Self.namespaced("v1", "Secret", "stringData: {a: b}")
    #expect(try Answers.create(fault.applied(to: secret)) == fault.causes)
  }

  private static let claim = namespaced(
    "v1", "PersistentVolumeClaim",
    "spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}")

  @Test(arguments: [
    Fault("spec: {accessModes: [Write]}", "NotSupported spec.accessModes"),
    Fault("spec: {accessModes: [ReadWriteOncePod, ReadWriteMany]}", "Forbidden spec.accessModes"),
    Fault("spec: {resources: {requests: {storage: 0}}}", "Invalid spec.resources[storage]"),
    Fault("spec: {volumeMode: Tape}", "NotSupported spec.volumeMode"),
    Fault("spec: {dataSource: {kind: Pod, name: a}}"),
    Fault(
      "spec: {dataSourceRef: {kind: Pod, name: a}}", "Invalid spec.dataSource",
      "Invalid spec.dataSourceRef"),
  ])
  func `a PersistentVolumeClaim`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.claim)) == fault.causes)
  }

  @Test(arguments: [
    Fault("spec: {storageClassName: fast}"), Fault("spec: {volumeName: v}"),
    Fault("spec: {accessModes: [ReadWriteMany]}", "Forbidden spec"),
    Fault("spec: {resources: {requests: {storage: 2Gi}}}", "Forbidden spec"),
    Fault("spec: {volumeMode: Block}", "Forbidden spec", "Invalid volumeMode"),
  ])
  func `what may change in a PersistentVolumeClaim`(fault: Fault) throws {
    #expect(try Answers.update(Self.claim, to: fault.applied(to: Self.claim)) == fault.causes)
  }

  @Test(arguments: [
    Fault("{}"), Fault("spec: {hostPath: null}", "Required spec"),
    Fault("spec: {capacity: {cpu: 1}}", "NotSupported spec.capacity"),
    Fault("spec: {nfs: {server: s, path: /p}}", "Forbidden spec.nfs"),
    Fault("spec: {hostPath: null, local: {path: /d}}", "Required spec.nodeAffinity"),
    Fault(
      "spec: {persistentVolumeReclaimPolicy: Burn}",
      "NotSupported spec.persistentVolumeReclaimPolicy"),
  ])
  func `a PersistentVolume`(fault: Fault) throws {
    let volume = Self.manifest(
      "v1", "PersistentVolume",
      "spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /d}}")
    #expect(try Answers.create(fault.applied(to: volume)) == fault.causes)
  }

  @Test(arguments: [
    Fault("{}"), Fault("spec: {limits: [{type: Node}]}", "Invalid spec.limits[0].type"),
    Fault(
      "spec: {limits: [{type: Pod, default: {cpu: 1}}]}", "Forbidden spec.limits[0].default"),
    Fault(
      "spec: {limits: [{type: Container, min: {cpu: 2}, max: {cpu: 1}}]}",
      "Invalid spec.limits[0].defaultRequest[cpu]", "Invalid spec.limits[0].default[cpu]",
      "Invalid spec.limits[0].min[cpu]"),
    Fault(
      "spec: {limits: [{type: PersistentVolumeClaim}]}", "Required spec.limits[0].limits"),
    Fault(
      "spec: {limits: [{type: Container, maxLimitRequestRatio: {cpu: 0.5}}]}",
      "Invalid spec.limits[0].maxLimitRequestRatio[cpu]"),
  ])
  func `a LimitRange`(fault: Fault) throws {
    let range = Self.namespaced(
      "v1", "LimitRange", "spec: {limits: [{type: Container, max: {cpu: 1}}]}")
    let causes = try Answers.create(fault.applied(to: range))
    #expect(Set(causes).isSubset(of: fault.causes) && causes.isEmpty == fault.causes.isEmpty)
  }

  @Test(arguments: [
    Fault("{}"), Fault("spec: {hard: {gpus: 1}}", "Invalid spec.hard[gpus]"),
    Fault("spec: {hard: {pods: 1.5}}", "Invalid spec.hard[pods]"),
    Fault("spec: {scopes: [BestEffort]}", "Invalid spec.scopes"),
    Fault("spec: {scopes: [Sometimes]}", "Invalid spec.scopes"),
    Fault("spec: {hard: {limits.cpu: 1, example.com/gpu: 1}, scopes: [NotTerminating]}"),
    Fault(
      "spec: {hard: {requests.ephemeral-storage: 1}, scopes: [NotTerminating]}",
      "Invalid spec.scopes"),
    Fault("spec: {hard: {hugepages-2Mi: 1}, scopes: [PriorityClass]}", "Invalid spec.scopes"),
    Fault(
      "spec: {scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In}]}}",
      "Required spec.scopeSelector.matchExpressions.values"),
  ])
  func `a ResourceQuota`(fault: Fault) throws {
    let quota = Self.namespaced("v1", "ResourceQuota", "spec: {hard: {cpu: 1}}")
    #expect(try Answers.create(fault.applied(to: quota)) == fault.causes)
  }
}
