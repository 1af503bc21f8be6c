/// Reads objects by their ids. Safe to call from several tasks at once.
package protocol ObjectDatabase: AnyObject, Sendable {
  var format: ObjectFormat { get }

  /// Kind and size in bytes, without reading the bytes where the storage allows it.
  func header(of id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int)

  /// The bytes, unless there are more than `limit` of them.
  func object(_ id: ObjectID, limit: Int) throws(GitError) -> (kind: ObjectKind, bytes: [UInt8])

  func tree(_ id: ObjectID) throws(GitError) -> Tree
}

extension ObjectDatabase {
  /// The bytes of an object that must be of one kind.
  package func bytes(
    of id: ObjectID, kind expected: ObjectKind, limit: Int
  ) throws(GitError) -> [UInt8] {
    let (kind, bytes) = try object(id, limit: limit)
    guard kind == expected else {
      throw .wrongKind(id, expected: expected, found: kind)
    }
    return bytes
  }

  package func blob(
    _ id: ObjectID, limit: Int = ObjectLimit.blob
  ) throws(GitError) -> [UInt8] {
    try bytes(of: id, kind: .blob, limit: limit)
  }

  package func tree(_ id: ObjectID) throws(GitError) -> Tree {
    try Tree(bytes(of: id, kind: .tree, limit: ObjectLimit.tree), id: id)
  }

  package func commit(_ id: ObjectID) throws(GitError) -> Commit {
    try Commit(bytes(of: id, kind: .commit, limit: ObjectLimit.commit), id: id)
  }
}
