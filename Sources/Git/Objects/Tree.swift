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
  /// Where each entry starts.
  private let starts: [Int32]

  /// Refuses what `git fsck` calls an error: entries that are cut short, out of order, double, or
  /// have a name that no directory can hold.
  package init(_ bytes: [UInt8], id: ObjectID) throws(GitError) {
    self.id = id
    self.bytes = bytes
    var starts: [Int32] = []
    var position = 0
    var previous: (name: Range<Int>, isDirectory: Bool)?
    while position < bytes.count {
      guard let entry = Self.scan(bytes, at: position, format: id.format) else {
        throw .corruptObject(id, reason: "an entry of the tree is cut short or has no valid mode")
      }
      let name = bytes[entry.name]
      if Self.isForbidden(name) {
        throw .corruptObject(
          id, reason: "the tree holds an entry named '\(TreePath.text(of: name))'")
      }
      let isDirectory = entry.kind == .directory
      if let previous {
        let order = Self.order(
          bytes[previous.name], isDirectory: previous.isDirectory, name, isDirectory: isDirectory)
        if order >= 0 || bytes[previous.name] == name {
          throw .corruptObject(
            id, reason: "the tree is out of order at '\(TreePath.text(of: name))'")
        }
      }
      previous = (entry.name, isDirectory)
      starts.append(Int32(truncatingIfNeeded: position))
      position = entry.end
    }
    self.starts = starts
  }

  package static func empty(_ format: ObjectFormat) -> ObjectID {
    switch format {
    case .sha1:
      ObjectID(
        [
          0x4b, 0x82, 0x5d, 0xc6, 0x42, 0xcb, 0x6e, 0xb9, 0xa0, 0x60, 0xe5, 0x4b, 0xf8, 0xd6, 0x92,
          0x88, 0xfb, 0xee, 0x49, 0x04,
        ], format: .sha1)
    case .sha256:
      ObjectID(SHA256.hash(of: "tree 0\0".utf8), format: .sha256)
    }
  }

  /// The bytes of the tree object with these entries, which it sorts.
  package static func encode(_ entries: some Sequence<TreeEntry>) -> [UInt8] {
    let sorted = entries.sorted {
      order(
        $0.name, isDirectory: $0.kind == .directory, $1.name, isDirectory: $1.kind == .directory)
        < 0
    }
    var bytes: [UInt8] = []
    for entry in sorted {
      bytes.append(contentsOf: entry.kind.mode.utf8)
      bytes.append(UInt8(ascii: " "))
      bytes.append(contentsOf: entry.name)
      bytes.append(0)
      bytes.append(contentsOf: entry.id.bytes)
    }
    return bytes
  }

  /// The entry of that name, found by bisection.
  package func entry(named name: some Sequence<UInt8>) -> TreeEntry? {
    let name = Array(name)[...]
    return find(name, asDirectory: false) ?? find(name, asDirectory: true)
  }

  private func find(_ name: TreePath.Name, asDirectory: Bool) -> TreeEntry? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      let entry = self[middle]
      let order = Self.order(
        name, isDirectory: asDirectory, entry.name, isDirectory: entry.kind == .directory)
      if order == 0 { return entry.name == name ? entry : nil }
      if order < 0 { high = middle } else { low = middle + 1 }
    }
    return nil
  }

  /// Git's order of entries, in which a directory sorts as if its name ended in `/`.
  static func order(
    _ left: TreePath.Name, isDirectory leftIsDirectory: Bool,
    _ right: TreePath.Name, isDirectory rightIsDirectory: Bool
  ) -> Int {
    let common = Swift.min(left.count, right.count)
    for offset in 0..<common {
      let a = left[left.startIndex + offset]
      let b = right[right.startIndex + offset]
      if a != b { return a < b ? -1 : 1 }
    }
    func next(_ name: TreePath.Name, _ isDirectory: Bool) -> Int {
      if name.count > common { return Int(name[name.startIndex + common]) }
      return isDirectory ? Int(TreePath.separator) : 0
    }
    let a = next(left, leftIsDirectory)
    let b = next(right, rightIsDirectory)
    if a != b { return a < b ? -1 : 1 }
    return left.count - right.count
  }

  private static func isForbidden(_ name: TreePath.Name) -> Bool {
    name.isEmpty || name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8)
      || name.contains(TreePath.separator)
  }

  private struct Scanned {
    var kind: EntryKind
    var name: Range<Int>
    var id: Range<Int>
    var end: Int { id.upperBound }
  }

  /// `<octal mode> <name>\0<id>`; old writers padded the mode with zeros.
  private static func scan(_ bytes: [UInt8], at start: Int, format: ObjectFormat) -> Scanned? {
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
    let nameStart = position + 1
    guard nameStart < bytes.count, let end = bytes[nameStart...].firstIndex(of: 0),
      bytes.count - (end + 1) >= format.length
    else { return nil }
    return Scanned(
      kind: kind, name: nameStart..<end, id: (end + 1)..<(end + 1 + format.length))
  }
}

extension Tree: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { starts.count }

  package subscript(position: Int) -> TreeEntry {
    guard let entry = Self.scan(bytes, at: Int(starts[position]), format: id.format) else {
      preconditionFailure("an entry that the initializer has scanned")
    }
    return TreeEntry(
      name: bytes[entry.name], kind: entry.kind,
      id: ObjectID(bytes[entry.id], format: id.format))
  }
}
