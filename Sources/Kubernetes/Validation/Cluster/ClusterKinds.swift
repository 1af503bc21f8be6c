extension KindRules {
  static let policy: [String: KindRules] = ["PodDisruptionBudget": DisruptionBudgets.rules]
  static let scheduling: [String: KindRules] = ["PriorityClass": PriorityClasses.rules]
  static let coordination: [String: KindRules] = ["Lease": Leases.rules]
  static let node: [String: KindRules] = ["RuntimeClass": RuntimeClasses.rules]
  static let apiRegistration: [String: KindRules] = ["APIService": APIServices.rules]
}

/// The one kind whose strategy leaves the metadata to what the server does for every kind: once the
/// rest is found good, names are held to be segments of a path, and nothing more.
enum DisruptionBudgets {
  static let rules = KindRules(
    create: { object in
      validate(object["spec"], allowsInvalid: false)
      guard object.report.errors.isEmpty else { return }
      Metadata.validate(
        object["metadata"], scope: .namespaced, name: .pathSegment, prefix: .pathSegmentPrefix,
        isCustom: true)
    },
    update: { new, old in
      Metadata.validateUpdate(new["metadata"], old["metadata"], isCustom: true)
      validate(
        new["spec"], allowsInvalid: LabelSelector.hasInvalidValues(old["spec"]["selector"]))
    })

  private static func validate(_ spec: Field, allowsInvalid: Bool) {
    let amounts = [spec["minAvailable"], spec["maxUnavailable"]]
    if amounts.allSatisfy(\.exists) {
      spec.invalid("minAvailable and maxUnavailable cannot be both set")
    }
    for amount in amounts where amount.exists {
      Workloads.validateAmount(amount)
      Workloads.validateAtMostAll(amount)
    }
    LabelSelector.validate(spec["selector"], allowsInvalidValues: allowsInvalid)
    let policy = spec["unhealthyPodEvictionPolicy"]
    let policies = ["AlwaysAllow", "IfHealthyBudget"]
    if policy.exists, !policy.isOne(of: policies) { policy.notSupported(policies) }
  }
}

enum PriorityClasses {
  static let rules = KindRules.kind(.cluster, .dns1123Subdomain) { object in
    let (name, value) = (object["metadata"]["name"], object["value"])
    let system: [String: Int64] = [
      "system-node-critical": 2_000_001_000, "system-cluster-critical": 2_000_000_000,
    ]
    if name.text.hasPrefix("system-") {
      if system[name.text] != value.int || object["globalDefault"].bool {
        name.forbidden(
          "priority class names with 'system-' prefix are reserved for system use only. error: "
            + "\(name.text) is not a known system priority class")
      }
    } else if value.int > 1_000_000_000 {
      value.forbidden("maximum allowed value of a user defined priority is 1000000000")
    }
    let policy = object["preemptionPolicy"]
    if policy.exists { policy.expectOne(of: ["PreemptLowerPriority", "Never"]) }
  } update: { new, old in
    if new["value"].int != old["value"].int {
      new["value"].forbidden("may not be changed in an update.")
    }
    Workloads.immutable(new["preemptionPolicy"], old["preemptionPolicy"])
  }
}

enum Leases {
  static let rules = KindRules.kind(.namespaced, .dns1123Subdomain, isCustom: true) { object in
    let spec = object["spec"]
    if spec["leaseDurationSeconds"].exists, spec["leaseDurationSeconds"].int <= 0 {
      spec["leaseDurationSeconds"].invalid("must be greater than 0")
    }
    if spec["leaseTransitions"].exists, spec["leaseTransitions"].int < 0 {
      spec["leaseTransitions"].invalid("must be greater than or equal to 0")
    }
    let (strategy, holder) = (spec["strategy"], spec["preferredHolder"])
    if strategy.exists {
      if strategy.text.contains("/") {
        strategy.check(.qualifiedName)
      } else if strategy != "OldestEmulationVersion" {
        strategy.notSupported(["OldestEmulationVersion"])
      }
    }
    if !holder.isEmpty, strategy.isEmpty {
      holder.forbidden("may only be specified if `strategy` is defined")
    }
  }
}

enum RuntimeClasses {
  static let rules = KindRules.kind(.cluster, .dns1123Subdomain, isCustom: true, validate) {
    new, old in
    validate(new)
    Workloads.immutable(new["handler"], old["handler"])
  }

  private static func validate(_ object: Field) {
    let handler = object["handler"]
    if handler.isEmpty { handler.required() } else { handler.check(.dns1123Label) }
    if object["overhead"].exists {
      let overhead = object["overhead"]
      Resources.validateLimits(overhead["podFixed"], of: overhead, .template)
    }
    let scheduling = object["scheduling"]
    guard scheduling.exists else { return }
    Metadata.labels(scheduling["nodeSelector"])
    let tolerations = scheduling["tolerations"]
    // The server names the field twice where a toleration is bad by itself.
    let inner = tolerations["tolerations"].beside(tolerations.node)
    inner.elements.forEach(Pods.validateToleration)
    var seen: Set<[String]> = []
    for toleration in tolerations.elements {
      let key = ["key", "operator", "value", "effect"].map { toleration[$0].text }
      if !seen.insert(key).inserted {
        toleration.duplicate(value: GoText.json(toleration.node))
      }
    }
  }
}

enum APIServices {
  static let rules = KindRules.kind(
    .cluster, .pathSegment, prefix: .pathSegmentPrefix, isCustom: true
  ) { object in
    let (spec, name) = (object["spec"], object["metadata"]["name"])
    let (group, version, service) = (spec["group"], spec["version"], spec["service"])
    let required = "\(version.text).\(group.text)"
    if name.text != required {
      name.invalid("must be `spec.version+\".\"+spec.group`: \(GoText.quoted(required))")
    }
    if !group.isEmpty {
      group.check(.dns1123Subdomain)
    } else if version != "v1" {
      group.required("only v1 may have an empty group and it better be legacy kube")
    }
    version.check(.dns1035Label)
    let minimum = spec["groupPriorityMinimum"]
    if !(1...20000).contains(minimum.int) {
      minimum.invalid("must be positive and less than 20000", absent: "0")
    }
    let priority = spec["versionPriority"]
    if !(1...1000).contains(priority.int) {
      priority.invalid("must be positive and less than 1000", absent: "0")
    }
    guard service.exists else {
      if !spec["caBundle"].isEmpty {
        spec["caBundle"].invalid("local APIServices may not have a caBundle", value: "\"\"")
      }
      if spec["insecureSkipTLSVerify"].bool {
        spec["insecureSkipTLSVerify"].invalid(
          "local APIServices may not have insecureSkipTLSVerify")
      }
      return
    }
    for field in ["namespace", "name"] where service[field].isEmpty { service[field].required() }
    if service["port"].exists, !(1...65535).contains(service["port"].int) {
      service["port"].invalid("port is not valid: must be between 1 and 65535, inclusive")
    }
    if spec["insecureSkipTLSVerify"].bool, !spec["caBundle"].isEmpty {
      spec["insecureSkipTLSVerify"].invalid("may not be true if caBundle is present")
    }
  }
}
