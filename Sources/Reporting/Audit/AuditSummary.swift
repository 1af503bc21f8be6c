import Diagnostics
import Policy
import Simulation

/// The sentences that every format of an audit for people shares.
enum AuditSummary {
  /// What was looked at and what stands, in one line.
  static func line(_ report: Report, _ audit: Report.Audit) -> String {
    ([scope(audit)] + counts(report)).joined(separator: " · ")
  }

  static func scope(_ audit: Report.Audit) -> String {
    "\(Summary.counted(audit.resources, "resource")) in "
      + Summary.counted(audit.environments.count, "environment")
  }

  /// `3 errors`, `1 not evaluated`.
  static func counts(_ report: Report) -> [String] {
    var parts: [String] = []
    let standing = report.standing
    for (severity, noun) in [(Severity.error, "error"), (.warning, "warning")] {
      let count = standing.count { $0.severity == severity }
      if count > 0 { parts.append(Summary.counted(count, noun)) }
    }
    let waived = report.count(of: .waived)
    if waived > 0 { parts.append("\(waived) waived") }
    if !report.incomplete.isEmpty { parts.append("\(report.incomplete.count) not evaluated") }
    return parts
  }

  /// What was not looked at, and why that is right.
  static func notes(_ report: Report, _ audit: Report.Audit) -> [String] {
    var notes: [String] = []
    func add(_ count: Int, _ noun: String, _ rest: String) {
      if count > 0 { notes.append("\(Summary.counted(count, noun)) \(rest)") }
    }
    add(report.counts.otherFiles, "file", "without an object")
    add(report.counts.unreferencedFiles, "manifest", "that no kustomization names")
    add(audit.unassignedFiles, "manifest", "in no environment")
    add(audit.rulesAboutChanges, "rule", "about changes not asked")
    return notes
  }

  /// `Deployment, 12 objects`: how many objects an entry of the ledger stands for.
  static func reason(_ entry: Incompleteness) -> String {
    entry.count > 1 ? "\(entry.reason) (\(entry.count) objects)" : entry.reason
  }
}
