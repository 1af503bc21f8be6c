import Values

/// The rules of ObjectMeta: k8s.io/apimachinery/pkg/api/validation/objectmeta.go.
enum Metadata {
  enum Scope: Sendable {
    case namespaced, cluster
    /// The kind is not known, and neither is its scope.
    case any
  }

  /// - Parameters:
  ///   - name: the form of the kind's names.
  ///   - prefix: the form of a generateName, where it is not the name's without a trailing dash.
  ///   - isCustom: of a custom resource, or of a kind to which the server gives no more care, as it
  ///     does to those that its libraries define: its finalizers need no domain.
  static func validate(
    _ metadata: Field, scope: Scope, name format: Format, prefix: Format? = nil,
    isCustom: Bool = false
  ) {
    let generateName = metadata["generateName"]
    if !generateName.isEmpty { generateName.check(prefix ?? format.ofPrefix) }
    let name = metadata["name"]
    if !name.isEmpty {
      name.check(format)
    } else if generateName.isEmpty {
      // Where a generateName is given, the server has made a name of it before it looks.
      name.required("name or generateName is required")
    }
    let namespace = metadata["namespace"]
    switch scope {
    case .namespaced:
      if namespace.isEmpty { namespace.required() } else { namespace.check(.dns1123Label) }
    case .cluster:
      if !namespace.isEmpty { namespace.forbidden("not allowed on this type") }
    case .any: if !namespace.isEmpty { namespace.check(.dns1123Label) }
    }
    validateCommon(metadata)
    finalizers(metadata["finalizers"])
    if !isCustom { kubernetesFinalizers(metadata["finalizers"]) }
  }

  static func validateUpdate(_ new: Field, _ old: Field, isCustom: Bool = false) {
    if old["deletionTimestamp"].exists {
      let before = old["finalizers"].texts
      let added = Set(new["finalizers"].texts).subtracting(before).sorted()
      if !added.isEmpty {
        let list = added.map(GoText.quoted).joined(separator: ", ")
        new["finalizers"].forbidden(
          "no new finalizers can be added if the object is being deleted, found new finalizers "
            + "[]string{\(list)}")
      }
    }
    for name in ["name", "namespace", "uid"] where new[name].text != old[name].text {
      new[name].invalid("field is immutable")
    }
    // An update neither takes these away nor sets them; only a deletion does.
    for name in ["deletionTimestamp", "deletionGracePeriodSeconds"]
    where new[name].exists && !new[name].says(old[name]) {
      new[name].invalid("field is immutable")
    }
    validateCommon(new)
    finalizers(new["finalizers"])
    if !isCustom { kubernetesFinalizers(new["finalizers"]) }
  }

  /// The metadata that a template may have: labels and annotations, and nothing else.
  static func validateTemplate(_ metadata: Field) {
    annotations(metadata["annotations"])
    labels(metadata["labels"])
    for entry in metadata.entries
    where entry.name != "annotations" && entry.name != "labels" && !entry.value.isEmpty {
      metadata[entry.name].forbidden("cannot be set")
    }
  }

  private static func validateCommon(_ metadata: Field) {
    guard metadata.exists else { return }
    metadata["generation"].nonNegative()
    labels(metadata["labels"])
    annotations(metadata["annotations"])
    ownerReferences(metadata["ownerReferences"])
  }

  /// As the server does it, every fault is reported at the map, not at the key.
  static func labels(_ labels: Field) {
    guard let node = labels.node else { return }
    for entry in node.entries {
      labels.beside(entry.key).check(.qualifiedName)
      labels.beside(entry.value).check(.labelValue)
    }
  }

  static let annotationsLimit = 256 * 1024

  static func annotations(_ annotations: Field) {
    guard let node = annotations.node else { return }
    var size = 0
    for entry in node.entries {
      // Upper case does not matter here, unlike in a label.
      if !entry.key.withTextBytes({ Format.qualifiedName.accepts($0) }) {
        for problem in Format.qualifiedName.problems(of: entry.name.lowercased()) {
          annotations.invalid(problem, value: GoText.quoted(entry.name))
        }
      }
      size += entry.key.withTextBytes(\.count) + entry.value.withTextBytes(\.count)
    }
    if size > annotationsLimit { annotations.tooLong(annotationsLimit) }
  }

  private static func ownerReferences(_ references: Field) {
    guard references.exists else { return }
    var controller: String?
    for reference in references.elements {
      // The server does not say which of them it means.
      func fault(_ name: String, _ detail: String) {
        references[name].beside(reference[name].node).invalid(detail)
      }
      let apiVersion = reference["apiVersion"]
      let parts = apiVersion.text.split(separator: "/", omittingEmptySubsequences: false)
      if parts.count > 2 || parts.last?.isEmpty != false {
        fault("apiVersion", "version must not be empty")
      }
      for name in ["kind", "name", "uid"] where reference[name].isEmpty {
        fault(name, "must not be empty")
      }
      if apiVersion == "v1", reference["kind"] == "Event" {
        references.beside(reference.node)
          .invalid("/v1, Kind=Event is disallowed from being an owner")
      }
      guard reference["controller"].bool else { continue }
      let name = "\(reference["kind"].text)/\(reference["name"].text)"
      if let first = controller {
        references.invalid(
          "Only one reference can have Controller set to true. Found \"true\" in references for "
            + "\(first) and \(name)")
      } else {
        controller = name
      }
    }
  }

  static func finalizers(_ finalizers: Field) {
    guard let node = finalizers.node else { return }
    for name in node.elements { finalizers.beside(name).check(.qualifiedName) }
    let both = ["orphan", "foregroundDeletion"]
    if both.allSatisfy({ name in node.elements.contains { $0 == name } }) {
      finalizers.invalid(
        "finalizer foregroundDeletion and orphan cannot be both set")
    }
  }

  private static let standardFinalizers = ["kubernetes", "orphan", "foregroundDeletion"]

  /// A finalizer without a domain must be one of the system's own.
  static func kubernetesFinalizers(_ finalizers: Field) {
    for name in finalizers.elements {
      if !name.text.contains("/"), !name.isOne(of: standardFinalizers) {
        name.invalid(
          "name is neither a standard finalizer name nor is it fully qualified")
      }
    }
  }
}
