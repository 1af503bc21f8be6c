import Diagnostics
import Values

/// One step that changes the manifests of a kustomization.
protocol Transformer: Sendable {
  func transform(_ list: inout ManifestList) throws(Diagnostic)
}

/// `namePrefix` and `nameSuffix`.
struct NameAffixTransformer: Transformer {
  let text: Text
  let isPrefix: Bool
  let specs: [FieldSpec]

  /// Kinds whose names mean something elsewhere, so that they never change.
  private static let skipped = [
    GroupVersionKind(kind: "CustomResourceDefinition"),
    GroupVersionKind(group: "apiregistration.k8s.io", kind: "APIService"),
    GroupVersionKind(kind: "Namespace"),
  ]

  func transform(_ list: inout ManifestList) throws(Diagnostic) {
    let schema = list.schema
    try list.editAll { manifest throws(Diagnostic) in
      let original = manifest.originalID(schema).type
      guard !Self.skipped.contains(where: { original.isSelected(by: $0) }) else { return }
      let (affix, isPrefix, mark) = (text.value, isPrefix, text.mark)
      let visitor = FieldVisitor(creating: .scalar, mark: mark) {
        document, id throws(Diagnostic) in
        let name = document.text(of: id)
        try document.setScalar(id, to: isPrefix ? affix + name : name + affix, mark: mark)
      }
      for spec in specs where original.isSelected(by: spec.type) {
        if spec.path == "metadata/name", !affix.isEmpty {
          if isPrefix {
            manifest.namePrefixes.append(affix)
          } else {
            manifest.nameSuffixes.append(affix)
          }
          manifest.storePreviousID(schema)
        }
        guard manifest.type.isSelected(by: spec.type) else { continue }
        try visitor.visit(spec, in: &manifest.document)
      }
    }
  }
}

/// `labels`, `commonLabels` and `commonAnnotations`.
struct MetadataTransformer: Transformer {
  let entries: [TextEntry]
  let specs: [FieldSpec]

  func transform(_ list: inout ManifestList) throws(Diagnostic) {
    let entries = entries.sortedByKey
    guard !entries.isEmpty else { return }
    try list.editAll { manifest throws(Diagnostic) in
      let type = manifest.type
      for entry in entries {
        // One node for all fields of an object: what changes one of them later changes all.
        let mark = entry.value.mark
        let value = manifest.document.addString(entry.value.value, mark: mark)
        let visitor = FieldVisitor(creating: .mapping, mark: mark) {
          document, id throws(Diagnostic) in
          guard document[id].isMapping else {
            throw Diagnostic(
              code: "kustomize-field", "wrong node kind: expected MappingNode",
              at: document[id].mark)
          }
          document.setField(entry.key, to: value, in: id)
        }
        try visitor.visit(specs, of: type, in: &manifest.document)
      }
    }
  }
}

/// `replicas`.
struct ReplicaCountTransformer: Transformer {
  let replica: ReplicaCount
  let specs: [FieldSpec]

  func transform(_ list: inout ManifestList) throws(Diagnostic) {
    let mark = replica.mark
    let text = String(replica.count)
    let visitor = FieldVisitor(creating: .scalar, mark: mark) { document, id throws(Diagnostic) in
      try document.setScalar(id, to: text, .int, mark: mark)
    }
    var isFound = false
    for spec in specs {
      let found = list.indices { $0.name == replica.name && $0.type.isSelected(by: spec.type) }
      if !found.isEmpty { isFound = true }
      for index in found {
        try list.edit(index) { manifest throws(Diagnostic) in
          guard manifest.type.isSelected(by: spec.type) else { return }
          try visitor.visit(spec, in: &manifest.document)
        }
      }
    }
    guard isFound else {
      let types = specs.map { String(describing: $0.type) }.joined(separator: " ")
      throw Diagnostic(
        code: "kustomize-no-target",
        "resource with name \(replica.name) does not match a config with the following GVK "
          + "[\(types)]",
        at: mark)
    }
  }
}

/// The hash of its content at the end of a generated name.
struct HashTransformer: Transformer {
  func transform(_ list: inout ManifestList) throws(Diagnostic) {
    let schema = list.schema
    for index in list.indices where list[index].needsHash {
      try list.edit(index) { manifest throws(Diagnostic) in
        var written = manifest.document
        OutputForm.resolveTexts(&written)
        let hash = try ContentHash.hash(of: written.root)
        manifest.storePreviousID(schema)
        manifest.setName("\(manifest.name)-\(hash)")
      }
    }
  }
}
