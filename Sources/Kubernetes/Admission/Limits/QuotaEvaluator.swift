import Values

/// How quota admission measures the objects of a kind:
/// k8s.io/kubernetes/pkg/quota/v1/evaluator/core, and for all other kinds
/// k8s.io/apiserver/pkg/quota/v1/generic.
enum QuotaEvaluator: Equatable {
  case pods, services, claims, deviceClaims
  /// Objects are counted, under these names.
  case objects(names: [String])

  /// - Parameter plural: the name of the resource, such as `deployments`.
  init(group: String, plural: String) {
    switch (group, plural) {
    case ("", "pods"): self = .pods
    case ("", "services"): self = .services
    case ("", "persistentvolumeclaims"): self = .claims
    case ("resource.k8s.io", "resourceclaims"): self = .deviceClaims
    case ("", "configmaps"), ("", "secrets"), ("", "replicationcontrollers"),
      ("", "resourcequotas"):
      self = .objects(names: [plural, "count/\(plural)"])
    default:
      self = .objects(names: ["count/\(plural)" + (group.isEmpty ? "" : ".\(group)")])
    }
  }

  /// Whether an update may need more than the object already has.
  var measuresUpdates: Bool {
    switch self {
    case .services, .claims, .deviceClaims: true
    // A pod's amounts do not change, and what is counted was counted.
    case .pods, .objects: false
    }
  }

  /// Whether a quota for the resource concerns objects of the kind (`MatchingResources`).
  func tracks(_ name: String) -> Bool {
    switch self {
    case .pods:
      PodUsage.names.contains(name) || Resources.isHugePages(name)
        || name.hasPrefix("requests.hugepages-") || PodUsage.isExtended(name)
    case .services: Self.serviceNames.contains(name)
    case .claims:
      name == "count/persistentvolumeclaims"
        || Self.claimNames.contains { name == $0 || name.hasSuffix(Self.classSuffix + $0) }
    case .deviceClaims:
      name == "count/resourceclaims.resource.k8s.io" || name.hasSuffix(Self.deviceSuffix)
    case .objects(let names): names.contains(name)
    }
  }

  /// What an object takes.
  func usage(of object: Node) -> ResourceAmounts {
    switch self {
    case .pods: PodUsage.of(object)
    case .services: Self.ofService(object["spec"])
    case .claims: Self.ofClaim(object)
    case .deviceClaims: Self.ofDevices(object["spec", "devices"])
    case .objects(let names): ResourceAmounts(counting: names)
    }
  }

  private static let serviceNames = [
    "count/services", "services", "services.nodeports", "services.loadbalancers",
  ]
  private static let claimNames = ["persistentvolumeclaims", "requests.storage"]
  private static let classSuffix = ".storageclass.storage.k8s.io/"
  private static let deviceSuffix = ".deviceclass.resource.k8s.io/devices"
}

// MARK: - Kinds

extension QuotaEvaluator {
  private static func ofService(_ spec: Node?) -> ResourceAmounts {
    var usage = ResourceAmounts(counting: ["count/services", "services"])
    let type = spec?["type"]?.text ?? "ClusterIP"
    if type == "LoadBalancer" { usage["services.loadbalancers"] = Quantity(1) }
    if type == "LoadBalancer" || type == "NodePort" {
      usage["services.nodeports"] = Quantity(Int64(nodePorts(of: spec)))
    }
    return usage
  }

  /// A load balancer may do without node ports.
  private static func nodePorts(of spec: Node?) -> Int {
    let ports = spec?["ports"]?.elements.map { $0 } ?? []
    guard spec?["type"].map({ $0 == "LoadBalancer" }) ?? false,
      spec?["allocateLoadBalancerNodePorts"]?.bool == false
    else { return ports.count }
    return ports.count { ($0["nodePort"]?.int ?? 0) != 0 }
  }

  private static func ofClaim(_ claim: Node) -> ResourceAmounts {
    var usage = ResourceAmounts(
      counting: ["count/persistentvolumeclaims", "persistentvolumeclaims"])
    let annotation = "volume.beta.kubernetes.io/storage-class"
    let storageClass =
      claim["metadata", "annotations", annotation]?.string
      ?? claim["spec", "storageClassName"]?.string ?? ""
    let storage = max(
      claim["spec", "resources", "requests", "storage"]?.quantity?.rounded(to: 0) ?? .zero,
      claim["status", "allocatedResources", "storage"]?.quantity?.rounded(to: 0) ?? .zero)
    usage["requests.storage"] = storage
    guard !storageClass.isEmpty else { return usage }
    usage[storageClass + classSuffix + "persistentvolumeclaims"] = Quantity(1)
    usage[storageClass + classSuffix + "requests.storage"] = storage
    return usage
  }

  /// Devices by class: of the alternatives of a request the most of each.
  private static func ofDevices(_ devices: Node?) -> ResourceAmounts {
    var usage = ResourceAmounts(counting: ["count/resourceclaims.resource.k8s.io"])
    for request in devices?["requests"]?.elements.map({ $0 }) ?? [] {
      let alternatives = request["firstAvailable"]?.elements.map { $0 } ?? []
      if alternatives.isEmpty {
        // v1beta1 has no mapping of its own for what is asked for exactly.
        usage.add(devicesAsked(by: request["exactly"] ?? request))
      } else {
        var most = ResourceAmounts()
        for alternative in alternatives { most.raise(to: devicesAsked(by: alternative)) }
        usage.add(most)
      }
    }
    return usage
  }

  /// All matching devices are at most as many as a claim can have.
  private static let mostDevices: Int64 = 32

  private static func devicesAsked(by request: Node) -> ResourceAmounts {
    var amounts = ResourceAmounts()
    guard let name = request["deviceClassName"]?.string, !name.isEmpty else { return amounts }
    let count =
      request["allocationMode"].map { $0 == "All" } ?? false
      ? mostDevices : request["count"]?.int ?? 1
    amounts[name + deviceSuffix] = Quantity(count)
    return amounts
  }
}

extension ResourceAmounts {
  init(counting names: [String]) {
    self.init()
    for name in names { self[name] = Quantity(1) }
  }
}
