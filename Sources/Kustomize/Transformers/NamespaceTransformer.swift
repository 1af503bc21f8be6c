import Diagnostics
import Values

/// `namespace` (api/filters/namespace).
struct NamespaceTransformer: Transformer {
  let namespace: Text
  var specs: [FieldSpec]
  var setsUnsetOnly = false
  var subjects = Subjects.defaultOnly

  /// Which subjects of role bindings move with the namespace.
  enum Subjects: String, Sendable {
    case defaultOnly, allServiceAccounts, none
  }

  func transform(_ list: inout ManifestList) throws(Diagnostic) {
    guard !namespace.value.isEmpty else { return }
    let schema = list.schema
    for index in list.indices {
      guard !list[index].isEmpty, !list[index].isFromChart else { continue }
      try list.edit(index) { manifest throws(Diagnostic) in
        manifest.storePreviousID(schema)
        try apply(to: &manifest, schema)
      }
    }
    try checkConflicts(list)
  }

  private func checkConflicts(_ list: ManifestList) throws(Diagnostic) {
    var first: [ManifestID.Key: Int] = [:]
    for index in list.indices where !list[index].isEmpty {
      let id = list[index].currentID(list.schema)
      guard let other = first.updateValue(index, forKey: id.key) else { continue }
      var error = Diagnostic(
        code: "kustomize-namespace-conflict",
        "namespace transformation produces ID conflict: \(id)", at: namespace.mark)
      for index in [other, index] {
        if let mark = list[index].document.root.mark {
          error.notes.append(.init("this object takes part", at: .init(mark)))
        }
      }
      throw error
    }
  }

  /// Sets the namespace of one manifest.
  func apply(to manifest: inout Manifest, _ schema: Schema) throws(Diagnostic) {
    let type = manifest.type
    let setter = setter
    let visitor = FieldVisitor(creating: .scalar, mark: namespace.mark, set: setter)
    if !schema.isClusterScoped(type) {
      try visitor.visit(
        FieldSpec(path: "metadata/namespace", creates: true), in: &manifest.document)
    }
    let bindsRoles = type.kind == "RoleBinding" || type.kind == "ClusterRoleBinding"
    if bindsRoles { try setSubjects(of: &manifest, setter) }
    for spec in specs where type.isSelected(by: spec.type) {
      if spec.path == "metadata/namespace" { continue }
      if spec.path == "metadata/name", manifest.apiVersion != "v1" { continue }
      if bindsRoles, spec.path == "subjects/namespace",
        spec.type.kind == "RoleBinding" || spec.type.kind == "ClusterRoleBinding"
      {
        continue
      }
      try visitor.visit(spec, in: &manifest.document)
    }
  }

  private typealias Setter = (inout Document, NodeID) throws(Diagnostic) -> Void

  private var setter: Setter {
    let (text, mark, setsUnsetOnly) = (namespace.value, namespace.mark, setsUnsetOnly)
    return { document, id throws(Diagnostic) in
      if setsUnsetOnly, !document[id].isNull, document[id].isScalar,
        !document[id].hasText("")
      {
        return
      }
      guard document[id].isScalar else { throw document.notScalar(id) }
      // What is there already keeps the line that set it.
      if document[id].hasText(text), document[id].kind == .string { return }
      try document.setScalar(id, to: text, .string, mark: mark)
    }
  }

  private func setSubjects(
    of manifest: inout Manifest, _ setter: Setter
  ) throws(Diagnostic) {
    guard subjects != .none,
      let list = manifest.document.field("subjects", of: manifest.document.rootID),
      !manifest.document.isNull(list)
    else { return }
    guard manifest.document[list].isSequence else {
      throw Diagnostic(
        code: "kustomize-field",
        "setting namespace on (cluster)role binding subjects: wrong node kind: expected "
          + "SequenceNode", at: manifest.document[list].mark)
    }
    let (field, text) = subjects == .defaultOnly ? ("name", "default") : ("kind", "ServiceAccount")
    for subject in manifest.document.elements(of: list) {
      guard manifest.document[subject].isMapping,
        let value = manifest.document.field(field, of: subject),
        manifest.document[value].hasText(text)
      else { continue }
      let target: NodeID
      if let present = manifest.document.field("namespace", of: subject) {
        target = present
      } else {
        target = manifest.document.addScalar(.string, text: "", mark: namespace.mark)
        manifest.document.insert(
          entry: manifest.document.addScalar(.string, text: "namespace", mark: namespace.mark),
          target, at: manifest.document[subject].count, in: subject)
      }
      try setter(&manifest.document, target)
    }
  }
}
