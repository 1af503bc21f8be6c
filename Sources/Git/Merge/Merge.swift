/// What merging a branch into another would give. Nothing is written to the repository, no work tree
/// is touched, and neither attributes nor merge drivers have a say: what a forge's merge gives.
package struct Merge: Sendable {
  /// The merged tree. At a conflict it holds our side, or the one side that there is.
  package let tree: ObjectID
  /// Reads the merged tree and everything in the repository.
  package let database: OverlayDatabase
  /// Where a person must decide, sorted by path. None: the merge is clean.
  package let conflicts: [MergeConflict]
  /// Files that one side added to a directory that the other renamed, and that stay where they were
  /// added. Git would move them or ask.
  package let suspicions: [DirectoryRenameSuspicion]

  package var files: CommitTree { CommitTree(tree, in: database) }
}

package struct MergeConflict: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// Both sides changed the same lines.
    case contents
    /// Both sides changed a file that is no text, a link, a submodule, or a mode.
    case notMergeable
    /// Both sides added different files.
    case bothAdded
    /// One side deleted what the other modified.
    case deletedAndModified
    /// One side renamed (to `path`) what the other deleted.
    case renamedAndDeleted(from: TreePath)
    /// The two sides renamed a file to different places.
    case renamedTwice(from: TreePath, to: TreePath)
    /// One side renamed a file to where the other added one.
    case renamedAndAdded(from: TreePath)
    /// A file on one side is a directory on the other.
    case fileAndDirectory
  }

  package var path: TreePath
  package var kind: Kind
}

extension MergeConflict {
  /// One line for people, in the words of a merge of `theirs` into `ours`.
  package var message: String {
    switch kind {
    case .contents: "both sides changed the same lines of \(path)"
    case .notMergeable: "both sides changed \(path), which cannot be merged line by line"
    case .bothAdded: "both sides added \(path), with different contents"
    case .deletedAndModified: "one side deleted \(path), the other changed it"
    case .renamedAndDeleted(let from): "one side renamed \(from) to \(path), the other deleted it"
    case .renamedTwice(let from, let to):
      "\(from) was renamed to \(path) on one side and to \(to) on the other"
    case .renamedAndAdded(let from):
      "one side renamed \(from) to \(path), where the other added a file"
    case .fileAndDirectory: "\(path) is a file on one side and a directory on the other"
    }
  }
}

/// See `Merge.suspicions`.
package struct DirectoryRenameSuspicion: Hashable, Sendable {
  package var path: TreePath
  package var oldDirectory: TreePath
  package var newDirectory: TreePath
}

extension Repository {
  /// Merges `theirs` into `ours` in memory.
  package func merge(_ theirs: Commit, into ours: Commit) throws(GitError) -> Merge {
    let database = OverlayDatabase(over: self)
    let bases = try mergeBases(of: ours.id, theirs.id)
    let base = try virtualBase(of: bases, in: database, depth: 0)
    return try TreeMerge(base: base, ours: ours.tree, theirs: theirs.tree, in: database).result()
  }

  /// The tree that stands for several common ancestors: their own merge, conflicts left in it as
  /// marked text, as with Git's recursive merges.
  private func virtualBase(
    of bases: [ObjectID], in database: OverlayDatabase, depth: Int
  ) throws(GitError) -> ObjectID {
    // Git merges the oldest first.
    var commits: [Commit] = []
    for base in bases { commits.append(try commit(base)) }
    commits.sort {
      ($0.committer.seconds, $0.id) < ($1.committer.seconds, $1.id)
    }
    var tree = commits[0].tree
    guard depth < 8 else { return tree }
    for (index, next) in commits.enumerated().dropFirst() {
      let ancestors = try commonAncestors(of: commits[index - 1].id, next.id)
      let ancestor =
        try ancestors.isEmpty
        ? database.write([], kind: .tree)
        : virtualBase(of: ancestors, in: database, depth: depth + 1)
      var merge = TreeMerge(base: ancestor, ours: tree, theirs: next.tree, in: database)
      merge.marksConflicts = true
      tree = try merge.result().tree
    }
    return tree
  }
}
