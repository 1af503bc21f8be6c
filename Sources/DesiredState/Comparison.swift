package import Git

/// The two trees of a change and what differs between them.
package struct Comparison: Sendable {
  /// nil for the empty side of a new repository or branch.
  package let base: CommitTree?
  package let head: CommitTree
  /// Sorted by path; files that moved are renames.
  package let changes: [TreeChange]

  package init(base: CommitTree?, head: CommitTree, changes: [TreeChange]) {
    self.base = base
    self.head = head
    self.changes = changes
  }

  /// The two sides of the changed files.
  package func entries(_ side: Side) -> [FileEntry] {
    changes.compactMap { side == .base ? $0.old : $0.new }
  }

  package func tree(_ side: Side) -> CommitTree? {
    side == .base ? base : head
  }

  package enum Side: Sendable, CaseIterable {
    case base, head
  }
}
