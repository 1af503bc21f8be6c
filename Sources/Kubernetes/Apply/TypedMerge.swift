import Values

/// Puts an applied configuration over the live object.
///
/// sigs.k8s.io/structured-merge-diff/typed/merge.go. The output begins as a copy of the live
/// object, so that what the configuration leaves alone costs nothing.
struct TypedMerge {
  private var output: Document

  static func apply(
    _ configuration: Node, to live: Document, _ schema: Schema?
  ) throws(MergeFailure) -> Document {
    var merge = TypedMerge(output: live)
    let merged = try merge.merge(live.root, configuration, schema)
    merge.output.rootID = merged ?? merge.output.addMapping()
    return merge.output
  }

  /// - Returns: nil where nothing comes of it, as of a map whose entries all vanish.
  private mutating func merge(
    _ live: Node?, _ applied: Node?, _ schema: Schema?
  ) throws(MergeFailure) -> NodeID? {
    guard let applied else { return live?.id }
    switch MergeRole(schema, applied, or: live) {
    case .leaf:
      // What is there already need not be written again.
      if let live, live == applied { return live.id }
      return output.graft(applied)
    case .map:
      let left = live?.isMapping == true ? live : nil
      let right = applied.isMapping ? applied : nil
      if (left?.count ?? 0) == 0, (right?.count ?? 0) == 0 { return output.graft(applied) }
      guard let right else { return left?.id }
      guard let left else { return output.graft(right) }
      return try maps(left, right, schema)
    case .list:
      let left = live?.isSequence == true ? live : nil
      let right = applied.isSequence ? applied : nil
      if (left?.count ?? 0) == 0, (right?.count ?? 0) == 0 { return output.graft(applied) }
      guard let right, let schema else { return left?.id }
      if let left, left == right { return left.id }
      return try lists(left, right, schema)
    }
  }

  private mutating func maps(
    _ live: Node, _ applied: Node, _ schema: Schema?
  ) throws(MergeFailure) -> NodeID? {
    var edit = MappingEdit(live)
    for entry in applied.entries {
      let current = edit.current(entry.key)
      let type = schema?.child(entry.key)
      do throws(MergeFailure) {
        let merged = try merge(current, entry.value, type)
        if let merged {
          if merged != current?.id { edit.set(entry, to: merged) }
        } else if current != nil {
          edit.remove(entry)
        }
      } catch {
        throw error.within(entry.key)
      }
    }
    return edit.finish(&output)
  }

  private mutating func lists(
    _ live: Node?, _ applied: Node, _ schema: Schema
  ) throws(MergeFailure) -> NodeID? {
    let right = try AssociativeList(applied, schema, allowsDuplicates: false)
    let left = try live.map { live throws(MergeFailure) in
      try AssociativeList(live, schema, allowsDuplicates: true)
    }
    var children: [NodeID] = []
    let merged = AssociativeList.interleave(left, right)
    children.reserveCapacity(merged.count)
    for step in merged {
      switch step {
      case .live(let node): children.append(node.id)
      case .applied(let before, let after):
        if let id = try merge(before, after, schema.element) { children.append(id) }
      }
    }
    guard !children.isEmpty else { return nil }
    return output.addContainer(.sequence, live?.style ?? applied.style, children: children)
  }
}
