import Diagnostics
import Resources
import Values

/// `replacements` (api/filters/replacement).
struct ReplacementTransformer: Transformer {
  let replacement: Replacement

  func transform(_ list: inout ManifestList) throws(Diagnostic) {
    do {
      try replace(in: &list)
    } catch {
      var error = error
      if error.spans.isEmpty, let mark = replacement.mark { error.spans = [.init(mark)] }
      throw error
    }
  }

  private func failure(_ headline: String, code: String = "kustomize-replacement") -> Diagnostic {
    Diagnostic(code: code, headline, at: replacement.mark)
  }

  private func replace(in list: inout ManifestList) throws(Diagnostic) {
    guard replacement.value != nil || replacement.source != nil, !replacement.targets.isEmpty else {
      throw failure("replacements must specify a source and at least one target")
    }
    let (value, secrets) = try value(in: list)
    for target in replacement.targets {
      guard let select = target.select else {
        throw failure("target must specify resources to select")
      }
      let selects = try SelectorMatcher(select)
      let rejects = try target.reject.mapThrowing { selector throws(Diagnostic) in
        try SelectorMatcher(selector)
      }
      for index in list.indices {
        guard try isTarget(list[index], list.schema, selects, rejects) else { continue }
        try list.edit(index) { manifest throws(Diagnostic) in
          for path in target.fieldPaths {
            try ReplacementWriter(value: value, options: target.options, path: path)
              .write(to: &manifest.document)
          }
          manifest.receive(secrets)
        }
      }
    }
  }

  // MARK: The value

  /// The value, and what of it must not be shown where it goes.
  private func value(
    in list: ManifestList
  ) throws(Diagnostic) -> (value: Node, secrets: SecretTexts) {
    if let value = replacement.value {
      guard replacement.source == nil else {
        throw failure("value and resource selectors are mutually exclusive")
      }
      var document = Document()
      // A value that is written in place was not said to be a string.
      let id = document.addScalar(.string, text: value.value, mark: value.mark)
      document.setUntaggedText(of: id, to: value.value, mark: value.mark)
      return (document[id], SecretTexts())
    }
    guard let source = replacement.source else {
      throw failure("replacements must specify a source and at least one target")
    }
    var found: Int?
    for index in list.indices {
      guard Self.ids(of: list[index]).contains(where: { $0.isSelected(by: source.id) }) else {
        continue
      }
      guard found == nil else {
        throw failure("multiple matches for selector \(source.id)")
      }
      found = index
    }
    guard let found else {
      throw failure("nothing selected by \(source.id)", code: "kustomize-no-target")
    }
    let path = PathText.splitSelectors(source.fieldPath)
    guard let node = try FieldLookup.find(path, in: list[found].document.root), !node.isNull,
      node.isScalar || node.count > 0
    else {
      throw failure(
        "fieldPath `\(source.fieldPath)` is missing for replacement source \(source.id)")
    }
    let value = try refined(node, source.options, isSecret: list[found].isSecret)
    return (value, list[found].secretTexts(in: value, at: path))
  }

  private func refined(
    _ node: Node, _ options: Replacement.Options?, isSecret: Bool
  ) throws(Diagnostic) -> Node {
    guard let options, !options.delimiter.isEmpty else { return node }
    guard node.isScalar else {
      throw failure("delimiter option can only be used with scalar nodes")
    }
    let parts = ReplacementWriter.split(node.text, options.delimiter)
    guard let index = Int(exactly: options.index), parts.indices.contains(index) else {
      let value = isSecret ? "of a Secret" : node.text
      throw failure("options.index \(options.index) is out of bounds for value \(value)")
    }
    var document = Document()
    let id = document.addScalar(node.kind, node.style, text: parts[index], mark: node.mark)
    return document[id]
  }

  // MARK: The targets

  /// What the manifest is and was; without what the schema says, as kustomize has it here.
  private static func ids(of manifest: Manifest) -> [ManifestID] {
    [
      ManifestID(
        type: manifest.type, name: manifest.name, namespace: manifest.namespace)
    ] + manifest.previousIDs
  }

  private func isTarget(
    _ manifest: Manifest, _ schema: Schema, _ selects: SelectorMatcher,
    _ rejects: [SelectorMatcher]
  ) throws(Diagnostic) -> Bool {
    guard try selects.matchesMetadata(of: manifest) else { return false }
    for reject in rejects
    where !reject.selector.annotations.isEmpty || !reject.selector.labels.isEmpty {
      if try reject.matchesMetadata(of: manifest) { return false }
    }
    let ids = Self.ids(of: manifest)
    for reject in rejects where !reject.selector.namesNothing {
      for id in ids {
        if try reject.matches(id) { return false }
      }
    }
    for id in ids {
      if try selects.matches(id) { return true }
    }
    return false
  }
}

extension SelectorMatcher {
  fileprivate func matches(_ id: ManifestID) throws(Diagnostic) -> Bool {
    guard try matches(type: id.type), try matches(name: id.name) else { return false }
    return try matches(namespace: id.namespace)
  }
}
