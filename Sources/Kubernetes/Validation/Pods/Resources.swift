import Values

/// Resource names and amounts.
enum Resources {
  typealias NameRule = (_ name: String, _ field: Field) -> Void

  static func validate(
    _ requirements: Field, name rule: NameRule, claims: Set<String>, _ options: PodOptions
  ) {
    guard requirements.exists else { return }
    let (limits, requests) = (requirements["limits"], requirements["requests"])
    var hasHugePages = false
    var hasCPUOrMemory = false
    for (name, value) in limits.entries {
      rule(name, value)
      validateAmount(name, value)
      if isHugePages(name) {
        hasHugePages = true
        validateHugePages(name, value, options)
      }
      if name == "cpu" || name == "memory" { hasCPUOrMemory = true }
    }
    for (name, value) in requests.entries {
      rule(name, value)
      validateAmount(name, value)
      guard let request = value.quantity else { continue }
      if let limit = limits.key(name).quantity {
        if request != limit, !isOvercommitAllowed(name) {
          requests.invalid(
            "must be equal to \(name) limit of \(limit)", value: GoText.quoted("\(request)"))
        } else if request > limit {
          requests.invalid(
            "must be less than or equal to \(name) limit of \(limit)",
            value: GoText.quoted("\(request)"))
        }
      } else if !isOvercommitAllowed(name) {
        limits.required("Limit must be set for non overcommitable resources")
      }
      if isHugePages(name) {
        hasHugePages = true
        validateHugePages(name, value, options)
      }
      if name == "cpu" || name == "memory" { hasCPUOrMemory = true }
    }
    if hasHugePages, !hasCPUOrMemory { requirements.forbidden("HugePages require cpu or memory") }
    validateClaims(requirements["claims"], podClaims: claims)
  }

  /// The pod's overhead is validated as if it were limits.
  static func validateLimits(_ amounts: Field, of requirements: Field, _ options: PodOptions) {
    var hasHugePages = false
    for (name, value) in requirements["limits"].beside(amounts.node).entries {
      validateContainerName(name, value)
      validateAmount(name, value)
      guard isHugePages(name) else { continue }
      hasHugePages = true
      validateHugePages(name, value, options)
    }
    if hasHugePages, !amounts.key("cpu").exists, !amounts.key("memory").exists {
      requirements.forbidden("HugePages require cpu or memory")
    }
  }

  private static func validateClaims(_ claims: Field, podClaims: Set<String>) {
    var names: Set<String> = []
    for claim in claims.elements {
      let name = claim["name"].text
      guard !name.isEmpty else {
        claim.required()
        continue
      }
      let named = claim.beside(claim["name"].node)
      if names.contains(name) {
        named.duplicate()
      } else {
        let request = claim["request"]
        if !request.isEmpty { request.check(.dns1123Label) }
        let key = request.isEmpty ? name : "\(name)/\(request.text)"
        if names.contains(key) {
          named.duplicate(value: GoText.quoted(key))
        } else if request.isEmpty, names.contains(where: { $0.hasPrefix("\(name)/") }) {
          named.duplicate()
        }
        names.insert(key)
      }
      if !podClaims.contains(name) {
        let list = podClaims.sorted().joined(separator: ", ")
        named.notFound(
          "must be one of the names in pod.spec.resourceClaims"
            + (list.isEmpty ? " which is empty" : ": \(list)"))
      }
    }
  }

  // MARK: - Amounts

  static func validateAmount(_ name: String, _ value: Field) {
    guard let quantity = value.quantity else { return }
    if quantity.sign < 0 {
      value.invalid(
        "must be greater than or equal to 0", value: GoText.quoted("\(quantity)"))
    }
    if isInteger(name), quantity.milliValue % 1000 != 0 {
      value.invalid("must be an integer", value: GoText.quoted("\(quantity)"))
    }
  }

  static func validatePositive(_ value: Field) -> Bool {
    guard let quantity = value.quantity, quantity.sign <= 0 else { return true }
    value.invalid("must be greater than zero", value: GoText.quoted("\(quantity)"))
    return false
  }

  private static func validateHugePages(_ name: String, _ value: Field, _ options: PodOptions) {
    guard !options.allowsIndivisibleHugePages, let quantity = value.quantity,
      !isDivisible(name, value)
    else { return }
    value.invalid(
      "\(quantity) is not positive integer multiple of \(name)",
      value: GoText.quoted("\(quantity)"))
  }

  /// Whether an amount of huge pages is a number of whole pages.
  static func isDivisible(_ name: String, _ value: Field) -> Bool {
    guard let quantity = value.quantity,
      let page = try? Quantity(String(name.dropFirst("hugepages-".count)))
    else { return false }
    return page.sign > 0 && page.value > 0 && quantity.value % page.value == 0
  }

  // MARK: - Names

  /// `validateResourceName`: a qualified name, and a standard one where it has no domain.
  @discardableResult
  static func validateName(_ name: String, _ field: Field) -> Bool {
    if !Format.qualifiedName.accepts(name) {
      for problem in Format.qualifiedName.problems(of: name) {
        field.invalid(problem, value: GoText.quoted(name))
      }
      return false
    }
    if !name.contains("/"), !isStandard(name) {
      field.invalid(
        "must be a standard resource type or fully qualified", value: GoText.quoted(name))
      return false
    }
    return true
  }

  static func validateContainerName(_ name: String, _ field: Field) {
    validateName(name, field)
    if !name.contains("/") {
      if !isStandardForContainers(name) {
        field.invalid("must be a standard resource for containers", value: GoText.quoted(name))
      }
    } else if !isNative(name), !isExtended(name) {
      field.invalid("doesn't follow extended resource name standard", value: GoText.quoted(name))
    }
  }

  static func validatePodName(_ name: String, _ field: Field) {
    guard validateName(name, field) else { return }
    if name != "cpu", name != "memory", !isHugePages(name) {
      field.notSupported(["cpu", "hugepages-", "memory"], value: GoText.quoted(name))
    }
  }

  static func validateQuotaName(_ name: String, _ field: Field) {
    validateName(name, field)
    if !name.contains("/"), !isStandardForQuota(name) {
      field.invalid("must be a standard resource for quota", value: GoText.quoted(name))
    }
  }

  static func isHugePages(_ name: String) -> Bool { name.hasPrefix("hugepages-") }

  static func isOvercommitAllowed(_ name: String) -> Bool {
    isNative(name) && !isHugePages(name)
  }

  /// Without a domain, or of the system's.
  static func isNative(_ name: String) -> Bool {
    !name.contains("/") || name.contains("kubernetes.io/")
  }

  static func isExtended(_ name: String) -> Bool {
    !isNative(name) && !name.hasPrefix("requests.")
      && Format.qualifiedName.accepts("requests.\(name)")
  }

  private static let container: Set<String> = ["cpu", "memory", "ephemeral-storage"]

  private static let objects: Set<String> = [
    "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps",
    "persistentvolumeclaims", "services.nodeports", "services.loadbalancers",
  ]

  private static let compute: Set<String> = [
    "requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage",
    "limits.cpu", "limits.memory", "limits.ephemeral-storage",
  ]

  private static func isStandard(_ name: String) -> Bool {
    container.contains(name) || objects.contains(name) || compute.contains(name)
      || name == "storage" || isHugePages(name) || name.hasPrefix("requests.hugepages-")
  }

  private static func isStandardForContainers(_ name: String) -> Bool {
    container.contains(name) || isHugePages(name)
  }

  static func isStandardForQuota(_ name: String) -> Bool {
    container.contains(name) || objects.contains(name) || compute.contains(name)
      || isHugePages(name) || name.hasPrefix("requests.hugepages-")
  }

  static func isInteger(_ name: String) -> Bool {
    objects.contains(name) || (name.contains("/") && isExtended(name))
  }
}
