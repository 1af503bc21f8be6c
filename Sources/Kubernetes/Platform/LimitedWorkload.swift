import Resources
import Values

/// A workload in a namespace with limits: the server takes it, but its pods are judged when its
/// controller makes them.
struct LimitedWorkload {
  let identity: ResourceIdentity
  private let target: KubernetesTarget
  private let pods: WorkloadPods
  private let old: WorkloadPods?
  /// How many pods and claims there are now.
  private let running: Int64

  init?(_ applied: KubernetesTarget.AppliedObject, _ target: KubernetesTarget) {
    let identity = applied.identity
    guard
      let pods = WorkloadPods(
        of: applied.object.root, group: identity.group, kind: identity.kind)
    else { return nil }
    self.identity = identity
    self.target = target
    self.pods = pods
    let live = applied.live?.root
    let old = live.flatMap {
      WorkloadPods(of: $0, group: identity.group, kind: identity.kind)
    }
    self.old = old
    running = live.flatMap { old?.running(in: $0, kind: identity.kind) } ?? 0
  }

  /// Whether the change has all pods made anew. A live object may be shown without its defaults.
  private var changesTemplate: Bool {
    guard let old else { return true }
    let before = target.pod(of: old, in: identity.namespace, limits: ContainerDefaults())
    let after = target.pod(of: pods, in: identity.namespace, limits: ContainerDefaults())
    return !SemanticEquality.equal(before.root, after.root)
  }

  /// Whether pods have to be made that are not there.
  private var makesPods: Bool { changesTemplate || pods.count > (old?.count ?? 0) }

  /// Gives back what its present pods hold, since those that it wants take their place.
  func release(_ limits: NamespaceLimits, from ledger: inout QuotaLedger) {
    guard let old, running > 0 else { return }
    let pod = target.pod(of: old, in: identity.namespace, limits: limits.defaults)
    ledger.release(pod.root, as: .pods, count: running)
  }

  private func chargePresentPods(_ limits: NamespaceLimits, _ ledger: inout QuotaLedger) {
    guard let old, running > 0 else { return }
    let pod = target.pod(of: old, in: identity.namespace, limits: limits.defaults)
    ledger.charge(pod.root, as: .pods, count: running)
  }

  func effects(_ limits: NamespaceLimits, _ ledger: inout QuotaLedger) -> [Effect] {
    guard pods.count > 0 else { return [] }
    let pod = target.pod(of: pods, in: identity.namespace, limits: limits.defaults)
    guard makesPods else {
      ledger.charge(pod.root, as: .pods, count: min(running, pods.count))
      // A change only has to say what it brings.
      return target.extent == .state ? successorEffects(pod, limits, ledger) : []
    }
    if let objection = objection(of: limits) {
      // No new pod takes the place of an old one.
      chargePresentPods(limits, &ledger)
      return [refused(objection.problems, limits)]
    }
    let obstacle = rolloutObstacle(to: pod, limits, ledger)
    var effects: [Effect] = []
    if let shortfall = ledger.shortfall(of: pod.root, as: .pods, count: pods.count) {
      effects.append(refused(shortfall, limits))
    } else if let obstacle {
      effects.append(
        Effect(
          .refusedPods,
          "its rollout would stand still, since it makes a new pod before an old one goes: "
            + obstacle, needsReview: true))
    }
    return effects + claimEffects(limits, &ledger)
  }

  private func objection(of limits: NamespaceLimits) -> TemplatePod.Objection? {
    TemplatePod(pods, target).objection(of: limits.ranges, filling: limits.defaults)
  }

  /// What befalls the pods that take the place of those that are there.
  private func successorEffects(
    _ pod: Document, _ limits: NamespaceLimits, _ ledger: QuotaLedger
  ) -> [Effect] {
    let when = " once they are made anew"
    if let objection = objection(of: limits) {
      return [refused(objection.problems, limits, when: when)]
    }
    var ledger = ledger
    return ledger.shortfall(of: pod.root, as: .pods, count: 0).map {
      [refused($0, limits, when: when)]
    } ?? []
  }

  /// What stops a rollout half-way that makes each new pod before an old one goes. What it takes is
  /// most at its beginning or at its end, as the new or the old pods are smaller.
  private func rolloutObstacle(
    to pod: Document, _ limits: NamespaceLimits, _ ledger: QuotaLedger
  ) -> String? {
    guard let old, running > 0, changesTemplate, pods.surgesFirst else { return nil }
    let oldPod = target.pod(of: old, in: identity.namespace, limits: limits.defaults)
    for (oldCount, newCount) in [(running, 0), (1, pods.count - 1)] {
      var ledger = ledger
      ledger.charge(oldPod.root, as: .pods, count: oldCount)
      ledger.charge(pod.root, as: .pods, count: newCount)
      if let obstacle = ledger.obstacle(to: pod.root, as: .pods) { return obstacle }
    }
    return nil
  }

  // MARK: - Saying it

  private func refused(
    _ problems: [LimitProblem], _ limits: NamespaceLimits, when: String = ""
  ) -> Effect {
    let isCertain = problems.contains(where: limits.isCertain)
    return Effect(
      .refusedPods,
      "its pods would be refused\(when): \(problems.aggregated)"
        + (isCertain ? "" : Self.reservation),
      needsReview: true)
  }

  private func refused(
    _ shortfall: QuotaLedger.Shortfall, _ limits: NamespaceLimits, when: String = ""
  ) -> Effect {
    let missing = pods.count - shortfall.fitting
    let subject =
      shortfall.fitting == 0 ? "its pods" : "\(missing) of its \(pods.count) pods"
    let isCertain = !(shortfall.isOmission && limits.mayHaveMoreRanges)
    return Effect(
      .refusedPods,
      "\(subject) would be refused\(when): \(shortfall.reason)"
        + (isCertain ? "" : Self.reservation),
      count: pods.isLeast || shortfall.fitting == 0 ? nil : Int(clamping: missing),
      needsReview: true)
  }

  private static let reservation =
    " (unless a LimitRange that the live state does not show fills it in)"

  // MARK: - Claims

  /// Each further pod of a StatefulSet brings claims of its own.
  private func claimEffects(
    _ limits: NamespaceLimits, _ ledger: inout QuotaLedger
  ) -> [Effect] {
    let count = pods.count - (old?.count ?? 0)
    guard count > 0 else { return [] }
    for claim in pods.claims {
      guard let spec = claim["spec"] else { continue }
      let problems = firstProblems(limits.ranges) { $0.problems(ofClaim: spec) }
        .filter(limits.isCertain)
      let reason =
        problems.isEmpty
        ? ledger.shortfall(of: claim, as: .claims, count: count)?.reason : problems.aggregated
      guard let reason else { continue }
      let name = claim["metadata", "name"]?.text ?? ""
      return [
        Effect(
          .refusedPods, "claims of its template '\(name)' would be refused: \(reason)",
          needsReview: true)
      ]
    }
    return []
  }
}

extension KubernetesTarget {
  /// A pod as a controller makes it of a template, with what the server fills in.
  func pod(
    of pods: WorkloadPods, in namespace: String?, limits: ContainerDefaults
  ) -> Document {
    var pod = Document()
    pod.rootID = pod.addMapping()
    let root = pod.rootID
    pod.set("apiVersion", to: "v1", in: root)
    pod.set("kind", to: "Pod", in: root)
    let metadata = pods.metadata.map { pod.graft($0) } ?? pod.addMapping()
    pod.set("metadata", to: metadata, in: root)
    pod.set("name", to: "pod", in: metadata)
    if let namespace { pod.set("namespace", to: namespace, in: metadata) }
    let spec = pod.graft(pods.spec)
    pod.set("spec", to: spec, in: root)
    if let resource = catalog.resource(apiVersion: "v1", kind: "Pod") {
      Defaulting.apply(to: &pod, as: resource)
    }
    limits.fill(in: &pod)
    return pod
  }
}
