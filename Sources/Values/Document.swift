/// One YAML or JSON value: an arena of nodes with value semantics.
///
/// Nodes are named by `NodeID`, which edits keep valid, and read through `Node`. A copy shares its
/// memory until one of the two is edited. Mappings keep the order of their entries. Every node may
/// carry the mark of the text that set it; merges and patches take the marks along.
public struct Document: Sendable {
  @usableFromInline var storage: Storage
  /// The node that the document is about. Setting it does not free the others.
  public var rootID: NodeID

  @usableFromInline
  init(storage: Storage, root: NodeID) {
    self.storage = storage
    rootID = root
  }

  /// A document that holds null.
  public init() {
    storage = Storage()
    rootID = NodeID(index: 0)
    rootID = addNull()
  }

  @inlinable public var root: Node { Node(storage: storage, id: rootID) }

  @inlinable public subscript(id: NodeID) -> Node { Node(storage: storage, id: id) }

  /// The first file that the document came from.
  public var source: Source? { storage.sources.first }

  /// The same values read from another path: a blob that stands at two paths is parsed once.
  public func relocated(to source: Source) -> Document {
    let copy = Storage(copying: storage)
    if copy.sources.isEmpty { copy.sources.append(source) } else { copy.sources[0] = source }
    return Document(storage: copy, root: rootID)
  }

  mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&storage) { storage = Storage(copying: storage) }
  }
}

// MARK: - Adding nodes

extension Document {
  /// The mark of a node to add, by the index of its source in this document.
  public struct Position: Sendable {
    let source: UInt32
    let line: UInt32
    let column: UInt16

    static let none = Position(source: 0, line: Record.unmarked, column: 0)

    /// - Parameters:
    ///   - source: what `addSource` returned.
    ///   - line, column: from 1; what does not fit reads as the largest that does.
    public init(source: UInt32, line: Int, column: Int) {
      self.source = source
      self.line = UInt32(clamping: line)
      self.column = UInt16(clamping: column)
    }

    init(source: UInt32, line: UInt32, column: UInt16) {
      self.source = source
      self.line = line
      self.column = column
    }
  }

  public mutating func addSource(_ source: Source) -> UInt32 {
    if let index = storage.sources.firstIndex(of: source) { return UInt32(index) }
    makeUnique()
    storage.sources.append(source)
    return UInt32(storage.sources.count - 1)
  }

  /// A node that nothing refers to yet. `kind` says what the text means; it must be a scalar's.
  public mutating func addScalar(
    _ kind: Kind, _ style: Style = .plain, text: UnsafeBufferPointer<UInt8>,
    at position: Position? = nil
  ) -> NodeID {
    makeUnique()
    let start = UInt32(storage.text.count)
    storage.text.append(contentsOf: text)
    return add(kind, style, start: start, count: UInt32(text.count), at: position)
  }

  public mutating func addScalar(
    _ kind: Kind, _ style: Style = .plain, text: String, at position: Position? = nil
  ) -> NodeID {
    var text = text
    return text.withUTF8 { addScalar(kind, style, text: $0, at: position) }
  }

  public mutating func addNull(at position: Position? = nil) -> NodeID {
    addScalar(.null, text: "null", at: position)
  }

  public mutating func add(_ string: String, at position: Position? = nil) -> NodeID {
    addScalar(.string, text: string, at: position)
  }

  public mutating func add(_ int: Int64, at position: Position? = nil) -> NodeID {
    addScalar(.int, text: String(int), at: position)
  }

  public mutating func add(_ bool: Bool, at position: Position? = nil) -> NodeID {
    addScalar(.bool, text: bool ? "true" : "false", at: position)
  }

  public mutating func addMapping(
    style: Style = .block, at position: Position? = nil
  ) -> NodeID {
    add(.mapping, style, links: [], at: position)
  }

  public mutating func addSequence(
    style: Style = .block, at position: Position? = nil
  ) -> NodeID {
    add(.sequence, style, links: [], at: position)
  }

  /// A container with all its children: elements, or keys and values in turn.
  public mutating func addContainer(
    _ kind: Kind, _ style: Style, children: some Collection<NodeID>, at position: Position? = nil
  ) -> NodeID {
    add(kind, style, links: children, at: position)
  }

  private mutating func add(
    _ kind: Kind, _ style: Style, links: some Collection<NodeID>, at position: Position?
  ) -> NodeID {
    makeUnique()
    let start = UInt32(storage.links.count)
    for link in links { storage.links.append(link.index) }
    return add(kind, style, start: start, count: UInt32(links.count), at: position)
  }

  private mutating func add(
    _ kind: Kind, _ style: Style, start: UInt32, count: UInt32, at position: Position?
  ) -> NodeID {
    let position = position ?? .none
    storage.records.append(
      Record(
        kind: kind, style: style, column: position.column, line: position.line,
        source: position.source, start: start, count: count, capacity: count))
    return NodeID(index: UInt32(storage.records.count - 1))
  }

  /// A deep copy of a node of any document, with its marks.
  public mutating func graft(_ node: Node) -> NodeID {
    makeUnique()
    var map = SourceMap()
    return graft(node, &map)
  }

  private mutating func graft(_ node: Node, _ map: inout SourceMap) -> NodeID {
    let record = node.record
    let position = Position(
      source: record.line == Record.unmarked
        ? 0 : map.index(of: record.source, from: node.storage, to: storage),
      line: record.line,
      column: record.column)
    guard !node.isScalar else {
      return node.withTextBytes {
        addScalar(record.kind, record.style, text: $0, at: position)
      }
    }
    var children: [NodeID] = []
    children.reserveCapacity(Int(record.count))
    for link in node.storage.links[Int(record.start)..<Int(record.start + record.count)] {
      children.append(graft(Node(storage: node.storage, id: NodeID(index: link)), &map))
    }
    return addContainer(record.kind, record.style, children: children, at: position)
  }

  private struct SourceMap {
    private var known: [UInt32: UInt32] = [:]

    /// Keeps no hold on either storage, which would have the target copied at the next edit.
    mutating func index(of index: UInt32, from origin: Storage, to target: Storage) -> UInt32 {
      if origin === target { return index }
      if let found = known[index] { return found }
      let source = origin.sources[Int(index)]
      let found: UInt32
      if let present = target.sources.firstIndex(of: source) {
        found = UInt32(present)
      } else {
        target.sources.append(source)
        found = UInt32(target.sources.count - 1)
      }
      known[index] = found
      return found
    }
  }
}
