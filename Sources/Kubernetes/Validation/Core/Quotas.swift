import Values

enum LimitRanges {
  static let rules = KindRules.kind(.namespaced, .dns1123Subdomain, validate) { new, _ in
    Metadata.validate(new["metadata"], scope: .namespaced, name: .dns1123Subdomain)
    validate(new)
  }

  private static let types = ["Pod", "Container", "PersistentVolumeClaim"]

  private static func validate(_ object: Field) {
    var seen: Set<String> = []
    for limit in object["spec"]["limits"].elements {
      let type = limit["type"]
      if !Format.qualifiedName.accepts(type.text) {
        type.check(.qualifiedName)
      } else if !type.text.contains("/"), !type.isOne(of: types) {
        type.invalid("must be a standard limit type or fully qualified")
      }
      if !seen.insert(type.text).inserted { type.duplicate() }
      validateNames(limit)
      validateAmounts(limit)
    }
  }

  private static func validateNames(_ limit: Field) {
    let type = limit["type"]
    let rule =
      type.isOne(of: ["Pod", "Container"])
      ? Resources.validateContainerName : { name, field in _ = Resources.validateName(name, field) }
    for list in ["max", "min"] {
      for entry in limit[list].entries { rule(entry.name, entry.value) }
    }
    for list in ["default", "defaultRequest"] {
      if type == "Pod" {
        if !limit[list].isEmpty {
          limit[list].forbidden("may not be specified when `type` is 'Pod'")
        }
      } else {
        for entry in limit[list].entries { rule(entry.name, entry.value) }
      }
    }
    if type == "PersistentVolumeClaim", !limit["min"].key("storage").exists,
      !limit["max"].key("storage").exists
    {
      limit["limits"].required(
        "either minimum or maximum storage value is required, but neither was provided")
    }
    for entry in limit["maxLimitRequestRatio"].entries { rule(entry.name, entry.value) }
  }

  private static func validateAmounts(_ limit: Field) {
    var names: [String] = []
    for list in ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"] {
      for entry in limit[list].entries where !names.contains(entry.name) {
        names.append(entry.name)
      }
    }
    for name in names {
      func amount(_ list: String) -> Quantity? {
        let isLeftOut = list.hasPrefix("default") && limit["type"] == "Pod"
        return isLeftOut ? nil : limit[list].key(name).quantity
      }
      func compare(
        _ low: String, _ lowName: String, _ high: String, _ highName: String, at list: String,
        _ relation: String = "greater"
      ) {
        guard let low = amount(low), let high = amount(high), low > high else { return }
        let message = "\(lowName) value \(low) is greater than \(highName) value \(high)"
        limit[list].key(name).invalid(
          message,
          value: GoText.quoted(
            "\(list == "default" && lowName == "min" ? low : amount(list) ?? low)"))
      }
      compare("min", "min", "max", "max", at: "min")
      compare("min", "min", "defaultRequest", "default request", at: "defaultRequest")
      compare("defaultRequest", "default request", "max", "max", at: "defaultRequest")
      compare("defaultRequest", "default request", "default", "default limit", at: "defaultRequest")
      compare("min", "min", "default", "default", at: "default")
      compare("default", "default", "max", "max", at: "default")
      if let ratio = amount("maxLimitRequestRatio") { validateRatio(ratio, of: name, limit) }
      if !Resources.isOvercommitAllowed(name), let value = amount("default"),
        let request = amount("defaultRequest"), value != request
      {
        limit["defaultRequest"].key(name).invalid(
          "default value \(value) must equal to defaultRequest value \(request) in \(name)",
          value: GoText.quoted("\(request)"))
      }
    }
  }

  private static func validateRatio(_ ratio: Quantity, of name: String, _ limit: Field) {
    let field = limit["maxLimitRequestRatio"].key(name)
    let value = GoText.quoted("\(ratio)")
    if ratio < Quantity(1) { field.invalid("ratio \(ratio) is less than 1", value: value) }
    guard let low = limit["min"].key(name).quantity, let high = limit["max"].key(name).quantity,
      !low.isZero
    else { return }
    let quotient = high.approximateDouble / low.approximateDouble
    if ratio.approximateDouble > quotient {
      field.invalid(
        "ratio \(ratio) is greater than max/min = \(GoText.fixed(quotient))", value: value)
    }
  }
}

enum ResourceQuotas {
  static let rules = KindRules.kind(.namespaced, .dns1123Subdomain) { object in
    validate(object["spec"])
    for list in ["hard", "used"] { validateAmounts(object["status"][list]) }
  } update: { new, old in
    validate(new["spec"])
    if Set(new["spec"]["scopes"].texts) != Set(old["spec"]["scopes"].texts) {
      new["spec"]["scopes"].invalid("field is immutable", absent: "null")
    }
  }

  private static func validateAmounts(_ amounts: Field) {
    for (name, value) in amounts.entries {
      Resources.validateQuotaName(name, value)
      Resources.validateAmount(name, value)
    }
  }

  private static func validate(_ spec: Field) {
    validateAmounts(spec["hard"])
    let names = spec["hard"].entries.map(\.name).filter(Resources.isStandardForQuota).sorted()
    let scopes = spec["scopes"]
    validateScopes(scopes.texts, at: scopes, names) { _ in
      scopes.invalid("unsupported scope")
    }
    let selector = spec["scopeSelector"]
    guard selector.exists else { return }
    let expressions = selector["matchExpressions"]
    for expression in expressions.elements {
      let (scope, `operator`, values) = (
        expressions["scopeName"].beside(expression["scopeName"].node),
        expressions["operator"].beside(expression["operator"].node),
        expressions["values"].beside(expression["values"].node)
      )
      if !Self.scopes.contains(scope.text) { scope.invalid("unsupported scope") }
      for name in names where !isValid(scope.text, for: name) {
        expressions.invalid(
          "unsupported scope applied to resource", value: LabelSelector.text(selector))
      }
      if scope.isOne(
        of: Array(Self.scopes.subtracting(["PriorityClass", "VolumeAttributesClass"]))),
        `operator` != "Exists"
      {
        `operator`.invalid(
          "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, "
            + "ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, "
            + "ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity")
      }
      switch `operator`.text {
      case "In", "NotIn":
        if values.isEmpty {
          values.required(
            "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector")
        }
      case "Exists", "DoesNotExist":
        if !values.isEmpty {
          values.invalid(
            "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector")
        }
      default: `operator`.invalid("not a valid selector operator")
      }
    }
    let selected = expressions.elements.map { $0["scopeName"].text }
    validatePairs(Set(selected), at: expressions, value: GoText.json(scopes.node))
  }

  private static let scopes: Set<String> = [
    "Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass",
    "CrossNamespacePodAffinity", "VolumeAttributesClass",
  ]

  private static func validateScopes(
    _ list: [String], at field: Field, _ names: [String], unknown: (String) -> Void
  ) {
    for scope in list {
      if !scopes.contains(scope) { unknown(scope) }
      for name in names where !isValid(scope, for: name) {
        field.invalid("unsupported scope applied to resource")
      }
    }
    validatePairs(Set(list), at: field, value: GoText.json(field.node))
  }

  private static func validatePairs(_ scopes: Set<String>, at field: Field, value: String) {
    for pair in [["BestEffort", "NotBestEffort"], ["Terminating", "NotTerminating"]]
    where scopes.isSuperset(of: pair) {
      field.invalid("conflicting scopes", value: value)
    }
  }

  private static let computeNames: Set<String> = [
    "pods", "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory",
  ]

  private static func isValid(_ scope: String, for name: String) -> Bool {
    switch scope {
    case "Terminating", "NotTerminating", "NotBestEffort", "PriorityClass",
      "CrossNamespacePodAffinity":
      computeNames.contains(name)
    case "BestEffort": name == "pods"
    case "VolumeAttributesClass":
      name == "persistentvolumeclaims" || name == "requests.storage"
    default: true
    }
  }
}
