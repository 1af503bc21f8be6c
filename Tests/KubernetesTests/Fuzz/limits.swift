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
  /// Amounts at the ends of what arithmetic holds.
  private static let extremes = [
    ("4611686018427387904", "-36893488147419103232"),
    ("9223372036854775807", "-170141183460469231731687303715884105727"),
    ("@", "-1e2147483647"),
  ].map { replicas, amount in
    """
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: w}
    spec:
      replicas: \(replicas)
      selector: {matchLabels: {a: b}}
      template:
        metadata: {labels: {a: b}}
        spec: {containers: [{name: a, image: a, resources: {requests: {cpu: "\(amount)"}}}]}
    ---
    apiVersion: v1
    kind: ResourceQuota
    metadata: {name: q@}
    spec: {hard: {requests.cpu: "\(amount)"}}
    status: {hard: {requests.cpu: "@"}, used: {requests.cpu: "\(amount)"}}
    ---
    apiVersion: v1
    kind: LimitRange
    metadata: {name: l@}
    spec: {limits: [{type: Container, max: {cpu: "\(amount)"}, maxLimitRequestRatio: {cpu: "\(amount)"}}]}
    ---

    """
  }

  static func run(_ input: UnsafeBufferPointer<UInt8>) {
    let text = FileListing.text(input, fragments: Fragments.all + extremes)
    let documents = YAML.read(text, from: Source(path: "fuzz")).documents.prefix(16)
    let resources = documents.filter(\.root.isMapping).map(Resource.init(inShop:))
    // Each document stands in one or two of the three places.
    func those(_ places: Set<Int>) -> [Resource] {
      resources.enumerated().filter { places.contains($0.offset % 4) }.map(\.element)
    }
    let (live, base, head) = (those([0, 3]), those([2, 3]), those([1, 2, 3]))
    let coversAll = input.count % 2 == 0
    let view = NamespacedObjects(live) { _ in coversAll }
    let first = outcomes(view, base, head)
    precondition(first == outcomes(view, base, head))

    // What is judged for itself, in an audit, is judged as it is among the others.
    let sample = target(view, [], head, .sample)
    let limited = Set(head.filter(sample.isLimited).map(\.identity))
    let alone = head.filter { !limited.contains($0.identity) }
    precondition(
      outcomes(of: sample, view, [], alone)
        == outcomes(of: target(view, [], head, .state), view, [], alone))
    _ = outcomes(of: target(view, [], head, .state), view, [], head)
  }

  private static func target(
    _ view: NamespacedObjects, _ base: [Resource], _ head: [Resource],
    _ extent: TargetDescription.Extent
  ) -> any Target {
    var description = TargetDescription(
      operator: Operator(.argocd), live: view, base: base, head: head)
    description.extent = extent
    return KubernetesPlatform().target(description)
  }

  private static func outcomes(
    _ view: NamespacedObjects, _ base: [Resource], _ head: [Resource]
  ) -> [String] {
    outcomes(of: target(view, base, head, .change), view, base, head)
  }

  private static func outcomes(
    of target: any Target, _ view: NamespacedObjects, _ base: [Resource], _ head: [Resource]
  ) -> [String] {
    head.flatMap { resource in
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
