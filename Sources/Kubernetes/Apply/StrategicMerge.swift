import Values

/// Applies a strategic merge patch, or makes one patch of two.
///
/// Follows k8s.io/apimachinery/pkg/util/strategicpatch, `mergeMap` and what it calls. The output
/// begins as a copy of the original, so that what the patch leaves alone costs nothing.
struct StrategicMerge {
  var output: Document
  /// Both sides are patches: directives are kept for the server, which will act on them.
  let combinesPatches: Bool

  /// The result of applying `patch`.
  static func apply(
    _ patch: Node, to original: Document, _ schema: Schema?
  ) throws(MergeFailure) -> Document {
    try run(patch, original, schema, combinesPatches: false)
  }

  /// One patch that does what `original` and then `patch` does.
  static func combine(
    _ original: Document, _ patch: Node, _ schema: Schema?
  ) throws(MergeFailure) -> Document {
    try run(patch, original, schema, combinesPatches: true)
  }

  private static func run(
    _ patch: Node, _ original: Document, _ schema: Schema?, combinesPatches: Bool
  ) throws(MergeFailure) -> Document {
    var merge = StrategicMerge(output: original, combinesPatches: combinesPatches)
    merge.output.rootID = try merge.maps(original.root, patch, schema)
    return merge.output
  }

  /// - Parameter original: a node of the document that the output began as.
  mutating func maps(
    _ original: Node, _ patch: Node, _ schema: Schema?
  ) throws(MergeFailure) -> NodeID {
    if let directive = patch[Directive.patch] { return try replaced(patch, by: directive) }
    var edit = MappingEdit(original)
    try retainKeys(patch, &edit)
    // Lists with an order are merged together with it, and are then done with.
    var done: Set<String> = []
    for entry in patch.entries where entry.key.hasPrefix(Directive.setElementOrderPrefix) {
      let name = try Self.name(in: entry.key)
      try ordered(name, entry, original, patch, schema, &edit)
      done.insert(name)
    }
    for entry in patch.entries {
      if entry.key.hasPrefix("$") {
        if entry.key.hasText(Directive.retainKeys)
          || entry.key.hasPrefix(Directive.setElementOrderPrefix)
        {
          continue
        }
        if entry.key.hasPrefix(Directive.deleteFromPrimitiveListPrefix) {
          if combinesPatches {
            edit.set(entry.key.text, to: output.graft(entry.value))
          } else {
            try delete(entry.value, from: Self.name(in: entry.key), &edit)
          }
          continue
        }
      }
      if !done.isEmpty, done.contains(entry.key.text) { continue }
      do throws(MergeFailure) {
        try merge(entry, original, schema, &edit)
      } catch {
        throw error.within(entry.key)
      }
    }
    return edit.finish(&output)
  }

  private mutating func merge(
    _ entry: Node.Entry, _ original: Node, _ schema: Schema?, _ edit: inout MappingEdit
  ) throws(MergeFailure) {
    let patch = entry.value
    let current = edit.current(entry.key)
    guard !patch.isNull else {
      if combinesPatches {
        edit.set(entry, to: output.addNull())
      } else if current != nil {
        edit.remove(entry)
      }
      return
    }
    guard let current, current.kind == patch.kind else {
      if let id = taken(patch) {
        edit.set(entry, to: id)
      } else if current != nil {
        edit.remove(entry)
      }
      return
    }
    switch patch.kind {
    case .mapping:
      let type = try schema?.mergeable(entry.key)
      if type?.patchStrategy.contains(.replace) == true {
        edit.set(entry, to: output.graft(patch))
      } else {
        edit.set(entry, to: try maps(current, patch, type))
      }
    case .sequence:
      let type = try schema?.mergeable(entry.key)
      if let items = try lists(current, patch, type) {
        edit.set(entry, to: container(items))
      }
    default:
      edit.set(entry, to: output.graft(patch))
    }
  }

  /// A value that the original lacks; the server drops the nulls in it.
  mutating func added(_ patch: Node) -> NodeID {
    combinesPatches ? output.graft(patch) : output.graftWithoutNulls(patch)
  }

  /// A value whose field the original lacks, without the parts that say to replace or to delete
  /// what is not there (`removeDirectives`); nil where it is such a part.
  mutating func taken(_ patch: Node) -> NodeID? {
    guard !combinesPatches else { return output.graft(patch) }
    switch patch.kind {
    case .mapping:
      guard patch[Directive.patch] == nil else { return nil }
      var children: [NodeID] = []
      for entry in patch.entries where !entry.value.isNull {
        guard let value = taken(entry.value) else { continue }
        children += [output.graft(entry.key), value]
      }
      return output.addContainer(.mapping, patch.style, children: children)
    case .sequence:
      var children: [NodeID] = []
      for element in patch.elements {
        if let child = taken(element) { children.append(child) }
      }
      return output.addContainer(.sequence, patch.style, children: children)
    default: return output.graft(patch)
    }
  }

  private mutating func container(_ items: [Item]) -> NodeID {
    output.addContainer(.sequence, .block, children: items.map(\.id))
  }

  private mutating func replaced(
    _ patch: Node, by directive: Node
  ) throws(MergeFailure) -> NodeID {
    if directive == "delete" { return output.addMapping() }
    guard directive == "replace" else {
      throw MergeFailure("unknown patch type: \(directive.goDescription)")
    }
    let children = patch.entries.filter { !$0.key.hasText(Directive.patch) }
      .flatMap { [output.graft($0.key), output.graft($0.value)] }
    return output.addContainer(.mapping, .block, children: children)
  }

  /// `applyRetainKeysDirective`.
  private mutating func retainKeys(
    _ patch: Node, _ edit: inout MappingEdit
  ) throws(MergeFailure) {
    guard let retained = patch.entry(Directive.retainKeys) else { return }
    if combinesPatches {
      if let present = edit.current(retained.key) {
        guard present == retained.value else {
          throw MergeFailure("the $retainKeys of two patches differ")
        }
      } else {
        edit.set(retained, to: output.graft(retained.value))
      }
      return
    }
    guard retained.value.isSequence else {
      throw MergeFailure("invalid patch format of retainKeys")
    }
    let keys = Set(retained.value.elements.map(\.text))
    for entry in patch.entries where !entry.value.isNull {
      let key = entry.key
      if key.hasText(Directive.retainKeys) || key.hasPrefix(Directive.setElementOrderPrefix)
        || key.hasPrefix(Directive.deleteFromPrimitiveListPrefix)
      {
        continue
      }
      guard keys.contains(key.text) else {
        throw MergeFailure("invalid patch format of retainKeys")
      }
    }
    edit.retain { keys.contains($0.text) }
  }

  private static func name(in directive: Node) throws(MergeFailure) -> String {
    let text = directive.text
    guard let slash = text.firstIndex(of: "/") else {
      throw MergeFailure("invalid patch format of \(text)")
    }
    return String(text[text.index(after: slash)...])
  }
}

extension Document {
  /// A deep copy without the entries that are null.
  mutating func graftWithoutNulls(_ node: Node) -> NodeID {
    switch node.kind {
    case .mapping:
      var children: [NodeID] = []
      for entry in node.entries where !entry.value.isNull {
        children.append(graft(entry.key))
        children.append(graftWithoutNulls(entry.value))
      }
      return addContainer(.mapping, node.style, children: children)
    case .sequence:
      var children: [NodeID] = []
      for element in node.elements { children.append(graftWithoutNulls(element)) }
      return addContainer(.sequence, node.style, children: children)
    default:
      return graft(node)
    }
  }
}
