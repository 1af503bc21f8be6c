import Documents
import Kubernetes
import Resources
import Simulation
import Testing
import Values

/// The rules of attribution, on Kubernetes as the one platform there is.
@Suite struct SimulationTests {
  /// Objects that are there; all others are known not to be.
  private struct Cluster: LiveView {
    var objects: [ResourceIdentity: Document]

    func object(_ identity: ResourceIdentity) -> Lookup<Document> {
      objects[identity].map(Lookup.found) ?? .absent
    }

    func objects(_ query: LiveQuery) -> Lookup<[ResourceIdentity]> { .found([]) }
  }

  private func resource(_ data: String, annotations: String = "{}") -> Resource {
    let text = """
      {apiVersion: v1, kind: ConfigMap,
       metadata: {name: settings, namespace: default, annotations: \(annotations)}, data: \(data)}
      """
    let document = YAML.read(text, from: Source(path: "settings.yaml")).documents[0]
    return Resource(
      identity: ResourceIdentity(
        group: "", kind: "ConfigMap", namespace: "default", name: "settings"),
      apiVersion: "v1", document: document, origin: [])
  }

  private func plan(
    base: Resource?, head: Resource?, live: Resource?, prune: Bool = true, hasSnapshot: Bool = true
  ) -> ChangePlan {
    var settings = Operator(.argocd)
    settings.prune = prune
    var objects: [ResourceIdentity: Document] = [:]
    if let live { objects[live.identity] = live.document }
    let namespace = ResourceIdentity(
      group: "", kind: "Namespace", namespace: nil, name: "default")
    objects[namespace] = resource("{}").document
    let view: any LiveView = hasSnapshot ? Cluster(objects: objects) : NoLiveView()
    let resources = (base: base.map { [$0] } ?? [], head: head.map { [$0] } ?? [])
    return simulate(
      SimulationInput(
        environment: "prod", base: resources.base, head: resources.head, live: view,
        hasSnapshot: hasSnapshot, operator: settings,
        target: KubernetesPlatform().target(
          TargetDescription(
            operator: settings, live: view, base: resources.base, head: resources.head))))
  }

  @Test func aManifestThatIsTheSameIsLeftAlone() {
    let same = resource("{mode: fast}")
    let result = plan(base: same, head: same, live: resource("{mode: slow}"))
    #expect(result.changes.isEmpty)
    #expect(result.untouched == 1)
  }

  @Test func eachDifferenceHasItsCause() throws {
    let change = try #require(
      plan(
        base: resource("{changed: a, drifted: a, both: a}"),
        head: resource("{changed: b, drifted: a, both: b}"),
        live: resource("{changed: a, drifted: x, both: x}")
      ).changes.first)
    #expect(change.action == .update)
    let causes = Dictionary(
      uniqueKeysWithValues: change.fields.map { ($0.path.description, $0.cause) })
    #expect(
      causes == [
        "data[changed]": .change, "data[drifted]": .overwritesDrift,
        "data[both]": .overwritesDrift,
      ])
  }

  @Test func anUpdateThatIsMadeAlreadyHasNoEffect() throws {
    let change = try #require(
      plan(
        base: resource("{mode: slow}"), head: resource("{mode: fast}"),
        live: resource("{mode: fast}")
      ).changes.first)
    #expect(change.action == .unchanged)
  }

  @Test func whatIsNewIsCreatedOrTakenOver() throws {
    let head = resource("{mode: fast}")
    #expect(plan(base: nil, head: head, live: nil).changes.map(\.action) == [.create])
    let adopted = plan(base: nil, head: head, live: resource("{mode: slow}"))
    #expect(adopted.changes.map(\.action) == [.update])
  }

  @Test func whatGoesIsDeletedKeptOrGoneAlready() {
    let base = resource("{mode: fast}")
    let kept = resource(
      "{mode: fast}", annotations: "{argocd.argoproj.io/sync-options: Prune=false}")
    #expect(plan(base: base, head: nil, live: base).changes.map(\.action) == [.delete])
    #expect(plan(base: base, head: nil, live: kept).changes.map(\.action) == [.orphan])
    #expect(
      plan(base: base, head: nil, live: base, prune: false).changes.map(\.action) == [.orphan])
    #expect(plan(base: base, head: nil, live: nil).changes.map(\.action) == [.unchanged])
  }

  @Test func withoutASnapshotTheBaseStandsForIt() throws {
    let result = plan(
      base: resource("{mode: slow}"), head: resource("{mode: fast}"), live: nil,
      hasSnapshot: false)
    let change = try #require(result.changes.first)
    #expect(change.action == .update)
    #expect(change.live == nil)
    #expect(result.incomplete.isEmpty)
  }
}
