import Values

extension StrategicDiff {
  struct ListDifference {
    var patch: [NodeID] = []
    var deletions: [NodeID] = []
    var order: [NodeID] = []
  }

  /// `diffLists`: of two lists with patch strategy `merge`.
  mutating func lists(
    _ original: Node, _ modified: Node, _ type: Schema, _ options: Options
  ) throws(MergeFailure) -> ListDifference {
    var difference = ListDifference()
    // Equal lists are common and need no look at their elements.
    if original == modified { return difference }
    if original.count == 0 {
      if modified.count > 0, !options.ignoresChangesAndAdditions {
        difference.patch = modified.elements.map { output.graft($0) }
      }
      return difference
    }
    switch try MergeList.elementKind(original.elements, modified.elements) {
    case .mapping:
      guard let mergeKey = type.mergeKey else {
        throw MergeFailure("cannot merge lists without merge key")
      }
      try maps(original, modified, type, mergeKey, options, &difference)
    default:
      scalars(original, modified, options, &difference)
    }
    return difference
  }

  private mutating func maps(
    _ original: Node, _ modified: Node, _ type: Schema, _ mergeKey: String, _ options: Options,
    _ difference: inout ListDifference
  ) throws(MergeFailure) {
    let before = try MergeList.keyed(original, by: mergeKey)
    let after = try MergeList.keyed(modified, by: mergeKey)
    let left = MergeList.sortedByKey(before)
    let right = MergeList.sortedByKey(after)
    var changed: [(place: Int, id: NodeID)] = []
    var deleted: [NodeID] = []
    // The place of a patch in the new order; of equal keys the first counts.
    var places: [String: Int] = [:]
    for (place, item) in after.enumerated() where places[item.key] == nil {
      places[item.key] = place
    }
    var (i, j) = (0, 0)
    while i < left.count || j < right.count {
      if i < left.count, j < right.count, left[i].text == right[j].text {
        let (old, new) = (left[i].node, right[j].node)
        var patch = Entries()
        do throws(MergeFailure) {
          patch = try maps(old, new, type.element, options)
        } catch {
          throw error.within(right[j].index)
        }
        if !patch.isEmpty {
          set(mergeKey, to: new[mergeKey], in: &patch)
          changed.append(
            (
              places[right[j].key] ?? 0,
              output.addContainer(.mapping, .block, children: patch)
            ))
        }
        i += 1
        j += 1
      } else if i >= left.count || (j < right.count && right[j].text < left[i].text) {
        if !options.ignoresChangesAndAdditions {
          changed.append((places[right[j].key] ?? 0, output.graft(right[j].node)))
        }
        j += 1
      } else {
        if !options.ignoresDeletions, let value = left[i].node[mergeKey] {
          deleted.append(
            output.addContainer(
              .mapping, .block,
              children: [
                output.add(mergeKey), output.graft(value), output.add(Directive.patch),
                output.add("delete"),
              ]))
        }
        i += 1
      }
    }
    let isSameOrder =
      before.count == after.count && zip(before, after).allSatisfy { $0.key == $1.key }
    difference.patch = changed.stablySorted { $0.place < $1.place }.map(\.id) + deleted
    let hasPatch = !difference.patch.isEmpty
    if !options.ignoresChangesAndAdditions && (hasPatch || !isSameOrder)
      || !options.ignoresDeletions && hasPatch
    {
      difference.order = after.map { item in
        let key = output.add(mergeKey)
        let value = item.node[mergeKey].map { output.graft($0) } ?? output.addNull()
        return output.addContainer(.mapping, .block, children: [key, value])
      }
    }
  }

  private mutating func set(_ key: String, to value: Node?, in patch: inout Entries) {
    guard let value else { return }
    for index in stride(from: 0, to: patch.count, by: 2) where output[patch[index]].hasText(key) {
      patch[index + 1] = output.graft(value)
      return
    }
    patch.append(output.add(key))
    patch.append(output.graft(value))
  }

  private mutating func scalars(
    _ original: Node, _ modified: Node, _ options: Options, _ difference: inout ListDifference
  ) {
    let before = original.elements.map { (text: $0.goDescription, node: $0) }
    let after = modified.elements.map { (text: $0.goDescription, node: $0) }
    let left = before.stablySorted { $0.text < $1.text }
    let right = after.stablySorted { $0.text < $1.text }
    var places: [String: Int] = [:]
    for (place, item) in after.enumerated() where places[item.text] == nil {
      places[item.text] = place
    }
    var added: [(text: String, node: Node)] = []
    var deleted: [Node] = []
    var (i, j) = (0, 0)
    while i < left.count || j < right.count {
      if i < left.count, j < right.count, left[i].text == right[j].text {
        i += 1
        j += 1
      } else if i >= left.count || (j < right.count && right[j].text < left[i].text) {
        if !options.ignoresChangesAndAdditions { added.append(right[j]) }
        j += 1
      } else {
        if !options.ignoresDeletions { deleted.append(left[i].node) }
        i += 1
      }
    }
    added = added.stablySorted { (places[$0.text] ?? 0) < (places[$1.text] ?? 0) }
    difference.patch = added.map { output.graft($0.node) }
    difference.deletions = MergeList.withoutDuplicates(deleted).map { output.graft($0) }
    // The comparison has sorted the original in place by now: a new order that is the sorted one
    // counts as no change.
    let isReordered = !left.map(\.node).elementsEqual(modified.elements)
    if !options.ignoresDeletions && !difference.deletions.isEmpty
      || !options.ignoresChangesAndAdditions && isReordered
    {
      difference.order = modified.elements.map { output.graft($0) }
    }
  }
}
