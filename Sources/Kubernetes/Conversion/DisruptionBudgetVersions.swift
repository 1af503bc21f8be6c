import Values

/// The empty selector of a PodDisruptionBudget: none of the pods in v1beta1, all of them in v1.
///
/// pkg/apis/policy/v1beta1/conversion.go and pkg/apis/policy/helpers.go.
enum DisruptionBudgetVersions {
  private static let label = "pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match"

  static let convert: VersionRules.Rule = { document, versions in
    guard versions.from == "v1beta1", versions.to == "v1" else { return false }
    guard let spec = document.mapping("spec", of: document.rootID),
      let selector = document[spec]["selector"], selector.isMapping
    else { return true }
    if selector.entries.allSatisfy({ $0.value.isNull || $0.value.count == 0 }) {
      set("Exists", in: &document, spec)
    } else if selector["matchLabels"]?.count ?? 0 == 0, selector["matchExpressions"]?.count == 1,
      let only = selector["matchExpressions"]?[0], only["key"]?.hasText(label) == true,
      only["operator"]?.hasText("DoesNotExist") == true
    {
      let all = document.addMapping()
      document.set("selector", to: all, in: spec)
    }
    return true
  }

  /// No pod has the label.
  private static func set(_ operation: String, in document: inout Document, _ spec: NodeID) {
    let expression = document.addMapping()
    document.set("key", to: label, in: expression)
    document.set("operator", to: operation, in: expression)
    let selector = document.addMapping()
    let list = document.addContainer(.sequence, .block, children: [expression])
    document.set("matchExpressions", to: list, in: selector)
    document.set("selector", to: selector, in: spec)
  }
}
