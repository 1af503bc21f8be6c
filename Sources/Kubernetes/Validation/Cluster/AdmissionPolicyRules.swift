/// ValidatingAdmissionPolicies and their bindings, but for the expressions themselves: whether they
/// compile is told where they are compiled.
enum AdmissionPolicyRules {
  static let policy = KindRules.kind(.cluster, .dns1123Subdomain) { object in
    let spec = object["spec"]
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
    Webhooks.validateConditions(spec["matchConditions"])
    validateVariables(spec["variables"])
    let (validations, annotations) = (spec["validations"], spec["auditAnnotations"])
    if validations.isEmpty, annotations.isEmpty {
      validations.required("validations or auditAnnotations must be non-empty")
      annotations.required("validations or auditAnnotations must be non-empty")
    }
    validations.elements.forEach(validateValidation)
    validateAnnotations(annotations)
  }

  private static func validateParameterKind(_ kind: Field) {
    let (version, name) = (kind["apiVersion"], kind["kind"])
    if version.isEmpty {
      version.required()
    } else {
      let parts = version.text.split(separator: "/", omittingEmptySubsequences: false)
      if parts.count > 2 {
        version.invalid("unexpected GroupVersion string: \(version.text)")
      } else if let last = parts.last {
        for problem in Format.dns1035Label.problems(of: String(last)) { version.invalid(problem) }
      }
    }
    if name.isEmpty {
      name.required()
    } else {
      for problem in Format.dns1035Label.problems(of: name.text.lowercased()) {
        name.invalid("may have mixed case, but should otherwise match: \(problem)")
      }
    }
  }

  private static func validateVariables(_ variables: Field) {
    var names: Set<String> = []
    for variable in variables.elements {
      let (name, expression) = (variable["name"], variable["expression"])
      if name.isEmpty {
        name.required("name is not specified")
      } else {
        if !Format.cIdentifier.accepts(name.text) {
          name.invalid("name is not a valid CEL identifier")
        }
        if !names.insert(name.text).inserted { name.duplicate() }
      }
      if Webhooks.isBlank(expression.text) {
        expression.required("expression is not specified")
      }
    }
  }

  private static func validateValidation(_ validation: Field) {
    let (expression, message, messageExpression, reason) = (
      validation["expression"], validation["message"], validation["messageExpression"],
      validation["reason"]
    )
    if Webhooks.isBlank(expression.text) { expression.required("expression is not specified") }
    if message.exists, Webhooks.isBlank(message.text), !message.text.isEmpty {
      message.invalid("message must be non-empty if specified")
    } else if message.text.contains(where: \.isNewline) {
      message.invalid("message must not contain line breaks")
    } else if expression.text.contains(where: \.isNewline), message.isEmpty {
      message.required("message must be specified if expression contains line breaks")
    }
    if messageExpression.exists, !messageExpression.text.isEmpty,
      Webhooks.isBlank(messageExpression.text)
    {
      messageExpression.invalid("must be non-empty if specified")
    }
    let reasons = ["Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized"]
    if reason.exists, !reason.isOne(of: reasons) { reason.notSupported(reasons) }
  }

  private static func validateAnnotations(_ annotations: Field) {
    if annotations.count > 20 {
      annotations.invalid(
        "must not have more than 20 auditAnnotations", value: GoText.json(annotations.node))
    }
    var keys: Set<String> = []
    for annotation in annotations.elements {
      let (key, value) = (annotation["key"], annotation["valueExpression"])
      if key.isEmpty { key.required("key is not specified") } else { key.check(.qualifiedName) }
      if Webhooks.isBlank(value.text) { value.required("valueExpression is not specified") }
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

  static let binding = KindRules.kind(.cluster, .dns1123Subdomain) { object in
    let spec = object["spec"]
    if spec["policyName"].isEmpty {
      spec["policyName"].required()
    } else {
      spec["policyName"].check(.dns1123Subdomain)
    }
    let parameters = spec["paramRef"]
    if parameters.exists { validateParameters(parameters) }
    if spec["matchResources"].exists { validateMatch(spec["matchResources"]) }
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
    if !action.exists {
      action.required()
    } else if !action.isOne(of: ["Allow", "Deny"]) {
      action.notSupported(["Allow", "Deny"])
    }
  }
}
