import DesiredState
import Resources
import Simulation
import Values

/// The live systems as they would be if every change so far had been applied: what the prediction
/// of one check leaves is the live state that the next one finds.
final class CarriedLiveState {
  private var objects: [String: [ResourceIdentity: Document]] = [:]

  /// What an environment finds. One that comes up for the first time is as its base says, since
  /// that was applied at some time, under another name perhaps.
  func source(for pair: EnvironmentPair, platform: any Platform) -> LiveSource {
    let name = pair.environment.name
    if objects[name] == nil { objects[name] = applied(pair, platform) }
    let view = CarriedView(
      objects: objects[name] ?? [:],
      desired: Set((pair.base.resources + pair.head.resources).map(\.identity)))
    return LiveSource(view: view, hasSnapshot: true)
  }

  /// Goes on to what a plan leaves. What would be refused, or is kept, stays as it is.
  func apply(_ plan: ChangePlan) {
    for change in plan.changes {
      if let predicted = change.predicted {
        objects[change.environment, default: [:]][change.identity] = predicted
      } else if change.action == .delete {
        objects[change.environment]?[change.identity] = nil
      }
    }
  }

  /// The base, applied to an empty system.
  private func applied(
    _ pair: EnvironmentPair, _ platform: any Platform
  ) -> [ResourceIdentity: Document] {
    let target = platform.target(
      TargetDescription(
        version: pair.environment.kubernetesVersion, operator: pair.environment.operator,
        live: CarriedView(objects: [:], desired: []), base: pair.base.resources,
        head: pair.base.resources))
    var created: [ResourceIdentity: Document] = [:]
    for resource in pair.base.resources {
      let request = ApplyRequest(
        identity: resource.identity, base: nil, head: resource.document, live: .absent)
      if case .accepted(let object, _) = target.predict(request) {
        created[resource.identity] = object
      }
    }
    return created
  }
}

/// One environment of it. What no change has brought is not there; but namespaces and definitions
/// that the repository does not speak of may have come from elsewhere.
private struct CarriedView: LiveView {
  let objects: [ResourceIdentity: Document]
  let desired: Set<ResourceIdentity>

  func object(_ identity: ResourceIdentity) -> Lookup<Document> {
    if let found = objects[identity] { return .found(found) }
    if desired.contains(identity) { return .absent }
    switch (identity.group, identity.kind) {
    case ("", "Namespace"), ("apiextensions.k8s.io", "CustomResourceDefinition"):
      return .unknown(reason: "no change has brought it")
    default:
      return .absent
    }
  }

  func objects(_ query: LiveQuery) -> Lookup<[ResourceIdentity]> {
    .found(objects.keys.filter { matches($0, query) }.sorted())
  }

  private func matches(_ identity: ResourceIdentity, _ query: LiveQuery) -> Bool {
    switch query {
    case .namespace(let namespace): identity.namespace == namespace
    case .kind(let group, let kind): identity.group == group && identity.kind == kind
    case .kindIn(let group, let kind, let namespace):
      identity.group == group && identity.kind == kind && identity.namespace == namespace
    // Owned objects are the work of controllers.
    case .owned: false
    }
  }
}
