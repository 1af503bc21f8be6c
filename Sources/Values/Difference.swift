/// What the elements of a list are to each other, after `x-kubernetes-list-type`.
public enum ListType: Hashable, Sendable {
  /// The list changes as a whole.
  case atomic
  /// The elements are scalars, each of them once, in no order.
  case set
  /// The elements are mappings, told apart by the values of these keys.
  case map(keys: [String])
}

/// One difference between two values: a field, an element, or a whole list that one of them has
/// otherwise than the other.
public struct Difference: Sendable {
  public enum Operation: String, Sendable, CaseIterable {
    case add, remove, replace
  }

  /// Where the difference is. Indices are those of the value after, but for the last step to a
  /// removed element, whose index is that of the value before.
  public var path: FieldPath
  /// The same place in the value before: where its parts are to be replaced or removed, or, of an
  /// added part, its parent with the step that it has in the value after.
  public var place: FieldPath
  /// What was there; nil where it is added.
  public var before: Node?
  /// What is there now; nil where it is removed.
  public var after: Node?

  public var operation: Operation {
    before == nil ? .add : after == nil ? .remove : .replace
  }

  public init(path: FieldPath, place: FieldPath? = nil, before: Node?, after: Node?) {
    self.path = path
    self.place = place ?? path
    self.before = before
    self.after = after
  }

  /// The differences between two values, mappings in the order of their keys' bytes, lists in the
  /// order of their elements, removed ones last. None where the values are equal.
  ///
  /// In a list of type map elements are compared under their keys. Where common elements change
  /// their order, or keys are not unique, the list is compared as an atomic one.
  ///
  /// - Parameter listType: the type of the list at a path in the value after.
  public static func between(
    _ before: Node, _ after: Node, listType: (FieldPath) -> ListType = { _ in .atomic }
  ) -> [Difference] {
    // The comparison does not outlive the call.
    withoutActuallyEscaping(listType) { listType in
      var comparison = Comparison(listType: listType)
      comparison.compare(before, after, .root, .root)
      return comparison.differences
    }
  }
}

private struct Comparison {
  let listType: (FieldPath) -> ListType
  var differences: [Difference] = []

  mutating func compare(_ before: Node, _ after: Node, _ path: FieldPath, _ place: FieldPath) {
    guard before != after else { return }
    switch (before.kind, after.kind) {
    case (.mapping, .mapping): compareEntries(before, after, path, place)
    case (.sequence, .sequence):
      switch listType(path) {
      case .atomic: break
      case .set: return compareSets(before, after, path, place)
      case .map(let keys):
        if compareMaps(before, after, keys, path, place) { return }
      }
      fallthrough
    default:
      differences.append(
        Difference(path: path, place: place, before: before, after: after))
    }
  }

  private mutating func compareEntries(
    _ before: Node, _ after: Node, _ path: FieldPath, _ place: FieldPath
  ) {
    var values: [String: (before: Node?, after: Node?)] = [:]
    values.reserveCapacity(after.count)
    for entry in before.entries { values[entry.name, default: (nil, nil)].before = entry.value }
    for entry in after.entries { values[entry.name, default: (nil, nil)].after = entry.value }
    for (name, value) in values.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      if let before = value.before, let after = value.after {
        guard before != after else { continue }
        compare(before, after, path.entry(name), place.entry(name))
      } else {
        differences.append(
          Difference(
            path: path.entry(name), place: place.entry(name), before: value.before,
            after: value.after))
      }
    }
  }

  private mutating func compareSets(
    _ before: Node, _ after: Node, _ path: FieldPath, _ place: FieldPath
  ) {
    let old = Set(before.elements)
    let new = Set(after.elements)
    for (index, element) in after.elements.enumerated() where !old.contains(element) {
      differences.append(
        Difference(
          path: path.index(index), place: place.index(index), before: nil, after: element))
    }
    for (index, element) in before.elements.enumerated() where !new.contains(element) {
      differences.append(
        Difference(
          path: path.index(index), place: place.index(index), before: element, after: nil))
    }
  }

  /// Returns false, and does nothing, where the elements cannot be paired in their order.
  private mutating func compareMaps(
    _ before: Node, _ after: Node, _ keys: [String], _ path: FieldPath, _ place: FieldPath
  ) -> Bool {
    guard let old = Self.indices(of: before, by: keys), let new = Self.indices(of: after, by: keys)
    else { return false }
    let pairs = after.elements.indices.map { index in
      old[Self.identity(of: after.elements[index], keys)]
    }
    let common = pairs.compactMap { $0 }
    guard zip(common, common.dropFirst()).allSatisfy({ $0 < $1 }) else { return false }
    for (index, pair) in pairs.enumerated() {
      if let pair {
        compare(
          before.elements[pair], after.elements[index], path.index(index), place.index(pair))
      } else {
        differences.append(
          Difference(
            path: path.index(index), place: place.index(index), before: nil,
            after: after.elements[index]))
      }
    }
    for (index, element) in before.elements.enumerated()
    where new[Self.identity(of: element, keys)] == nil {
      differences.append(
        Difference(
          path: path.index(index), place: place.index(index), before: element, after: nil))
    }
    return true
  }

  private static func identity(of element: Node, _ keys: [String]) -> [Node?] {
    keys.map { element[$0] }
  }

  /// The index of each element by the values of its keys; nil where they are not unique.
  private static func indices(of list: Node, by keys: [String]) -> [[Node?]: Int]? {
    guard !keys.isEmpty else { return nil }
    var indices: [[Node?]: Int] = [:]
    indices.reserveCapacity(list.count)
    for (index, element) in list.elements.enumerated() {
      guard element.isMapping,
        indices.updateValue(index, forKey: identity(of: element, keys)) == nil
      else { return nil }
    }
    return indices
  }
}
