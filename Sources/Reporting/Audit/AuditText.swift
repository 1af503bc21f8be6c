import Diagnostics
import Policy
import Simulation
import Values

/// An audit for a terminal: what stands, the worst first, one entry for what holds in many places.
struct AuditText {
  let report: Report
  let audit: Report.Audit
  let style: TerminalStyle
  private var lines: [String] = []

  /// Places of a group that are shown; a report for programs has them all.
  private static let places = 10
  private static let environments = 20

  static func render(_ report: Report, _ audit: Report.Audit, _ style: TerminalStyle) -> String {
    var text = AuditText(report: report, audit: audit, style: style)
    text.build()
    return text.lines.map { $0 + "\n" }.joined()
  }

  private init(report: Report, audit: Report.Audit, style: TerminalStyle) {
    self.report = report
    self.audit = audit
    self.style = style
  }

  private mutating func build() {
    let scope = AuditSummary.scope(audit)
    lines.append("git vet audit: \(style.verdict(report.verdict))  \(scope)")
    let counts = AuditSummary.counts(report)
    if !counts.isEmpty { lines.append(counts.joined(separator: " · ")) }
    lines.append(style.dim("commit \(report.head.short)  evaluated \(report.evaluatedAt)"))
    snapshots()
    for group in FindingGroup.grouping(report.findings) { finding(group) }
    ledger()
    table()
    let notes = AuditSummary.notes(report, audit)
    if !notes.isEmpty { lines.append("") }
    lines += notes.map(style.dim)
  }

  private mutating func snapshots() {
    for snapshot in report.snapshots {
      let captured = snapshot.capturedAt.map { " of \($0)" } ?? ""
      let stale = snapshot.isStale ? ", older than allowed" : ""
      lines.append(
        style.dim(
          Escaping.terminal(
            "live state of \(snapshot.environment): \(snapshot.ref)\(captured)\(stale)")))
    }
  }

  private mutating func finding(_ group: FindingGroup) {
    let first = group.representative
    lines.append("")
    let count = group.findings.count > 1 ? " ×\(group.findings.count)" : ""
    let status = first.status == .waived ? " (waived)" : ""
    let head = "\(first.severity.rawValue)[\(first.rule)]\(status)\(count)"
    let text = Escaping.terminal("\(head): \(first.message)")
    for (index, line) in Wrapping.wrap(text, width: 80, indent: 2).enumerated() {
      let severity = first.status == .waived ? Severity.info : first.severity
      lines.append(index == 0 ? style.finding(line, severity) : line)
    }
    if let help = first.help { labelled("help", help) }
    if let waiver = first.waiver { labelled("waived by", waiver) }
    for finding in group.findings.prefix(Self.places) { place(of: finding) }
    let more = group.findings.count - Self.places
    if more > 0 {
      lines.append(style.dim("  and in \(Summary.counted(more, "more place")); json has them all"))
    }
  }

  private mutating func place(of finding: Finding) {
    if let subject = finding.subject {
      lines.append(Escaping.terminal("  \(subject.title)  [\(subject.environment)]"))
    }
    if let mark = finding.mark {
      lines.append(style.dim("    --> \(Escaping.terminal(mark.description))"))
    }
  }

  private mutating func labelled(_ label: String, _ text: String) {
    lines += Wrapping.wrap("  \(label): \(Escaping.terminal(text))", width: 80, indent: 8)
  }

  private mutating func ledger() {
    guard !report.incomplete.isEmpty else { return }
    lines += ["", style.bold("incomplete")]
    for entry in report.incomplete {
      let reason = AuditSummary.reason(entry)
      let place = entry.line.map { "\(entry.path):\($0)" } ?? entry.path
      lines += Wrapping.wrap("  \(Escaping.terminal(reason))", width: 80, indent: 4)
      let first = entry.count > 1 ? ", the first of them" : ""
      if !place.isEmpty { lines.append(style.dim("    --> \(Escaping.terminal(place))\(first)")) }
      if !entry.environment.isEmpty {
        lines.append(style.dim("    in \(Escaping.terminal(entry.environment))"))
      }
      lines += Wrapping.wrap(
        "    remedy: \(Escaping.terminal(entry.remedy))", width: 80, indent: 12)
    }
  }

  private mutating func table() {
    let rows = audit.environments.filter { !$0.isClean }
    guard audit.environments.count > 1, !rows.isEmpty else { return }
    lines += ["", style.bold("environments")]
    for row in rows.prefix(Self.environments) {
      var parts = [Summary.counted(row.resources, "resource")]
      if row.errors > 0 { parts.append(Summary.counted(row.errors, "error")) }
      if row.warnings > 0 { parts.append(Summary.counted(row.warnings, "warning")) }
      if row.waived > 0 { parts.append("\(row.waived) waived") }
      if row.incomplete > 0 { parts.append("\(row.incomplete) not evaluated") }
      lines += Wrapping.wrap(
        "  \(Escaping.terminal(row.name)): \(parts.joined(separator: " · "))", width: 80, indent: 4)
    }
    let more = rows.count - Self.environments
    if more > 0 { lines.append(style.dim("  and \(more) more; json has them all")) }
    let clean = audit.environments.count - rows.count
    if clean > 0 {
      lines.append(
        style.dim("  \(clean) \(clean == 1 ? "environment has" : "environments have") no findings"))
    }
  }
}
