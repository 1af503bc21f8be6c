extension Tree {
  /// The id of the tree without entries.
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
    var bytes: [UInt8] = []
    for entry in entries.sorted(by: precedes) { append(entry, to: &bytes) }
    return bytes
  }

  /// The bytes of this tree after some names have got another entry, or none.
  func encode(replacing edits: [(name: TreePath.Name, entry: TreeEntry?)]) -> [UInt8] {
    var removed = Set<Int>()
    var inserted: [Int: [TreeEntry]] = [:]
    for (name, entry) in edits {
      if let index = index(of: name) { removed.insert(index) }
      guard let entry else { continue }
      inserted[
        lowerBound(of: name, isDirectory: entry.kind == .directory), default: []
      ].append(entry)
    }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 64 * inserted.count)
    var copied = 0
    for index in Set(inserted.keys).union(removed).sorted() {
      result += bytes(of: copied..<index)
      for entry in (inserted[index] ?? []).sorted(by: Self.precedes) {
        Self.append(entry, to: &result)
      }
      copied = removed.contains(index) ? index + 1 : index
    }
    result += bytes(of: copied..<count)
    return result
  }

  private static func precedes(_ left: TreeEntry, _ right: TreeEntry) -> Bool {
    order(
      left.name, isDirectory: left.kind == .directory,
      right.name, isDirectory: right.kind == .directory) < 0
  }

  private static func append(_ entry: TreeEntry, to bytes: inout [UInt8]) {
    bytes += entry.kind.mode.utf8
    bytes.append(UInt8(ascii: " "))
    bytes += entry.name
    bytes.append(0)
    bytes += entry.id.bytes
  }
}
