extension Pods {
  static func validateAffinity(_ affinity: Field, _ options: PodOptions) {
    guard affinity.exists else { return }
    let (required, preferred) = (
      "requiredDuringSchedulingIgnoredDuringExecution",
      "preferredDuringSchedulingIgnoredDuringExecution"
    )
    let node = affinity["nodeAffinity"]
    if node[required].exists {
      validateNodeSelector(
        node[required], allowsInvalidValues: options.allowsInvalidNodeAffinityValues)
    }
    for term in node[preferred].elements {
      validateWeight(term["weight"])
      validateNodeSelectorTerm(term["preference"], allowsInvalidValues: true)
    }
    for name in ["podAffinity", "podAntiAffinity"] {
      let pod = affinity[name]
      for term in pod[required].elements { validatePodTerm(term, options) }
      for term in pod[preferred].elements {
        validateWeight(term["weight"])
        validatePodTerm(term["podAffinityTerm"], options)
      }
    }
  }

  private static func validateWeight(_ weight: Field) {
    if !(1...100).contains(weight.int) {
      weight.invalid("must be in the range 1-100", absent: "0")
    }
  }

  static func validateNodeSelector(_ selector: Field, allowsInvalidValues: Bool) {
    let terms = selector["nodeSelectorTerms"]
    if terms.isEmpty { return terms.required("must have at least one node selector term") }
    for term in terms.elements {
      validateNodeSelectorTerm(term, allowsInvalidValues: allowsInvalidValues)
    }
  }

  private static func validateNodeSelectorTerm(_ term: Field, allowsInvalidValues: Bool) {
    for requirement in term["matchExpressions"].elements {
      let (`operator`, values) = (requirement["operator"], requirement["values"])
      switch `operator`.text {
      case "In", "NotIn":
        if values.isEmpty {
          values.required("must be specified when `operator` is 'In' or 'NotIn'")
        }
      case "Exists", "DoesNotExist":
        if !values.isEmpty {
          values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
        }
      case "Gt", "Lt":
        if values.count != 1 {
          values.required("must be specified single value when `operator` is 'Lt' or 'Gt'")
        }
      default: `operator`.invalid("not a valid selector operator")
      }
      requirement["key"].check(.qualifiedName)
      if !allowsInvalidValues { values.checkEach(.labelValue) }
    }
    for requirement in term["matchFields"].elements {
      let (`operator`, values) = (requirement["operator"], requirement["values"])
      if !`operator`.isOne(of: ["In", "NotIn"]) {
        `operator`.invalid("not a valid selector operator")
      } else if values.count != 1 {
        values.required(
          "must be only one value when `operator` is 'In' or 'NotIn' for node field selector")
      }
      if requirement["key"] == "metadata.name" {
        values.checkEach(.dns1123Subdomain)
      } else {
        requirement["key"].invalid("not a valid field selector key")
      }
    }
  }

  private static func validatePodTerm(_ term: Field, _ options: PodOptions) {
    for name in ["labelSelector", "namespaceSelector"] {
      LabelSelector.validate(
        term[name], allowsInvalidValues: options.allowsInvalidSelectorValues)
    }
    let namespaces = term["namespaces"]
    for name in namespaces.elements {
      term["namespace"].beside(name.node).check(.dns1123Label)
    }
    validateLabelKeys(term)
    let key = term["topologyKey"]
    if key.isEmpty { key.required("can not be empty") }
    key.check(.qualifiedName)
  }

  /// Of an affinity's term, or of a constraint of the spread: the server adds the keys to a pod's
  /// selector before it looks, so that one which stands there once is no fault.
  static func validateLabelKeys(_ term: Field) {
    let selector = term["labelSelector"]
    let (match, mismatch) = (term["matchLabelKeys"], term["mismatchLabelKeys"])
    for keys in [match, mismatch] where !keys.isEmpty {
      if selector.exists {
        keys.checkEach(.qualifiedName)
      } else {
        keys.forbidden("must not be specified when labelSelector is not set")
      }
    }
    if selector.exists {
      let keys = match.texts
      var selected = Set(selector["matchLabels"].entries.map(\.name))
      for expression in selector["matchExpressions"].elements {
        let key = expression["key"].text
        if let index = keys.firstIndex(of: key), selected.contains(key) {
          term[index].invalid(
            "exists in both matchLabelKeys and labelSelector", value: GoText.quoted(key))
        }
        selected.insert(key)
      }
    }
    let others = Set(mismatch.texts)
    for key in match.elements where others.contains(key.text) {
      key.invalid("exists in both matchLabelKeys and mismatchLabelKeys")
    }
  }

  /// Of a constraint of the spread whose stored form the rules of today would refuse: those of the
  /// time when the server did not add the keys to the selector.
  private static func validateOldLabelKeys(_ constraint: Field) {
    let (keys, selector) = (constraint["matchLabelKeys"], constraint["labelSelector"])
    guard !keys.isEmpty else { return }
    if !selector.exists { keys.forbidden("must not be specified when labelSelector is not set") }
    let selected = Set(
      selector["matchLabels"].entries.map(\.name)
        + selector["matchExpressions"].elements.map { $0["key"].text })
    for key in keys.elements {
      key.check(.qualifiedName)
      if selected.contains(key.text) {
        key.invalid("exists in both matchLabelKeys and labelSelector")
      }
    }
  }

  // MARK: - Tolerations and spread

  private static let effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"]

  static func validateToleration(_ toleration: Field) {
    let (key, `operator`, value, effect) = (
      toleration["key"], toleration["operator"], toleration["value"], toleration["effect"]
    )
    if !key.isEmpty { key.check(.qualifiedName) }
    if key.isEmpty, `operator` != "Exists" {
      `operator`.invalid(
        "operator must be Exists when `key` is empty, which means \"match all values and all "
          + "keys\"")
    }
    if toleration["tolerationSeconds"].exists, effect != "NoExecute" {
      effect.invalid("effect must be 'NoExecute' when `tolerationSeconds` is set")
    }
    switch `operator`.text {
    case "", "Equal":
      let problems = Format.labelValue.problems(of: value.text)
      if !problems.isEmpty {
        `operator`.beside(value.node).invalid(problems.joined(separator: ";"))
      }
    case "Exists":
      if !value.isEmpty {
        `operator`.beside(value.node).invalid("value must be empty when `operator` is 'Exists'")
      }
    case "Lt", "Gt":
      // Known, but the feature is off.
      `operator`.notSupported(["Equal", "Exists", "Lt", "Gt"])
    default: `operator`.notSupported(["Equal", "Exists"])
    }
    if !effect.isEmpty, !effect.isOne(of: effects) { effect.notSupported(effects) }
  }

  static func validateTaints(_ taints: Field, at place: Field) {
    var seen: Set<String> = []
    for taint in place.beside(taints.node).elements {
      taint["key"].check(.qualifiedName)
      let problems = Format.labelValue.problems(of: taint["value"].text)
      if !problems.isEmpty { taint["value"].invalid(problems.joined(separator: ";")) }
      taint["effect"].expectOne(of: effects)
      if !seen.insert("\(taint["key"].text):\(taint["effect"].text)").inserted {
        taint.add(
          .duplicate, value: GoText.json(taint.node),
          "taints must be unique by key and effect pair")
      }
    }
  }

  static func validateTopologySpread(_ constraints: Field, _ options: PodOptions) {
    guard constraints.exists else { return }
    let all = Array(constraints.elements)
    for (index, constraint) in all.enumerated() {
      if constraint["maxSkew"].int <= 0 {
        constraint["maxSkew"].invalid("must be greater than zero", absent: "0")
      }
      let (key, action) = (constraint["topologyKey"], constraint["whenUnsatisfiable"])
      if key.isEmpty { key.required("can not be empty") }
      let actions = ["DoNotSchedule", "ScheduleAnyway"]
      if !action.isOne(of: actions) {
        action.notSupported(actions, value: GoText.quoted(action.text))
      }
      let isRepeated = all[(index + 1)...].contains {
        $0["topologyKey"].text == key.text && $0["whenUnsatisfiable"].text == action.text
      }
      if isRepeated {
        constraint["{topologyKey, whenUnsatisfiable}"].duplicate(
          value: GoText.quoted("{\(key.text), \(action.text)}"))
      }
      let domains = constraint["minDomains"]
      if domains.exists {
        if domains.int <= 0 { domains.invalid("must be greater than zero") }
        if action != "DoNotSchedule" {
          domains.invalid(
            "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not \(action.text)")
        }
      }
      for name in ["nodeAffinityPolicy", "nodeTaintsPolicy"]
      where constraint[name].exists && !constraint[name].isOne(of: ["Honor", "Ignore"]) {
        constraint[name].notSupported(["Honor", "Ignore"])
      }
      if options.allowsOldSpreadKeys {
        validateOldLabelKeys(constraint)
      } else {
        validateLabelKeys(constraint)
      }
      if !options.allowsInvalidSpreadSelector {
        LabelSelector.validate(constraint["labelSelector"])
      }
    }
  }
}
