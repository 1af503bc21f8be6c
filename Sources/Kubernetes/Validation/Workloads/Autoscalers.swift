extension KindRules {
  static let autoscaling: [String: KindRules] = [
    "HorizontalPodAutoscaler": Autoscalers.rules
  ]
}

/// HorizontalPodAutoscalers of every version; v1 is converted to v2 before it is validated, so that
/// its one metric stands under `metrics` in errors.
enum Autoscalers {
  static let rules = KindRules.kind(.namespaced, .dns1123Subdomain) { object in
    validate(object["spec"], old: nil)
  } update: { new, old in
    validate(new["spec"], old: old["spec"])
  }

  private static func validate(_ spec: Field, old: Field?) {
    let (minimum, maximum) = (spec["minReplicas"], spec["maxReplicas"])
    let bound: Int64 = old?["minReplicas"].number == 0 ? 0 : 1
    if minimum.exists, minimum.int < bound {
      minimum.invalid("must be greater than or equal to \(bound)")
    }
    if maximum.int == 0 {
      maximum.required("must be set and greater than 0")
    } else if maximum.int < 0 {
      maximum.invalid("must be greater than or equal to 1")
    }
    if minimum.exists, maximum.int < minimum.int {
      maximum.invalid("must be greater than or equal to `minReplicas`", absent: "0")
    }
    validateTarget(spec["scaleTargetRef"], old: old?["scaleTargetRef"])
    validateMetrics(spec, old: old)
    for name in ["scaleUp", "scaleDown"] { validateRules(spec["behavior"][name]) }
  }

  /// What is scaled: of the core group a ReplicationController alone. Versions were not looked at
  /// once, so that one which an update leaves as it is may stay.
  private static func validateTarget(_ target: Field, old: Field?) {
    let isSame =
      old.map { old in ["apiVersion", "kind"].allSatisfy { target[$0].text == old[$0].text } }
      ?? false
    validateReference(
      target, needsGroup: target["kind"] != "ReplicationController", allowsAny: isSame)
  }

  /// Whether the stored metrics have a version that is none.
  private static func hasInvalidVersion(_ spec: Field) -> Bool {
    spec["metrics"].elements.contains {
      $0["type"] == "Object"
        && $0["object"]["describedObject"]["apiVersion"].text.count { $0 == "/" } > 1
    }
  }

  private static func validateReference(_ reference: Field, needsGroup: Bool, allowsAny: Bool) {
    for name in ["kind", "name"] {
      if reference[name].isEmpty {
        reference[name].required()
      } else {
        reference[name].check(.pathSegment)
      }
    }
    guard !allowsAny else { return }
    let version = reference["apiVersion"]
    let slashes = version.text.count { $0 == "/" }
    if slashes > 1 {
      version.invalid("unexpected GroupVersion string: \(version.text)")
    } else if needsGroup, slashes == 0 || version.text.hasPrefix("/") {
      version.invalid("apiVersion must specify API group")
    }
  }

  // MARK: - Metrics

  private static let types = ["ContainerResource", "External", "Object", "Pods", "Resource"]

  private static let sources: [(type: String, field: String)] = [
    ("Object", "object"), ("External", "external"), ("Pods", "pods"), ("Resource", "resource"),
    ("ContainerResource", "containerResource"),
  ]

  private static func validateMetrics(_ spec: Field, old: Field?) {
    let metrics = spec["metrics"]
    let usage = spec["targetCPUUtilizationPercentage"]
    if usage.exists, usage.int < 1 {
      metrics[0]["resource"]["target"]["averageUtilization"].beside(usage.node)
        .invalid("must be greater than 0")
    }
    let allowsAny = old.map(hasInvalidVersion) ?? false
    for metric in metrics.elements { validateMetric(metric, allowsAny: allowsAny) }
    if spec["minReplicas"].number == 0,
      !metrics.elements.contains(where: { $0["type"].isOne(of: ["Object", "External"]) })
    {
      metrics.forbidden(
        "must specify at least one Object or External metric to support scaling to zero replicas")
    }
  }

  /// - Parameter allowsAny: whether described objects may be of any version.
  private static func validateMetric(_ metric: Field, allowsAny: Bool) {
    let type = metric["type"]
    if type.isEmpty { type.required("must specify a metric source type") }
    if !type.isOne(of: types) { type.notSupported(types) }
    let present = sources.filter { metric[$0.field].exists }
    if let first = present.first { validateSource(metric[first.field], first.field, allowsAny) }
    let expected = sources.first { type == $0.type }?.field
    if let expected {
      if !metric[expected].exists {
        metric[expected].required("must populate information for the given metric source")
      }
    } else {
      type.notSupported(types)
    }
    guard present.count != 1 else { return }
    for source in present where source.field != expected {
      metric[source.field].forbidden("must populate the given metric source only")
    }
  }

  private static func validateSource(_ source: Field, _ name: String, _ allowsAny: Bool) {
    let target = source["target"]
    let (value, average, usage) = (
      target["value"], target["averageValue"], target["averageUtilization"]
    )
    switch name {
    case "object":
      validateReference(source["describedObject"], needsGroup: false, allowsAny: allowsAny)
      validateIdentifier(source["metric"])
      validateTarget(target)
      if !value.exists, !average.exists {
        average.required("must set either a target value or averageValue")
      }
    case "external":
      validateIdentifier(source["metric"])
      validateTarget(target)
      if !value.exists, !average.exists {
        average.required("must set either a target value for metric or a per-pod target")
      }
      if value.exists, average.exists {
        value.forbidden("may not set both a target value for metric and a per-pod target")
      }
    case "pods":
      validateIdentifier(source["metric"])
      validateTarget(target)
      if !average.exists {
        average.required("must specify a positive target averageValue")
      }
    default:
      if source["name"].isEmpty { source["name"].required("must specify a resource name") }
      if name == "containerResource" {
        if !source["name"].isEmpty {
          Resources.validateContainerName(source["name"].text, source["name"])
        }
        if source["container"].isEmpty {
          source["container"].required("must specify a container")
        } else {
          source["container"].check(.dns1123Label)
        }
      }
      validateTarget(target)
      if !usage.exists, !average.exists {
        usage.required("must set either a target raw value or a target utilization")
      }
      if usage.exists, average.exists {
        average.forbidden("may not set both a target raw value and a target utilization")
      }
    }
  }

  private static func validateIdentifier(_ metric: Field) {
    let name = metric["name"]
    if name.isEmpty {
      name.required("must specify a metric name")
    } else {
      name.check(.pathSegment)
    }
  }

  private static func validateTarget(_ target: Field) {
    let type = target["type"]
    if type.isEmpty { type.required("must specify a metric target type") }
    if !type.isOne(of: ["Utilization", "Value", "AverageValue"]) {
      type.invalid("must be either Utilization, Value, or AverageValue")
    }
    for name in ["value", "averageValue"] {
      if let quantity = target[name].quantity, quantity.sign <= 0 {
        target[name].invalid("must be positive", value: GoText.quoted("\(quantity)"))
      }
    }
    let usage = target["averageUtilization"]
    if usage.exists, usage.int < 1 { usage.invalid("must be greater than 0") }
  }

  // MARK: - Behaviour

  private static func validateRules(_ rules: Field) {
    guard rules.exists else { return }
    let window = rules["stabilizationWindowSeconds"]
    if window.int < 0 { window.invalid("must be greater than or equal to zero") }
    if window.int > 3600 { window.invalid("must be less than or equal to 3600") }
    let select = rules["selectPolicy"]
    let selections = ["Disabled", "Max", "Min"]
    if select.exists, !select.isOne(of: selections) { select.notSupported(selections) }
    let policies = rules["policies"]
    if policies.isEmpty { policies.required("must specify at least one Policy") }
    for policy in policies.elements {
      if !policy["type"].isOne(of: ["Pods", "Percent"]) {
        policy["type"].notSupported(["Percent", "Pods"])
      }
      for name in ["value", "periodSeconds"] where policy[name].int <= 0 {
        policy[name].invalid("must be greater than zero", absent: "0")
      }
      if policy["periodSeconds"].int > 1800 {
        policy["periodSeconds"].invalid("must be less than or equal to 1800")
      }
    }
    if let tolerance = rules["tolerance"].quantity, tolerance.sign < 0 {
      rules["tolerance"].invalid(
        "must be greater than or equal to 0", value: GoText.quoted("\(tolerance)"))
    }
  }
}
