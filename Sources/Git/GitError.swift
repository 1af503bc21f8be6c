/// Why something could not be read from, or written to, a repository.
package enum GitError: Error, Hashable, Sendable {
  /// Why an object that another one names is not there.
  package enum Absence: Hashable, Sendable {
    /// The clone left it out, and the remote named here has it.
    case partialClone(remote: String)
    /// The history was cut off.
    case shallowClone
    /// Nothing explains it.
    case unexplained
  }

  case notARepository(path: String)
  /// The repository belongs to another user, and `safe.directory` does not name it.
  case foreignOwner(path: String)
  case unsupportedRepository(path: String, reason: String)
  case unknownRevision(String)
  case ambiguousRevision(String)
  /// The revision names something that is no commit.
  case notACommit(String)
  /// A branch without a commit yet: an empty repository.
  case unborn(String)
  case missingObject(ObjectID, Absence)
  case corruptObject(ObjectID, reason: String)
  case objectTooLarge(ObjectID, size: Int, limit: Int)
  case wrongKind(ObjectID, expected: ObjectKind, found: ObjectKind)
  /// The two have no common ancestor; `shallow` where the clone may have cut it off.
  case unrelatedHistories(ObjectID, ObjectID, shallow: Bool)
  /// A bound of a walk: "depth 256", "1000000 entries".
  case limitExceeded(path: TreePath, limit: String)
  case fileTooLarge(path: TreePath, size: Int, limit: Int)
  /// A symbolic link that leads out of the tree, in circles, or nowhere useful.
  case badLink(path: TreePath, reason: String)
  case invalidReferenceName(String)
  /// Somebody else moved the reference between reading and writing it.
  case referenceMoved(String)
  /// A lock on the reference does not go away: somebody writes it, or was stopped while writing.
  case referenceLocked(String, lock: String)
  case inputOutput(path: String, reason: String)
  case commandFailed(command: String, reason: String)
}
