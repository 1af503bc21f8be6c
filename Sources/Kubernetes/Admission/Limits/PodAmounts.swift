import Values

/// What a pod asks for, or is limited to, as a whole: `PodRequests` and `PodLimits` of
/// k8s.io/component-helpers/resource.
enum PodAmounts {
  enum List: String {
    case requests, limits
  }

  /// What the containers have together: all regular and sidecar containers at a time, or one init
  /// container with the sidecars before it, whichever is more.
  static func ofContainers(_ spec: Node, _ list: List) -> ResourceAmounts {
    func amounts(_ container: Node) -> ResourceAmounts {
      ResourceAmounts(container["resources"]?[list.rawValue])
    }
    var together = ResourceAmounts()
    for container in spec["containers"]?.elements.map({ $0 }) ?? [] {
      together.add(amounts(container))
    }
    var sidecars = ResourceAmounts()
    var highest = ResourceAmounts()
    for container in spec["initContainers"]?.elements.map({ $0 }) ?? [] {
      let own = amounts(container)
      var meanwhile = sidecars
      meanwhile.add(own)
      if container["restartPolicy"].map({ $0 == "Always" }) ?? false {
        together.add(own)
        sidecars = meanwhile
      }
      highest.raise(to: meanwhile)
    }
    together.raise(to: highest)
    return together
  }

  /// What LimitRanger compares with the limits of a pod: what the pod says of itself stands for
  /// what its containers say of processor and memory.
  static func forLimits(_ spec: Node, _ list: List) -> ResourceAmounts {
    var amounts = ofContainers(spec, list)
    amounts.override(by: ResourceAmounts(spec["resources"]?[list.rawValue])) {
      $0 == "cpu" || $0 == "memory"
    }
    return amounts
  }

  /// What a quota charges: with the overhead of the pod's runtime.
  static func forQuota(_ spec: Node, _ list: List) -> ResourceAmounts {
    var amounts = ofContainers(spec, list)
    amounts.override(
      by: ResourceAmounts(spec["resources"]?[list.rawValue]), where: isOfWholePods)
    let overhead = ResourceAmounts(spec["overhead"])
    switch list {
    case .requests: amounts.add(overhead)
    case .limits:
      let limited = amounts
      amounts.add(overhead.filter { name, _ in limited[name] != nil })
    }
    return amounts
  }

  /// Resources that a pod as a whole may have.
  static func isOfWholePods(_ name: String) -> Bool {
    name == "cpu" || name == "memory" || Resources.isHugePages(name)
  }

  /// `IsPodLevelResourcesSet`
  static func isSetForWholePod(_ spec: Node) -> Bool {
    [List.requests, .limits].contains { list in
      spec["resources"]?[list.rawValue]?.entries.contains { isOfWholePods($0.name) } ?? false
    }
  }
}
