package import Diagnostics
package import Git

/// What a hook does about a pushed reference.
package enum PushedChange: Hashable, Sendable {
  case check(Proposal)
  /// Nothing of it can reach an operator; the reason is for people.
  case pass(PushedReference, reason: String)

  /// One for each reference, in their order. The pushed tree is the outcome: a branch that moves is
  /// compared with itself before, whether or not it was forced, and a new branch with where it left
  /// the remote's own branch.
  ///
  /// - Parameter remote: where a push goes to; nil on the receiving side.
  package static func changes(
    of references: [PushedReference], in repository: Repository, remote: String?
  ) throws(Diagnostic) -> [PushedChange] {
    var changes: [PushedChange] = []
    for reference in references {
      do {
        changes.append(try change(of: reference, in: repository, remote: remote))
      } catch {
        throw error.diagnostic
      }
    }
    return changes
  }

  private static func change(
    of reference: PushedReference, in repository: Repository, remote: String?
  ) throws(GitError) -> PushedChange {
    guard reference.name.hasPrefix("refs/heads/") else {
      let kind = reference.name.hasPrefix("refs/tags/") ? "a tag" : "no branch"
      return .pass(reference, reason: "\(kind), which no operator follows")
    }
    guard let new = reference.new else {
      return .pass(reference, reason: "deleted, which leaves no tree to check")
    }
    let head = try repository.commit(new).id
    if let old = reference.old {
      if old == new { return .pass(reference, reason: "unchanged") }
      if let base = try presentCommit(old, in: repository) {
        return .check(
          Proposal(base: base, head: head, outcome: .commit(head), title: reference.title))
      }
      // Somebody else has pushed meanwhile, and this push overwrites it.
      throw .missingObject(old, .unexplained)
    }
    let base = try startingPoint(of: head, in: repository, remote: remote)
    return .check(
      Proposal(base: base, head: head, outcome: .commit(head), title: reference.title))
  }

  /// Where a new branch left the branch that the remote calls its own; nil where there is none, or
  /// no common history.
  private static func startingPoint(
    of head: ObjectID, in repository: Repository, remote: String?
  ) throws(GitError) -> ObjectID? {
    let branch =
      if let remote {
        try knownBranch(of: remote, in: repository)
      } else {
        try repository.reference("HEAD")?.target
      }
    guard let branch else { return nil }
    do {
      return try repository.mergeBase(of: branch, head).id
    } catch .unrelatedHistories(_, _, shallow: false) {
      return nil
    }
  }

  /// A remote may be named by an address, which has no branches here.
  private static func knownBranch(
    of remote: String, in repository: Repository
  ) throws(GitError) -> ObjectID? {
    do {
      return try repository.defaultBranch(ofRemote: remote)?.target
    } catch .invalidReferenceName {
      return nil
    }
  }

  private static func presentCommit(
    _ id: ObjectID, in repository: Repository
  ) throws(GitError) -> ObjectID? {
    do {
      return try repository.commit(id).id
    } catch .missingObject {
      return nil
    }
  }
}
