import Diagnostics
import Policy
import Resources
import Simulation
import Values

/// The report for a terminal: 80 columns, the verdict first and again last.
package struct TextReport {
  private let report: Report
  private let style: TerminalStyle
  private var lines: [String] = []

  package static func render(_ report: Report, color: Bool) -> String {
    let style = TerminalStyle(color: color)
    if let audit = report.audit { return AuditText.render(report, audit, style) }
    var text = TextReport(report: report, style: style)
    text.build()
    return text.lines.map { $0 + "\n" }.joined()
  }

  private init(report: Report, style: TerminalStyle) {
    self.report = report
    self.style = style
  }

  private mutating func build() {
    header()
    findings()
    changes()
    ledger()
    previews()
    footer()
  }

  private mutating func header() {
    lines.append("git vet: \(style.verdict(report.verdict))  \(Summary.line(report))")
    let base = report.base?.short ?? "nothing"
    lines.append(
      style.dim("base \(base)  head \(report.head.short)  evaluated \(report.evaluatedAt)"))
    if report.snapshots.isEmpty, !report.changes.isEmpty {
      lines.append(style.dim("no snapshot of live state: the base stands for it"))
    }
    for snapshot in report.snapshots {
      let captured = snapshot.capturedAt.map { " of \($0)" } ?? ""
      let stale = snapshot.isStale ? ", older than allowed" : ""
      lines.append(
        style.dim(
          Escaping.terminal(
            "live state of \(snapshot.environment): \(snapshot.ref)\(captured)\(stale)")))
    }
  }

  private mutating func findings() {
    for finding in report.findings where finding.status != .existing {
      lines.append("")
      let status = finding.status == .introduced ? "" : " (\(finding.status.rawValue))"
      let subject = finding.subject.map { "\($0.title): " } ?? ""
      let head = "\(finding.severity.rawValue)[\(finding.rule)]\(status)"
      let text = Escaping.terminal("\(head): \(subject)\(finding.message)")
      for (index, line) in Wrapping.wrap(text, width: 80, indent: 2).enumerated() {
        lines.append(
          index == 0
            ? style.finding(line, finding.status == .introduced ? finding.severity : .info)
            : line)
      }
      if let mark = finding.mark { lines.append("  --> \(Escaping.terminal(mark.description))") }
      if let environment = finding.subject?.environment {
        lines.append(style.dim("  in \(Escaping.terminal(environment))"))
      }
      if let help = finding.help { labelled("help", help) }
      if let waiver = finding.waiver { labelled("waived by", waiver) }
    }
  }

  private mutating func labelled(_ label: String, _ text: String) {
    lines += Wrapping.wrap("  \(label): \(Escaping.terminal(text))", width: 80, indent: 8)
  }

  private mutating func changes() {
    let groups = ChangeGroup.grouping(report.changes.filter { $0.action != .unchanged })
    guard !groups.isEmpty else { return }
    section("changes")
    for group in groups { change(group) }
  }

  private mutating func change(_ group: ChangeGroup) {
    let change = group.representative
    let more = group.changes.count > 1 ? "  and \(group.changes.count - 1) more like it" : ""
    let title = Escaping.terminal("\(change.identity.title)  [\(change.environment)]")
    lines.append("  \(style.action(change.action)) \(title)\(more)")
    if change.action != .update, change.action != .create {
      lines.append("      \(change.action.word)")
    }
    if let mark = change.origin.last {
      lines.append(style.dim("      \(Escaping.terminal("\(mark.source.path):\(mark.line)"))"))
    }
    for other in group.changes.dropFirst().prefix(5) {
      let name = "\(other.identity.title)  [\(other.environment)]"
      lines.append(style.dim("      also \(Escaping.terminal(name))"))
    }
    if group.changes.count > 6 {
      lines.append(style.dim("      also \(group.changes.count - 6) others"))
    }
    for field in change.fields { self.field(field, of: change) }
    for effect in change.effects {
      lines += Wrapping.wrap(
        "      ! \(Escaping.terminal(effect.message))", width: 80, indent: 8)
    }
  }

  private mutating func field(_ field: FieldChange, of change: Change) {
    let path = Escaping.terminal(field.path.description)
    let before = text(field.former)
    let after = text(field.after)
    switch field.operation {
    case .add: append("+ \(path)", ["\(after)"], separator: ": ")
    case .remove: append("- \(path)", ["\(before)"], separator: ": ")
    case .replace: append("~ \(path)", [before, after], separator: ": ")
    }
    // An overlay that set the field is the place to edit, not the manifest.
    if let origin = field.origin, origin.source != change.origin.first?.source {
      lines.append(
        style.dim("          \(Escaping.terminal("\(origin.source.path):\(origin.line)"))"))
    }
    switch field.cause {
    case .change: break
    case .drift:
      lines.append("          drift: live \(text(field.live)), stays so")
    case .overwritesDrift:
      lines.append(
        style.warning(
          "          overwrites drift: live \(text(field.live)), base \(text(field.before))"))
    }
  }

  /// On one line where it fits, else one value a line.
  private mutating func append(_ head: String, _ values: [String], separator: String) {
    let line = "      \(head)\(separator)\(values.joined(separator: " -> "))"
    guard line.count > 80 else {
      lines.append(line)
      return
    }
    lines.append("      \(head)")
    if values.count == 2 {
      lines.append("          - \(values[0])")
      lines.append("          + \(values[1])")
    } else {
      lines += values.map { "          \($0)" }
    }
  }

  private func text(_ value: FieldValue?) -> String {
    Escaping.terminal(ValueText.short(value, width: 68))
  }

  private mutating func ledger() {
    guard !report.incomplete.isEmpty else { return }
    section("incomplete")
    for group in LedgerGroup.grouping(report.incomplete) {
      lines += Wrapping.wrap(
        "  \(Escaping.terminal("\(group.place): \(group.entry.reason)"))", width: 80, indent: 4)
      if let others = group.alsoAt(Escaping.terminal) {
        lines += Wrapping.wrap("    \(others)", width: 80, indent: 4)
      }
      lines += Wrapping.wrap(
        "    remedy: \(Escaping.terminal(group.entry.remedy))", width: 80, indent: 12)
    }
  }

  private mutating func previews() {
    guard !report.preview.isEmpty else { return }
    section("from the next check on")
    for preview in report.preview {
      lines += Wrapping.wrap(
        "  \(Escaping.terminal("\(preview.path): \(preview.message)"))", width: 80, indent: 4)
    }
  }

  private mutating func footer() {
    let existing = report.count(of: .existing)
    let notes = Summary.notes(report)
    if existing > 0 || !notes.isEmpty { lines.append("") }
    if existing > 0 {
      lines.append(
        style.dim("\(existing) \(existing == 1 ? "finding is" : "findings are") not of this change")
      )
    }
    lines += notes.map(style.dim)
  }

  private mutating func section(_ title: String) {
    lines += ["", style.bold(title)]
  }
}
