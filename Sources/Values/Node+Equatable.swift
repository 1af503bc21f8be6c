extension Node: Equatable {
  /// Equality of values: the order of a mapping's entries, marks and styles do not count. An
  /// integer equals an integer of the same value however it was written; 1 does not equal 1.0 and
  /// not "1".
  public static func == (left: Node, right: Node) -> Bool {
    if left.storage === right.storage, left.id == right.id { return true }
    guard left.kind == right.kind else { return false }
    switch left.kind {
    case .null: return true
    case .bool: return left.bool == right.bool
    case .string: return left.hasSameText(as: right)
    case .int:
      if left.hasSameText(as: right) { return true }
      guard let leftInt = left.int else { return left.uint != nil && left.uint == right.uint }
      return leftInt == right.int
    case .float:
      return left.hasSameText(as: right) || left.double == right.double
    case .sequence:
      return left.count == right.count && left.elements.elementsEqual(right.elements)
    case .mapping:
      return left.hasSameEntries(as: right)
    }
  }

  private func hasSameText(as other: Node) -> Bool {
    record.count == other.record.count
      && withTextBytes { mine in other.withTextBytes { mine.elementsEqual($0) } }
  }

  private func hasSameEntries(as other: Node) -> Bool {
    guard count == other.count else { return false }
    // Files mostly keep the order; then no key is searched for.
    var index = 0
    for (mine, theirs) in zip(entries, other.entries) {
      guard mine.key.hasSameText(as: theirs.key) else { break }
      guard mine.value == theirs.value else { return false }
      index += 1
    }
    guard index < count else { return true }
    var values: [String: Node] = [:]
    for entry in other.entries.dropFirst(index) { values[entry.name] = entry.value }
    for entry in entries.dropFirst(index) {
      guard let value = values[entry.name], value == entry.value else { return false }
    }
    return true
  }
}

extension Document: Equatable {
  public static func == (left: Document, right: Document) -> Bool { left.root == right.root }
}
