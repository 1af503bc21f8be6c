import Diagnostics
import Policy
import Simulation
import Values

/// An audit as an issue or a job's summary: environments in a table, findings by rule.
struct AuditMarkdown {
  let report: Report
  let audit: Report.Audit

  private static let places = 50
  private static let environments = 50

  var head: String {
    let sign =
      switch report.verdict {
      case .safe: "✅"
      case .review: "👀"
      case .incomplete: "❔"
      case .blocked: "⛔"
      }
    var text = "\(MarkdownReport.marker)\n## \(sign) git vet audit: \(report.verdict.rawValue)\n\n"
    text += "\(AuditSummary.line(report, audit))\n"
    for snapshot in report.snapshots where snapshot.isStale {
      let age = snapshot.capturedAt.map { " of \($0)" } ?? ""
      text += "\n> The live state of \(Escaping.code(snapshot.environment))\(age) "
      text += "is older than allowed.\n"
    }
    return text + table
  }

  private var table: String {
    let rows = audit.environments.filter { !$0.isClean }
    guard audit.environments.count > 1, !rows.isEmpty else { return "" }
    var text = "\n| environment | resources | errors | warnings | waived | not evaluated |\n"
    text += "| --- | ---: | ---: | ---: | ---: | ---: |\n"
    for row in rows.prefix(Self.environments) {
      text += "| \(Escaping.cell(row.name)) | \(row.resources) | \(row.errors) | \(row.warnings) "
      text += "| \(row.waived) | \(row.incomplete) |\n"
    }
    let more = rows.count - Self.environments
    if more > 0 { text += "\n\(more) more environments have findings.\n" }
    return text
  }

  /// A block a rule and message, with its places folded.
  var findings: [String] {
    FindingGroup.grouping(report.findings).map(block)
  }

  private func block(_ group: FindingGroup) -> String {
    let first = group.representative
    let sign =
      switch (first.status, first.severity) {
      case (.waived, _): "🔕"
      case (_, .error): "❌"
      case (_, .warning): "⚠️"
      case (_, .info): "ℹ️"
      }
    let count = group.findings.count > 1 ? " ×\(group.findings.count)" : ""
    var text = "- \(sign) **\(Escaping.markdown(first.rule))**\(count): "
    text += Escaping.markdown(first.message)
    if let help = first.help { text += "  \n  \(Escaping.markdown(help))" }
    if let waiver = first.waiver { text += "  \n  waived by \(Escaping.code(waiver))" }
    let places = group.findings.prefix(Self.places).map(place)
    if group.findings.count == 1 {
      text += places.filter { !$0.isEmpty }.map { "  \n  \($0)" }.joined() + "\n"
    } else {
      text += "\n  <details><summary>places</summary>\n\n"
      for place in places { text += "  - \(place)\n" }
      let more = group.findings.count - Self.places
      if more > 0 { text += "  - and \(more) more; the JSON report has them all\n" }
      text += "\n  </details>\n"
    }
    return text
  }

  private func place(_ finding: Finding) -> String {
    var parts: [String] = []
    if let subject = finding.subject {
      parts.append("\(Escaping.code(subject.title)) in \(Escaping.code(subject.environment))")
    }
    if let mark = finding.mark { parts.append(Escaping.code(mark.description)) }
    return parts.joined(separator: " ")
  }

  var footer: String {
    var text = "\n---\n<sub>commit \(Escaping.code(report.head.short)) · "
    text += "evaluated \(report.evaluatedAt) · git-vet \(report.toolVersion)"
    for note in AuditSummary.notes(report, audit) { text += " · \(note)" }
    return text + "</sub>\n"
  }
}
