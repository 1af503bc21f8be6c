import Diagnostics
import Resources
package import Simulation

/// The one word for a change.
package enum Verdict: String, Sendable, CaseIterable {
  /// It may be merged and applied automatically.
  case safe
  /// A person must look: something is destroyed, overwritten, stale, or warned of.
  case review
  /// Something that the change touches could not be evaluated.
  case incomplete
  /// It would be rejected, it conflicts, or it brings an error.
  case blocked

  /// The exit status of the command that reached the verdict.
  package var exitCode: Int32 {
    switch self {
    case .safe: 0
    case .blocked: 1
    case .incomplete: 3
    case .review: 4
    }
  }
}

extension Verdict: Comparable {
  package static func < (left: Verdict, right: Verdict) -> Bool { left.rank < right.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension Verdict {
  /// - Parameters:
  ///   - isStale: a snapshot is older than its environment allows.
  ///   - changesPolicy: the head changes what the next check will go by.
  package init(
    changes: [Change], findings: [Finding], incomplete: [Incompleteness], isStale: Bool,
    changesPolicy: Bool
  ) {
    let introduced = findings.filter { $0.status == .introduced }
    if introduced.contains(where: { $0.severity == .error }) {
      self = .blocked
    } else if !incomplete.isEmpty {
      self = .incomplete
    } else if isStale || changesPolicy || changes.contains(where: \.needsReview)
      || introduced.contains(where: { $0.severity == .warning })
    {
      self = .review
    } else {
      self = .safe
    }
  }
}

extension Verdict {
  /// Of an audit, where nothing changes: what stands and nobody answers for counts.
  package init(standing findings: [Finding], incomplete: [Incompleteness], isStale: Bool) {
    let standing = findings.filter { $0.status == .existing }
    if standing.contains(where: { $0.severity == .error }) {
      self = .blocked
    } else if !incomplete.isEmpty {
      self = .incomplete
    } else if isStale || standing.contains(where: { $0.severity == .warning }) {
      self = .review
    } else {
      self = .safe
    }
  }
}

extension Change {
  /// It destroys something, or something that somebody did to the live system.
  package var needsReview: Bool {
    switch action {
    case .delete, .recreate, .orphan: true
    case .create, .update, .unchanged, .rejected:
      fields.contains { $0.cause == .overwritesDrift } || effects.contains(where: \.needsReview)
    }
  }
}
