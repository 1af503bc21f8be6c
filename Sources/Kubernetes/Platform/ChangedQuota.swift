import Resources
import Values

/// A ResourceQuota that a change makes or alters.
struct ChangedQuota {
  let identity: ResourceIdentity
  private let before: Quota?
  private let after: Quota

  /// - Parameter isNews: only what was not so before counts.
  /// - Returns: nil for what is no quota.
  init?(
    _ applied: KubernetesTarget.AppliedObject, _ limits: NamespaceLimits, isNews: Bool = true
  ) {
    guard applied.identity.kind == "ResourceQuota",
      let after = limits.quotas.first(where: { $0.name == applied.identity.name })
    else { return nil }
    identity = applied.identity
    self.after = after
    let live = isNews ? applied.live : nil
    before = live.map { Quota($0.root, live: $0.root, isNew: false) }
  }

  /// What is taken already beyond what it lets in now; nil where that is no news.
  var excess: Effect? {
    guard let excess = after.excess, before?.excess == nil else { return nil }
    return Effect(
      .refusedPods, "more is taken already than it lets in: \(excess)", needsReview: true)
  }

  /// What it makes a pod specify that it did not before.
  func omission(in pod: QuotaSubject) -> String? {
    guard after.matches(pod), let omission = after.omission(in: pod) else { return nil }
    if let before, before.matches(pod), before.omission(in: pod) != nil { return nil }
    return omission
  }
}
