/// What an entry of a directory is.
package enum EntryKind: Hashable, Sendable {
  case file
  case executable
  case symbolicLink
  /// A commit of another repository; nothing below it belongs to this one.
  case submodule
  case directory

  /// Whether it has contents of its own to read as a file.
  package var isFile: Bool { self == .file || self == .executable }

  init?(mode: UInt32) {
    switch mode & 0o170000 {
    case 0o040000: self = .directory
    case 0o100000: self = mode & 0o100 == 0 ? .file : .executable
    case 0o120000: self = .symbolicLink
    case 0o160000: self = .submodule
    default: return nil
    }
  }

  /// As trees that Git writes spell it.
  var mode: String {
    switch self {
    case .file: "100644"
    case .executable: "100755"
    case .symbolicLink: "120000"
    case .submodule: "160000"
    case .directory: "40000"
    }
  }
}

/// One line of a tree object.
package struct TreeEntry: Hashable, Sendable {
  package var name: TreePath.Name
  package var kind: EntryKind
  package var id: ObjectID

  package init(name: TreePath.Name, kind: EntryKind, id: ObjectID) {
    self.name = name
    self.kind = kind
    self.id = id
  }
}

/// A tree object: one directory. Entries are read from its bytes as they are asked for, so that a
/// directory of many thousands of files costs little to look into.
package struct Tree: Sendable {
  package let id: ObjectID
  let bytes: [UInt8]
  /// Where each entry starts, and where the last one ends.
  private let bounds: [Int32]

  /// Refuses what `git fsck` calls an error: entries that are cut short, out of order, double, or
  /// have a name that no directory can hold.
  package init(_ bytes: [UInt8], id: ObjectID) throws(GitError) {
    self.id = id
    self.bytes = bytes
    var bounds: [Int32] = [0]
    bounds.reserveCapacity(bytes.count / (id.format.length + 16) + 1)
    let problem = bytes.withUnsafeBufferPointer { buffer -> String? in
      var previous: RawEntry?
      var position = 0
      while position < buffer.count {
        guard let entry = RawEntry(buffer, at: position, format: id.format) else {
          return "an entry of the tree is cut short or has no valid mode"
        }
        if entry.isForbidden(in: buffer) {
          return "the tree holds an entry named '\(TreePath.text(of: buffer[entry.name]))'"
        }
        if let previous, !previous.precedes(entry, in: buffer) {
          return "the tree is out of order at '\(TreePath.text(of: buffer[entry.name]))'"
        }
        previous = entry
        position = entry.end
        bounds.append(Int32(truncatingIfNeeded: position))
      }
      return nil
    }
    if let problem { throw .corruptObject(id, reason: problem) }
    self.bounds = bounds
  }

  /// The entry of that name, found by bisection.
  package func entry(named name: some Sequence<UInt8>) -> TreeEntry? {
    let found =
      name.withContiguousStorageIfAvailable { index(of: $0) }
      ?? Array(name).withUnsafeBufferPointer { index(of: $0) }
    return found.map { self[$0] }
  }

  func index(of name: TreePath.Name) -> Int? {
    name.withUnsafeBufferPointer { index(of: $0) }
  }

  private func index(of name: UnsafeBufferPointer<UInt8>) -> Int? {
    // A directory stands elsewhere than a file of the same name.
    if let index = index(of: name, isDirectory: false) { return index }
    return index(of: name, isDirectory: true)
  }

  private func index(of name: UnsafeBufferPointer<UInt8>, isDirectory: Bool) -> Int? {
    let index = lowerBound(of: name, isDirectory: isDirectory)
    guard index < count else { return nil }
    return bytes.withUnsafeBufferPointer { buffer in
      let entry = RawEntry(buffer, at: Int(bounds[index]), format: id.format)
      guard let found = entry?.name, found.count == name.count else { return nil }
      return buffer[found].elementsEqual(name) ? index : nil
    }
  }

  /// Where an entry of that name stands or would be put.
  func lowerBound(of name: TreePath.Name, isDirectory: Bool) -> Int {
    name.withUnsafeBufferPointer { lowerBound(of: $0, isDirectory: isDirectory) }
  }

  private func lowerBound(of name: UnsafeBufferPointer<UInt8>, isDirectory: Bool) -> Int {
    var low = 0
    var high = count
    bytes.withUnsafeBufferPointer { buffer in
      while low < high {
        let middle = (low + high) / 2
        guard let entry = RawEntry(buffer, at: Int(bounds[middle]), format: id.format) else {
          preconditionFailure("an entry that the initializer has read")
        }
        let order = Self.order(
          UnsafeBufferPointer(rebasing: buffer[entry.name]),
          isDirectory: entry.kind == .directory, name, isDirectory: isDirectory)
        if order < 0 { low = middle + 1 } else { high = middle }
      }
    }
    return low
  }

  /// The bytes of some entries in a row.
  func bytes(of entries: Range<Int>) -> ArraySlice<UInt8> {
    bytes[Int(bounds[entries.lowerBound])..<Int(bounds[entries.upperBound])]
  }

  /// How many entries from `index` on are, byte for byte, those of another tree from `otherIndex`
  /// on: most of what two versions of a directory hold.
  func countOfEqualEntries(from index: Int, in other: Tree, from otherIndex: Int) -> Int {
    let start = Int(bounds[index])
    let otherStart = Int(other.bounds[otherIndex])
    let length = bytes.withUnsafeBytes { left in
      other.bytes.withUnsafeBytes { right in
        Self.commonLength(left[start...], right[otherStart...])
      }
    }
    // The last bound that the common bytes reach.
    var low = index
    var high = count
    while low < high {
      let middle = (low + high + 1) / 2
      if Int(bounds[middle]) <= start + length { low = middle } else { high = middle - 1 }
    }
    return low - index
  }

  private static func commonLength(
    _ left: Slice<UnsafeRawBufferPointer>, _ right: Slice<UnsafeRawBufferPointer>
  ) -> Int {
    let left = UnsafeRawBufferPointer(rebasing: left)
    let right = UnsafeRawBufferPointer(rebasing: right)
    let limit = Swift.min(left.count, right.count)
    var length = 0
    while length + 8 <= limit,
      left.loadUnaligned(fromByteOffset: length, as: UInt64.self)
        == right.loadUnaligned(fromByteOffset: length, as: UInt64.self)
    {
      length += 8
    }
    while length < limit, left[length] == right[length] { length += 1 }
    return length
  }

  /// Git's order of entries, in which a directory sorts as if its name ended in `/`.
  static func order(
    _ left: TreePath.Name, isDirectory leftIsDirectory: Bool,
    _ right: TreePath.Name, isDirectory rightIsDirectory: Bool
  ) -> Int {
    left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in
        order(
          left, isDirectory: leftIsDirectory, right, isDirectory: rightIsDirectory)
      }
    }
  }

  private static func order(
    _ left: UnsafeBufferPointer<UInt8>, isDirectory leftIsDirectory: Bool,
    _ right: UnsafeBufferPointer<UInt8>, isDirectory rightIsDirectory: Bool
  ) -> Int {
    let common = Swift.min(left.count, right.count)
    for offset in 0..<common where left[offset] != right[offset] {
      return left[offset] < right[offset] ? -1 : 1
    }
    func next(_ name: UnsafeBufferPointer<UInt8>, _ isDirectory: Bool) -> Int {
      if name.count > common { return Int(name[common]) }
      return isDirectory ? Int(TreePath.separator) : 0
    }
    return next(left, leftIsDirectory) - next(right, rightIsDirectory)
  }
}

extension Tree: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { bounds.count - 1 }

  package subscript(position: Int) -> TreeEntry {
    let start = Int(bounds[position])
    let entry = bytes.withUnsafeBufferPointer { RawEntry($0, at: start, format: id.format) }
    guard let entry else { preconditionFailure("an entry that the initializer has read") }
    return TreeEntry(
      name: bytes[entry.name], kind: entry.kind,
      id: ObjectID(bytes[entry.id], format: id.format))
  }
}

/// Where the parts of an entry stand in the bytes of a tree.
private struct RawEntry {
  var kind: EntryKind
  var name: Range<Int>
  var id: Range<Int>
  var end: Int { id.upperBound }

  /// `<octal mode> <name>\0<id>`; old writers padded the mode with zeros.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int, format: ObjectFormat) {
    var position = start
    var mode: UInt32 = 0
    while position < bytes.count, bytes[position] != UInt8(ascii: " ") {
      let digit = bytes[position]
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "7"), position - start < 7 else {
        return nil
      }
      mode = mode << 3 | UInt32(digit - UInt8(ascii: "0"))
      position += 1
    }
    guard let kind = EntryKind(mode: mode) else { return nil }
    let start = position + 1
    var end = start
    while end < bytes.count, bytes[end] != 0 { end += 1 }
    guard bytes.count - end > format.length else { return nil }
    self.kind = kind
    name = start..<end
    id = (end + 1)..<(end + 1 + format.length)
  }

  func isForbidden(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let name = bytes[name]
    if name.isEmpty || name.contains(TreePath.separator) { return true }
    guard name.count <= 2, name.first == UInt8(ascii: ".") else { return false }
    return name.last == UInt8(ascii: ".")
  }

  /// Whether another may follow it.
  func precedes(_ next: RawEntry, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var mine = name.lowerBound
    var its = next.name.lowerBound
    while mine < name.upperBound, its < next.name.upperBound, bytes[mine] == bytes[its] {
      mine += 1
      its += 1
    }
    // A file and a directory of one name are in order, and yet two.
    if mine == name.upperBound, its == next.name.upperBound { return false }
    func byte(_ index: Int, _ entry: RawEntry) -> UInt8 {
      index < entry.name.upperBound
        ? bytes[index] : entry.kind == .directory ? TreePath.separator : 0
    }
    return byte(mine, self) < byte(its, next)
  }
}
