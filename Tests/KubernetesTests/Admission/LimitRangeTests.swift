import Testing
import Values

/// The words are those of LimitRanger in Kubernetes 1.36.
@Suite struct LimitRangeTests {
  private func range(_ limits: String) -> String {
    """
    apiVersion: v1
    kind: LimitRange
    metadata: {name: limits, namespace: shop}
    spec: {limits: [\(limits)]}
    """
  }

  private func refusal(_ limits: String, _ object: String) -> String? {
    LimitedCluster(live: range(limits), head: object).verdicts()["app"]
  }

  @Test func containersGetWhatTheyLack() throws {
    let cluster = LimitedCluster(
      live: range(
        "{type: Container, default: {cpu: 500m, memory: 1Gi}, "
          + "defaultRequest: {cpu: 100m, memory: 64Mi}}"),
      head: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app, namespace: shop}
        spec:
          initContainers: [{name: setup, image: "app:1"}]
          containers: [{name: app, image: "app:1", resources: {limits: {cpu: "1"}}}]
        """)
    let pod = try cluster.prediction(of: "app")
    let resources = pod["spec", "containers"]?[0]?["resources"]
    #expect(resources?["limits"]?["cpu"]?.text == "1")
    #expect(resources?["requests"]?["cpu"]?.text == "1")
    #expect(resources?["limits"]?["memory"]?.text == "1Gi")
    #expect(resources?["requests"]?["memory"]?.text == "64Mi")
    #expect(
      pod["spec", "initContainers"]?[0]?["resources"]?["requests"]?["cpu"]?.text == "100m")
    #expect(
      pod["metadata", "annotations", "kubernetes.io/limit-ranger"]?.text
        == "LimitRanger plugin set: memory request for container app; memory limit for container "
        + "app; cpu, memory request for init container setup; cpu, memory limit for init "
        + "container setup")
  }

  @Test func eachRangeFillsInWhatThoseBeforeItLeft() throws {
    func named(_ name: String, _ limits: String) -> String {
      range(limits).replacing("name: limits", with: "name: \(name)")
    }
    let cluster = LimitedCluster(
      live: [
        named("a", "{type: Container, default: {cpu: 1}}"),
        named("b", "{type: Container, default: {cpu: 2, memory: 1Gi}}"),
        named("c", "{type: Container, default: {cpu: 3}}"),
      ].joined(separator: "\n---\n"), head: limitedPod("app", "{}"))
    let pod = try cluster.prediction(of: "app")
    let limits = pod["spec", "containers"]?[0]?["resources", "limits"]
    #expect(limits?["cpu"]?.text == "1")
    #expect(limits?["memory"]?.text == "1Gi")
    // Each notes what it did in the place of the one before.
    #expect(
      pod["metadata", "annotations", "kubernetes.io/limit-ranger"]?.text
        == "LimitRanger plugin set: memory request for container app; memory limit for container "
        + "app")
  }

  @Test func whatALimitLacksFollowsFromTheRest() throws {
    // A manifest that arrives with the pod is defaulted before it counts.
    let cluster = LimitedCluster(
      head: range("{type: Container, max: {cpu: '2'}}") + "\n---\n" + limitedPod("app", "{}"))
    let resources = try cluster.prediction(of: "app")["spec", "containers"]?[0]?["resources"]
    #expect(resources?["limits"]?["cpu"]?.text == "2")
    #expect(resources?["requests"]?["cpu"]?.text == "2")
  }

  @Test func defaultsAreValidatedLikeWhatWasWritten() {
    let refusal = refusal(
      "{type: Container, default: {cpu: 200m}}",
      limitedPod("app", "{requests: {cpu: 500m}}"))
    #expect(
      refusal
        == "FieldValueInvalid: Invalid value: \"500m\": must be less than or equal to cpu limit of "
        + "200m")
  }

  @Test(arguments: [
    (
      "{type: Container, max: {cpu: '1'}}", "{limits: {cpu: '2'}}",
      "maximum cpu usage per Container is 1, but limit is 2"
    ),
    (
      "{type: Container, min: {memory: 64Mi}}", "{requests: {memory: 32Mi}}",
      "minimum memory usage per Container is 64Mi, but request is 32Mi"
    ),
    (
      "{type: Container, maxLimitRequestRatio: {cpu: '2'}}",
      "{requests: {cpu: 300m}, limits: {cpu: '1'}}",
      "cpu max limit to request ratio per Container is 2, but provided ratio is 3.333333"
    ),
    (
      "{type: Container, maxLimitRequestRatio: {memory: '2'}}", "{}",
      "memory max limit to request ratio per Container is 2, but no request is specified or "
        + "request is 0"
    ),
    (
      "{type: Pod, max: {memory: 1Gi}}", "{}",
      "maximum memory usage per Pod is 1Gi.  No limit is specified"
    ),
    (
      "{type: Pod, max: {cpu: '1', memory: 1Gi}}", "{limits: {cpu: '2', memory: 2Gi}}",
      "[maximum cpu usage per Pod is 1, but limit is 2, maximum memory usage per Pod is 1Gi, but "
        + "limit is 2Gi]"
    ),
  ])
  func aPodOutOfBoundsIsRefused(limits: String, resources: String, words: String) {
    #expect(
      refusal(limits, limitedPod("app", resources))
        == "Forbidden: pods \"app\" is forbidden: \(words)")
  }

  @Test func theAmountsOfAWholePodStandForItsContainers() {
    let limits = "{type: Pod, max: {cpu: '1'}}"
    let pod = limitedPod(
      "app", "{limits: {cpu: 500m}}", ", resources: {requests: {cpu: '1'}, limits: {cpu: '2'}}")
    #expect(
      refusal(limits, pod)
        == "Forbidden: pods \"app\" is forbidden: maximum cpu usage per Pod is 1, but limit is 2")
  }

  @Test(arguments: [("500Gi", "maximum", "100Gi"), ("1Mi", "minimum", "1Gi")])
  func aClaimOutOfBoundsIsRefused(size: String, word: String, bound: String) {
    let claim = """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: app, namespace: shop}
      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: \(size)}}}
      """
    #expect(
      refusal(
        "{type: PersistentVolumeClaim, min: {storage: 1Gi}, max: {storage: 100Gi}}", claim)
        == "Forbidden: persistentvolumeclaims \"app\" is forbidden: \(word) storage usage per "
        + "PersistentVolumeClaim is \(bound), but request is \(size)")
  }

  @Test func aWorkloadIsTakenButItsPodsAreNot() {
    let cluster = LimitedCluster(
      live: range("{type: Container, max: {cpu: '1'}}"),
      head: limitedDeployment("web", "{limits: {cpu: '2'}}"))
    #expect(cluster.verdicts() == ["web": "ok"])
    #expect(
      cluster.effects() == [
        "web": [
          "its pods would be refused: maximum cpu usage per Container is 1, but limit is 2"
        ]
      ])
  }

  @Test func podsOfWorkloadsGetDefaultsToo() {
    let fine = LimitedCluster(
      live: range("{type: Container, max: {cpu: '1'}}"), head: limitedDeployment("web", "{}"))
    #expect(fine.effects().isEmpty)
    let refused = LimitedCluster(
      live: range("{type: Container, default: {cpu: 200m}}"),
      head: limitedDeployment("web", "{requests: {cpu: 500m}}"))
    #expect(
      refused.effects() == [
        "web": [
          "its pods would be refused: spec.containers[0].resources.requests: Invalid value: "
            + "\"500m\": must be less than or equal to cpu limit of 200m"
        ]
      ])
  }

  @Test func podsThatStayAreNotJudged() {
    let base = limitedDeployment("web", "{limits: {cpu: '2'}}")
    let cluster = LimitedCluster(
      live: range("{type: Container, max: {cpu: '1'}}") + "\n---\n" + base, base: base,
      head: base.replacing("name: web, namespace", with: "name: web, labels: {a: b}, namespace"))
    #expect(cluster.effects().isEmpty)
  }

  @Test func rangesOfTheChangeCount() {
    let old = range("{type: Container, max: {cpu: '1'}}")
    let web = limitedDeployment("web", "{limits: {cpu: '2'}}")
    let raised = LimitedCluster(
      live: old, base: old,
      head: range("{type: Container, max: {cpu: '4'}}") + "\n---\n" + web)
    #expect(raised.effects().isEmpty)
    #expect(LimitedCluster(live: old, base: old, head: web).effects().isEmpty)
    #expect(LimitedCluster(head: old + "\n---\n" + web).effects().count == 1)
  }

  @Test func whatAnotherRangeMayFillInIsNotRefused() {
    let limits = range("{type: Pod, max: {memory: 1Gi}}")
    let cluster = LimitedCluster(
      head: limits + "\n---\n" + limitedPod("app", "{}") + "\n---\n"
        + limitedDeployment("web", "{}"),
      uncovered: ["LimitRange"])
    #expect(cluster.verdicts()["app"] == "ok")
    #expect(
      cluster.effects() == [
        "web": [
          "its pods would be refused: maximum memory usage per Pod is 1Gi.  No limit is specified "
            + "(unless a LimitRange that the live state does not show fills it in)"
        ]
      ])
    let large = LimitedCluster(
      head: limits + "\n---\n" + limitedPod("app", "{limits: {memory: 2Gi}}"),
      uncovered: ["LimitRange"])
    #expect(large.verdicts()["app"]?.hasPrefix("Forbidden: ") == true)
  }
}
