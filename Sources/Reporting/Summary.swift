import Diagnostics
import Policy
import Simulation

/// The sentences that every format for people shares.
enum Summary {
  /// What happens, in one line.
  static func line(_ report: Report) -> String {
    var parts = report.actionCounts
    if parts.isEmpty { parts = ["no object changes"] }
    let errors = report.introduced.count { $0.severity == .error }
    let warnings = report.introduced.count { $0.severity == .warning }
    if errors > 0 { parts.append(counted(errors, "error")) }
    if warnings > 0 { parts.append(counted(warnings, "warning")) }
    if !report.incomplete.isEmpty { parts.append("\(report.incomplete.count) not evaluated") }
    return parts.joined(separator: " · ")
  }

  /// What was looked at and left alone.
  static func notes(_ report: Report) -> [String] {
    var notes: [String] = []
    let unchanged = report.count(of: .unchanged)
    if unchanged > 0 {
      notes.append("\(counted(unchanged, "manifest")) changed without an effect")
    }
    let fixed = report.count(of: .fixed)
    if fixed > 0 { notes.append("\(counted(fixed, "finding")) fixed") }
    if report.counts.otherFiles > 0 {
      notes.append("\(counted(report.counts.otherFiles, "changed file")) without an object")
    }
    if report.counts.unreferencedFiles > 0 {
      notes.append(
        "\(counted(report.counts.unreferencedFiles, "changed manifest")) "
          + "that no kustomization names")
    }
    return notes
  }

  static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
