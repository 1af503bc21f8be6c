package import Resources
package import Values

/// What a merge does to the live systems, object by object.
package struct ChangePlan: Sendable {
  /// Sorted by environment and identity.
  package var changes: [Change]
  package var incomplete: [Incompleteness]
  /// Objects that were read and that the change leaves alone.
  package var untouched: Int

  package init(
    changes: [Change] = [], incomplete: [Incompleteness] = [], untouched: Int = 0
  ) {
    self.changes = changes
    self.incomplete = incomplete
    self.untouched = untouched
  }
}

/// An entry of the completeness ledger: something that the change touches and that could not be
/// rendered, checked or found.
package struct Incompleteness: Hashable, Sendable {
  package var environment: String
  package var path: String
  /// From 1; nil where the whole file, or no file, is meant.
  package var line: Int?
  package var reason: String
  package var remedy: String
  /// How many objects it stands for, where the same holds for several.
  package var count = 1

  package init(environment: String, path: String, line: Int?, reason: String, remedy: String) {
    self.environment = environment
    self.path = path
    self.line = line
    self.reason = reason
    self.remedy = remedy
  }

  package init(environment: String, _ gap: Gap, origin: Mark?) {
    let mark = gap.mark ?? origin
    self.init(
      environment: environment, path: mark?.source.path ?? "", line: mark?.line,
      reason: gap.reason, remedy: gap.remedy)
  }
}

extension Incompleteness: Comparable {
  package static func < (left: Incompleteness, right: Incompleteness) -> Bool {
    (left.environment, left.path, left.line ?? 0, left.reason, left.remedy)
      < (right.environment, right.path, right.line ?? 0, right.reason, right.remedy)
  }
}
