import Documents
import Kubernetes
import Resources
import Values

#if FUZZING
  typealias FuzzedTarget = LimitsFuzz
#else
  import TestSupport
#endif

/// LimitRanges, quotas and what lives beneath them are played through without harm and with one
/// outcome each time, whatever they say and wherever they stand: in the live state, at the base or
/// at the head.
enum LimitsFuzz {
  static func run(_ input: UnsafeBufferPointer<UInt8>) {
    let text = FileListing.text(input, fragments: Fragments.all)
    let documents = YAML.read(text, from: Source(path: "fuzz")).documents.prefix(16)
    let resources = documents.filter(\.root.isMapping).map(resource)
    // Each document stands in one or two of the three places.
    func those(_ places: Set<Int>) -> [Resource] {
      resources.enumerated().filter { places.contains($0.offset % 4) }.map(\.element)
    }
    let (live, base, head) = (those([0, 3]), those([2, 3]), those([1, 2, 3]))
    let view = Beneath(
      objects: Dictionary(
        live.map { ($0.identity, $0.document) }, uniquingKeysWith: { $1 }),
      coversAll: input.count % 2 == 0)
    let first = outcomes(view, base, head)
    precondition(first == outcomes(view, base, head))
  }

  private static func resource(_ document: Document) -> Resource {
    let root = document.root
    let apiVersion = root["apiVersion"]?.text ?? ""
    let kind = root["kind"]?.text ?? ""
    return Resource(
      identity: ResourceIdentity(
        group: ResourceIdentity.group(ofAPIVersion: apiVersion), kind: kind,
        namespace: kind == "Namespace" ? nil : "shop",
        name: root["metadata", "name"]?.text ?? ""),
      apiVersion: apiVersion, document: document, origin: [])
  }

  private static func outcomes(
    _ view: Beneath, _ base: [Resource], _ head: [Resource]
  ) -> [String] {
    let target = KubernetesPlatform().target(
      TargetDescription(operator: Operator(.argocd), live: view, base: base, head: head))
    return head.flatMap { resource in
      let identity = resource.identity
      let prediction = target.predict(
        ApplyRequest(
          identity: identity, base: base.first { $0.identity == identity }?.document,
          head: resource.document, live: view.object(identity)))
      switch prediction {
      case .rejected(let rejections, _):
        precondition(!rejections.isEmpty)
        return rejections.map(\.message)
      case .accepted(let object, _):
        let effects =
          view.object(identity).found.map {
            target.effects(ofUpdating: $0, to: object, identity)
          } ?? target.effects(ofCreating: object, identity)
        return effects.map(\.message)
      }
    }
  }
}

private struct Beneath: LiveView {
  var objects: [ResourceIdentity: Document]
  var coversAll: Bool

  func object(_ identity: ResourceIdentity) -> Lookup<Document> {
    if let found = objects[identity] { return .found(found) }
    return coversAll ? .absent : .unknown(reason: "fuzz")
  }

  func objects(_ query: LiveQuery) -> Lookup<[ResourceIdentity]> {
    guard case .kindIn(let group, let kind, let namespace) = query else { return .found([]) }
    let found = objects.keys.filter {
      $0.group == group && $0.kind == kind && $0.namespace == namespace
    }.sorted()
    return found.isEmpty && !coversAll ? .unknown(reason: "fuzz") : .found(found)
  }
}
