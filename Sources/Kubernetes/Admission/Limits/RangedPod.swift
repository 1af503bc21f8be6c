import Values

/// What LimitRanges ask of a pod: the amounts of its containers and of the whole, read once for all
/// of them.
struct RangedPod {
  /// Regular containers, then init containers.
  let containers: [(requests: ResourceAmounts, limits: ResourceAmounts)]
  let whole: (requests: ResourceAmounts, limits: ResourceAmounts)

  init(_ spec: Node) {
    containers = ["containers", "initContainers"].flatMap { list in
      spec[list]?.elements.map { container in
        let resources = container["resources"]
        return (
          ResourceAmounts(resources?["requests"]), ResourceAmounts(resources?["limits"])
        )
      } ?? []
    }
    whole = (PodAmounts.forLimits(spec, .requests), PodAmounts.forLimits(spec, .limits))
  }
}
