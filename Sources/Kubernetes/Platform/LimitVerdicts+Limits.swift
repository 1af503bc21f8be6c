import Resources
import Values

extension KubernetesTarget {
  /// What LimitRanges and ResourceQuotas that the change makes or alters mean to what is there
  /// already. Pods that run are not asked again, but those that take their place are.
  func effects(
    ofLimiting applied: [AppliedObject], _ limits: NamespaceLimits, in namespace: String
  ) -> [ResourceIdentity: [Effect]] {
    guard !applied.isEmpty else { return [:] }
    if extent == .state {
      // Each workload is asked for itself.
      let excesses = applied.compactMap { object in
        ChangedQuota(object, limits, isNews: false)?.excess.map { (object.identity, [$0]) }
      }
      return Dictionary(excesses, uniquingKeysWith: { first, _ in first })
    }
    let ranges = ChangedRanges(applied.filter { $0.identity.kind == "LimitRange" }, limits, self)
    let quotas = applied.compactMap { ChangedQuota($0, limits) }
    var refused: [ResourceIdentity: RefusedSuccessors] = [:]
    // Each workload is asked once, however many limits there are.
    for (identity, object) in untouchedObjects(in: namespace) {
      guard let pods = WorkloadPods(of: object.root, group: identity.group, kind: identity.kind),
        pods.count > 0
      else { continue }
      let pod = TemplatePod(pods, self)
      if let (range, reason) = ranges.refusal(of: pod) {
        refused[range, default: RefusedSuccessors()].add(identity, reason)
      }
      guard !limits.mayHaveMoreRanges, !quotas.isEmpty else { continue }
      let subject = QuotaSubject(pod.filled(by: limits.defaults).root, as: .pods)
      for quota in quotas {
        guard let omission = quota.omission(in: subject) else { continue }
        refused[quota.identity, default: RefusedSuccessors()].add(identity, omission)
      }
    }
    var effects = refused.mapValues { [$0.effect] }
    for quota in quotas {
      guard let excess = quota.excess else { continue }
      effects[quota.identity, default: []].insert(excess, at: 0)
    }
    return effects
  }

  private static let workloads = [
    ("apps", "Deployment"), ("apps", "StatefulSet"), ("apps", "DaemonSet"), ("batch", "CronJob"),
  ]

  /// What the change leaves alone, as it is or else as its manifest makes it. Manifests in files
  /// that do not change need not have been read: the live state has what is there.
  private func untouchedObjects(in namespace: String) -> [(ResourceIdentity, Document)] {
    var identities = Set(namespaced.head[namespace] ?? [])
    for (group, kind) in Self.workloads {
      let query = LiveQuery.kindIn(group: group, kind: kind, namespace: namespace)
      identities.formUnion(live.objects(query).found ?? [])
    }
    return identities.sorted().compactMap { identity in
      guard head[identity] == base[identity] else { return nil }
      if let live = live.object(identity).found { return (identity, live) }
      guard let head = head[identity] else { return nil }
      let request = ApplyRequest(identity: identity, base: nil, head: head, live: .absent)
      return outcome(of: request).object.map { (identity, $0) }
    }
  }
}

/// The workloads whose pods a changed limit would refuse once they are made anew.
private struct RefusedSuccessors {
  private var first: (identity: ResourceIdentity, reason: String)?
  private var identities: [ResourceIdentity] = []
  private var count = 0

  mutating func add(_ identity: ResourceIdentity, _ reason: String) {
    if first == nil { first = (identity, reason) }
    if identities.count < 20 { identities.append(identity) }
    count += 1
  }

  var effect: Effect {
    let subject = first.map { "\($0.identity.kind) '\($0.identity.name)'" } ?? ""
    let more = count > 1 ? " and of \(count - 1) more" : ""
    return Effect(
      .refusedPods,
      "pods of \(subject)\(more) would be refused once they are made anew: "
        + (first?.reason ?? ""),
      count: count, objects: identities, needsReview: true)
  }
}
