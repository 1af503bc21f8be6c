import Testing
import Values

@testable import Kubernetes

/// What the server lets pass in an update since the stored pod or template has it already.
struct StoredPodTests {
  private static func deployment(_ pod: String, annotations: String = "{}") -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}, annotations: \(annotations)}
        spec: {\(pod)}
    """
  }

  private static let app = "containers: [{name: app, image: a}]"

  /// Pods that a creation refuses and that may stay.
  @Test(arguments: [
    "containers: [{name: app, image: a, resources: {limits: {cpu: 1, hugepages-2Mi: 3Mi}}}]",
    "\(app), overhead: {cpu: 1, hugepages-2Mi: 3Mi}",
    """
    \(app), volumes: [{name: v, projected: {sources: [{serviceAccountToken: {path: ../t}}]}}]
    """,
    """
    \(app), hostNetwork: true, securityContext: {sysctls: [{name: net.ipv4.ip_forward, value: '1'}]}
    """,
    """
    \(app), hostIPC: true, securityContext: {sysctls: [{name: kernel.shmmax, value: '1'}]}
    """,
    """
    \(app), initContainers: [{name: i, image: a,
      resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]}]
    """,
    """
    \(app), topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone,
      whenUnsatisfiable: DoNotSchedule, matchLabelKeys: [a],
      labelSelector: {matchExpressions: [{key: a, operator: In, values: ['a b']}]}}]
    """,
  ])
  func `a pod that was valid once`(pod: String) throws {
    #expect(try Answers.create(Self.deployment(pod)) != [])
    #expect(try Answers.update(Self.deployment(pod), to: Self.deployment(pod)) == [])
    #expect(try Answers.update(Self.deployment(Self.app), to: Self.deployment(pod)) != [])
  }

  @Test func `a cost of deletion that is none`() throws {
    let bad = "{controller.kubernetes.io/pod-deletion-cost: many}"
    let worse = "{controller.kubernetes.io/pod-deletion-cost: more}"
    let causes = ["Invalid spec.template.annotations[controller.kubernetes.io/pod-deletion-cost]"]
    let old = Self.deployment(Self.app, annotations: bad)
    #expect(try Answers.create(old) == causes)
    #expect(try Answers.update(old, to: Self.deployment(Self.app, annotations: worse)) == [])
    #expect(try Answers.update(Self.deployment(Self.app), to: old) == causes)
  }

  @Test func `a key in a selector that was refused is held to the rule of its time`() throws {
    func spread(_ key: String) -> String {
      """
      \(Self.app), topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone,
        whenUnsatisfiable: DoNotSchedule, matchLabelKeys: [\(key)],
        labelSelector: {matchLabels: {a: b}, matchExpressions: [{key: a, operator: Exists}]}}]
      """
    }
    let place = "spec.template.spec.topologySpreadConstraints[0]"
    let old = Self.deployment(spread("a"))
    #expect(try Answers.create(old) == ["Invalid \(place)[0]"])
    #expect(try Answers.update(old, to: old) == ["Invalid \(place).matchLabelKeys[0]"])
    #expect(try Answers.update(old, to: Self.deployment(spread("c"))) == [])
  }

  // MARK: - A pod that runs or waits

  private static func pod(_ spec: String, annotations: String = "{}") -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop, annotations: \(annotations)}
    spec: {serviceAccountName: default, \(spec)}
    """
  }

  @Test(arguments: [
    ("{}", "{}", []),
    ("{a: b}", "{a: c}", []),
    (
      "{kubernetes.io/config.mirror: a}", "{kubernetes.io/config.mirror: b}",
      ["Forbidden metadata.annotations[kubernetes.io/config.mirror]"]
    ),
    ("{kubernetes.io/config.mirror: a}", "{kubernetes.io/config.mirror: a}", []),
    (
      "{kubernetes.io/config.mirror: a}", "{}",
      ["Forbidden metadata.annotations[kubernetes.io/config.mirror]"]
    ),
    (
      "{}", "{container.apparmor.security.beta.kubernetes.io/app: unconfined}",
      ["Forbidden metadata.annotations[container.apparmor.security.beta.kubernetes.io/app]"]
    ),
  ])
  func `annotations that a running pod keeps`(
    old: String, new: String, causes: [String]
  ) throws {
    let spec = "nodeName: node, \(Self.app)"
    #expect(
      try Answers.update(
        Self.pod(spec, annotations: old), to: Self.pod(spec, annotations: new)) == causes)
  }

  private static func gated(_ terms: String) -> String {
    let affinity = "requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: \(terms)}"
    return pod("schedulingGates: [{name: g}], \(app), affinity: {nodeAffinity: {\(affinity)}}")
  }

  private static let terms =
    "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms"

  @Test(arguments: [
    ("[{matchExpressions: [{key: a, operator: Exists}]}]", []),
    ("[{matchExpressions: [{key: a, operator: Exists}, {key: b, operator: Exists}]}]", []),
    ("[{matchExpressions: [{key: b, operator: Exists}]}]", ["Invalid \(terms)[0]"]),
    ("[{matchFields: [{key: metadata.name, operator: In, values: [a]}]}]", ["Invalid \(terms)[0]"]),
    (
      "[{matchExpressions: [{key: a, operator: Exists}]}, {matchExpressions: [{key: b, operator: Exists}]}]",
      ["Invalid \(terms)"]
    ),
  ])
  func `a pod that waits can only be narrowed`(terms: String, causes: [String]) throws {
    let old = Self.gated("[{matchExpressions: [{key: a, operator: Exists}]}]")
    #expect(try Answers.update(old, to: Self.gated(terms)) == causes)
  }

  @Test func `a pod that waits without terms can be told where to run`() throws {
    let old = Self.pod("schedulingGates: [{name: g}], \(Self.app)")
    let new = Self.gated("[{matchExpressions: [{key: a, operator: Exists}]}]")
    #expect(try Answers.update(old, to: new) == [])
  }
}
