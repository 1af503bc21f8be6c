import Documents
import Resources
import Testing
import Values

@testable import Kubernetes

/// A namespace `shop` of which everything is known but the kinds that are said not to be covered,
/// and a change to it.
struct LimitedCluster {
  private let live: NamespacedObjects
  private let base: [Resource]
  private let head: [Resource]

  /// - Parameters: YAML streams.
  init(live: String = "", base: String = "", head: String, uncovered: Set<String> = []) {
    let namespace = "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}"
    self.live = NamespacedObjects(Self.resources("\(namespace)\n---\n\(live)")) {
      !uncovered.contains($0)
    }
    self.base = Self.resources(base)
    self.head = Self.resources(head)
  }

  private static func resources(_ text: String) -> [Resource] {
    YAML.read(text, from: Source(path: "shop.yaml")).documents.filter(\.root.isMapping)
      .map(Resource.init(inShop:))
  }

  // MARK: - Answers

  private func target(beside live: any LiveView) -> any Target {
    KubernetesPlatform().target(
      TargetDescription(operator: Operator(.argocd), live: live, base: base, head: head))
  }

  /// What becomes of each object of the head, by name: `ok`, or why it is refused.
  func verdicts() -> [String: String] {
    let target = target(beside: live)
    return Dictionary(
      head.map { resource in
        switch predict(resource, target) {
        case .accepted: (resource.identity.name, "ok")
        case .rejected(let rejections, _):
          (
            resource.identity.name,
            rejections.map { "\($0.reason): \($0.message)" }.joined(separator: "\n")
          )
        }
      }, uniquingKeysWith: { $1 })
  }

  /// The one object of the head as it would be stored.
  func prediction(of name: String) throws -> Node {
    let resource = try #require(head.first { $0.identity.name == name })
    guard case .accepted(let object, _) = predict(resource, target(beside: live)) else {
      throw LimitedClusterError.refused
    }
    return object.root
  }

  /// The messages of the effects of each object of the head, by name.
  func effects() -> [String: [String]] { effects(beside: live) }

  /// How often objects of a kind are looked up to find the effects.
  func lookups(of kind: String) -> Int {
    let counted = CountedLookups(live)
    _ = effects(beside: counted)
    return counted.count(of: kind)
  }

  /// What was not checked.
  func gaps() -> Set<String> {
    let target = target(beside: live)
    return Set(
      head.flatMap { resource in
        switch predict(resource, target) {
        case .accepted(_, let gaps), .rejected(_, let gaps): gaps.map(\.reason)
        }
      })
  }

  private func effects(beside view: any LiveView) -> [String: [String]] {
    let target = target(beside: view)
    var effects: [String: [String]] = [:]
    for resource in head {
      guard case .accepted(let object, _) = predict(resource, target) else { continue }
      let found =
        live.object(resource.identity).found.map {
          target.effects(ofUpdating: $0, to: object, resource.identity)
        } ?? target.effects(ofCreating: object, resource.identity)
      if !found.isEmpty { effects[resource.identity.name] = found.map(\.message) }
    }
    return effects
  }

  private func predict(_ resource: Resource, _ target: any Target) -> Prediction {
    target.predict(
      ApplyRequest(
        identity: resource.identity,
        base: base.first { $0.identity == resource.identity }?.document,
        head: resource.document, live: live.object(resource.identity)))
  }
}

enum LimitedClusterError: Error {
  case refused
}

/// A pod with one container `app`.
func limitedPod(_ name: String, _ resources: String, _ more: String = "") -> String {
  """
  apiVersion: v1
  kind: Pod
  metadata: {name: \(name), namespace: shop}
  spec: {containers: [{name: app, image: "app:1", resources: \(resources)}]\(more)}
  """
}

/// A Deployment of pods with one container `app`.
func limitedDeployment(
  _ name: String, replicas: Int = 1, image: String = "app:1", _ resources: String,
  spec more: String = "", status: String? = nil
) -> String {
  """
  apiVersion: apps/v1
  kind: Deployment
  metadata: {name: \(name), namespace: shop}
  spec:
    replicas: \(replicas)
    selector: {matchLabels: {app: \(name)}}
    template:
      metadata: {labels: {app: \(name)}}
      spec: {containers: [{name: app, image: "\(image)", resources: \(resources)}]}
  \(more.isEmpty ? "" : "  \(more)")
  \(status.map { "status: \($0)" } ?? "")
  """
}
