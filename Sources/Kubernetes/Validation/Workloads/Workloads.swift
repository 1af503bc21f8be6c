extension KindRules {
  static let apps: [String: KindRules] = [
    "Deployment": Deployments.rules,
    "ReplicaSet": ReplicaSets.rules,
    "StatefulSet": StatefulSets.rules,
    "DaemonSet": DaemonSets.rules,
    "ControllerRevision": ControllerRevisions.rules,
  ]
}

/// What controllers of pods have in common.
enum Workloads {
  /// A selector that must be there and select something, and the template that it selects.
  /// - Returns: whether the server can make a selector of it.
  @discardableResult
  static func validateSelector(_ spec: Field, kind: String) -> Bool {
    let selector = spec["selector"]
    if !selector.exists {
      selector.required()
    } else {
      LabelSelector.validate(selector)
      if LabelSelector.isEmpty(selector) {
        selector.invalid(
          "empty selector is invalid for \(kind)", value: LabelSelector.text(selector))
      }
    }
    guard LabelSelector.isInterpretable(selector) else {
      selector.invalid(
        kind == "statefulset" ? "" : "invalid label selector", value: LabelSelector.text(selector))
      return false
    }
    return true
  }

  /// An absent selector selects nothing, which does not match any template.
  static func matchTemplate(_ spec: Field) {
    let selector = spec["selector"]
    if selector.exists, LabelSelector.isEmpty(selector) { return }
    let labels = spec["template"]["metadata"]["labels"]
    if !LabelSelector.matches(selector, labels: labels) {
      labels.invalid("`selector` does not match template `labels`", value: GoText.json(labels.node))
    }
  }

  static func requireAlways(_ template: Field, kind: String) {
    let spec = template["spec"]
    if spec["restartPolicy"] != "Always" {
      spec["restartPolicy"].notSupported(["Always"])
    }
    if spec["activeDeadlineSeconds"].exists {
      spec["activeDeadlineSeconds"].forbidden("activeDeadlineSeconds in \(kind) is not Supported")
    }
  }

  static func immutable(_ new: Field, _ old: Field) {
    if !new.says(old) {
      new.invalid("field is immutable", value: GoText.value(new.node, absent: "null"))
    }
  }

  // MARK: - Numbers and percentages

  /// The value of a percentage, or of a number, which a text that is no percentage may hold too.
  static func amount(_ field: Field) -> Int64 {
    percentage(field) ?? (field.isString ? Int64(field.text) ?? 0 : field.int)
  }

  private static func percentage(_ field: Field) -> Int64? {
    guard field.isString, Format.percentage.accepts(field.text) else { return nil }
    return Int64(field.text.dropLast()) ?? .max
  }

  static func validateAmount(_ field: Field) {
    if field.isString {
      field.check(.percentage)
    } else if field.int < 0 {
      field.invalid("must be greater than or equal to 0")
    }
  }

  static func validateAtMostAll(_ field: Field) {
    if let value = percentage(field), value > 100 {
      field.invalid("must not be greater than 100%")
    }
  }
}
