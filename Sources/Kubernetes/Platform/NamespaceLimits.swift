import Resources
import Synchronization
import Values

/// The LimitRanges and ResourceQuotas of a namespace as a change leaves them.
struct NamespaceLimits: Sendable {
  private(set) var ranges: [LimitRange] = []
  /// What the ranges fill in together.
  private(set) var defaults = ContainerDefaults()
  private(set) var quotas: [Quota] = []
  /// There may be LimitRanges that the snapshot does not show.
  private(set) var mayHaveMoreRanges = false
  /// There are more than are held against a change: none of them is.
  private(set) var areTooMany = false

  init() {}

  init(ranges: [LimitRange], quotas: [Quota], mayHaveMoreRanges: Bool) {
    let amounts =
      ranges.reduce(0) { $0 + $1.amountCount } + quotas.reduce(0) { $0 + $1.amountCount }
    guard amounts <= Self.mostAmounts else {
      self = .tooMany
      return
    }
    self.ranges = ranges
    self.quotas = quotas
    self.mayHaveMoreRanges = mayHaveMoreRanges
    defaults = ContainerDefaults(ranges)
  }

  static var tooMany: NamespaceLimits {
    var limits = NamespaceLimits()
    limits.mayHaveMoreRanges = true
    limits.areTooMany = true
    return limits
  }

  /// Everything that is applied is held against every amount, so that there must be an end of them.
  static let mostOfAKind = 100
  static let mostAmounts = 1000

  var isEmpty: Bool { ranges.isEmpty && quotas.isEmpty }

  /// Whether no LimitRange that is not shown can make a problem go away.
  func isCertain(_ problem: LimitProblem) -> Bool { !mayHaveMoreRanges || !problem.isOmission }

  /// What was found out of namespaces, which is asked for every object in them.
  final class Cache: Sendable {
    private let limits = Mutex<[String: NamespaceLimits]>([:])
    private let verdicts = Mutex<[String: LimitVerdicts]>([:])

    func limits(in namespace: String, _ find: () -> NamespaceLimits) -> NamespaceLimits {
      if let known = limits.withLock({ $0[namespace] }) { return known }
      let found = find()
      limits.withLock { $0[namespace] = found }
      return found
    }

    func verdicts(in namespace: String, _ find: () -> LimitVerdicts) -> LimitVerdicts {
      if let known = verdicts.withLock({ $0[namespace] }) { return known }
      let found = find()
      verdicts.withLock { $0[namespace] = found }
      return found
    }
  }
}

extension ResourceIdentity {
  var isLimiting: Bool { group.isEmpty && (kind == "LimitRange" || kind == "ResourceQuota") }
}

extension KubernetesTarget {
  /// Those that are live or arrive, without those that go. What the snapshot does not cover is not
  /// there, as far as this tells: what it would say is not claimed.
  func limits(in namespace: String) -> NamespaceLimits {
    cache.limits(in: namespace) {
      var ranges: [LimitRange] = []
      var quotas: [Quota] = []
      var mayHaveMoreRanges = false
      for kind in ["LimitRange", "ResourceQuota"] {
        let (identities, isAll) = identities(of: kind, in: namespace)
        let objects = identities.lazy.map(limitingObject)
        for found in objects {
          guard var object = found.object else { continue }
          // A live object may be shown as it was written.
          if let resource = catalog.resource(apiVersion: "v1", kind: kind) {
            Defaulting.apply(to: &object, as: resource)
          }
          if kind == "LimitRange" {
            ranges.append(LimitRange(object.root))
          } else {
            quotas.append(Quota(object.root, live: found.live?.root, isNew: found.isNew))
          }
          guard max(ranges.count, quotas.count) <= NamespaceLimits.mostOfAKind else {
            return .tooMany
          }
        }
        if kind == "LimitRange" { mayHaveMoreRanges = !isAll }
      }
      return NamespaceLimits(
        ranges: ranges, quotas: quotas, mayHaveMoreRanges: mayHaveMoreRanges)
    }
  }

  private struct LimitingObject {
    /// As it will be; nil where it goes.
    var object: Document?
    var live: Document?
    /// The change makes or alters it.
    var isNew: Bool
  }

  /// - Returns: the objects in the order of their names, and whether these are all.
  private func identities(
    of kind: String, in namespace: String
  ) -> (identities: [ResourceIdentity], isAll: Bool) {
    let listed = live.objects(.kindIn(group: "", kind: kind, namespace: namespace))
    // Of no other kind, whatever a view of hostile live state answers: pods are asked for their
    // limits in turn.
    var identities = Set((listed.found ?? []).filter { $0.isLimiting && $0.kind == kind })
    identities.formUnion(limiting[namespace]?.filter { $0.kind == kind } ?? [])
    var isAll = arrivesEmpty(namespace)
    if case .unknown = listed {} else { isAll = true }
    return (identities.sorted(), isAll)
  }

  /// A namespace that comes with the change has only what comes with it.
  private func arrivesEmpty(_ namespace: String) -> Bool {
    guard arrivingNamespaces.contains(namespace) else { return false }
    let identity = ResourceIdentity(group: "", kind: "Namespace", namespace: nil, name: namespace)
    if case .absent = live.object(identity) { return true }
    return false
  }

  private func limitingObject(_ identity: ResourceIdentity) -> LimitingObject {
    let (live, base) = (live.object(identity), base[identity])
    guard let head = head[identity] else {
      let goes = base != nil && settings.prune && !(live.found.map(keeps) ?? false)
      var stays = live.found
      if case .unknown = live { stays = assumed(base, identity) }
      return LimitingObject(object: goes ? nil : stays, live: live.found, isNew: false)
    }
    let isSame = base.map { $0 == head } ?? false
    if isSame, let found = live.found {
      return LimitingObject(object: found, live: found, isNew: false)
    }
    let request = ApplyRequest(identity: identity, base: base, head: head, live: live)
    let predicted = outcome(of: request).object
    return LimitingObject(
      object: predicted ?? live.found, live: live.found, isNew: !isSame && predicted != nil)
  }
}
