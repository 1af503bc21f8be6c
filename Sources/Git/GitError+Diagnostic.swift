package import Diagnostics

extension GitError {
  /// The error for people: what is wrong and, where there is one, the command that mends it.
  package var diagnostic: Diagnostic {
    Diagnostic(.error, code: code, headline, help: help)
  }

  private var code: String {
    switch self {
    case .notARepository: "not-a-repository"
    case .foreignOwner: "foreign-owner"
    case .unsupportedRepository: "unsupported-repository"
    case .unknownRevision: "unknown-revision"
    case .ambiguousRevision: "ambiguous-revision"
    case .notACommit: "not-a-commit"
    case .unborn: "no-commit-yet"
    case .missingObject: "missing-object"
    case .corruptObject: "corrupt-object"
    case .objectTooLarge, .fileTooLarge: "too-large"
    case .wrongKind: "wrong-object-kind"
    case .unrelatedHistories: "unrelated-histories"
    case .limitExceeded: "tree-limit"
    case .badLink: "bad-symbolic-link"
    case .invalidReferenceName: "invalid-reference-name"
    case .referenceMoved: "reference-moved"
    case .referenceLocked: "reference-locked"
    case .inputOutput: "input-output"
    case .commandFailed: "git-command-failed"
    }
  }

  private var headline: String {
    switch self {
    case .notARepository(let path):
      "\(Self.quote(path)) is not in a Git repository"
    case .foreignOwner(let path):
      "the repository at \(Self.quote(path)) belongs to another user"
    case .unsupportedRepository(let path, let reason):
      "the repository at \(Self.quote(path)) cannot be read: \(Self.plain(reason))"
    case .unknownRevision(let revision):
      "\(Self.quote(revision)) names no commit of this repository"
    case .ambiguousRevision(let revision):
      "\(Self.quote(revision)) is short for more than one object"
    case .notACommit(let revision):
      "\(Self.quote(revision)) is not a commit"
    case .unborn(let name):
      "\(Self.quote(name)) has no commit yet"
    case .missingObject(let id, .partialClone(let remote)):
      "object \(id) is missing: this partial clone left it at the remote \(Self.quote(remote))"
    case .missingObject(let id, .shallowClone):
      "object \(id) is missing: this clone is shallow"
    case .missingObject(let id, .unexplained):
      "object \(id) is missing"
    case .corruptObject(let id, let reason):
      "object \(id) is corrupt: \(Self.plain(reason))"
    case .objectTooLarge(let id, let size, let limit):
      "object \(id) has \(size) bytes; at most \(limit) are read"
    case .wrongKind(let id, let expected, let found):
      "object \(id) is a \(found.rawValue), not a \(expected.rawValue)"
    case .unrelatedHistories(let left, let right, _):
      "commits \(left.abbreviated) and \(right.abbreviated) have no common ancestor"
    case .limitExceeded(let path, let limit):
      "the tree below \(path.isRoot ? "the root" : path.text) exceeds the limit of \(limit)"
    case .fileTooLarge(let path, let size, let limit):
      "\(path.text) has \(size) bytes; at most \(limit) are read"
    case .badLink(let path, let reason):
      "the symbolic link \(path.text) \(reason)"
    case .invalidReferenceName(let name):
      "\(Self.quote(name)) is no valid reference name"
    case .referenceMoved(let name):
      "\(Self.quote(name)) was changed by somebody else in the meantime"
    case .referenceLocked(let name, let lock):
      "\(Self.quote(name)) is locked by \(Self.quote(lock))"
    case .inputOutput(let path, let reason):
      "\(Self.quote(path)): \(Self.plain(reason))"
    case .commandFailed(let command, let reason):
      "\(command) failed: \(Self.plain(reason))"
    }
  }

  private var help: String? {
    switch self {
    case .notARepository:
      "run it inside a work tree or a bare repository, or name one with -C"
    case .foreignOwner(let path):
      "if you trust its owner: git config --global --add safe.directory \(ShellWord.quote(path))"
    case .unsupportedRepository, .corruptObject, .missingObject(_, .unexplained):
      "git fsck --full says what is wrong with the repository"
    case .unknownRevision:
      "name a commit that is here; git fetch brings those of a remote"
    case .ambiguousRevision:
      "write more of its digits"
    case .unborn:
      "commit something first"
    case .missingObject(_, .partialClone(let remote)):
      "git fetch --refetch --no-filter \(ShellWord.quote(remote))"
    case .missingObject(_, .shallowClone), .unrelatedHistories(_, _, shallow: true):
      "git fetch --unshallow"
    case .unrelatedHistories:
      "a merge needs a common ancestor; compare commits of one history"
    case .referenceMoved:
      "try again"
    case .referenceLocked(_, let lock):
      "try again when no other Git command runs in the repository; if none does, one was stopped "
        + "and left the lock: rm \(ShellWord.quote(lock))"
    case .inputOutput:
      "check that it is there, that you may read and write it, and that the disk is not full"
    default: nil
    }
  }

  private static func quote(_ text: String) -> String {
    "'\(TreePath.text(of: Array(text.utf8)))'"
  }

  /// A message of somebody else's, on one line and without control characters.
  private static func plain(_ reason: String) -> String {
    var text = ""
    for scalar in reason.unicodeScalars {
      if TreePath.isPlain(scalar) || scalar == "\"" || scalar == "\\" {
        text.unicodeScalars.append(scalar)
      } else {
        text += scalar.properties.isWhitespace ? " " : "?"
      }
    }
    return text
  }
}
