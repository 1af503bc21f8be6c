extension Document {
  /// Builds documents front to back, as a reader meets their nodes. It keeps its memory from one
  /// document to the next, and its documents have exactly the memory that they need.
  ///
  /// Containers are opened and closed in pairs; in a mapping keys and values alternate. After the
  /// outermost node the document is complete.
  public struct Builder {
    @usableFromInline var records: ContiguousArray<Record> = []
    @usableFromInline var links: ContiguousArray<UInt32> = []
    @usableFromInline var text: ContiguousArray<UInt8> = []
    @usableFromInline var symbols = SymbolTable()
    /// The children of the open containers, outermost first.
    @usableFromInline var pending: ContiguousArray<Child> = []
    @usableFromInline var frames: ContiguousArray<Frame> = []
    @usableFromInline var mappings: UInt32 = 0
    public let source: Source
    /// Whether an entry that a mapping writes itself wins over one that a later merge key brings.
    public var ownEntriesWin = false

    /// A key that one mapping writes twice.
    public struct Repetition {
      public let first: NodeID
      public let second: NodeID
    }

    @usableFromInline
    struct Child {
      @usableFromInline let node: UInt32
      /// The symbol of a key; meaningless for any other node.
      @usableFromInline let symbol: UInt32
      /// Whether a merge key brought the entry.
      @usableFromInline let isMerged: Bool

      @inlinable
      init(node: UInt32, symbol: UInt32, isMerged: Bool = false) {
        self.node = node
        self.symbol = symbol
        self.isMerged = isMerged
      }
    }

    @usableFromInline
    struct Frame {
      @usableFromInline let record: UInt32
      @usableFromInline let firstChild: Int
      @usableFromInline let isMapping: Bool

      @inlinable
      init(record: UInt32, firstChild: Int, isMapping: Bool) {
        self.record = record
        self.firstChild = firstChild
        self.isMapping = isMapping
      }
    }

    public init(source: Source) {
      self.source = source
    }

    /// How many nodes the document has so far.
    @inlinable public var nodeCount: Int { records.count }
    /// How many containers are open.
    @inlinable public var depth: Int { frames.count }

    @inlinable public var isInMapping: Bool { frames.last?.isMapping ?? false }

    /// Whether the next node is a mapping's key.
    @inlinable public var expectsKey: Bool {
      guard let frame = frames.last else { return false }
      return frame.isMapping && (pending.count - frame.firstChild) & 1 == 0
    }
  }
}

// MARK: - Adding nodes

extension Document.Builder {
  @inlinable
  public mutating func addScalar(
    _ kind: Kind, _ style: Style, text bytes: UnsafeBufferPointer<UInt8>, line: Int, column: Int
  ) {
    let start = UInt32(text.count)
    text.append(contentsOf: bytes)
    add(
      kind, style, start: start, count: UInt32(bytes.count), line: line, column: column, symbol: 0)
  }

  /// Adds a mapping's key, whose text is shared with the equal ones of the document.
  @inlinable
  public mutating func addKey(
    _ kind: Kind, _ style: Style, text bytes: UnsafeBufferPointer<UInt8>, line: Int, column: Int
  ) {
    let symbol = symbols.intern(bytes, in: &text)
    add(
      kind, style, start: symbols.entries[Int(symbol)].start, count: UInt32(bytes.count),
      line: line, column: column, symbol: symbol)
  }

  @inlinable
  mutating func add(
    _ kind: Kind, _ style: Style, start: UInt32, count: UInt32, line: Int, column: Int,
    symbol: UInt32
  ) {
    pending.append(Child(node: UInt32(truncatingIfNeeded: records.count), symbol: symbol))
    records.append(
      Record(
        kind: kind, style: style, column: UInt16(clamping: column), line: UInt32(clamping: line),
        source: 0, start: start, count: count, capacity: count))
  }

  @inlinable
  public mutating func open(_ kind: Kind, _ style: Style, line: Int, column: Int) {
    let record = UInt32(truncatingIfNeeded: records.count)
    add(kind, style, start: 0, count: 0, line: line, column: column, symbol: 0)
    frames.append(
      Frame(record: record, firstChild: pending.count, isMapping: kind == .mapping))
  }

  /// Closes the innermost container. Returns the keys that it holds twice; the later entry stays.
  @inlinable
  @discardableResult
  public mutating func close() -> [Repetition] {
    guard let frame = frames.popLast() else { return [] }
    var repetitions: [Repetition] = []
    if frame.isMapping, repeatsKey(from: frame.firstChild) {
      repetitions = resolveRepetitions(from: frame.firstChild)
    }
    let count = pending.count - frame.firstChild
    let start = UInt32(truncatingIfNeeded: links.count)
    for index in frame.firstChild..<pending.count { links.append(pending[index].node) }
    records[Int(frame.record)].start = start
    records[Int(frame.record)].count = UInt32(truncatingIfNeeded: count)
    records[Int(frame.record)].capacity = UInt32(truncatingIfNeeded: count)
    pending.removeLast(count)
    return repetitions
  }

  @inlinable
  mutating func repeatsKey(from firstChild: Int) -> Bool {
    mappings &+= 1
    var index = firstChild
    while index < pending.count {
      let symbol = Int(pending[index].symbol)
      if symbols.entries[symbol].mapping == mappings { return true }
      symbols.entries[symbol].mapping = mappings
      index += 2
    }
    return false
  }
}

// MARK: - Finishing

extension Document.Builder {
  /// The document, once its outermost node is complete, after which the builder is empty again; nil
  /// where there is none.
  public mutating func finish() -> Document? {
    defer { reset() }
    guard frames.isEmpty, let root = pending.first else { return nil }
    let storage = Storage()
    storage.records = Self.taken(from: &records)
    storage.links = Self.taken(from: &links)
    storage.text = Self.taken(from: &text)
    storage.sources = [source]
    return Document(storage: storage, root: NodeID(index: root.node))
  }

  /// Forgets the document under construction.
  public mutating func reset() {
    records.removeAll(keepingCapacity: true)
    links.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    pending.removeAll(keepingCapacity: true)
    frames.removeAll(keepingCapacity: true)
    symbols.removeAll()
    mappings = 0
  }

  /// The elements: a copy of just their size, or, where they are many, the memory itself, of which
  /// what was not used was never touched.
  private static func taken<Element>(
    from scratch: inout ContiguousArray<Element>
  ) -> ContiguousArray<Element> {
    if scratch.count * MemoryLayout<Element>.stride >= 1 << 18 {
      defer { scratch = [] }
      return scratch
    }
    var copy = ContiguousArray<Element>()
    copy.reserveCapacity(scratch.count)
    copy.append(contentsOf: scratch)
    return copy
  }

  /// Makes room for a document of about so many bytes of text.
  public mutating func reserve(bytes: Int) {
    records.reserveCapacity(bytes / 8)
    links.reserveCapacity(bytes / 8)
    text.reserveCapacity(bytes)
    pending.reserveCapacity(64)
    frames.reserveCapacity(16)
    symbols.entries.reserveCapacity(64)
  }
}

// MARK: - Reading back

extension Document.Builder {
  public func mark(of id: NodeID) -> Mark {
    let record = records[Int(id.index)]
    return Mark(source: source, line: Int(record.line), column: Int(record.column))
  }

  public func text(of id: NodeID) -> String {
    let record = records[Int(id.index)]
    return String(
      decoding: text[Int(record.start)..<Int(record.start + record.count)], as: UTF8.self)
  }

  public func kind(of id: NodeID) -> Kind { records[Int(id.index)].kind }

  /// The last complete node.
  public var lastChildID: NodeID? { pending.last.map { NodeID(index: $0.node) } }

  /// The children of a closed container: elements, or keys and values in turn.
  public func children(of id: NodeID) -> [NodeID] {
    let record = records[Int(id.index)]
    guard record.kind == .mapping || record.kind == .sequence else { return [] }
    return links[Int(record.start)..<Int(record.start + record.count)].map(NodeID.init(index:))
  }
}
