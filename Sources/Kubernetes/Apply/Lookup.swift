import Values

/// Finds entries by key again and again in time that does not grow with the square of their number.
///
/// Two versions of an object mostly hold their keys in the same order, so the place after the last
/// find is tried first; small collections are searched, larger ones hashed once.
struct EntryFinder {
  private let node: Node
  private let entries: Node.Entries
  private var next = 0
  private var places: [String: Int]?

  init(_ node: Node) {
    self.node = node
    entries = node.entries
  }

  mutating func place(of key: Node) -> Int? {
    let count = entries.count
    if next < count, entries[next].key.hasSameText(as: key) {
      next += 1
      return next - 1
    }
    if count <= 12 {
      for index in 0..<count where entries[index].key.hasSameText(as: key) {
        next = index + 1
        return index
      }
      return nil
    }
    if places == nil {
      var built: [String: Int] = [:]
      built.reserveCapacity(count)
      for (index, entry) in entries.enumerated() { built[entry.name] = index }
      places = built
    }
    guard let found = places?[key.text] else { return nil }
    next = found + 1
    return found
  }

  mutating func value(of key: Node) -> Node? { place(of: key).map { entries[$0].value } }
}

extension Node {
  func hasSameText(as other: Node) -> Bool {
    withTextBytes { mine in other.withTextBytes { mine.elementsEqual($0) } }
  }

  func hasPrefix(_ prefix: String) -> Bool {
    withTextBytes { $0.starts(with: prefix.utf8) }
  }
}
