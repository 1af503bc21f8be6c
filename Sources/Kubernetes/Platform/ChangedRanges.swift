import Resources
import Values

/// The LimitRanges of a namespace before and after a change to some of them.
struct ChangedRanges {
  private let before: [LimitRange]
  private let defaultsBefore: ContainerDefaults
  private let after: NamespaceLimits
  private let changed: [String: ResourceIdentity]
  /// To which a refusal is put down that is no changed range's own, since another range, or
  /// validation, objects to what is filled in now.
  private let cause: ResourceIdentity?

  init(
    _ applied: [KubernetesTarget.AppliedObject], _ after: NamespaceLimits,
    _ target: KubernetesTarget
  ) {
    self.after = after
    changed = Dictionary(
      applied.map { ($0.identity.name, $0.identity) }, uniquingKeysWith: { first, _ in first })
    let resource = target.catalog.resource(apiVersion: "v1", kind: "LimitRange")
    var old: [String: LimitRange] = [:]
    for object in applied {
      guard var live = object.live else { continue }
      // A live object may be shown as it was written.
      if let resource { Defaulting.apply(to: &live, as: resource) }
      old[object.identity.name] = LimitRange(live.root)
    }
    before = after.ranges.compactMap { [changed] range in
      changed[range.name] == nil ? range : old[range.name]
    }
    defaultsBefore = ContainerDefaults(before)
    let filling = applied.first { object in
      let name = object.identity.name
      let now = after.ranges.filter { $0.name == name }
      return ContainerDefaults(now) != ContainerDefaults(old[name].map { [$0] } ?? [])
    }
    cause = (filling ?? applied.first)?.identity
  }

  /// Why pods are refused that were let in before, and by which changed range; nil where they are
  /// let in, or were refused already.
  func refusal(of pod: TemplatePod) -> (range: ResourceIdentity, reason: String)? {
    guard let cause, let objection = pod.objection(of: after.ranges, filling: after.defaults)
    else { return nil }
    let problems = objection.problems.filter(after.isCertain)
    guard !problems.isEmpty, pod.objection(of: before, filling: defaultsBefore) == nil else {
      return nil
    }
    let range = objection.range.flatMap { changed[$0] } ?? cause
    return (range, problems.aggregated)
  }
}
