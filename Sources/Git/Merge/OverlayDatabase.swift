import CGit2
import Synchronization

/// A database with further objects in memory: a merge makes its trees here, and the repository is
/// left as it is.
package final class OverlayDatabase: ObjectDatabase {
  private let base: any ObjectDatabase
  private let objects = Mutex<[ObjectID: (kind: ObjectKind, bytes: [UInt8])]>([:])
  private let trees = TreeCache()

  package var format: ObjectFormat { base.format }

  package init(over base: any ObjectDatabase) {
    self.base = base
  }

  package func header(of id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int) {
    if let (kind, bytes) = objects.withLock({ $0[id] }) { return (kind, bytes.count) }
    return try base.header(of: id)
  }

  package func object(
    _ id: ObjectID, limit: Int
  ) throws(GitError) -> (kind: ObjectKind, bytes: [UInt8]) {
    guard let (kind, bytes) = objects.withLock({ $0[id] }) else {
      return try base.object(id, limit: limit)
    }
    guard bytes.count <= limit else {
      throw .objectTooLarge(id, size: bytes.count, limit: limit)
    }
    return (kind, bytes)
  }

  package func tree(_ id: ObjectID) throws(GitError) -> Tree {
    guard let (kind, bytes) = objects.withLock({ $0[id] }) else { return try base.tree(id) }
    guard kind == .tree else { throw .wrongKind(id, expected: .tree, found: kind) }
    return try trees.tree(id) { () throws(GitError) in try Tree(bytes, id: id) }
  }

  package func write(_ bytes: [UInt8], kind: ObjectKind) throws(GitError) -> ObjectID {
    let id = try ObjectID.naming(bytes, kind: kind, format: format)
    objects.withLock { $0[id] = (kind, bytes) }
    return id
  }
}

extension ObjectID {
  /// The id under which Git stores these bytes.
  package static func naming(
    _ bytes: [UInt8], kind: ObjectKind, format: ObjectFormat
  ) throws(GitError) -> ObjectID {
    switch format {
    case .sha256:
      var hash = SHA256()
      hash.update("\(kind.rawValue) \(bytes.count)\0".utf8)
      hash.update(bytes)
      return ObjectID(hash.finish(), format: .sha256)
    case .sha1:
      try Library.start()
      var id = git_oid()
      guard git_odb_hash(&id, bytes, bytes.count, kind.library) == 0 else {
        throw .inputOutput(path: "SHA-1", reason: Library.lastError().message)
      }
      return ObjectID(id)
    }
  }
}
