import Resources
import Values

extension KubernetesTarget {
  /// What a LimitRange or a quota of its namespace asks of, counts or holds the pods of against it,
  /// and these themselves.
  func isLimited(_ resource: Resource) -> Bool {
    let identity = resource.identity
    guard let namespace = identity.namespace else { return false }
    let limits = limits(in: namespace)
    guard !limits.isEmpty else { return false }
    if identity.isLimiting { return true }
    let root = resource.document.root
    if WorkloadPods(of: root, group: identity.group, kind: identity.kind) != nil { return true }
    guard let kind = catalog.resource(apiVersion: resource.apiVersion, kind: identity.kind) else {
      return false
    }
    let evaluator = QuotaEvaluator(group: identity.group, plural: kind.plural)
    if evaluator == .pods || evaluator == .claims { return true }
    return limits.quotas.contains { quota in
      quota.hard.amounts.keys.contains(where: evaluator.tracks)
    }
  }
}
