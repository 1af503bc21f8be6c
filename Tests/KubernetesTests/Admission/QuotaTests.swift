import Testing
import Values

/// The words are those of quota admission in Kubernetes 1.36.
@Suite struct QuotaTests {
  private func quota(_ hard: String, used: String = "{}", spec more: String = "") -> String {
    """
    apiVersion: v1
    kind: ResourceQuota
    metadata: {name: q, namespace: shop}
    spec: {hard: \(hard)\(more)}
    status: {hard: \(hard), used: \(used)}
    """
  }

  private func stream(_ documents: String...) -> String {
    documents.joined(separator: "\n---\n")
  }

  private func refusal(_ quota: String, _ object: String) -> String? {
    LimitedCluster(live: quota, head: object).verdicts()["app"]
  }

  private func claim(_ name: String, _ size: String, storageClass: String = "fast") -> String {
    """
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: \(name), namespace: shop}
    spec:
      storageClassName: \(storageClass)
      accessModes: [ReadWriteOnce]
      resources: {requests: {storage: \(size)}}
    """
  }

  private func service(_ type: String, _ more: String = "") -> String {
    """
    apiVersion: v1
    kind: Service
    metadata: {name: app, namespace: shop}
    spec:
      type: \(type)
      ports: [{name: a, port: 80}, {name: b, port: 81}]
      \(more)
    """
  }

  @Test func aPodTooManyIsRefused() {
    #expect(
      refusal(quota("{pods: '2'}", used: "{pods: '2'}"), limitedPod("app", "{}"))
        == "Forbidden: pods \"app\" is forbidden: exceeded quota: q, requested: pods=1, "
        + "used: pods=2, limited: pods=2")
    #expect(
      refusal(quota("{pods: '3'}", used: "{pods: '2'}"), limitedPod("app", "{}")) == "ok")
  }

  @Test func allThatIsExceededIsSaid() {
    let hard = "{limits.memory: 2Gi, requests.cpu: '1', pods: '5'}"
    let used = "{limits.memory: 1536Mi, requests.cpu: 800m, pods: '1'}"
    #expect(
      refusal(
        quota(hard, used: used),
        limitedPod("app", "{requests: {cpu: 300m}, limits: {cpu: '1', memory: 1Gi}}"))
        == "Forbidden: pods \"app\" is forbidden: exceeded quota: q, requested: "
        + "limits.memory=1Gi,requests.cpu=300m, used: limits.memory=1536Mi,requests.cpu=800m, "
        + "limited: limits.memory=2Gi,requests.cpu=1")
  }

  @Test func processorAndMemoryMustBeSpecified() {
    let hard = "{limits.cpu: '4', requests.memory: 4Gi, requests.ephemeral-storage: 1Gi}"
    #expect(
      refusal(quota(hard), limitedPod("app", "{}"))
        == "Forbidden: pods \"app\" is forbidden: failed quota: q: must specify limits.cpu for: "
        + "app; requests.memory for: app")
    // Amounts of the whole pod do as well.
    #expect(
      refusal(
        quota(hard),
        limitedPod("app", "{}", ", resources: {limits: {cpu: '1'}, requests: {memory: 1Gi}}"))
        == "ok")
  }

  @Test func whatTheChangeBringsAddsUp() {
    let pods = (1...3).map { limitedPod("app\($0)", "{}") }.joined(separator: "\n---\n")
    let verdicts = LimitedCluster(
      live: quota("{pods: '4'}", used: "{pods: '2'}"), head: pods
    ).verdicts()
    #expect(verdicts["app1"] == "ok")
    #expect(verdicts["app2"] == "ok")
    #expect(
      verdicts["app3"]?.hasSuffix("requested: pods=1, used: pods=4, limited: pods=4") == true)
  }

  @Test(arguments: [
    ("configmaps", "v1", "ConfigMap", "configmaps"),
    ("count/secrets", "v1", "Secret", "secrets"),
    ("count/deployments.apps", "apps/v1", "Deployment", "deployments.apps"),
    ("services", "v1", "Service", "services"),
  ])
  func objectsAreCounted(name: String, apiVersion: String, kind: String, plural: String) {
    let object =
      kind == "Deployment"
      ? limitedDeployment("app", "{}")
      : """
      apiVersion: \(apiVersion)
      kind: \(kind)
      metadata: {name: app, namespace: shop}
      \(kind == "Service" ? "spec: {ports: [{port: 80}]}" : "")
      """
    #expect(
      refusal(quota("{\(name): '1'}", used: "{\(name): '1'}"), object)
        == "Forbidden: \(plural) \"app\" is forbidden: exceeded quota: q, requested: \(name)=1, "
        + "used: \(name)=1, limited: \(name)=1")
  }

  @Test func aServiceTakesPortsOfNodes() {
    let ports = quota("{services.nodeports: '1'}")
    #expect(refusal(ports, service("ClusterIP")) == "ok")
    #expect(refusal(ports, service("NodePort"))?.contains("services.nodeports=2") == true)
    #expect(refusal(ports, service("LoadBalancer"))?.contains("services.nodeports=2") == true)
    #expect(
      refusal(ports, service("LoadBalancer", "allocateLoadBalancerNodePorts: false")) == "ok")
    let balancers = quota("{services.loadbalancers: '0'}")
    #expect(
      refusal(balancers, service("LoadBalancer"))
        == "Forbidden: services \"app\" is forbidden: exceeded quota: q, requested: "
        + "services.loadbalancers=1, used: services.loadbalancers=0, limited: "
        + "services.loadbalancers=0")
  }

  @Test func anUpdateTakesOnlyWhatIsMore() {
    let old = service("ClusterIP", "clusterIP: 10.0.0.1")
    func verdict(_ hard: String, _ used: String) -> String? {
      LimitedCluster(
        live: stream(quota(hard, used: used), old), base: service("ClusterIP"),
        head: service("NodePort")
      ).verdicts()["app"]
    }
    #expect(verdict("{services: '1'}", "{services: '1'}") == "ok")
    #expect(
      verdict("{services.nodeports: '1'}", "{services.nodeports: '0'}")?
        .contains("requested: services.nodeports=2, used: services.nodeports=0") == true)
  }

  @Test func storageIsCountedByItsClass() {
    let hard = "{fast.storageclass.storage.k8s.io/requests.storage: 10Gi, requests.storage: 1Ti}"
    #expect(
      refusal(quota(hard), claim("app", "20Gi"))
        == "Forbidden: persistentvolumeclaims \"app\" is forbidden: exceeded quota: q, requested: "
        + "fast.storageclass.storage.k8s.io/requests.storage=20Gi, used: "
        + "fast.storageclass.storage.k8s.io/requests.storage=0, limited: "
        + "fast.storageclass.storage.k8s.io/requests.storage=10Gi")
    #expect(refusal(quota(hard), claim("app", "20Gi", storageClass: "slow")) == "ok")
  }

  @Test(arguments: [
    (", scopes: [BestEffort]", "{}", "", true),
    (", scopes: [BestEffort]", "{requests: {cpu: 1m}}", "", false),
    (", scopes: [NotBestEffort]", "{requests: {cpu: 1m}}", "", true),
    (", scopes: [Terminating]", "{}", ", activeDeadlineSeconds: 10", true),
    (", scopes: [Terminating]", "{}", "", false),
    (", scopes: [NotTerminating]", "{}", "", true),
    (
      ", scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, "
        + "values: [high]}]}",
      "{}", ", priorityClassName: high", true
    ),
    (
      ", scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, "
        + "values: [high]}]}",
      "{}", ", priorityClassName: low", false
    ),
    (
      ", scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: NotIn, "
        + "values: [high]}]}",
      "{}", "", true
    ),
  ])
  func scopesChooseThePods(scope: String, resources: String, more: String, isChosen: Bool) {
    let refusal = refusal(
      quota("{pods: '0'}", spec: scope), limitedPod("app", resources, more))
    #expect((refusal != "ok") == isChosen)
  }

  @Test func quotasWithScopesDoNotCountServices() {
    #expect(
      refusal(quota("{services: '0'}", spec: ", scopes: [NotTerminating]"), service("ClusterIP"))
        == "ok")
  }

  @Test func devicesAreCountedByTheirClass() {
    let claim = """
      apiVersion: resource.k8s.io/v1
      kind: ResourceClaim
      metadata: {name: app, namespace: shop}
      spec:
        devices:
          requests:
            - {name: a, exactly: {deviceClassName: gpu, allocationMode: ExactCount, count: 2}}
            - name: b
              firstAvailable:
                - {name: c, deviceClassName: gpu, allocationMode: ExactCount, count: 3}
                - {name: d, deviceClassName: gpu, allocationMode: ExactCount, count: 1}
      """
    #expect(
      refusal(quota("{gpu.deviceclass.resource.k8s.io/devices: '4'}"), claim)
        == "Forbidden: resourceclaims.resource.k8s.io \"app\" is forbidden: exceeded quota: q, "
        + "requested: gpu.deviceclass.resource.k8s.io/devices=5, used: "
        + "gpu.deviceclass.resource.k8s.io/devices=0, limited: "
        + "gpu.deviceclass.resource.k8s.io/devices=4")
  }

  @Test func aQuotaOfTheChangeCounts() {
    #expect(
      LimitedCluster(head: stream(quota("{pods: '0'}"), limitedPod("app", "{}")))
        .verdicts()["app"]?.hasPrefix("Forbidden") == true)
    let old = quota("{pods: '0'}")
    #expect(
      LimitedCluster(
        live: old, base: old, head: stream(quota("{pods: '1'}"), limitedPod("app", "{}"))
      ).verdicts()["app"] == "ok")
    #expect(
      LimitedCluster(live: old, base: old, head: limitedPod("app", "{}")).verdicts()["app"]
        == "ok")
  }

  @Test func whatIsNotCoveredIsNotClaimed() {
    let cluster = LimitedCluster(
      live: quota("{limits.cpu: '1'}"),
      head: stream(limitedPod("app", "{}"), limitedDeployment("web", "{}")),
      uncovered: ["LimitRange"])
    #expect(cluster.verdicts()["app"] == "ok")
    #expect(cluster.effects()["web"]?.first?.hasSuffix("fills it in)") == true)
    #expect(
      LimitedCluster(head: limitedPod("app", "{}"), uncovered: ["LimitRange", "ResourceQuota"])
        .verdicts() == ["app": "ok"])
  }
}
