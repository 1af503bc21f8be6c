import Diagnostics
import Policy
import Simulation
import Values

/// GitHub workflow commands, which put findings beside the lines of the pull request.
package enum AnnotationReport {
  package static func render(_ report: Report) -> String {
    var lines: [String] = []
    for finding in report.audit == nil ? report.introduced : report.standing {
      lines.append(
        command(
          word(for: finding.severity), path: finding.mark?.source.path,
          line: finding.mark?.line, column: finding.mark?.column, title: finding.rule,
          message: message(of: finding)))
    }
    // One that several environments have, such as of a base that they share, is told once.
    var told: Set<Incompleteness> = []
    for var entry in report.incomplete {
      entry.environment = ""
      guard told.insert(entry).inserted else { continue }
      lines.append(
        command(
          "warning", path: entry.path.isEmpty ? nil : entry.path, line: entry.line, column: nil,
          title: "incomplete",
          message: "\(AuditSummary.reason(entry)); \(entry.remedy)"))
    }
    lines.append(
      command(
        "notice", path: nil, line: nil, column: nil,
        title: "git vet\(report.audit == nil ? "" : " audit"): \(report.verdict.rawValue)",
        message: outcome(report)))
    return lines.map { $0 + "\n" }.joined()
  }

  private static func outcome(_ report: Report) -> String {
    if let audit = report.audit { return AuditSummary.line(report, audit) }
    return report.actionCounts.isEmpty
      ? "no object changes" : report.actionCounts.joined(separator: ", ")
  }

  private static func message(of finding: Finding) -> String {
    guard let subject = finding.subject else { return finding.message }
    return "\(subject.title) (\(subject.environment)): \(finding.message)"
  }

  private static func word(for severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .info: "notice"
    }
  }

  private static func command(
    _ word: String, path: String?, line: Int?, column: Int?, title: String, message: String
  ) -> String {
    var properties: [String] = []
    if let path { properties.append("file=\(Escaping.property(path))") }
    if let line { properties.append("line=\(line)") }
    if let column { properties.append("col=\(column)") }
    properties.append("title=\(Escaping.property(title))")
    let text = Escaping.command(Escaping.terminal(message))
    return "::\(word) \(properties.joined(separator: ","))::\(text)"
  }
}
