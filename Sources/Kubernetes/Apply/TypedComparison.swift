import Values

/// The fields that differ between two states of an object: changed and added ones, not those that
/// are gone.
///
/// sigs.k8s.io/structured-merge-diff/typed/compare.go.
enum TypedComparison {
  static func changes(from before: Node, to after: Node, _ schema: Schema?) -> FieldSet {
    compare(before, after, schema).children
  }

  private typealias Change = (isMember: Bool, children: FieldSet)

  private static func compare(_ before: Node?, _ after: Node?, _ schema: Schema?) -> Change {
    guard let after else { return (false, FieldSet()) }
    let leaf = (before.map { $0 != after } ?? true, FieldSet())
    switch MergeRole(schema, after, or: before) {
    case .leaf: return leaf
    case .map:
      let left = before?.isMapping == true ? before : nil
      let right = after.isMapping ? after : nil
      if (left?.count ?? 0) == 0, (right?.count ?? 0) == 0 { return leaf }
      guard let right else { return (false, FieldSet()) }
      return (before == nil, maps(left, right, schema))
    case .list:
      let left = before?.isSequence == true ? before : nil
      let right = after.isSequence ? after : nil
      if (left?.count ?? 0) == 0, (right?.count ?? 0) == 0 { return leaf }
      guard let right, let schema else { return (false, FieldSet()) }
      return (before == nil, lists(left, right, schema))
    }
  }

  private static func maps(_ before: Node?, _ after: Node, _ schema: Schema?) -> FieldSet {
    var set = FieldSet()
    var befores = before.map { EntryFinder($0) }
    for entry in after.entries {
      let change = compare(befores?.value(of: entry.key), entry.value, schema?.child(entry.key))
      set.append(PathElement(field: entry.key), isMember: change.isMember, change.children)
    }
    return set
  }

  private static func lists(_ before: Node?, _ after: Node, _ schema: Schema) -> FieldSet {
    let keys = schema.listKeys
    func grouped(_ list: Node?) -> [PathElement: [Node]] {
      var groups: [PathElement: [Node]] = [:]
      guard let list else { return groups }
      for element in list.elements {
        if let path = PathElement(element: element, keys) {
          groups[path, default: []].append(element)
        }
      }
      return groups
    }
    let left = grouped(before)
    let right = grouped(after)
    var set = FieldSet()
    for (path, mine) in right {
      let theirs = left[path] ?? []
      if mine.count == 1 {
        let old = theirs.count == 1 ? theirs.first : nil
        let change = compare(old, mine.first, schema.element)
        set.append(path, isMember: change.isMember, change.children)
      } else if theirs.count < 2 || theirs != mine {
        set.append(path, isMember: true)
      }
    }
    return set
  }
}
