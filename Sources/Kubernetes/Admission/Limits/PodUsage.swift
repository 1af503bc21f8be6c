import Values

/// What a pod takes of quotas: k8s.io/kubernetes/pkg/quota/v1/evaluator/core/pods.go.
enum PodUsage {
  static let names: Set<String> = [
    "count/pods", "pods", "cpu", "memory", "ephemeral-storage", "requests.cpu",
    "requests.memory", "requests.ephemeral-storage", "limits.cpu", "limits.memory",
    "limits.ephemeral-storage",
  ]

  /// `isExtendedResourceNameForQuota`
  static func isExtended(_ name: String) -> Bool {
    name.hasPrefix("requests.")
      && (!Resources.isNative(name) || name.hasPrefix("requests.\(devicePrefix)"))
  }

  static func of(_ pod: Node) -> ResourceAmounts {
    var usage = ResourceAmounts(counting: ["count/pods"])
    let phase = pod["status", "phase"]?.text ?? ""
    guard phase != "Failed", phase != "Succeeded", let spec = pod["spec"] else { return usage }
    usage.add(
      charged(
        requests: PodAmounts.forQuota(spec, .requests), limits: PodAmounts.forQuota(spec, .limits)))
    return usage
  }

  /// What a pod would have to specify for a quota of these resources, and which of its containers
  /// do not; nil where all do. Only processor and memory must be specified.
  static func omission(of names: [String], in pod: Node) -> String? {
    guard let spec = pod["spec"], !PodAmounts.isSetForWholePod(spec) else { return nil }
    var containers: [String: Set<String>] = [:]
    for list in ["containers", "initContainers"] {
      for container in spec[list]?.elements.map({ $0 }) ?? [] {
        let resources = container["resources"]
        let has = charged(
          requests: ResourceAmounts(resources?["requests"]),
          limits: ResourceAmounts(resources?["limits"]))
        for name in names where required.contains(name) && has[name] == nil {
          containers[name, default: []].insert(container["name"]?.text ?? "")
        }
      }
    }
    guard !containers.isEmpty else { return nil }
    return "must specify "
      + containers.sorted { $0.key < $1.key }
      .map { "\($0.key) for: \($0.value.sorted().joined(separator: ","))" }
      .joined(separator: "; ")
  }

  private static let required: Set<String> = [
    "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory",
  ]

  private static let devicePrefix = "deviceclass.resource.kubernetes.io/"

  /// `podComputeUsageHelper`
  private static func charged(
    requests: ResourceAmounts, limits: ResourceAmounts
  ) -> ResourceAmounts {
    var usage = ResourceAmounts(counting: ["pods"])
    for name in requests.names {
      let isPlain = ["cpu", "memory", "ephemeral-storage"].contains(name)
      if isPlain || Resources.isHugePages(name) { usage[name] = requests[name] }
      if isPlain || Resources.isHugePages(name) || !Resources.isNative(name)
        || name.hasPrefix(devicePrefix)
      {
        usage["requests.\(name)"] = requests[name]
      }
    }
    for name in ["cpu", "memory", "ephemeral-storage"] {
      if let limit = limits[name] { usage["limits.\(name)"] = limit }
    }
    return usage
  }
}
