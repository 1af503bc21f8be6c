import Documents
import Kubernetes
import Resources
import Simulation
import Testing
import Values

/// Base, head and live state in different versions of one kind.
@Suite struct VersionTests {
  private struct Cluster: LiveView {
    struct Refusal: Error {}

    var objects: [ResourceIdentity: Document]

    func object(_ identity: ResourceIdentity) -> Lookup<Document> {
      objects[identity].map(Lookup.found) ?? .absent
    }

    func objects(_ query: LiveQuery) -> Lookup<[ResourceIdentity]> { .found([]) }
  }

  private func resource(_ text: String) throws -> Resource {
    let document = try #require(YAML.read(text, from: Source(path: "a.yaml")).documents.first)
    return try #require(Resource(document) { _, _, namespace in namespace })
  }

  private func plan(
    base: String, head: String, live: String?, definition: String? = nil
  ) throws -> ChangePlan {
    let (base, head) = (try resource(base), try resource(head))
    let settings = Operator(.argocd)
    let definitions = try definition.map { [try resource($0).document] } ?? []
    func target(_ view: any LiveView) -> any Target {
      KubernetesPlatform().target(
        TargetDescription(
          operator: settings, live: view, base: [base], head: [head], definitions: definitions))
    }
    var view: any LiveView = NoLiveView()
    if let live = try live.map(resource) {
      let made = target(view).predict(
        ApplyRequest(identity: live.identity, base: nil, head: live.document, live: .absent))
      guard case .accepted(let object, _) = made else { throw Cluster.Refusal() }
      view = Cluster(objects: [live.identity: object])
    }
    let target = target(view)
    return simulate(
      SimulationInput(
        environment: "prod", base: [base], head: [head], live: view, hasSnapshot: live != nil,
        operator: settings, target: target))
  }

  private func paths(_ change: Change) -> [String] { change.fields.map(\.path.description) }

  // MARK: - Autoscalers

  private func autoscaler(_ version: String, maximum: Int, usage: Int = 70) -> String {
    let metrics =
      version == "v1"
      ? "targetCPUUtilizationPercentage: \(usage)"
      : """
      metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: \(usage)}}}]
      """
    return """
      apiVersion: autoscaling/\(version)
      kind: HorizontalPodAutoscaler
      metadata: {name: web, namespace: shop}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
        minReplicas: 1
        maxReplicas: \(maximum)
        \(metrics)
      """
  }

  @Test(arguments: ["v1", "v2"], ["v1", "v2"])
  func `a version alone changes nothing`(from: String, to: String) throws {
    for live in [nil, "v1", "v2"] as [String?] {
      let result = try plan(
        base: autoscaler(from, maximum: 3), head: autoscaler(to, maximum: 3),
        live: live.map { autoscaler($0, maximum: 3) })
      #expect(result.incomplete.isEmpty)
      for change in result.changes {
        #expect(change.action == .unchanged, "\(live ?? "none"): \(paths(change))")
      }
    }
  }

  @Test(arguments: ["v1", "v2"], ["v1", "v2"])
  func `all states are told in the version of the head`(from: String, to: String) throws {
    for live in ["v1", "v2"] {
      let result = try plan(
        base: autoscaler(from, maximum: 3), head: autoscaler(to, maximum: 4),
        live: autoscaler(live, maximum: 3, usage: 50))
      let change = try #require(result.changes.first)
      #expect(change.action == .update)
      let usage =
        to == "v1"
        ? "spec.targetCPUUtilizationPercentage"
        : "spec.metrics[0].resource.target.averageUtilization"
      #expect(Set(paths(change)) == ["spec.maxReplicas", usage])
      #expect(change.fields.first { $0.path.description == usage }?.cause == .overwritesDrift)
      for state in [change.base, change.live, change.baseline, change.predicted] {
        #expect(state?.root["apiVersion"]?.text == "autoscaling/\(to)")
      }
    }
  }

  @Test func `a base in a version that is gone is compared all the same`() throws {
    func budget(_ version: String, _ minimum: Int) -> String {
      """
      apiVersion: policy/\(version)
      kind: PodDisruptionBudget
      metadata: {name: web, namespace: shop}
      spec: {minAvailable: \(minimum), selector: {matchLabels: {app: web}}}
      """
    }
    for live in [nil, budget("v1", 1)] {
      let result = try plan(base: budget("v1beta1", 1), head: budget("v1", 2), live: live)
      let change = try #require(result.changes.first)
      #expect(paths(change) == ["spec.minAvailable"])
      #expect(change.fields.map(\.cause) == [.change])
      #expect(change.baseline != nil)
      #expect(result.incomplete.isEmpty)
    }
  }

  @Test func `a base in a version with other fields that is gone is one gap`() throws {
    func ingress(_ version: String, _ backend: String) -> String {
      """
      apiVersion: networking.k8s.io/\(version)
      kind: Ingress
      metadata: {name: web, namespace: shop}
      spec: \(backend)
      """
    }
    let old = "{backend: {serviceName: web, servicePort: 80}}"
    let new = "{defaultBackend: {service: {name: web, port: {number: 80}}}}"
    let result = try plan(base: ingress("v1beta1", old), head: ingress("v1", new), live: nil)
    #expect(result.incomplete.count == 1)
    let beside = try plan(
      base: ingress("v1beta1", old), head: ingress("v1", new), live: ingress("v1", new))
    #expect(beside.incomplete.count == 1)
    #expect(beside.changes.map(\.action) == [.unchanged])
  }

  // MARK: - Webhooks

  private let definition = """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: widgets.example.org}
    spec:
      group: example.org
      names: {kind: Widget, plural: widgets}
      scope: Namespaced
      conversion: {strategy: Webhook, webhook: {conversionReviewVersions: [v1]}}
      versions:
      - name: v1
        served: true
        storage: true
        schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
      - name: v1beta1
        served: true
        storage: false
        schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
    """

  private func widget(_ version: String, _ spec: String) -> String {
    """
    {apiVersion: example.org/\(version), kind: Widget, metadata: {name: a, namespace: shop},
     spec: \(spec)}
    """
  }

  @Test func `what a webhook would make of the live object is unknown`() throws {
    for live in [nil, widget("v1beta1", "{old: 1}")] {
      let result = try plan(
        base: widget("v1beta1", "{old: 1}"), head: widget("v1", "{new: 1}"), live: live,
        definition: definition)
      let change = try #require(result.changes.first)
      #expect(change.action == .update)
      #expect(paths(change) == ["apiVersion", "spec.new", "spec.old"])
      #expect(change.hasForeignBase)
      #expect(change.hasForeignLive == (live != nil))
      #expect(result.incomplete.count == 1)
    }
  }

  @Test func `what a webhook would make of the base is unknown`() throws {
    let result = try plan(
      base: widget("v1beta1", "{old: 1}"), head: widget("v1", "{new: 2}"),
      live: widget("v1", "{new: 1}"), definition: definition)
    let change = try #require(result.changes.first)
    #expect(paths(change) == ["spec.new"])
    #expect(change.fields.map(\.cause) == [.change])
    #expect(change.baseline == nil)
    #expect(change.hasForeignBase)
    #expect(!change.hasForeignLive)
    #expect(result.incomplete.count == 1)
  }
}
