import DesiredState
import Diagnostics
import Git
import Policy
import Reporting
import Values

/// The two trees that a check compares, and how they came about.
struct RevisionRange {
  var base: Report.Revision?
  var head: Report.Revision
  /// The tree of the merge, where one was made.
  var mergedTree: String?
  /// Reads both trees, and what the merge made.
  var database: any ObjectDatabase
  var baseTree: ObjectID?
  var headTree: ObjectID
  var conflicts: [MergeConflict] = []
  var suspicions: [DirectoryRenameSuspicion] = []
  var headFacts: PolicyContext.CommitFacts

  /// The head merged into the base, in memory, or the trees of the commits themselves.
  static func of(
    _ proposal: Proposal, in repository: Repository
  ) throws(GitError) -> RevisionRange {
    let base = try proposal.base.map { id throws(GitError) in try repository.commit(id) }
    let head = try repository.commit(proposal.head)
    var range = RevisionRange(
      base: base.map { Report.Revision(commit: $0.id.hex, tree: $0.tree.hex) },
      head: Report.Revision(commit: head.id.hex, tree: head.tree.hex),
      database: repository, baseTree: base?.tree, headTree: head.tree,
      headFacts: PolicyContext.CommitFacts(
        id: head.id.hex, author: head.author.person, message: head.message))
    switch proposal.outcome {
    case .commit(let id):
      guard id != head.id else { break }
      range.headTree = try repository.commit(id).tree
      range.mergedTree = range.headTree.hex
    case .merge:
      guard let base, base.id != head.id else { break }
      let merge = try repository.merge(head, into: base)
      range.database = merge.database
      range.headTree = merge.tree
      range.mergedTree = merge.tree.hex
      range.conflicts = merge.conflicts
      range.suspicions = merge.suspicions
    }
    return range
  }

  func comparison() throws(GitError) -> Comparison {
    let changes = try database.changes(from: baseTree, to: headTree)
    return Comparison(
      base: baseTree.map { CommitTree($0, in: database) },
      head: CommitTree(headTree, in: database),
      changes: try database.detectingRenames(in: changes))
  }
}
