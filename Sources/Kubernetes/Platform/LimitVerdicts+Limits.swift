import Resources
import Values

extension KubernetesTarget {
  /// What a LimitRange or ResourceQuota that the change makes or alters means to what is there
  /// already. Pods that run are not asked again, but those that take their place are.
  func effects(ofLimiting applied: AppliedObject, _ limits: NamespaceLimits) -> [Effect] {
    let namespace = applied.identity.namespace ?? ""
    if applied.identity.kind == "LimitRange" {
      let name = applied.identity.name
      var before = limits
      before.ranges.removeAll { $0.name == name }
      if let old = applied.live { before.ranges.append(LimitRange(old.root)) }
      return successorEffects(in: namespace) { pods in
        let problems = problems(of: pods, limits).filter(limits.isCertain)
        let isNews = !problems.isEmpty && self.problems(of: pods, before).isEmpty
        return isNews ? problems.aggregated : nil
      }
    }
    guard let quota = limits.quotas.first(where: { $0.name == applied.identity.name }) else {
      return []
    }
    let before = applied.live.map { Quota($0.root, live: $0.root, isNew: false) }
    var effects: [Effect] = []
    if let excess = quota.excess, before?.excess == nil {
      effects.append(
        Effect(
          .refusedPods, "more is taken already than it lets in: \(excess)", needsReview: true))
    }
    guard !limits.mayHaveMoreRanges else { return effects }
    return effects
      + successorEffects(in: namespace) { pods in
        let pod = pod(of: pods, in: namespace, limits: limits.ranges)
        guard quota.matches(pod.root, as: .pods),
          let omission = quota.omission(in: pod.root, as: .pods)
        else { return nil }
        let isNews = before?.omission(in: pod.root, as: .pods) == nil
        return isNews ? omission : nil
      }
  }

  /// - Parameter refusal: of a workload's pods; nil where they are let in as before.
  private func successorEffects(
    in namespace: String, _ refusal: (WorkloadPods) -> String?
  ) -> [Effect] {
    var refused: [(identity: ResourceIdentity, reason: String)] = []
    for (identity, object) in untouchedObjects(in: namespace) {
      guard
        let pods = WorkloadPods(of: object.root, group: identity.group, kind: identity.kind),
        pods.count > 0, let reason = refusal(pods)
      else { continue }
      refused.append((identity, reason))
    }
    guard let first = refused.first else { return [] }
    let subject = "\(first.identity.kind) '\(first.identity.name)'"
    let more = refused.count > 1 ? " and of \(refused.count - 1) more" : ""
    return [
      Effect(
        .refusedPods,
        "pods of \(subject)\(more) would be refused once they are made anew: \(first.reason)",
        count: refused.count, objects: refused.prefix(20).map(\.identity), needsReview: true)
    ]
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
