import Values

/// metav1.LabelSelector: its rules, and whether it selects.
enum LabelSelector {
  /// - Parameter allowsInvalidValues: where the stored object has values that are no labels, they
  ///   may stay.
  static func validate(_ selector: Field, allowsInvalidValues: Bool = false) {
    guard selector.exists else { return }
    Metadata.labels(selector["matchLabels"])
    for requirement in selector["matchExpressions"].elements {
      let values = requirement["values"]
      let `operator` = requirement["operator"]
      if `operator`.isOne(of: ["In", "NotIn"]) {
        if values.isEmpty {
          values.required("must be specified when `operator` is 'In' or 'NotIn'")
        }
      } else if `operator`.isOne(of: ["Exists", "DoesNotExist"]) {
        if !values.isEmpty {
          values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
        }
      } else {
        `operator`.invalid("not a valid selector operator")
      }
      requirement["key"].check(.qualifiedName)
      if !allowsInvalidValues { values.checkEach(.labelValue) }
    }
  }

  /// Whether a selector of the stored object has values that are no labels.
  static func hasInvalidValues(_ selector: Field) -> Bool {
    selector["matchExpressions"].elements.contains { requirement in
      requirement["values"].elements.contains { !Format.labelValue.accepts($0.text) }
    }
  }

  /// As Go prints it: without what is empty.
  static func text(_ selector: Field) -> String {
    guard let node = selector.node else { return "null" }
    let parts = node.entries.filter { !$0.value.isNull && $0.value.count > 0 }
      .map { "\(GoText.quoted($0.name)):\(GoText.json($0.value))" }.sorted(by: >)
    return "{\(parts.joined(separator: ","))}"
  }

  static func isEmpty(_ selector: Field) -> Bool {
    selector["matchLabels"].isEmpty && selector["matchExpressions"].isEmpty
  }

  /// Whether the server can make a selector of it: `LabelSelectorAsSelector` gives no error.
  static func isInterpretable(_ selector: Field) -> Bool {
    !selector.isFaulted { validate($0) }
  }

  /// Whether it selects an object with these labels. An absent selector selects nothing, an empty
  /// one everything.
  static func matches(_ selector: Field, labels: Field) -> Bool {
    guard selector.exists else { return false }
    for entry in selector["matchLabels"].node?.entries ?? Document().root.entries {
      guard let value = labels.node?[entry.name], value == entry.value else { return false }
    }
    return selector["matchExpressions"].elements.allSatisfy { requirement in
      let value = labels.node?[requirement["key"].text]
      let isAmong =
        value.map { value in
          requirement["values"].node?.elements.contains { $0 == value } ?? false
        } ?? false
      return switch requirement["operator"].text {
      case "In": isAmong
      case "NotIn": !isAmong
      case "Exists": value != nil
      case "DoesNotExist": value == nil
      default: false
      }
    }
  }
}
