import Resources
import Values

/// One object on its way through kustomize, with what kustomize keeps in annotations of its own.
struct Manifest: Sendable {
  var document: Document
  /// The identities that it had before, oldest first.
  var previous: [PreviousIdentity] = []
  var namePrefixes: [String] = []
  var nameSuffixes: [String] = []
  var behavior = GenerationBehavior.unspecified
  var needsHash = false
  var isGenerated = false
  /// The variables that take their value from it.
  var variables: [String] = []
  var origin: Origin?
  var transformations: [Origin] = []
  /// What a patch may change of its target.
  var allowsNameChange = false
  var allowsKindChange = false
  /// Set by a patch that deletes the object, until it is dropped.
  var isDeleted = false
  /// Where it is defined, and then what patched it, in order.
  var places: [Mark] = []
  /// What was copied into it out of a Secret.
  var secretTexts = SecretTexts()

  struct PreviousIdentity: Hashable, Sendable {
    var name: String
    var namespace: String
    var kind: String
  }

  init(_ document: Document) {
    self.document = document
    places = document.root.mark.map { [$0] } ?? []
  }
}

enum GenerationBehavior: String, Sendable {
  case unspecified, create, replace, merge
}

// MARK: - Metadata

extension Manifest {
  var kind: String { document.root["kind"]?.text ?? "" }
  var apiVersion: String { document.root["apiVersion"]?.text ?? "" }
  var type: GroupVersionKind { GroupVersionKind(apiVersion: apiVersion, kind: kind) }
  var name: String { metadataText("name") }
  var namespace: String { metadataText("namespace") }

  private func metadataText(_ field: String) -> String {
    guard let value = document.root["metadata"]?[field], !value.isNull else { return "" }
    return value.text
  }

  /// The entries of `labels` or `annotations`; values that are no text count as empty.
  func metadataEntries(_ field: String) -> [(key: String, value: Node)] {
    document.root["metadata"]?[field]?.entries.map { ($0.name, $0.value) } ?? []
  }

  func metadataMap(_ field: String) -> [String: String] {
    var map: [String: String] = [:]
    for (key, value) in metadataEntries(field) { map[key] = value.text }
    return map
  }

  /// Nothing is left of an object whose map is empty.
  var isEmpty: Bool {
    let root = document.root
    return isDeleted || root.isNull || (!root.isScalar && root.count == 0)
  }
}

// MARK: - Identity

extension Manifest {
  func currentID(_ schema: Schema) -> ManifestID {
    let type = type
    return ManifestID(
      type: type, name: name, namespace: namespace, isClusterScoped: schema.isClusterScoped(type))
  }

  /// The former identities, with the group and version of today.
  var previousIDs: [ManifestID] {
    guard !previous.isEmpty else { return [] }
    let type = type
    return previous.map {
      ManifestID(
        type: GroupVersionKind(group: type.group, version: type.version, kind: $0.kind),
        name: $0.name, namespace: $0.namespace)
    }
  }

  func originalID(_ schema: Schema) -> ManifestID { previousIDs.first ?? currentID(schema) }

  mutating func storePreviousID(_ schema: Schema) {
    let id = currentID(schema)
    previous.append(
      PreviousIdentity(name: id.name, namespace: id.effectiveNamespace, kind: id.type.kind))
  }
}
