import Diagnostics
import Policy
import Resources
import Simulation
import Values

/// The report as a pull request's comment.
package struct MarkdownReport {
  /// A comment that holds it is ours, to be updated in place.
  package static let marker = "<!-- git-vet report -->"
  /// The longest comment that GitHub takes, in characters.
  package static let limit = 65_536

  private let report: Report
  /// How the parts read that an audit has in a form of its own.
  private var audit: AuditMarkdown? {
    report.audit.map { AuditMarkdown(report: report, audit: $0) }
  }

  /// - Parameter limit: what the report must fit into; beyond it changes are left out, whole
  ///   objects at a time, and their number is told.
  package static func render(_ report: Report, limit: Int = limit) -> String {
    MarkdownReport(report: report).assemble(limit: limit)
  }

  // MARK: - Fitting

  private func assemble(limit: Int) -> String {
    var text = head()
    let tail = footer()
    // Room for the sentence that says what was left out.
    var room = limit - text.count - tail.count - 400
    for section in [findingBlocks(), incompleteBlocks(), previewBlocks(), changeBlocks()] {
      guard !section.blocks.isEmpty else { continue }
      var shown = 0
      var body = ""
      for block in section.blocks {
        guard body.count + block.count <= room - section.title.count else { break }
        body += block
        shown += 1
      }
      let omitted = section.blocks.count - shown
      text += section.title + body
      if omitted > 0 {
        text +=
          "\n**\(omitted) more \(section.noun(omitted)) left out** to fit a comment; "
          + "the JSON report has \(omitted == 1 ? "it" : "them").\n"
      }
      room -= section.title.count + body.count + (omitted > 0 ? 120 : 0)
    }
    return text + tail
  }

  private struct Section {
    var title: String
    var singular: String
    var plural: String
    var blocks: [String]

    func noun(_ count: Int) -> String { count == 1 ? "\(singular) is" : "\(plural) are" }
  }

  // MARK: - Parts

  private func head() -> String {
    if let audit { return audit.head }
    let sign =
      switch report.verdict {
      case .safe: "✅"
      case .review: "👀"
      case .incomplete: "❔"
      case .blocked: "⛔"
      }
    var text = "\(Self.marker)\n## \(sign) git vet: \(report.verdict.rawValue)\n\n"
    text += "\(Summary.line(report))\n"
    if report.snapshots.isEmpty, !report.changes.isEmpty {
      text += "\nNo snapshot of live state: the base stands for it.\n"
    }
    for snapshot in report.snapshots where snapshot.isStale {
      let age = snapshot.capturedAt.map { " of \($0)" } ?? ""
      text += "\n> The live state of \(Escaping.code(snapshot.environment))\(age) "
      text += "is older than allowed.\n"
    }
    return text
  }

  private func findingBlocks() -> Section {
    let shown = report.findings.filter { $0.status == .introduced || $0.status == .waived }
    return Section(
      title: "\n### Findings\n\n", singular: "finding", plural: "findings",
      blocks: audit?.findings ?? shown.map(findingBlock))
  }

  private func findingBlock(_ finding: Finding) -> String {
    let sign =
      switch (finding.status, finding.severity) {
      case (.waived, _): "🔕"
      case (_, .error): "❌"
      case (_, .warning): "⚠️"
      case (_, .info): "ℹ️"
      }
    var text = "- \(sign) **\(Escaping.markdown(finding.rule))**"
    if let subject = finding.subject {
      text += " \(Escaping.code(subject.title)) in \(Escaping.code(subject.environment))"
    }
    text += ": \(Escaping.markdown(finding.message))"
    if let mark = finding.mark { text += "  \n  \(Escaping.code(mark.description))" }
    if let help = finding.help { text += "  \n  \(Escaping.markdown(help))" }
    if let waiver = finding.waiver { text += "  \n  waived by \(Escaping.code(waiver))" }
    return text + "\n"
  }

  private func incompleteBlocks() -> Section {
    Section(
      title: "\n### Not evaluated\n\n", singular: "entry", plural: "entries",
      blocks: LedgerGroup.grouping(report.incomplete).map { group in
        "- \(Escaping.code(group.place)): "
          + Escaping.markdown(AuditSummary.reason(group.entry))
          + (group.alsoAt(Escaping.code).map { "  \n  \($0)" } ?? "")
          + "  \n  \(Escaping.markdown(group.entry.remedy))\n"
      })
  }

  private func previewBlocks() -> Section {
    Section(
      title: "\n### From the next check on\n\n", singular: "entry", plural: "entries",
      blocks: report.preview.map {
        "- \(Escaping.code($0.path)): \(Escaping.markdown($0.message))\n"
      })
  }

  private func changeBlocks() -> Section {
    let groups = ChangeGroup.grouping(report.changes.filter { $0.action != .unchanged })
    return Section(
      title: "\n### Changes\n\n", singular: "change", plural: "changes",
      blocks: groups.map(changeBlock))
  }

  private func changeBlock(_ group: ChangeGroup) -> String {
    let change = group.representative
    let count = group.changes.count > 1 ? " ×\(group.changes.count)" : ""
    let action = Escaping.html(change.action.word)
    let title = Escaping.html("\(change.identity.title) [\(change.environment)]")
    var text = "<details><summary>\(action) <code>\(title)</code>\(count)</summary>\n\n"
    for mark in change.origin {
      text += "\(Escaping.code("\(mark.source.path):\(mark.line)"))  \n"
    }
    if group.changes.count > 1 {
      text += "The same in:\n\n"
      for other in group.changes.dropFirst().prefix(50) {
        text += "- \(Escaping.code("\(other.identity.title) [\(other.environment)]"))\n"
      }
      if group.changes.count > 51 { text += "- and \(group.changes.count - 51) others\n" }
      text += "\n"
    }
    for rejection in change.rejections {
      text += "- ❌ \(Escaping.code(rejection.field)): \(Escaping.markdown(rejection.message))\n"
    }
    for effect in change.effects { text += "- ⚠️ \(Escaping.markdown(effect.message))\n" }
    if !change.fields.isEmpty {
      text += "\n" + fence(change.fields.flatMap { diffLines($0, of: change) })
    }
    return text + "\n</details>\n\n"
  }

  private func diffLines(_ field: FieldChange, of change: Change) -> [String] {
    var lines = ["  \(field.path)"]
    if let origin = field.origin, origin.source != change.origin.first?.source {
      lines[0] += "  (\(origin.source.path):\(origin.line))"
    }
    let before = field.former
    if field.operation != .add || before != nil {
      lines.append("-   \(ValueText.short(before, width: 400))")
    }
    if field.operation != .remove {
      lines.append("+   \(ValueText.short(field.after, width: 400))")
    }
    switch field.cause {
    case .change: break
    case .drift: lines.append("!   drift: the live value stays")
    case .overwritesDrift:
      lines.append(
        "!   overwrites drift; the base has \(ValueText.short(field.before, width: 400))")
    }
    return lines.map(Escaping.terminal)
  }

  /// A code block whose fence is longer than any in its text.
  private func fence(_ lines: [String]) -> String {
    let longest =
      lines.map { line in
        line.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
      }.max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)diff\n\(lines.joined(separator: "\n"))\n\(fence)\n"
  }

  private func footer() -> String {
    if let audit { return audit.footer }
    let base = report.base.map { Escaping.code($0.short) } ?? "nothing"
    var text = "\n---\n<sub>base \(base) · head \(Escaping.code(report.head.short)) · "
    text += "evaluated \(report.evaluatedAt) · git-vet \(report.toolVersion)"
    for note in Summary.notes(report) { text += " · \(note)" }
    let existing = report.count(of: .existing)
    if existing > 0 { text += " · \(Summary.counted(existing, "finding")) not of this change" }
    return text + "</sub>\n"
  }
}
