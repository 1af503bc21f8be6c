/// A node that does not keep its document alive, for walks over every node of it: following and
/// copying one counts no reference.
///
/// Whoever makes one must keep the node that it was made from, or a document that holds it, until
/// the walk is over, and must not edit that document meanwhile.
public struct UnownedNode {
  @usableFromInline let storage: Unmanaged<Storage>
  public let id: NodeID

  @inlinable
  public init(_ node: Node) {
    storage = .passUnretained(node.storage)
    id = node.id
  }

  @inlinable
  init(storage: Unmanaged<Storage>, id: NodeID) {
    self.storage = storage
    self.id = id
  }

  /// The node with its document.
  @inlinable public var node: Node { Node(storage: storage.takeUnretainedValue(), id: id) }

  @inlinable var record: Record {
    storage._withUnsafeGuaranteedRef { $0.records[Int(id.index)] }
  }

  @inlinable
  func linked(_ link: Int) -> UnownedNode {
    UnownedNode(
      storage: storage,
      id: NodeID(index: storage._withUnsafeGuaranteedRef { $0.links[link] }))
  }
}

// MARK: - As of a node

extension UnownedNode {
  @inlinable public var kind: Kind { record.kind }
  @inlinable public var isNull: Bool { kind == .null }
  @inlinable public var isMapping: Bool { kind == .mapping }
  @inlinable public var isSequence: Bool { kind == .sequence }
  @inlinable public var isScalar: Bool { kind != .mapping && kind != .sequence }

  @inlinable public var count: Int {
    let record = record
    return switch record.kind {
    case .sequence: Int(record.count)
    case .mapping: Int(record.count) / 2
    default: 0
    }
  }

  @inlinable
  public func withTextBytes<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    let record = record
    guard record.kind.rawValue < Kind.sequence.rawValue else {
      return try body(UnsafeBufferPointer(start: nil, count: 0))
    }
    return try storage._withUnsafeGuaranteedRef { storage in
      try storage.text.withUnsafeBufferPointer { bytes in
        let start = Int(record.start)
        return try body(UnsafeBufferPointer(rebasing: bytes[start..<start + Int(record.count)]))
      }
    }
  }

  @inlinable
  public func hasText(_ string: String) -> Bool {
    let record = record
    guard record.kind.rawValue < Kind.sequence.rawValue,
      Int(record.count) == string.utf8.count
    else { return false }
    var string = string
    return string.withUTF8 { string in withTextBytes { Node.equal($0, string) } }
  }

  /// The element of a sequence; nil outside its bounds and where this is no sequence.
  @inlinable
  public subscript(index: Int) -> UnownedNode? {
    let record = record
    guard record.kind == .sequence, index >= 0, index < Int(record.count) else { return nil }
    return linked(Int(record.start) + index)
  }

  /// The value of the entry whose key has these bytes of UTF-8.
  @inlinable
  public subscript(key: UnsafeBufferPointer<UInt8>) -> UnownedNode? {
    storage._withUnsafeGuaranteedRef { storage in
      storage.records.withUnsafeBufferPointer { records -> NodeID? in
        let record = records[Int(id.index)]
        guard record.kind == .mapping, record.count > 0 else { return nil }
        return storage.links.withUnsafeBufferPointer { links -> NodeID? in
          storage.text.withUnsafeBufferPointer { text -> NodeID? in
            var link = Int(record.start)
            let end = link + Int(record.count)
            while link < end {
              let candidate = records[Int(links[link])]
              if Int(candidate.count) == key.count,
                candidate.kind.rawValue < Kind.sequence.rawValue,
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
    }.map { UnownedNode(storage: storage, id: $0) }
  }

  @inlinable
  public subscript(key: String) -> UnownedNode? {
    var key = key
    return key.withUTF8 { self[$0] }
  }

  /// Calls with the elements of a sequence.
  @inlinable
  public func forEachElement(_ body: (UnownedNode) throws -> Void) rethrows {
    let record = record
    guard record.kind == .sequence else { return }
    for link in Int(record.start)..<Int(record.start + record.count) { try body(linked(link)) }
  }

  /// Calls with the keys and values of a mapping.
  @inlinable
  public func forEachEntry(
    _ body: (_ key: UnownedNode, _ value: UnownedNode) throws -> Void
  ) rethrows {
    let record = record
    guard record.kind == .mapping else { return }
    for link in stride(from: Int(record.start), to: Int(record.start + record.count), by: 2) {
      try body(linked(link), linked(link + 1))
    }
  }
}
