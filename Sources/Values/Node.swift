/// A place in a document, for reading: two words, cheap to pass on.
///
/// A node keeps the state of its document as it was: editing the document afterwards does not
/// change what the node shows.
public struct Node: Sendable {
  @usableFromInline let storage: Storage
  public let id: NodeID

  @usableFromInline
  init(storage: Storage, id: NodeID) {
    self.storage = storage
    self.id = id
  }

  @inlinable var record: Record { storage.records[Int(id.index)] }

  @inlinable public var kind: Kind { record.kind }
  @inlinable public var style: Style { record.style }
  @inlinable public var isNull: Bool { kind == .null }
  @inlinable public var isMapping: Bool { kind == .mapping }
  @inlinable public var isSequence: Bool { kind == .sequence }
  @inlinable public var isScalar: Bool { kind != .mapping && kind != .sequence }

  /// Where the node was written; nil for one that no file wrote, such as a default.
  public var mark: Mark? {
    let record = record
    guard record.line != Record.unmarked else { return nil }
    return Mark(
      source: storage.sources[Int(record.source)], line: Int(record.line),
      column: Int(record.column))
  }

  /// Whether both are places in the very same memory.
  @inlinable
  public func isInSameDocument(as other: Node) -> Bool { storage === other.storage }

  /// The document with this node as its root. Nothing is copied.
  public var document: Document { Document(storage: storage, root: id) }
}

// MARK: - Scalars

extension Node {
  /// The text of a scalar as it was written, without quotes; empty for a container.
  public var text: String {
    withTextBytes { String(decoding: $0, as: UTF8.self) }
  }

  /// The value of a string; nil for any other kind.
  public var string: String? { kind == .string ? text : nil }

  public var bool: Bool? {
    guard kind == .bool else { return nil }
    // The reader resolved it, so that its first letter decides: true, yes, on, y.
    return withTextBytes { bytes in
      switch bytes.first {
      case UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "y"), UInt8(ascii: "Y"): true
      case UInt8(ascii: "o"), UInt8(ascii: "O"): bytes.count == 2
      default: false
      }
    }
  }

  /// The value of an integer; nil for any other kind and for one outside Int64.
  public var int: Int64? {
    guard kind == .int else { return nil }
    return withTextBytes { IntegerText(bytes: $0).flatMap { Int64(exactly: $0) } }
  }

  /// The value of a non-negative integer; nil for any other kind and for one outside UInt64.
  public var uint: UInt64? {
    guard kind == .int else { return nil }
    return withTextBytes { IntegerText(bytes: $0).flatMap { UInt64(exactly: $0) } }
  }

  /// The value of a number, integers included; nil for any other kind.
  public var double: Double? {
    switch kind {
    case .int: withTextBytes { IntegerText(bytes: $0).map { Double($0) } } ?? floatValue
    case .float: floatValue
    default: nil
    }
  }

  private var floatValue: Double? {
    var text = text
    if text.contains("_") { text.removeAll { $0 == "_" } }
    switch text {
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .infinity
    case "-.inf", "-.Inf", "-.INF": return -.infinity
    case ".nan", ".NaN", ".NAN": return .nan
    default: return Double(text)
    }
  }

  /// The bytes of a scalar's text; none for a container.
  @inlinable
  public func withTextBytes<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    let record = record
    guard isScalar else { return try body(UnsafeBufferPointer(start: nil, count: 0)) }
    return try storage.text.withUnsafeBufferPointer { bytes in
      let start = Int(record.start)
      return try body(UnsafeBufferPointer(rebasing: bytes[start..<start + Int(record.count)]))
    }
  }

  /// Whether this is a string with exactly these bytes. Allocates nothing.
  @inlinable
  public static func == (node: Node, string: String) -> Bool {
    node.kind == .string && node.hasText(string)
  }

  /// Whether the text of the scalar has exactly these bytes, whatever its kind.
  @inlinable
  public func hasText(_ string: String) -> Bool {
    guard isScalar, Int(record.count) == string.utf8.count else { return false }
    var string = string
    return string.withUTF8 { string in
      withTextBytes { Node.equal($0, string) }
    }
  }
}

// MARK: - Children

extension Node {
  /// The number of elements of a sequence or of entries of a mapping; 0 for a scalar.
  @inlinable public var count: Int {
    let record = record
    return switch record.kind {
    case .sequence: Int(record.count)
    case .mapping: Int(record.count) / 2
    default: 0
    }
  }

  /// The value under a key of a mapping; nil where there is none or this is no mapping.
  @inlinable
  public subscript(key: String) -> Node? {
    entry(key)?.value
  }

  /// The value at the end of a path of keys.
  public subscript(first: String, second: String, rest: String...) -> Node? {
    guard var node = self[first]?[second] else { return nil }
    for key in rest {
      guard let next = node[key] else { return nil }
      node = next
    }
    return node
  }

  /// The element of a sequence; nil outside its bounds and where this is no sequence.
  @inlinable
  public subscript(index: Int) -> Node? {
    let record = record
    guard record.kind == .sequence, index >= 0, index < Int(record.count) else { return nil }
    return Node(storage: storage, id: NodeID(index: storage.links[Int(record.start) + index]))
  }

  /// The key and value nodes of an entry; nil where there is none or this is no mapping.
  @inlinable
  public func entry(_ key: String) -> Entry? {
    var key = key
    return key.withUTF8 { entry($0) }
  }

  /// The key and value nodes of the entry whose key has these bytes of UTF-8.
  @inlinable
  public func entry(_ key: UnsafeBufferPointer<UInt8>) -> Entry? {
    let record = record
    guard record.kind == .mapping else { return nil }
    let start = Int(record.start)
    let links = storage.links.withUnsafeBufferPointer { links in
      storage.records.withUnsafeBufferPointer { records in
        storage.text.withUnsafeBufferPointer { text -> (UInt32, UInt32)? in
          var link = start
          let end = start + Int(record.count)
          while link < end {
            let candidate = records[Int(links[link])]
            if Int(candidate.count) == key.count, candidate.kind.rawValue < Kind.sequence.rawValue,
              Node.equal(
                UnsafeBufferPointer(
                  rebasing: text[Int(candidate.start)..<Int(candidate.start + candidate.count)]),
                key)
            {
              return (links[link], links[link + 1])
            }
            link += 2
          }
          return nil
        }
      }
    }
    guard let links else { return nil }
    return Entry(
      key: Node(storage: storage, id: NodeID(index: links.0)),
      value: Node(storage: storage, id: NodeID(index: links.1)))
  }

  /// The value under a key of a mapping of the same document, by identifiers, so that following a
  /// path touches no reference count; nil where there is none or `mapping` is none.
  @inlinable
  public func idOfValue(forKey key: UnsafeBufferPointer<UInt8>, in mapping: NodeID) -> NodeID? {
    storage.records.withUnsafeBufferPointer { records -> NodeID? in
      let record = records[Int(mapping.index)]
      guard record.kind == .mapping, record.count > 0 else { return nil }
      return storage.links.withUnsafeBufferPointer { links -> NodeID? in
        storage.text.withUnsafeBufferPointer { text -> NodeID? in
          var link = Int(record.start)
          let end = link + Int(record.count)
          while link < end {
            let candidate = records[Int(links[link])]
            if Int(candidate.count) == key.count, candidate.kind.rawValue < Kind.sequence.rawValue,
              Node.equal(
                UnsafeBufferPointer(
                  rebasing: text[Int(candidate.start)..<Int(candidate.start + candidate.count)]),
                key)
            {
              return NodeID(index: links[link + 1])
            }
            link += 2
          }
          return nil
        }
      }
    }
  }

  /// What a node of the same document is.
  @inlinable
  public func kind(of id: NodeID) -> Kind { storage.records[Int(id.index)].kind }

  /// Another node of the same document.
  @inlinable
  public func node(_ id: NodeID) -> Node { Node(storage: storage, id: id) }

  /// Whether two texts of the same length are the same.
  @inlinable
  static func equal(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let left = UnsafeRawBufferPointer(left)
    let right = UnsafeRawBufferPointer(right)
    let count = left.count
    guard count == right.count else { return false }
    var offset = 0
    while offset + 8 <= count {
      if left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        != right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      {
        return false
      }
      offset += 8
    }
    while offset < count {
      if left[offset] != right[offset] { return false }
      offset += 1
    }
    return true
  }

  public struct Entry: Sendable {
    public let key: Node
    public let value: Node

    @inlinable
    init(key: Node, value: Node) {
      self.key = key
      self.value = value
    }

    public var name: String { key.text }
  }

  /// The elements of a sequence; none for any other kind.
  @inlinable public var elements: Elements { Elements(node: self) }

  /// The entries of a mapping in their order; none for any other kind.
  @inlinable public var entries: Entries { Entries(node: self) }

  public struct Elements: RandomAccessCollection, Sendable {
    @usableFromInline let node: Node
    public let startIndex = 0
    public let endIndex: Int

    @inlinable
    init(node: Node) {
      self.node = node
      endIndex = node.kind == .sequence ? node.count : 0
    }

    @inlinable
    public subscript(index: Int) -> Node {
      precondition(index >= 0 && index < endIndex)
      let link = Int(node.record.start) + index
      return Node(storage: node.storage, id: NodeID(index: node.storage.links[link]))
    }
  }

  public struct Entries: RandomAccessCollection, Sendable {
    @usableFromInline let node: Node
    public let startIndex = 0
    public let endIndex: Int

    @inlinable
    init(node: Node) {
      self.node = node
      endIndex = node.kind == .mapping ? node.count : 0
    }

    @inlinable
    public subscript(index: Int) -> Entry {
      precondition(index >= 0 && index < endIndex)
      let link = Int(node.record.start) + 2 * index
      return Entry(
        key: Node(storage: node.storage, id: NodeID(index: node.storage.links[link])),
        value: Node(storage: node.storage, id: NodeID(index: node.storage.links[link + 1])))
    }
  }
}
