import Values

/// The pods, and the claims with them, that a controller makes for a workload.
struct WorkloadPods {
  let metadata: Node?
  let spec: Node
  /// How many there are to be at a time.
  let count: Int64
  /// The nodes or the time decide how many there are: this is the least.
  let isLeast: Bool
  /// Of the claims that each pod of a StatefulSet gets.
  let claims: [Node]
  let rollout: Node?

  /// nil for an object that is no workload, or that makes no pods as it is.
  init?(of object: Node, group: String, kind: String) {
    guard !(group.isEmpty && (kind == "Pod" || kind == "PodTemplate")),
      let (metadata, spec) = PodSecurity.pod(of: object, group: group, kind: kind)
    else { return nil }
    self.metadata = metadata
    self.spec = spec
    var claims: [Node] = []
    var rollout: Node?
    switch kind {
    case "DaemonSet":
      let scheduled = object["status", "desiredNumberScheduled"]?.int ?? 0
      (count, isLeast) = (max(scheduled, 1), scheduled == 0)
    case "Job": (count, isLeast) = (Self.parallelism(of: object["spec"]), false)
    case "CronJob":
      let isSuspended = object["spec", "suspend"]?.bool ?? false
      let job = object["spec", "jobTemplate", "spec"]
      (count, isLeast) = (isSuspended ? 0 : Self.parallelism(of: job), true)
    default:
      (count, isLeast) = (max(object["spec", "replicas"]?.int ?? 1, 0), false)
      claims = object["spec", "volumeClaimTemplates"]?.elements.map { $0 } ?? []
      if kind == "Deployment" { rollout = object["spec", "strategy"] }
    }
    self.claims = claims
    self.rollout = rollout
  }

  private static func parallelism(of job: Node?) -> Int64 {
    if job?["suspend"]?.bool ?? false { return 0 }
    let parallelism = max(job?["parallelism"]?.int ?? 1, 0)
    return min(parallelism, max(job?["completions"]?.int ?? parallelism, 0))
  }

  /// How many pods of the live object there are now, which is what quotas are charged for; as many
  /// as it wants where its status does not tell.
  func running(in live: Node, kind: String) -> Int64 {
    guard let status = live["status"], status.count > 0 else { return isLeast ? 0 : count }
    let name =
      switch kind {
      case "DaemonSet": "currentNumberScheduled"
      case "Job": "active"
      default: "replicas"
      }
    return max(status[name]?.int ?? 0, 0)
  }

  /// Whether a rollout makes a new pod before an old one goes: k8s.io/kubernetes/pkg/controller/
  /// deployment/util, `ResolveFenceposts`.
  var surgesFirst: Bool {
    guard let rollout, rollout["type"].map({ $0 == "RollingUpdate" }) ?? false, count > 0 else {
      return false
    }
    let rolling = rollout["rollingUpdate"]
    let surge = share(rolling?["maxSurge"], roundedUp: true)
    let unavailable = share(rolling?["maxUnavailable"], roundedUp: false)
    return unavailable == 0 && surge > 0
  }

  private func share(_ value: Node?, roundedUp: Bool) -> Int64 {
    if let number = value?.int { return number }
    let digits = value?.string.flatMap { $0.hasSuffix("%") ? Int64($0.dropLast()) : nil }
    guard let percent = digits, percent > 0 else { return 0 }
    let (product, overflow) = percent.multipliedReportingOverflow(by: count)
    if overflow { return .max }
    return product / 100 + (roundedUp && product % 100 != 0 ? 1 : 0)
  }
}
