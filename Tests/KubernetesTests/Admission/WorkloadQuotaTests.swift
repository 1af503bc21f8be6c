import Testing
import Values

/// Workloads are taken whatever the quotas say; it is their pods that are not made.
@Suite struct WorkloadQuotaTests {
  private func quota(_ hard: String, used: String = "{}") -> String {
    """
    apiVersion: v1
    kind: ResourceQuota
    metadata: {name: q, namespace: shop}
    spec: {hard: \(hard)}
    status: {hard: \(hard), used: \(used)}
    """
  }

  private func stream(_ documents: String...) -> String {
    documents.joined(separator: "\n---\n")
  }

  private let half = "{requests: {cpu: 500m}}"

  @Test func thePodsThatDoNotFitAreCounted() {
    let cluster = LimitedCluster(
      live: quota("{requests.cpu: '2'}", used: "{requests.cpu: '1'}"),
      head: limitedDeployment("web", replicas: 5, half))
    #expect(cluster.verdicts() == ["web": "ok"])
    #expect(
      cluster.effects() == [
        "web": [
          "3 of its 5 pods would be refused: exceeded quota: q, requested: requests.cpu=500m, "
            + "used: requests.cpu=2, limited: requests.cpu=2"
        ]
      ])
  }

  @Test func replicasBeyondAllCountingAreNoTrouble() {
    let effects = LimitedCluster(
      live: quota("{pods: '7'}"), head: limitedDeployment("web", replicas: 2_147_483_647, "{}")
    ).effects()
    #expect(effects["web"]?.first?.hasPrefix("2147483640 of its 2147483647 pods") == true)
  }

  @Test func workloadsOfAChangeAddUp() {
    let effects = LimitedCluster(
      live: quota("{pods: '3'}"),
      head: stream(
        limitedDeployment("a", replicas: 2, "{}"), limitedDeployment("b", replicas: 2, "{}"),
        limitedPod("c", "{}"))
    ).effects()
    #expect(effects.keys.sorted() == ["b"])
    #expect(effects["b"]?.first?.hasPrefix("its pods would be refused") == true)
  }

  @Test func whatAWorkloadHasAlreadyIsNotCountedTwice() {
    let old = limitedDeployment("web", replicas: 2, half, status: "{replicas: 2}")
    let live = quota("{requests.cpu: 2500m}", used: "{requests.cpu: '1'}")
    func effects(_ replicas: Int, _ resources: String) -> [String] {
      LimitedCluster(
        live: stream(live, old), base: limitedDeployment("web", replicas: 2, half),
        head: limitedDeployment("web", replicas: replicas, resources)
      ).effects()["web"] ?? []
    }
    #expect(effects(4, half).isEmpty)
    #expect(effects(2, "{requests: {cpu: '1'}}").isEmpty)
    #expect(effects(6, half).first?.hasPrefix("1 of its 6 pods") == true)
    #expect(effects(1, half).isEmpty)
  }

  @Test func aBaseThatTheServerRefusesHoldsNothing() {
    let limit =
      "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q, namespace: shop}\n"
      + "spec: {hard: {requests.cpu: 5}}"
    for (replicas, amount) in [
      (1, "-9"), (4_611_686_018_427_387_904, "-36893488147419103232"),
    ] {
      let effects = LimitedCluster(
        base: limitedDeployment("web", replicas: replicas, "{requests: {cpu: '\(amount)'}}"),
        head: stream(limit, limitedDeployment("web", "{requests: {cpu: 1}}")),
        uncovered: ["Deployment"]
      ).effects()
      #expect(effects.isEmpty)
    }
  }

  @Test func whatGoesMakesRoom() {
    let old = limitedDeployment("old", replicas: 2, "{}", status: "{replicas: 2}")
    let effects = LimitedCluster(
      live: stream(quota("{pods: '2'}", used: "{pods: '2'}"), old), base: old,
      head: limitedDeployment("web", replicas: 2, "{}")
    ).effects()
    #expect(effects.isEmpty)
  }

  @Test func podsThatCannotBeReplacedGoOnTakingRoom() {
    let range = """
      apiVersion: v1
      kind: LimitRange
      metadata: {name: limits, namespace: shop}
      spec: {limits: [{type: Container, max: {cpu: 1}}]}
      """
    let old = limitedDeployment("a", replicas: 2, "{limits: {cpu: 1}}", status: "{replicas: 2}")
    let effects = LimitedCluster(
      live: stream(range, quota("{pods: '2'}", used: "{pods: '2'}"), old),
      base: limitedDeployment("a", replicas: 2, "{limits: {cpu: 1}}"),
      head: stream(
        limitedDeployment("a", replicas: 2, "{limits: {cpu: 2}}"), limitedDeployment("b", "{}"))
    ).effects()
    #expect(
      effects["a"] == [
        "its pods would be refused: maximum cpu usage per Container is 1, but limit is 2"
      ])
    #expect(effects["b"]?.first?.hasPrefix("its pods would be refused: exceeded quota") == true)
  }

  @Test func aRolloutNeedsRoomForOnePodMore() {
    func effects(_ strategy: String) -> [String] {
      let old = limitedDeployment(
        "web", replicas: 2, "{}", spec: strategy, status: "{replicas: 2}")
      return LimitedCluster(
        live: stream(quota("{pods: '2'}", used: "{pods: '2'}"), old),
        base: limitedDeployment("web", replicas: 2, "{}", spec: strategy),
        head: limitedDeployment("web", replicas: 2, image: "app:2", "{}", spec: strategy)
      ).effects()["web"] ?? []
    }
    #expect(
      effects("strategy: {rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}}") == [
        "its rollout would stand still, since it makes a new pod before an old one goes: exceeded "
          + "quota: q, requested: pods=1, used: pods=2, limited: pods=2"
      ])
    #expect(effects("strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 1}}").isEmpty)
    #expect(effects("strategy: {type: Recreate}").isEmpty)
  }

  @Test func podsMustSpecifyWhatAQuotaLimits() {
    let effects = LimitedCluster(
      live: quota("{limits.cpu: '4'}"), head: limitedDeployment("web", "{}")
    ).effects()
    #expect(
      effects == [
        "web": ["its pods would be refused: failed quota: q: must specify limits.cpu for: app"]
      ])
  }

  @Test func aJobHasItsPodsAtATime() {
    func effects(_ spec: String) -> [String] {
      LimitedCluster(
        live: quota("{pods: '2'}"),
        head: """
          apiVersion: batch/v1
          kind: Job
          metadata: {name: web, namespace: shop}
          spec:
            template: {spec: {restartPolicy: Never, containers: [{name: app, image: "app:1"}]}}
            \(spec)
          """
      ).effects()["web"] ?? []
    }
    #expect(effects("completions: 9").isEmpty)
    #expect(effects("parallelism: 3").first?.hasPrefix("1 of its 3 pods") == true)
    #expect(effects("parallelism: 3\n  suspend: true").isEmpty)
  }

  @Test func claimsOfAStatefulSetCount() {
    let effects = LimitedCluster(
      live: quota("{requests.storage: 10Gi}"),
      head: """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: web, namespace: shop}
        spec:
          replicas: 3
          serviceName: web
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: app, image: "app:1"}]}
          volumeClaimTemplates:
            - metadata: {name: data}
              spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 4Gi}}}
        """
    ).effects()
    #expect(
      effects == [
        "web": [
          "claims of its template 'data' would be refused: exceeded quota: q, requested: "
            + "requests.storage=4Gi, used: requests.storage=8Gi, limited: requests.storage=10Gi"
        ]
      ])
  }
}
