enum DaemonSets {
  static let rules = KindRules.kind(.namespaced, .dns1123Subdomain) { object in
    validate(object["spec"], options: .template)
  } update: { new, old in
    validate(
      new["spec"], options: PodOptions(old: old["spec"]["template"]))
    Workloads.immutable(new["spec"]["selector"], old["spec"]["selector"])
  }

  private static func validate(_ spec: Field, options: PodOptions) {
    let selector = spec["selector"]
    LabelSelector.validate(selector, allowsInvalidValues: options.allowsInvalidSelectorValues)
    if LabelSelector.isInterpretable(selector) {
      let labels = spec["template"]["metadata"]["labels"]
      if !LabelSelector.matches(selector, labels: labels) {
        labels.invalid(
          "`selector` does not match template `labels`", value: GoText.json(labels.node))
      }
    }
    if selector.exists, LabelSelector.isEmpty(selector) {
      selector.invalid(
        "empty selector is invalid for daemonset", value: LabelSelector.text(selector))
    }
    Pods.validateTemplate(spec["template"], options: options)
    Workloads.requireAlways(spec["template"], kind: "DaemonSet")
    spec["minReadySeconds"].nonNegative()
    validateStrategy(spec["updateStrategy"])
    if spec["revisionHistoryLimit"].exists { spec["revisionHistoryLimit"].nonNegative() }
  }

  private static func validateStrategy(_ strategy: Field) {
    let rolling = strategy["rollingUpdate"]
    switch strategy["type"].text {
    case "OnDelete": break
    case "RollingUpdate":
      guard rolling.exists else { return rolling.required() }
      let (unavailable, surge) = (rolling["maxUnavailable"], rolling["maxSurge"])
      Workloads.validateAmount(unavailable)
      Workloads.validateAmount(surge)
      Workloads.validateAtMostAll(unavailable)
      Workloads.validateAtMostAll(surge)
      switch (Workloads.amount(unavailable) != 0, Workloads.amount(surge) != 0) {
      case (true, true): surge.invalid("may not be set when maxUnavailable is non-zero")
      case (false, false): unavailable.required("cannot be 0 when maxSurge is 0")
      default: break
      }
    default:
      strategy.notSupported(
        ["RollingUpdate", "OnDelete"],
        value: "{\"Type\":\(GoText.quoted(strategy["type"].text)),\"RollingUpdate\":null}")
    }
  }
}
