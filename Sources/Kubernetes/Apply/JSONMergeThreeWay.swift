import Values

/// The JSON merge patch that takes a custom resource from its live state to the applied one.
///
/// Follows k8s.io/apimachinery/pkg/util/jsonmergepatch: changes come from live to modified,
/// deletions from original to modified.
struct JSONMergeThreeWay {
  private var output = Document()

  static func patch(original: Node?, modified: Node, current: Node) -> Document {
    var patches = JSONMergeThreeWay()
    let changes = patches.changes(current, modified)
    // Where nothing was applied, a null in the manifest still takes away what lives.
    let deletions = patches.deletions(original ?? Document().root, modified)
    patches.output.rootID = patches.merge(deletions, changes)
    return patches.output
  }

  private typealias Entries = [(key: Node, value: Change)]

  private indirect enum Change {
    case value(Node)
    case null
    case entries(Entries)
  }

  /// What the patch from `before` to `after` adds and changes.
  private func changes(_ before: Node, _ after: Node) -> Entries {
    var patch: Entries = []
    var befores = EntryFinder(before)
    for entry in after.entries where !entry.value.isNull {
      guard let old = befores.value(of: entry.key), old.kind == entry.value.kind else {
        if let value = withoutNulls(entry.value) { patch.append((entry.key, value)) }
        continue
      }
      if entry.value.isMapping {
        let inner = changes(old, entry.value)
        if !inner.isEmpty { patch.append((entry.key, .entries(inner))) }
      } else if old != entry.value {
        patch.append((entry.key, .value(entry.value)))
      }
    }
    return patch
  }

  /// A new value as a patch keeps it: an object that holds nothing but nulls is no change.
  private func withoutNulls(_ value: Node) -> Change? {
    guard value.isMapping, value.count > 0 else { return .value(value) }
    var entries: Entries = []
    for entry in value.entries where !entry.value.isNull {
      if let inner = withoutNulls(entry.value) { entries.append((entry.key, inner)) }
    }
    return entries.isEmpty ? nil : .entries(entries)
  }

  /// What the patch from `before` to `after` takes away: what is gone, and what is null now.
  private func deletions(_ before: Node, _ after: Node) -> Entries {
    var patch: Entries = []
    var befores = EntryFinder(before)
    for entry in after.entries {
      let old = befores.value(of: entry.key)
      if entry.value.isNull {
        if old?.isNull != true { patch.append((entry.key, .null)) }
      } else if entry.value.isMapping {
        let inner =
          old?.isMapping == true ? deletions(old ?? entry.value, entry.value) : nulls(entry.value)
        if !inner.isEmpty { patch.append((entry.key, .entries(inner))) }
      }
    }
    var afters = EntryFinder(after)
    for entry in before.entries where afters.place(of: entry.key) == nil {
      patch.append((entry.key, .null))
    }
    return patch
  }

  private func nulls(_ value: Node) -> Entries {
    var entries: Entries = []
    for entry in value.entries {
      if entry.value.isNull {
        entries.append((entry.key, .null))
      } else if entry.value.isMapping {
        let inner = nulls(entry.value)
        if !inner.isEmpty { entries.append((entry.key, .entries(inner))) }
      }
    }
    return entries
  }

  private mutating func merge(_ deletions: Entries, _ changes: Entries) -> NodeID {
    var children: [NodeID] = []
    var changed: [String: Change] = [:]
    for change in changes { changed[change.key.text] = change.value }
    for deletion in deletions {
      children.append(output.graft(deletion.key))
      switch (deletion.value, changed.removeValue(forKey: deletion.key.text)) {
      case (.entries(let inner), .entries(let other)?): children.append(merge(inner, other))
      case (let value, nil): children.append(add(value))
      case (_, let change?): children.append(add(change))
      }
    }
    for change in changes where changed[change.key.text] != nil {
      children.append(output.graft(change.key))
      children.append(add(change.value))
    }
    return output.addContainer(.mapping, .block, children: children)
  }

  private mutating func add(_ change: Change) -> NodeID {
    switch change {
    case .null: return output.addNull()
    case .value(let node): return output.graft(node)
    case .entries(let entries): return merge([], entries)
    }
  }
}

/// RFC 7386, leaving what the patch does not name where it is. The library that both kubectl and the
/// server use goes further: it drops nulls within lists too.
struct JSONMerge {
  private var output: Document

  static func apply(_ patch: Node, to original: Document) -> Document {
    var merge = JSONMerge(output: original)
    merge.output.rootID = merge.apply(patch, to: original.root)
    return merge.output
  }

  private mutating func apply(_ patch: Node, to original: Node) -> NodeID {
    guard patch.isMapping else { return output.graftWithoutNulls(patch) }
    guard original.isMapping else { return output.graftWithoutNulls(patch) }
    var edit = MappingEdit(original)
    for entry in patch.entries {
      let current = edit.current(entry.key)
      if entry.value.isNull {
        if current != nil { edit.remove(entry) }
      } else if let current, current.isMapping, entry.value.isMapping {
        edit.set(entry, to: apply(entry.value, to: current))
      } else {
        edit.set(entry, to: output.graftWithoutNulls(entry.value))
      }
    }
    return edit.finish(&output)
  }
}
