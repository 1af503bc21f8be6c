extension KindRules {
  static let admission: [String: KindRules] = [
    "ValidatingWebhookConfiguration": Webhooks.rules(isMutating: false),
    "MutatingWebhookConfiguration": Webhooks.rules(isMutating: true),
    "ValidatingAdmissionPolicy": AdmissionPolicyRules.policy,
    "ValidatingAdmissionPolicyBinding": AdmissionPolicyRules.binding,
    "MutatingAdmissionPolicy": AdmissionPolicyRules.mutatingPolicy,
    "MutatingAdmissionPolicyBinding": AdmissionPolicyRules.mutatingBinding,
  ]
}

/// The configurations of admission webhooks.
enum Webhooks {
  static func rules(isMutating: Bool) -> KindRules {
    .kind(.cluster, .dns1123Subdomain, isCustom: true) { object in
      validateAll(object, isMutating: isMutating, .create)
    } update: { new, old in
      validateAll(new, isMutating: isMutating, Leniency(new: new, old: old))
    }
  }

  private static func validateAll(_ object: Field, isMutating: Bool, _ leniency: Leniency) {
    var names: Set<String> = []
    for webhook in object["webhooks"].elements {
      validate(webhook, isMutating: isMutating, leniency)
      let name = webhook["name"]
      if !name.isEmpty, !names.insert(name.text).inserted, !leniency.allowsEqualNames {
        name.duplicate()
      }
    }
  }

  private static func validate(_ webhook: Field, isMutating: Bool, _ leniency: Leniency) {
    validateName(webhook["name"])
    for name in ["namespaceSelector", "objectSelector"] {
      LabelSelector.validate(webhook[name], allowsInvalidValues: leniency.allowsInvalidLabels)
    }
    for rule in webhook["rules"].elements { validateRule(rule) }
    let choices: [(String, [String])] = [
      ("failurePolicy", ["Fail", "Ignore"]), ("matchPolicy", ["Equivalent", "Exact"]),
      ("sideEffects", ["None", "NoneOnDryRun"] + leniency.sideEffects),
    ]
    for (name, values) in choices {
      let field = webhook[name]
      if name == "sideEffects", !field.exists {
        field.required("must specify one of \(values.joined(separator: ", "))")
      } else if field.exists, !field.isOne(of: values) {
        field.notSupported(values)
      }
    }
    let timeout = webhook["timeoutSeconds"]
    if timeout.exists, !(1...30).contains(timeout.int) {
      timeout.invalid("the timeout value must be between 1 and 30 seconds")
    }
    let reinvocation = webhook["reinvocationPolicy"]
    if isMutating, reinvocation.exists, !reinvocation.isOne(of: ["IfNeeded", "Never"]) {
      reinvocation.notSupported(["IfNeeded", "Never"])
    }
    validateVersions(
      webhook["admissionReviewVersions"], requiresKnown: !leniency.allowsUnknownReviews)
    validateClient(webhook["clientConfig"])
    if !leniency.hasSameConditions { validateConditions(webhook["matchConditions"]) }
  }

  /// A domain of at least three parts.
  private static func validateName(_ name: Field) {
    if name.isEmpty { return name.required() }
    let problems = Format.dns1123Subdomain.problems(of: name.text)
    if !problems.isEmpty {
      name.invalid(problems.joined(separator: ","))
    } else if name.text.split(separator: ".").count < 3 {
      name.invalid("should be a domain with at least three segments separated by dots")
    }
  }

  fileprivate static let reviewVersions = ["v1", "v1beta1"]

  private static func validateVersions(_ versions: Field, requiresKnown: Bool) {
    if versions.isEmpty {
      return versions.required("must specify one of v1, v1beta1")
    }
    var seen: Set<String> = []
    for version in versions.elements {
      if !seen.insert(version.text).inserted {
        version.invalid("duplicate version")
        continue
      }
      version.check(.dns1035Label)
    }
    if requiresKnown, seen.isDisjoint(with: reviewVersions) {
      versions.invalid("must include at least one of v1, v1beta1")
    }
  }

  static func validateClient(_ client: Field) {
    let (url, service) = (client["url"], client["service"])
    if url.exists == service.exists {
      return client.required("exactly one of url or service is required")
    }
    guard service.exists else { return validateURL(url) }
    // The server takes the one for the other where it says what is missing.
    for (name, other) in [("namespace", "name"), ("name", "namespace")]
    where service[name].isEmpty {
      service[other].required()
    }
    let path = service["path"]
    if path.exists { validatePath(path) }
    if service["port"].exists, !(1...65535).contains(service["port"].int) {
      service["port"].invalid(
        "port is not valid: must be between 1 and 65535, inclusive")
    }
  }

  private static func validatePath(_ path: Field) {
    let text = path.text
    guard !text.isEmpty, text != "/" else { return }
    if text.hasPrefix("//") { return path.invalid("segment[0] may not be empty") }
    if !text.hasPrefix("/") { path.invalid("must start with a '/'") }
    var rest = text.dropFirst()
    if rest.hasSuffix("/") { rest.removeLast() }
    let segments = rest.split(separator: "/", omittingEmptySubsequences: false)
    for (index, segment) in segments.enumerated() {
      if segment.isEmpty { path.invalid("segment[\(index)] may not be empty") }
      for problem in Format.dns1123Subdomain.problems(of: String(segment))
      where !segment.isEmpty {
        path.invalid("segment[\(index)]: \(problem)")
      }
    }
  }

  private static func validateURL(_ url: Field) {
    let form = "; desired format: https://host[/path]"
    let parts: URLReference
    do {
      parts = try URLReference(parsing: url.text)
    } catch {
      return url.required("url must be a valid URL: \(error)\(form)")
    }
    if parts.scheme != "https" {
      url.invalid(
        "'https' is the only allowed URL scheme\(form)", value: GoText.quoted(parts.scheme))
    }
    if parts.host.isEmpty { url.invalid("host must be specified\(form)", value: "\"\"") }
    if let user = parts.user {
      url.invalid(
        "user information is not permitted in the URL", value: GoText.quoted(user))
    }
    if !parts.fragment.isEmpty {
      url.invalid(
        "fragments are not permitted in the URL",
        value: GoText.quoted(String(decoding: parts.fragment, as: UTF8.self)))
    }
    if !parts.query.isEmpty {
      url.invalid(
        "query parameters are not permitted in the URL", value: GoText.quoted(parts.query))
    }
  }

  static func validateConditions(_ conditions: Field, hasParameters: Bool = false) {
    if conditions.count > 64 { conditions.tooMany(conditions.count, limit: 64) }
    var names: Set<String> = []
    for condition in conditions.elements {
      let (name, expression) = (condition["name"], condition["expression"])
      if isBlank(expression.text) {
        expression.required()
      } else {
        PolicyExpressions.checkCondition(expression, hasParameters: hasParameters)
      }
      if name.isEmpty {
        name.required()
      } else {
        name.check(.qualifiedName)
        if !names.insert(name.text).inserted { name.duplicate() }
      }
    }
  }

  static func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }

  // MARK: - Rules

  private static let operations = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"]

  static func validateRule(_ rule: Field) {
    let list = rule["operations"]
    if list.isEmpty { list.required() }
    if list.count > 1, list.elements.contains(where: { $0 == "*" }) {
      list.invalid(
        "if '*' is present, must not specify other operations",
        value: GoText.json(list.node))
    }
    for operation in list.elements where !operation.isOne(of: operations) {
      operation.notSupported(operations)
    }
    for name in ["apiGroups", "apiVersions"] {
      let values = rule[name]
      if values.isEmpty { values.required() }
      if values.count > 1, values.elements.contains(where: { $0 == "*" }) {
        values.invalid(
          "if '*' is present, must not specify other \(name == "apiGroups" ? "API groups" : "API versions")",
          value: GoText.json(values.node))
      }
      if name == "apiVersions" {
        for version in values.elements where version.isEmpty { version.required() }
      }
    }
    validateResources(rule["resources"])
    let scope = rule["scope"]
    if scope.exists, !scope.isOne(of: ["*", "Cluster", "Namespaced"]) {
      scope.notSupported(["*", "Cluster", "Namespaced"])
    }
  }

  private static func validateResources(_ resources: Field) {
    if resources.isEmpty { resources.required() }
    let texts = resources.texts
    // A wildcard speaks against what comes after it.
    var (names, subresources): (Set<Substring>, Set<Substring>) = ([], [])
    var isLastWhole = false
    for resource in resources.elements {
      let text = resource.text
      if text.isEmpty {
        resource.required()
        continue
      }
      guard let slash = text.firstIndex(of: "/") else {
        isLastWhole = text != "*"
        continue
      }
      let (name, subresource) = (text[..<slash], text[text.index(after: slash)...])
      if names.contains(name) {
        resource.invalid("if '\(name)/*' is present, must not specify \(text)")
      }
      if subresources.contains(subresource) {
        resource.invalid("if '*/\(subresource)' is present, must not specify \(text)")
      }
      if subresource == "*" { names.insert(name) }
      if name == "*" { subresources.insert(subresource) }
    }
    if texts.count > 1, texts.contains("*/*") {
      resources.invalid("if '*/*' is present, must not specify other resources")
    }
    if texts.contains("*"), isLastWhole {
      resources.invalid(
        "if '*' is present, must not specify other resources without subresources")
    }
  }
}

extension Webhooks {
  /// What an update may leave as it is since the stored configuration is no better.
  private struct Leniency {
    let allowsEqualNames: Bool
    let allowsInvalidLabels: Bool
    let allowsUnknownReviews: Bool
    /// Beside those that every configuration may name.
    let sideEffects: [String]
    /// No condition is another than it was.
    let hasSameConditions: Bool

    static let create = Leniency()

    private init() {
      (allowsEqualNames, allowsInvalidLabels, allowsUnknownReviews) = (false, false, false)
      sideEffects = []
      hasSameConditions = false
    }

    init(new: Field, old: Field) {
      let stored = Array(old["webhooks"].elements)
      allowsEqualNames = Set(stored.map(\.["name"].text)).count < stored.count
      allowsInvalidLabels = stored.contains { webhook in
        ["namespaceSelector", "objectSelector"].contains {
          webhook[$0].exists && !LabelSelector.isInterpretable(webhook[$0])
        }
      }
      allowsUnknownReviews = stored.contains { webhook in
        let versions = webhook["admissionReviewVersions"].texts
        return !versions.isEmpty && Set(versions).isDisjoint(with: reviewVersions)
      }
      let isBare = stored.allSatisfy { $0["sideEffects"].isOne(of: ["None", "NoneOnDryRun"]) }
      sideEffects = isBare ? [] : ["Some", "Unknown"]
      let webhooks = Array(new["webhooks"].elements)
      hasSameConditions =
        webhooks.count == stored.count
        && zip(webhooks, stored).allSatisfy { $0["matchConditions"].says($1["matchConditions"]) }
    }
  }
}
