extension Document {
  /// Applies a merge patch, after RFC 7386: mappings are merged, null removes, anything else
  /// replaces. Values keep their marks, and what the patch sets has the patch's.
  public mutating func merge(_ patch: Node) {
    rootID = merged(rootID, patch)
  }

  /// - Returns: the node to stand where `target` stood.
  private mutating func merged(_ target: NodeID?, _ patch: Node) -> NodeID {
    guard patch.isMapping else { return graft(patch) }
    var result: NodeID
    if let target, self[target].isMapping {
      result = target
    } else {
      result = addMapping(style: patch.style)
      setMark(of: result, to: patch.mark)
    }
    for entry in patch.entries {
      let name = entry.name
      let present = self[result][name]?.id
      guard !entry.value.isNull else {
        remove(name, from: result)
        continue
      }
      let value = merged(present, entry.value)
      if present == nil {
        insert(entry: graft(entry.key), value, at: self[result].count, in: result)
      } else if value != present {
        set(name, to: value, in: result)
      }
    }
    return result
  }

  /// The merge patch that makes of one value another. What is null in `after` is absent once the
  /// patch is applied: a merge patch cannot set null.
  public static func mergePatch(from before: Node, to after: Node) -> Document {
    var patch = Document()
    patch.rootID = patch.difference(from: before, to: after) ?? patch.addMapping()
    return patch
  }

  /// nil where nothing differs.
  private mutating func difference(from before: Node, to after: Node) -> NodeID? {
    guard before != after else { return nil }
    guard before.isMapping, after.isMapping else { return graft(after) }
    let result = addMapping()
    for entry in before.entries where after[entry.name] == nil {
      set(entry.name, to: addNull(), in: result)
    }
    for entry in after.entries {
      let value: NodeID?
      if let former = before[entry.name] {
        value = difference(from: former, to: entry.value)
      } else {
        value = graft(entry.value)
      }
      if let value { set(entry.name, to: value, in: result) }
    }
    return result
  }
}
