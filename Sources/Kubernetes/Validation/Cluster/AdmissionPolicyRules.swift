import CEL

/// ValidatingAdmissionPolicies, MutatingAdmissionPolicies and their bindings.
enum AdmissionPolicyRules {
  static let policy = KindRules.kind(.cluster, .dns1123Subdomain, isCustom: true) {
    validatePolicy($0, old: nil)
  } update: {
    validatePolicy($0, old: $1)
  }

  private static func validatePolicy(_ object: Field, old: Field?) {
    let spec = object["spec"]
    var expressions = validateHead(spec, old: old?["spec"])
    let (validations, annotations) = (spec["validations"], spec["auditAnnotations"])
    if validations.isEmpty, annotations.isEmpty {
      let detail = "validations or auditAnnotations must contain at least one item"
      validations.required(detail)
      annotations.required(detail)
    }
    for element in validations.elements { validateValidation(element, &expressions) }
    validateAnnotations(annotations, of: object["metadata"]["name"].text, &expressions)
  }

  /// The expressions of a mutation make objects of types that only the server knows: whether they
  /// compile is left open.
  static let mutatingPolicy = KindRules.kind(.cluster, .dns1123Subdomain, isCustom: true) {
    validateMutatingPolicy($0, old: nil)
  } update: {
    validateMutatingPolicy($0, old: $1)
  }

  private static func validateMutatingPolicy(_ object: Field, old: Field?) {
    let spec = object["spec"]
    _ = validateHead(spec, old: old?["spec"])
    let rules = spec["matchConstraints"]["resourceRules"]
    validateOperations(of: rules)
    let mutations = spec["mutations"]
    if mutations.isEmpty { mutations.required("mutations must contain at least one item") }
    mutations.elements.forEach(validateMutation)
    spec["reinvocationPolicy"].expectOne(of: ["Never", "IfNeeded"])
  }

  /// What both kinds of policy have. Returns what compiles the expressions of the rest.
  private static func validateHead(_ spec: Field, old: Field?) -> PolicyExpressions {
    let failure = spec["failurePolicy"]
    if !failure.exists {
      failure.required()
    } else if !failure.isOne(of: ["Fail", "Ignore"]) {
      failure.notSupported(["Fail", "Ignore"])
    }
    let parameters = spec["paramKind"]
    if parameters.exists { validateParameterKind(parameters) }
    let constraints = spec["matchConstraints"]
    if constraints.exists {
      validateMatch(constraints)
      if constraints["resourceRules"].isEmpty { constraints["resourceRules"].required() }
    } else {
      constraints.required()
    }
    let hasSameConditions =
      old.map {
        parameters.says($0["paramKind"]) && spec["matchConditions"].says($0["matchConditions"])
      } ?? false
    if !hasSameConditions {
      Webhooks.validateConditions(spec["matchConditions"], hasParameters: parameters.exists)
    }
    var expressions = PolicyExpressions(hasParameters: parameters.exists)
    validateVariables(spec["variables"], &expressions)
    return expressions
  }

  private static func validateMutation(_ mutation: Field) {
    let type = mutation["patchType"]
    let patches = [("ApplyConfiguration", "applyConfiguration"), ("JSONPatch", "jsonPatch")]
    if type.isEmpty { return type.required() }
    guard let patch = patches.first(where: { type == $0.0 }) else {
      return type.notSupported(patches.map(\.0))
    }
    let expression = mutation[patch.1]
    if !expression.exists {
      expression.required("must be specified when patchType is \(patch.0)")
    } else if Webhooks.isBlank(expression["expression"].text) {
      expression["expression"].required()
    }
    for other in patches where other.1 != patch.1 && mutation[other.1].exists {
      mutation[other.1].invalid(
        "must not be specified when patchType is \(patch.0)", value: "\"{\(other.1)}\"")
    }
  }

  /// Nothing can be made of an object that is deleted.
  private static func validateOperations(of rules: Field) {
    let supported = ["*", "CONNECT", "CREATE", "UPDATE"]
    for rule in rules.elements {
      for operation in rule["operations"].elements where !operation.isOne(of: supported) {
        rules["operations"].beside(operation.node).notSupported(supported)
      }
    }
  }

  private static func validateParameterKind(_ kind: Field) {
    let (version, name) = (kind["apiVersion"], kind["kind"])
    if version.isEmpty {
      version.required()
    } else {
      let parts = version.text.split(separator: "/", omittingEmptySubsequences: false)
        .map { String($0) }
      if parts.count > 2 {
        version.invalid("unexpected GroupVersion string: \(version.text)")
      } else {
        if parts.count == 2, !parts[0].isEmpty {
          check(parts[0], .dns1123Subdomain, at: version)
        }
        if let last = parts.last, !last.isEmpty {
          check(last, .dns1035Label, at: version)
        } else {
          version.invalid("version must be specified")
        }
      }
    }
    if name.isEmpty {
      name.required()
    } else {
      let problems = Format.dns1035Label.problems(of: name.text.lowercased())
      if !problems.isEmpty {
        name.invalid(
          "may have mixed case, but should otherwise match: "
            + problems.joined(separator: ","))
      }
    }
  }

  private static func check(_ text: String, _ format: Format, at field: Field) {
    let problems = format.problems(of: text)
    if !problems.isEmpty {
      field.invalid(problems.joined(separator: ","), value: GoText.quoted(text))
    }
  }

  private static func validateVariables(
    _ variables: Field, _ expressions: inout PolicyExpressions
  ) {
    for variable in variables.elements {
      let (name, expression) = (variable["name"], variable["expression"])
      if Webhooks.isBlank(name.text) {
        name.required("name is not specified")
      } else if !Format.cIdentifier.accepts(name.text) || FieldName.isReserved(name.text) {
        name.invalid("must be a valid CEL identifier")
      }
      if Webhooks.isBlank(expression.text) {
        expression.required("expression is not specified")
      } else {
        expressions.addVariable(name.text, expression)
      }
    }
  }

  private static func validateValidation(
    _ validation: Field, _ expressions: inout PolicyExpressions
  ) {
    let (expression, message, messageExpression, reason) = (
      validation["expression"], validation["message"], validation["messageExpression"],
      validation["reason"]
    )
    if Webhooks.isBlank(expression.text) {
      expression.required("expression is not specified")
    } else {
      expressions.check(expression, as: [.bool])
    }
    if !messageExpression.isEmpty {
      if Webhooks.isBlank(messageExpression.text) {
        messageExpression.invalid("must be non-empty if specified")
      } else {
        expressions.check(messageExpression, as: [.string], hasAuthorizer: false)
      }
    }
    if !message.isEmpty, Webhooks.isBlank(message.text) {
      message.invalid("must be non-empty if specified")
    } else if message.text.trimmed.contains(where: \.isNewline) {
      message.invalid("must not contain line breaks")
    }
    let reasons = ["Forbidden", "Invalid", "RequestEntityTooLarge"]
    if reason.exists, !reason.isOne(of: reasons) { reason.notSupported(reasons) }
  }

  private static func validateAnnotations(
    _ annotations: Field, of policy: String, _ expressions: inout PolicyExpressions
  ) {
    if annotations.count > 20 {
      annotations.invalid(
        "must not have more than 20 auditAnnotations", value: GoText.json(annotations.node))
    }
    var keys: Set<String> = []
    for annotation in annotations.elements {
      let (key, value) = (annotation["key"], annotation["valueExpression"])
      if policy.isEmpty {
        key.invalid("requires metadata.name be non-empty")
      } else {
        let name = "\(policy)/\(key.text)"
        for problem in Format.qualifiedName.problems(of: name) {
          key.invalid(problem, value: GoText.quoted(name))
        }
      }
      if Webhooks.isBlank(value.text) {
        value.required("valueExpression is not specified")
      } else if value.text.trimmed.utf8.count > 5 * 1024 {
        value.required("must not exceed 5120 bytes in length")
      } else {
        expressions.check(value, as: [.string, .null])
      }
      if !keys.insert(key.text).inserted { key.duplicate() }
    }
  }

  static func validateMatch(_ match: Field) {
    for name in ["namespaceSelector", "objectSelector"] {
      if !match[name].exists {
        match[name].required()
      } else {
        LabelSelector.validate(match[name])
      }
    }
    for list in ["resourceRules", "excludeResourceRules"] {
      for rule in match[list].elements {
        Webhooks.validateRule(rule)
        var names: Set<String> = []
        for name in rule["resourceNames"].elements {
          name.check(.pathSegment)
          if !names.insert(name.text).inserted { name.duplicate() }
        }
      }
    }
    let policy = match["matchPolicy"]
    if policy.exists, !policy.isOne(of: ["Equivalent", "Exact"]) {
      policy.notSupported(["Equivalent", "Exact"])
    } else if !policy.exists {
      policy.required()
    }
  }

  static let mutatingBinding = KindRules.kind(.cluster, .dns1123Subdomain, isCustom: true) {
    object in
    validateBinding(object["spec"])
    let match = object["spec"]["matchResources"]
    if match.exists { validateOperations(of: match["resourceRules"]) }
  }

  private static func validateBinding(_ spec: Field) {
    if spec["policyName"].isEmpty {
      spec["policyName"].required()
    } else {
      spec["policyName"].check(.dns1123Subdomain)
    }
    let parameters = spec["paramRef"]
    if parameters.exists { validateParameters(parameters) }
    if spec["matchResources"].exists { validateMatch(spec["matchResources"]) }
  }

  static let binding = KindRules.kind(.cluster, .dns1123Subdomain, isCustom: true) { object in
    let spec = object["spec"]
    validateBinding(spec)
    let actions = spec["validationActions"]
    if actions.isEmpty {
      return actions.required("at least one validation action is required")
    }
    var seen: Set<String> = []
    for action in actions.elements {
      if !action.isOne(of: ["Deny", "Warn", "Audit"]) {
        action.notSupported(["Audit", "Deny", "Warn"])
      }
      if !seen.insert(action.text).inserted { action.duplicate() }
    }
    if seen.isSuperset(of: ["Deny", "Warn"]) {
      actions.invalid(
        "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)"
      )
    }
  }

  private static func validateParameters(_ reference: Field) {
    let (name, selector, action) = (
      reference["name"], reference["selector"], reference["parameterNotFoundAction"]
    )
    if !name.isEmpty {
      name.check(.pathSegment)
      if selector.exists {
        reference["name"].forbidden("name and selector are mutually exclusive")
      }
    }
    if selector.exists {
      LabelSelector.validate(selector)
      if !name.isEmpty {
        selector.forbidden("name and selector are mutually exclusive")
      }
    }
    if name.isEmpty, !selector.exists {
      reference.required("one of name or selector must be specified")
    }
    action.expectOne(of: ["Deny", "Allow"])
  }
}
