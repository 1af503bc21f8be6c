import Values

/// The elements of lists that are merged by key or by value.
enum MergeList {
  /// An element with the value of its merge key.
  struct Item {
    /// Tells values apart as Go's interfaces do.
    var key: String
    /// What is sorted by: the value as Go prints it.
    var text: String
    var node: Node
    var index: Int
  }

  /// `sliceElementType`: what all elements are; lists of lists and mixtures are refused.
  static func elementKind(_ lists: Node.Elements...) throws(MergeFailure) -> Kind {
    var kind: Kind?
    for list in lists {
      for element in list {
        if let kind, kind != element.kind {
          throw MergeFailure("list element types are not identical")
        }
        guard element.kind != .sequence else {
          throw MergeFailure("lists of lists are not supported")
        }
        kind = element.kind
      }
    }
    guard let kind else { throw MergeFailure("no elements in any of the given slices") }
    return kind
  }

  static func keyed(_ list: Node, by mergeKey: String) throws(MergeFailure) -> [Item] {
    var items: [Item] = []
    items.reserveCapacity(list.count)
    for (index, element) in list.elements.enumerated() {
      guard element.isMapping else {
        throw MergeFailure("value for key \(index) is not a map.").within(index)
      }
      guard let value = element[mergeKey] else {
        throw MergeFailure.noMergeKey(element, mergeKey).within(index)
      }
      items.append(
        Item(key: value.scalarKey, text: value.goDescription, node: element, index: index))
    }
    return items
  }

  /// In the order of their keys; elements of equal keys come out reversed, as they do upstream.
  static func sortedByKey(_ items: [Item]) -> [Item] {
    items.reversed().stablySorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
  }

  /// `deduplicateScalars`: the last element takes the place of a duplicate.
  static func withoutDuplicates(_ elements: [Node]) -> [Node] {
    var keys = elements.map(\.scalarKey)
    guard Set(keys).count < keys.count else { return elements }
    var elements = elements
    var i = 0
    while i < elements.count - 1 {
      var j = i + 1
      while j < elements.count {
        if keys[i] == keys[j] {
          keys[j] = keys[keys.count - 1]
          elements[j] = elements[elements.count - 1]
          keys.removeLast()
          elements.removeLast()
        } else {
          j += 1
        }
      }
      i += 1
    }
    return elements
  }
}

extension Sequence {
  /// Sorts and leaves equal elements in their order.
  func stablySorted(by precedes: (Element, Element) -> Bool) -> [Element] {
    enumerated().sorted { left, right in
      if precedes(left.element, right.element) { return true }
      if precedes(right.element, left.element) { return false }
      return left.offset < right.offset
    }.map(\.element)
  }
}
