extension Document {
  /// Makes this document, which says what the differences' value before said, say what their value
  /// after says. A difference whose place is not there is left out. Of sets the order may differ.
  public mutating func apply(_ differences: [Difference]) {
    let places = differences.map { difference in
      (difference, root[FieldPath(Array(difference.place.steps.dropLast()))]?.id)
    }
    var removals: [(container: NodeID, index: Int)] = []
    var insertions: [(container: NodeID, index: Int, element: NodeID)] = []
    for (difference, container) in places {
      let after = difference.after.map { graft($0) }
      guard let step = difference.place.steps.last else {
        if let after { rootID = after }
        continue
      }
      guard let container else { continue }
      switch (step, difference.operation) {
      case (.field(let name), .remove), (.key(let name), .remove): remove(name, from: container)
      case (.index(let index), .remove): removals.append((container, index))
      case (.field(let name), _), (.key(let name), _):
        if let after { set(name, to: after, in: container) }
      case (.index(let index), .replace):
        if let after { setElement(at: index, to: after, in: container) }
      case (.index(let index), .add):
        if let after { insertions.append((container, index, after)) }
      }
    }
    // From the end, so that an index still names what it named before.
    for removal in removals.sorted(by: { $0.index > $1.index }) {
      removeElement(at: removal.index, from: removal.container)
    }
    for insertion in insertions.sorted(by: { $0.index < $1.index }) {
      insert(insertion.element, at: insertion.index, in: insertion.container)
    }
  }
}
