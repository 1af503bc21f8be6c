enum Deployments {
  static let rules = KindRules.kind(.namespaced, .dns1123Subdomain) { object in
    validate(object["spec"], options: .template)
  } update: { new, old in
    validate(
      new["spec"], options: PodOptions(old: old["spec"]["template"]))
    Workloads.immutable(new["spec"]["selector"], old["spec"]["selector"])
  }

  private static func validate(_ spec: Field, options: PodOptions) {
    spec["replicas"].nonNegative()
    if Workloads.validateSelector(spec, kind: "deployment") {
      Workloads.matchTemplate(spec)
      Pods.validateTemplate(spec["template"], options: options)
      Workloads.requireAlways(spec["template"], kind: "ReplicaSet")
    }
    validateStrategy(spec["strategy"])
    spec["minReadySeconds"].nonNegative()
    if spec["revisionHistoryLimit"].exists { spec["revisionHistoryLimit"].nonNegative() }
    let deadline = spec["progressDeadlineSeconds"]
    guard deadline.exists else { return }
    deadline.nonNegative()
    if deadline.int <= spec["minReadySeconds"].int {
      deadline.invalid("must be greater than minReadySeconds")
    }
  }

  private static func validateStrategy(_ strategy: Field) {
    let rolling = strategy["rollingUpdate"]
    switch strategy["type"].text {
    case "Recreate":
      if rolling.exists {
        rolling.forbidden("may not be specified when strategy `type` is 'Recreate'")
      }
    case "RollingUpdate":
      guard rolling.exists else {
        return rolling.required("this should be defaulted and never be nil")
      }
      let (unavailable, surge) = (rolling["maxUnavailable"], rolling["maxSurge"])
      Workloads.validateAmount(unavailable)
      Workloads.validateAmount(surge)
      if Workloads.amount(unavailable) == 0, Workloads.amount(surge) == 0 {
        unavailable.invalid("may not be 0 when `maxSurge` is 0", absent: "0")
      }
      Workloads.validateAtMostAll(unavailable)
    default:
      strategy.notSupported(
        ["Recreate", "RollingUpdate"],
        value: "{\"Type\":\(GoText.quoted(strategy["type"].text)),\"RollingUpdate\":null}")
    }
  }
}

enum ReplicaSets {
  static let rules = KindRules.kind(.namespaced, .dns1123Subdomain) { object in
    validate(object["spec"], options: .template)
  } update: { new, old in
    validate(
      new["spec"], options: PodOptions(old: old["spec"]["template"]))
    Workloads.immutable(new["spec"]["selector"], old["spec"]["selector"])
  }

  private static func validate(_ spec: Field, options: PodOptions) {
    spec["replicas"].nonNegative()
    spec["minReadySeconds"].nonNegative()
    guard Workloads.validateSelector(spec, kind: "replicaset") else { return }
    Workloads.matchTemplate(spec)
    Pods.validateTemplate(spec["template"], options: options)
    Workloads.requireAlways(spec["template"], kind: "ReplicaSet")
  }
}
