import Values

/// The limits of a namespace, as the LimitRanger admission plug-in enforces them:
/// k8s.io/kubernetes/plugin/pkg/admission/limitranger of 1.36.
struct LimitRange: Sendable {
  let name: String
  private let limits: [Limit]

  struct Limit: Sendable {
    var type: String
    var minimum: ResourceAmounts
    var maximum: ResourceAmounts
    var ratio: ResourceAmounts
    /// What a container without limits or requests of its own gets, with the texts to write.
    var defaults: [PodAmounts.List: [(name: String, text: String)]]
  }

  /// - Parameter object: defaulted, since what containers get follows from the other amounts.
  init(_ object: Node) {
    name = object["metadata", "name"]?.text ?? ""
    limits = object["spec", "limits"]?.elements.map(Limit.init) ?? []
  }

  /// How much there is to hold an object against; a limit without amounts is looked at too.
  var amountCount: Int {
    limits.reduce(1) { count, limit in
      limit.defaults.values.reduce(
        count + 1 + limit.minimum.count + limit.maximum.count + limit.ratio.count
      ) { $0 + $1.count }
    }
  }
}

extension LimitRange.Limit {
  fileprivate init(_ limit: Node) {
    func texts(_ list: String) -> [(name: String, text: String)] {
      limit[list]?.entries.map { ($0.name, $0.value.text) }.sorted { $0.0 < $1.0 } ?? []
    }
    self.init(
      type: limit["type"]?.text ?? "", minimum: ResourceAmounts(limit["min"]),
      maximum: ResourceAmounts(limit["max"]),
      ratio: ResourceAmounts(limit["maxLimitRequestRatio"]),
      defaults: [.limits: texts("default"), .requests: texts("defaultRequest")])
  }
}

extension LimitRange {
  /// What containers get that have nothing of their own, by the names of resources.
  func containerDefaults(_ list: PodAmounts.List) -> [(name: String, text: String)] {
    // The last of several limits for containers wins.
    var defaults: [String: String] = [:]
    for limit in limits where limit.type == "Container" {
      for entry in limit.defaults[list] ?? [] { defaults[entry.name] = entry.text }
    }
    return defaults.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

// MARK: - What it refuses

extension LimitRange {
  /// What is wrong with a pod, in the plug-in's words; empty where nothing is.
  func problems(of pod: RangedPod) -> [LimitProblem] {
    limits.flatMap { limit -> [LimitProblem] in
      switch limit.type {
      case "Container":
        pod.containers.flatMap { limit.problems(requests: $0.requests, limits: $0.limits) }
      case "Pod": limit.problems(requests: pod.whole.requests, limits: pod.whole.limits)
      default: []
      }
    }
  }

  /// What is wrong with a claim, of which only what it asks for counts.
  func problems(ofClaim spec: Node) -> [LimitProblem] {
    let requests = ResourceAmounts(spec["resources"]?["requests"])
    return limits.filter { $0.type == "PersistentVolumeClaim" }.flatMap { limit in
      limit.minimum.names.compactMap {
        limit.belowMinimum($0, requests: requests, limits: ResourceAmounts())
      } + limit.maximum.names.compactMap { limit.requestAboveMaximum($0, requests: requests) }
    }
  }
}
