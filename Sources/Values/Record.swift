/// What a node is after scalar resolution.
public enum Kind: UInt8, Sendable {
  case null, bool, int, float, string, sequence, mapping
}

/// How a node was written. It carries no meaning, but writers and diagnostics may keep it.
public enum Style: UInt8, Sendable {
  case plain, singleQuoted, doubleQuoted, literal, folded, block, flow
}

/// Names a node within one document (and its copies). It stays valid through every edit, also when
/// the node is no longer reachable from the root.
public struct NodeID: Hashable, Sendable {
  @usableFromInline let index: UInt32

  @usableFromInline init(index: UInt32) {
    self.index = index
  }
}

/// One node of the arena: 32 bytes without references, so that copying a document is a memory copy.
///
/// For a scalar `start` and `count` delimit its text in `Storage.text`; for a sequence its elements
/// in `Storage.links`; for a mapping its entries there, a key followed by its value, so that
/// `count` is twice the number of entries.
@usableFromInline
struct Record: Sendable {
  @usableFromInline var kind: Kind
  @usableFromInline var style: Style
  /// The column that a mark can hold is bounded; one further to the right reads as this bound.
  @usableFromInline var column: UInt16
  @usableFromInline var line: UInt32
  @usableFromInline var source: UInt32
  @usableFromInline var start: UInt32
  @usableFromInline var count: UInt32
  /// How many links the container may hold before it must move.
  @usableFromInline var capacity: UInt32

  @inlinable
  init(
    kind: Kind, style: Style, column: UInt16, line: UInt32, source: UInt32, start: UInt32,
    count: UInt32, capacity: UInt32
  ) {
    self.kind = kind
    self.style = style
    self.column = column
    self.line = line
    self.source = source
    self.start = start
    self.count = count
    self.capacity = capacity
  }

  /// A record that no file wrote has line 0.
  static let unmarked: UInt32 = 0
}

/// The memory of a document. Mutated only by a `Document` that holds the sole reference to it,
/// which makes sharing it between tasks safe, and checks for overlapping accesses needless.
@usableFromInline
final class Storage: @unchecked Sendable {
  @exclusivity(unchecked) @usableFromInline var records: ContiguousArray<Record>
  @exclusivity(unchecked) @usableFromInline var links: ContiguousArray<UInt32>
  @exclusivity(unchecked) @usableFromInline var text: ContiguousArray<UInt8>
  @exclusivity(unchecked) @usableFromInline var sources: ContiguousArray<Source>

  init() {
    records = []
    links = []
    text = []
    sources = []
  }

  init(copying other: Storage) {
    records = other.records
    links = other.links
    text = other.text
    sources = other.sources
  }
}
