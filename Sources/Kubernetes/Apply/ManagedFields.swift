import Values

/// Who owns which fields of a live object: `metadata.managedFields`.
struct ManagedFields {
  struct Manager {
    var name: String
    /// `Apply` or `Update`.
    var operation: String
    var apiVersion: String
    /// Empty for the object itself.
    var subresource: String
    var fields: FieldSet

    var applies: Bool { operation == "Apply" }

    /// Whether it applied on the client's side, so that a server-side applier takes over what it
    /// owns.
    ///
    /// k8s.io/client-go/util/csaupgrade: whoever owns the last-applied annotation by an update.
    var appliedOnClientSide: Bool {
      !applies && subresource.isEmpty && ManagedFields.lastApplied.isSubset(of: fields)
    }

    /// As a conflict names it: `"kubectl-edit" using v1`.
    ///
    /// k8s.io/apimachinery/pkg/util/managedfields/internal/conflict.go, `printManager`.
    var description: String {
      var text = GoText.quoted(name)
      if !subresource.isEmpty { text += " with subresource \(GoText.quoted(subresource))" }
      if operation == "Update" { text += " using \(apiVersion)" }
      return text
    }
  }

  var managers: [Manager]

  /// nil where the object does not say, as `kubectl get` leaves it out unless asked.
  init?(of object: Node) {
    guard let list = object["metadata"]?["managedFields"], list.isSequence, list.count > 0
    else { return nil }
    managers = list.elements.compactMap { entry in
      guard let fields = entry["fieldsV1"] else { return nil }
      return Manager(
        name: entry["manager"]?.text ?? "", operation: entry["operation"]?.text ?? "",
        apiVersion: entry["apiVersion"]?.text ?? "",
        subresource: entry["subresource"]?.text ?? "", fields: FieldSet(fieldsV1: fields))
    }
  }

  /// The appliers' entry of a name, for the object itself.
  func applier(_ name: String) -> Int? {
    managers.firstIndex { $0.applies && $0.name == name && $0.subresource.isEmpty }
  }

  static let lastApplied: FieldSet = {
    var set = FieldSet()
    set.insert([
      PathElement(field: "metadata"), PathElement(field: "annotations"),
      PathElement(field: LastApplied.annotation),
    ])
    return set
  }()
}
