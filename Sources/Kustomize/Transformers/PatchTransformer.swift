import Diagnostics
import Values

/// A strategic merge patch that names its target itself, as entries of `patches` without a target
/// and of `patchesStrategicMerge` do.
struct OwnTargetPatchTransformer: Transformer {
  let patch: Manifest
  /// Whether the patch's labels and annotations are made strings first, as `patchesStrategicMerge`
  /// does.
  let normalizes: Bool
  let mark: Mark?

  func transform(_ list: inout ManifestList) throws(Diagnostic) {
    let schema = list.schema
    let id = patch.originalID(schema)
    let index: Int
    do {
      index = try list.uniqueIndex(of: id)
    } catch {
      var error = error
      error.headline =
        "no resource matches strategic merge patch \"\(id)\": \(error.headline)"
      error.spans = (patch.document.root.mark ?? mark).map { [.init($0)] } ?? []
      throw error
    }
    try list.edit(index) { manifest throws(Diagnostic) in
      try manifest.apply(normalizes ? patch.normalized(for: manifest) : patch, schema)
    }
    if normalizes { try list.settle() }
  }
}

/// A strategic merge patch of everything that a target selects.
struct SelectedPatchTransformer: Transformer {
  let patch: Manifest
  let target: Selector
  let mark: Mark?

  func transform(_ list: inout ManifestList) throws(Diagnostic) {
    let selected = try SelectorMatcher(target).locating(mark).select(in: list)
    let schema = list.schema
    for index in selected {
      try list.edit(index) { manifest throws(Diagnostic) in
        try manifest.apply(patch.normalized(for: manifest), schema)
      }
    }
    // Nothing that patches change may make two objects one.
    try list.settle()
  }
}

/// A JSON patch of everything that a target selects.
struct JSONPatchTransformer: Transformer {
  let patch: JSON6902
  let target: Selector
  /// Whether the identity of before is remembered, as `patches` does and `patchesJson6902` does not.
  let remembersIdentity: Bool
  let mark: Mark?

  func transform(_ list: inout ManifestList) throws(Diagnostic) {
    let schema = list.schema
    for index in try SelectorMatcher(target).locating(mark).select(in: list) {
      try list.edit(index) { manifest throws(Diagnostic) in
        if remembersIdentity { manifest.storePreviousID(schema) }
        try manifest.apply(patch)
        if let mark { manifest.places.append(mark) }
      }
    }
  }
}

extension SelectorMatcher {
  /// The matcher itself; a failure to make it is told at the mark by the caller's `try`.
  func locating(_ mark: Mark?) -> SelectorMatcher { self }
}

// MARK: - Applying

extension Manifest {
  /// Applies a strategic merge patch. It changes name and kind only where it may, and never the
  /// namespace.
  mutating func apply(_ patch: Manifest, _ schema: Schema) throws(Diagnostic) {
    let (name, namespace, kind) = (name, namespace, kind)
    if patch.allowsNameChange || patch.allowsKindChange { storePreviousID(schema) }
    if patch.removesAnnotations { clearRecord() }
    let rootID = document.rootID
    let identity = identityMarks
    var merge = StrategicMerge(document, schema: schema)
    document = Document.placeholder
    let origin = merge.document.graft(patch.document.root)
    let merged = try merge.merge(origin, into: rootID)
    document = merge.document
    if let mark = patch.document.root.mark { places.append(mark) }
    guard let merged else {
      isDeleted = true
      return
    }
    document.rootID = merged
    guard !isEmpty else { return }
    // What a patch says to name its target it does not set.
    for (field, text, mark) in identity {
      guard let id = identityField(field), document[id].hasText(text) else { continue }
      document.setMark(of: id, to: mark)
    }
    if !patch.allowsKindChange { setKind(kind) }
    if !patch.allowsNameChange { setName(name) }
    setNamespace(namespace)
  }

  private func identityField(_ field: String) -> NodeID? {
    field == "name" ? document.root["metadata"]?["name"]?.id : document.root[field]?.id
  }

  private var identityMarks: [(field: String, text: String, mark: Mark?)] {
    ["apiVersion", "kind", "name"].compactMap { field in
      identityField(field).map { (field, document.text(of: $0), document[$0].mark) }
    }
  }

  /// Whether the patch replaces or deletes the annotations as a whole, and what kustomize keeps in
  /// them with them.
  private var removesAnnotations: Bool {
    guard let annotations = document.root["metadata"]?["annotations"] else { return false }
    if annotations.isNull { return true }
    guard let directive = annotations["$patch"]?.text else { return false }
    return directive == "delete" || directive == "replace"
  }

  /// The patch as kustomize applies it to a selected object: its labels and annotations are
  /// strings, and its type is the object's.
  func normalized(for target: Manifest) -> Manifest {
    var patch = self
    patch.normalizeMetadataMap("labels") { _ in false }
    patch.normalizeMetadataMap("annotations") { _ in false }
    patch.setNamespace(patch.namespace)
    patch.setAPIVersion(target.apiVersion)
    return patch
  }

  /// Applies a JSON patch. What the patch does to annotations that are kustomize's own counts for
  /// nothing, but they are there for it to see.
  mutating func apply(_ patch: JSON6902) throws(Diagnostic) {
    try OutputForm.check(document.root)
    let record = buildAnnotations
    if !record.isEmpty {
      guard let metadata = document.mappingField("metadata", of: document.rootID, mark: nil),
        let annotations = document.mappingField("annotations", of: metadata, mark: nil)
      else { return }
      for (key, value) in record {
        document.setField(key, to: document.addString(value), in: annotations)
      }
    }
    var edited = document
    document = Document.placeholder
    defer { document = edited }
    try patch.apply(to: &edited)
    OutputForm.normalizeAfterJSON(&edited)
    document = edited
    normalizeMetadataMap("annotations") { BuildAnnotations.recorded.contains($0) }
    edited = document
  }
}

extension Document {
  /// Stands for a document while it is edited elsewhere, so that the edits need not copy it.
  static let placeholder = Document()
}
