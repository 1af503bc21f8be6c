import Resources
import Values

/// What the limits and quotas of a namespace mean for the objects that a change applies to it.
struct LimitVerdicts: Sendable {
  /// Why the server refuses an object, in its words after `is forbidden`.
  var refusals: [ResourceIdentity: String] = [:]
  /// Of workloads, whose pods would be refused.
  var effects: [ResourceIdentity: [Effect]] = [:]
}

extension KubernetesTarget {
  /// Plays a change through the limits of a namespace: what is applied directly first, in the order
  /// in which it is simulated; then what controllers make of it, once all that goes has gone.
  func limitVerdicts(in namespace: String) -> LimitVerdicts {
    // A sample does not add up to anything.
    guard extent != .sample else { return LimitVerdicts() }
    let limits = limits(in: namespace)
    guard !limits.isEmpty else { return LimitVerdicts() }
    return cache.verdicts(in: namespace) {
      var verdicts = LimitVerdicts()
      var ledger = QuotaLedger(limits.quotas)
      let touched = touchedObjects(in: namespace, limits)
      var workloads: [LimitedWorkload] = []
      for object in touched.applied {
        if let refusal = refusal(of: object, limits, &ledger) {
          verdicts.refusals[object.identity] = refusal
        } else if let workload = LimitedWorkload(object, self) {
          workloads.append(workload)
        }
      }
      for (identity, object) in touched.removed { release(object, identity, limits, from: &ledger) }
      for workload in workloads { workload.release(limits, from: &ledger) }
      for workload in workloads {
        let effects = workload.effects(limits, &ledger)
        if !effects.isEmpty { verdicts.effects[workload.identity] = effects }
      }
      let limiting = touched.applied.filter(\.identity.isLimiting)
      verdicts.effects.merge(effects(ofLimiting: limiting, limits, in: namespace)) { $1 }
      return verdicts
    }
  }

  // MARK: - The objects of a change

  struct AppliedObject {
    var identity: ResourceIdentity
    /// As it will be stored.
    var object: Document
    /// As it is stored; nil for a creation.
    var live: Document?
    /// Nobody tells of it: what is stored is what its manifest makes.
    var isAssumed = false
    var plural: String
  }

  private func touchedObjects(
    in namespace: String, _ limits: NamespaceLimits
  ) -> (applied: [AppliedObject], removed: [(ResourceIdentity, Document)]) {
    var applied: [AppliedObject] = []
    for identity in namespaced.head[namespace, default: []].sorted() {
      guard let head = head[identity], base[identity].map({ $0 != head }) ?? true else { continue }
      let request = ApplyRequest(
        identity: identity, base: base[identity], head: head, live: live.object(identity))
      guard missingNamespace(request) == nil, let object = outcome(of: request).object,
        let resource = catalog.resource(
          apiVersion: object.root["apiVersion"]?.text ?? "", kind: identity.kind)
      else { continue }
      var stored = request.live.found
      if case .unknown = request.live {
        // What stands is most likely among what a quota counts already.
        let isCounted = extent == .state && limits.quotas.contains(where: \.isCounted)
        stored = assumed(isCounted ? head : base[identity], identity)
      }
      applied.append(
        AppliedObject(
          identity: identity, object: object, live: stored,
          isAssumed: request.live.found == nil, plural: resource.plural))
    }
    guard settings.prune else { return (applied, []) }
    let removed = namespaced.base[namespace, default: []].filter { head[$0] == nil }.sorted()
      .compactMap { identity -> (ResourceIdentity, Document)? in
        guard let live = live.object(identity).found, !keeps(live) else { return nil }
        return (identity, live)
      }
    return (applied, removed)
  }

  /// The base's manifest as a live object, for want of a better one; nil where the server would
  /// never have taken it.
  func assumed(_ base: Document?, _ identity: ResourceIdentity) -> Document? {
    guard let base else { return nil }
    let request = ApplyRequest(identity: identity, base: nil, head: base, live: .absent)
    return outcome(of: request).object
  }

  // MARK: - What is applied directly

  private func refusal(
    of applied: AppliedObject, _ limits: NamespaceLimits, _ ledger: inout QuotaLedger
  ) -> String? {
    let identity = applied.identity
    let object = applied.object.root
    var problems: [LimitProblem] = []
    if identity.group.isEmpty, let spec = object["spec"] {
      switch identity.kind {
      case "Pod" where applied.live == nil || extent == .state && applied.isAssumed:
        let pod = RangedPod(spec)
        problems = firstProblems(limits.ranges) { $0.problems(of: pod) }
      case "PersistentVolumeClaim":
        problems = firstProblems(limits.ranges) { $0.problems(ofClaim: spec) }
      default: break
      }
    }
    problems = problems.filter(limits.isCertain)
    if !problems.isEmpty { return problems.aggregated }
    // Quotas do not count events.
    if identity.kind == "Event" { return nil }
    let evaluator = QuotaEvaluator(group: identity.group, plural: applied.plural)
    if applied.live != nil, !evaluator.measuresUpdates { return nil }
    return ledger.refusal(
      of: object, as: evaluator, replacing: applied.live?.root,
      reportsOmissions: !limits.mayHaveMoreRanges)
  }

  private func release(
    _ object: Document, _ identity: ResourceIdentity, _ limits: NamespaceLimits,
    from ledger: inout QuotaLedger
  ) {
    let apiVersion = object.root["apiVersion"]?.text ?? ""
    guard let resource = catalog.resource(apiVersion: apiVersion, kind: identity.kind) else {
      return
    }
    ledger.release(
      object.root, as: QuotaEvaluator(group: identity.group, plural: resource.plural))
    guard
      let pods = WorkloadPods(of: object.root, group: identity.group, kind: identity.kind)
    else { return }
    let count = pods.running(in: object.root, kind: identity.kind)
    let pod = pod(of: pods, in: identity.namespace, limits: limits.defaults)
    ledger.release(pod.root, as: .pods, count: count)
  }
}

/// A LimitRange after the other is asked, and the first that objects has its say.
func firstProblems(
  _ ranges: [LimitRange], _ problems: (LimitRange) -> [LimitProblem]
) -> [LimitProblem] {
  ranges.lazy.map(problems).first { !$0.isEmpty } ?? []
}
