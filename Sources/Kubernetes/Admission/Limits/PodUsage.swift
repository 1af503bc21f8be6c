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

  /// What the containers of a pod do not specify of what a quota may make them, with the names of
  /// those that do not. Only processor and memory must be specified.
  static func omissions(in pod: Node) -> [String: [String]] {
    guard let spec = pod["spec"], !PodAmounts.isSetForWholePod(spec) else { return [:] }
    var containers: [String: Set<String>] = [:]
    for list in ["containers", "initContainers"] {
      for container in spec[list]?.elements.map({ $0 }) ?? [] {
        let resources = container["resources"]
        let has = charged(
          requests: ResourceAmounts(resources?["requests"]),
          limits: ResourceAmounts(resources?["limits"]))
        for name in required where has[name] == nil {
          containers[name, default: []].insert(container["name"]?.text ?? "")
        }
      }
    }
    return containers.mapValues { $0.sorted() }
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
