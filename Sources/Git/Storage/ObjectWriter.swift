/// Writes many objects at once, into packs. They can be read, and a reference may name them, only
/// after `finish`; what was written before a failure does not count.
package final class ObjectWriter {
  private let storage: any ObjectStorage

  init(_ storage: any ObjectStorage) {
    self.storage = storage
  }

  /// - Parameter name: a path; objects of like names are packed together and so take less room.
  package func write(
    _ bytes: [UInt8], kind: ObjectKind, name: String = ""
  ) throws(GitError) -> ObjectID {
    try storage.add(bytes, kind: kind, name: name)
  }

  package func write(_ entries: some Sequence<TreeEntry>) throws(GitError) -> ObjectID {
    try write(Tree.encode(entries), kind: .tree)
  }

  package func finish() throws(GitError) {
    try storage.flush()
  }
}

extension Repository {
  package func makeWriter() throws(GitError) -> ObjectWriter {
    ObjectWriter(try backend.makeStorage())
  }
}

/// Where an `ObjectWriter` puts objects.
protocol ObjectStorage: AnyObject {
  func add(_ bytes: [UInt8], kind: ObjectKind, name: String) throws(GitError) -> ObjectID
  func flush() throws(GitError)
}

/// How much is held in memory before it becomes a pack.
enum PackSize {
  static let bytes = 64 << 20
  static let objects = 50_000
}
