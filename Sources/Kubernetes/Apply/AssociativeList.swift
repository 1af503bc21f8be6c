import Values

/// A list whose elements are told apart by keys or by value.
struct AssociativeList {
  var elements: [PathElement]
  private let nodes: [Node]
  /// nil for a path that more than one element has.
  private var observed: [PathElement: Node?] = [:]

  init(
    _ list: Node, _ schema: Schema, allowsDuplicates: Bool
  ) throws(MergeFailure) {
    nodes = Array(list.elements)
    let keys = schema.listKeys
    elements = []
    elements.reserveCapacity(nodes.count)
    for (index, node) in nodes.enumerated() {
      guard let element = PathElement(element: node, keys) else {
        throw MergeFailure(Self.reason(node, keys)).within(index)
      }
      if observed[element] != nil {
        guard allowsDuplicates else {
          throw MergeFailure("duplicate entries for key \(element)").within(index)
        }
        observed[element] = .some(nil)
      } else {
        observed[element] = .some(node)
      }
      elements.append(element)
    }
  }

  /// Why an element has no path of its own, as the server says it.
  static func reason(_ node: Node, _ list: ListKeys) -> String {
    guard list.keys.isEmpty else {
      if node.isNull {
        return "associative list with keys may not have a null element"
      }
      guard node.isMapping else {
        return "associative list with keys may not have non-map elements"
      }
      let names = list.keys.map { GoText.quoted($0.name) }.joined(separator: " ")
      return "associative list with keys has an element that omits all key fields [\(names)] "
        + "(and doesn't have default values for any key fields)"
    }
    if node.isMapping { return "associative list without keys has an element that's a map type" }
    if node.isSequence { return "not supported: associative list with lists as elements" }
    return "associative list without keys has an element that's an explicit null"
  }

  func contains(_ element: PathElement) -> Bool { observed[element] != nil }

  enum Step {
    case live(Node)
    case applied(Node?, Node)
  }

  /// `visitListItems`: the elements of both, shared ones in the order of the applied list, and the
  /// live ones where they were among them.
  static func interleave(_ live: AssociativeList?, _ applied: AssociativeList) -> [Step] {
    guard let live else { return applied.nodes.map { .applied(nil, $0) } }
    let shared = applied.elements.filter { live.contains($0) }
    var nextShared = 0
    var steps: [Step] = []
    var merged: Set<PathElement> = []
    var (l, r) = (0, 0)
    let (left, right) = (live.elements, applied.elements)
    func merge(_ element: PathElement) {
      let node = applied.nodes[r]
      steps.append(.applied(live.observed[element] ?? nil, node))
      merged.insert(element)
    }
    while l < left.count || r < right.count {
      if l < left.count, r < right.count {
        let element = left[l]
        if element == right[r] {
          merge(element)
          l += 1
          r += 1
          nextShared += 1
          continue
        }
        if applied.contains(element), nextShared < shared.count, shared[nextShared] != element {
          l += 1
          continue
        }
      }
      if l < left.count {
        let element = left[l]
        if !applied.contains(element) {
          steps.append(.live(live.nodes[l]))
          l += 1
          continue
        }
        if merged.contains(element) { l += 1 }
      }
      if r < right.count {
        let element = right[r]
        merge(element)
        r += 1
        if nextShared < shared.count, shared[nextShared] == element { nextShared += 1 }
      }
    }
    return steps
  }
}
