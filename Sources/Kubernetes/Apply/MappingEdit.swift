import Values

/// Changes to the entries of one mapping, gathered and then written at once, in time that does not
/// grow with the square of their number.
struct MappingEdit {
  private let original: Node
  private var finder: EntryFinder
  /// By the place of the entry in the original: its new value, or nil where it goes.
  private var changes: [(place: Int, value: NodeID?)] = []
  private var additions: [(name: String, key: NodeID?, keyNode: Node?, value: NodeID)] = []
  private var retains: ((Node) -> Bool)?

  init(_ original: Node) {
    self.original = original
    finder = EntryFinder(original)
  }

  /// What the original holds under a key, where no one removed it.
  mutating func current(_ key: Node) -> Node? {
    guard let place = finder.place(of: key) else { return nil }
    let entry = original.entries[place]
    if let retains, !retains(entry.key) { return nil }
    return entry.value
  }

  /// What stands under a name so far, as nodes of the output or of the original.
  func pending(_ name: String) -> NodeID? {
    for addition in additions where addition.name == name { return addition.value }
    guard let entry = original.entry(name) else { return nil }
    for change in changes
    where original.entries[change.place].key.hasSameText(as: entry.key) {
      return change.value
    }
    if let retains, !retains(entry.key) { return nil }
    return entry.value.id
  }

  mutating func set(_ entry: Node.Entry, to value: NodeID) {
    if let place = finder.place(of: entry.key), isRetained(place) {
      changes.append((place, value))
    } else {
      additions.append((entry.name, nil, entry.key, value))
    }
  }

  mutating func set(_ name: String, to value: NodeID) {
    if let place = original.entries.firstIndex(where: { $0.key.hasText(name) }),
      isRetained(place)
    {
      changes.append((place, value))
    } else if let index = additions.firstIndex(where: { $0.name == name }) {
      additions[index].value = value
    } else {
      additions.append((name, nil, nil, value))
    }
  }

  mutating func remove(_ entry: Node.Entry) {
    if let place = finder.place(of: entry.key) { changes.append((place, nil)) }
  }

  mutating func retain(_ isRetained: @escaping (Node) -> Bool) { retains = isRetained }

  private func isRetained(_ place: Int) -> Bool {
    retains.map { $0(original.entries[place].key) } ?? true
  }

  /// The mapping with all changes: the original's own node where there are none.
  func finish(_ output: inout Document) -> NodeID {
    if changes.isEmpty, additions.isEmpty, retains == nil { return original.id }
    // The last change to a place counts.
    let sorted = changes.stablySorted { $0.place < $1.place }
    var children: [NodeID] = []
    children.reserveCapacity(2 * (original.count + additions.count))
    var next = 0
    for (place, entry) in original.entries.enumerated() {
      var value: NodeID? = entry.value.id
      while next < sorted.count, sorted[next].place == place {
        value = sorted[next].value
        next += 1
      }
      guard let value, retains.map({ $0(entry.key) }) ?? true else { continue }
      children.append(entry.key.id)
      children.append(value)
    }
    for addition in additions {
      children.append(addition.keyNode.map { output.graft($0) } ?? output.add(addition.name))
      children.append(addition.value)
    }
    let position = original.mark.map { mark in
      Document.Position(
        source: output.addSource(mark.source), line: mark.line, column: mark.column)
    }
    return output.addContainer(.mapping, original.style, children: children, at: position)
  }
}
