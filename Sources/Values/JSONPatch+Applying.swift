extension JSONPatch {
  /// What RFC 6902 leaves to implementations.
  public struct Options: Sendable {
    /// Whether an index below zero counts from the end of the list, as Kubernetes' tools have it.
    public var allowsNegativeIndices = false
    /// Whether a test for null passes where there is no value, as Kubernetes' tools have it.
    public var absentIsNull = false
    /// How deep values may be nested in the result.
    public var maximumDepth = 1000
    /// How many nodes the operations may add.
    public var maximumNodes = 1_000_000

    public init() {}
  }
}

extension Document {
  /// Applies all operations of a patch, or none: where one fails the document stays as it was.
  /// Values keep their marks, and what a patch sets has the patch's.
  public mutating func apply(
    _ patch: JSONPatch, options: JSONPatch.Options = .init()
  ) throws(JSONPatch.Failure) {
    var patching = Patching(document: self, options: options)
    for (index, (operation, mark)) in patch.operations.enumerated() {
      do throws(JSONPatch.Reason) {
        try patching.apply(operation)
      } catch {
        throw JSONPatch.Failure(operation: index, reason: error.reason, mark: mark)
      }
    }
    self = patching.document
  }
}

private struct Patching {
  var document: Document
  let options: JSONPatch.Options
  var added = 0

  typealias Reason = JSONPatch.Reason

  mutating func apply(_ operation: JSONPatch.Operation) throws(Reason) {
    switch operation {
    case .add(let path, let value):
      try add(try copy(value, to: path), at: path)
    case .remove(let path):
      try remove(path)
    case .replace(let path, let value):
      _ = try node(path)
      try replace(path, with: try copy(value, to: path))
    case .move(let from, let to):
      let moved = try node(from).id
      guard from != to else { return }
      guard !from.isPrefix(of: to) else { throw Reason(.moveIntoItself(from)) }
      try checkDepth(of: document[moved], at: to)
      try remove(from)
      try add(moved, at: to)
    case .copy(let from, let to):
      try add(try copy(try node(from), to: to), at: to)
    case .test(let path, let value):
      let isEqual: Bool
      do throws(Reason) {
        isEqual = try node(path).isSameJSON(as: value)
      } catch {
        guard options.absentIsNull, value.isNull, case .noSuchPlace = error.reason else {
          throw error
        }
        return
      }
      guard isEqual else { throw Reason(.testFailed(path)) }
    }
  }

  // MARK: Places

  private func node(_ path: JSONPointer) throws(Reason) -> Node {
    var node = document.root
    for (depth, token) in path.tokens.enumerated() {
      let place = JSONPointer(tokens: Array(path.tokens[..<depth]))
      let next: Node?
      switch node.kind {
      case .mapping: next = node[token]
      case .sequence: next = node[try index(token, of: node, at: place, upTo: node.count - 1)]
      default: throw Reason(.parentIsScalar(place))
      }
      guard let next else {
        throw Reason(.noSuchPlace(JSONPointer(tokens: Array(path.tokens[...depth]))))
      }
      node = next
    }
    return node
  }

  private func index(
    _ token: String, of list: Node, at place: JSONPointer, upTo last: Int
  ) throws(Reason) -> Int {
    if let index = JSONPointer.index(token) {
      guard index <= last else { throw Reason(.indexOutOfBounds(index, place)) }
      return index
    }
    guard options.allowsNegativeIndices, token.utf8.first == UInt8(ascii: "-"),
      let distance = JSONPointer.index(String(token.dropFirst())), distance > 0
    else { throw Reason(.invalidIndex(token, place)) }
    guard distance <= last + 1 else { throw Reason(.indexOutOfBounds(-distance, place)) }
    return last + 1 - distance
  }

  private func parent(of path: JSONPointer) throws(Reason) -> (Node, String, JSONPointer)? {
    guard let token = path.tokens.last else { return nil }
    let place = JSONPointer(tokens: Array(path.tokens.dropLast()))
    let parent = try node(place)
    guard !parent.isScalar else { throw Reason(.parentIsScalar(place)) }
    return (parent, token, place)
  }

  // MARK: Edits

  private mutating func add(_ value: NodeID, at path: JSONPointer) throws(Reason) {
    guard let (parent, token, place) = try parent(of: path) else {
      document.rootID = value
      return
    }
    if parent.isMapping { return document.set(token, to: value, in: parent.id) }
    let index =
      token == "-"
      ? parent.count : try index(token, of: parent, at: place, upTo: parent.count)
    document.insert(value, at: index, in: parent.id)
  }

  private mutating func replace(_ path: JSONPointer, with value: NodeID) throws(Reason) {
    guard let (parent, token, place) = try parent(of: path) else {
      document.rootID = value
      return
    }
    if parent.isMapping { return document.set(token, to: value, in: parent.id) }
    let index = try index(token, of: parent, at: place, upTo: parent.count - 1)
    document.setElement(at: index, to: value, in: parent.id)
  }

  private mutating func remove(_ path: JSONPointer) throws(Reason) {
    guard let (parent, token, place) = try parent(of: path) else {
      throw Reason(.removalOfDocument)
    }
    if parent.isMapping {
      guard document.remove(token, from: parent.id) else { throw Reason(.noSuchPlace(path)) }
      return
    }
    let index = try index(token, of: parent, at: place, upTo: parent.count - 1)
    document.removeElement(at: index, from: parent.id)
  }

  // MARK: Limits

  /// A copy to stand at a path. Copies of copies double the document, which the limits bound.
  private mutating func copy(_ node: Node, to path: JSONPointer) throws(Reason) -> NodeID {
    try checkDepth(of: node, at: path)
    return document.graft(node)
  }

  private mutating func checkDepth(of node: Node, at path: JSONPointer) throws(Reason) {
    guard isWithinLimits(node, depth: path.tokens.count) else { throw Reason(.tooLarge) }
  }

  private mutating func isWithinLimits(_ node: Node, depth: Int) -> Bool {
    added += 1
    guard depth <= options.maximumDepth, added <= options.maximumNodes else { return false }
    for element in node.elements where !isWithinLimits(element, depth: depth + 1) { return false }
    for entry in node.entries where !isWithinLimits(entry.value, depth: depth + 1) { return false }
    return true
  }
}

extension Node {
  /// Equality as RFC 6902, section 4.6, has it: numbers are equal by value, so that 1 is 1.0.
  func isSameJSON(as other: Node) -> Bool {
    if self == other { return true }
    switch (kind, other.kind) {
    case (.int, .float), (.float, .int): return double == other.double
    case (.sequence, .sequence):
      return count == other.count
        && zip(elements, other.elements).allSatisfy { $0.isSameJSON(as: $1) }
    case (.mapping, .mapping):
      return count == other.count
        && entries.allSatisfy { other[$0.name].map($0.value.isSameJSON(as:)) ?? false }
    default: return false
    }
  }
}
