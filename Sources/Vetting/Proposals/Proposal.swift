package import Git

/// What is to be checked: a head, the base that it would change, and what would come of it.
package struct Proposal: Hashable, Sendable {
  package enum Outcome: Hashable, Sendable {
    /// Head is merged into base in memory.
    case merge
    /// This commit's tree is what the operator will see: it was merged already, or it is pushed as
    /// it is.
    case commit(ObjectID)
  }

  /// Nil where nothing was there before: everything is new.
  package var base: ObjectID?
  package var head: ObjectID
  package var outcome: Outcome
  /// For people: `pull request #12`, `refs/heads/main`.
  package var title: String

  package init(base: ObjectID?, head: ObjectID, outcome: Outcome, title: String) {
    self.base = base
    self.head = head
    self.outcome = outcome
    self.title = title
  }
}
