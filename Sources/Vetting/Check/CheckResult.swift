import Policy
import Reporting

/// The outcome of a check, ready to be written down.
public struct CheckResult: Sendable {
  let report: Report

  /// `safe`, `review`, `incomplete` or `blocked`.
  public var verdict: String { report.verdict.rawValue }

  /// The status that a command ends with: 0 safe, 1 blocked, 3 incomplete, 4 review.
  ///
  /// - Parameter allowed: verdicts that count as safe, where a person looks anyway.
  public func exitCode(allowing allowed: Set<String> = []) -> Int32 {
    allowed.contains(verdict) ? 0 : report.verdict.exitCode
  }

  public func rendered(as format: ReportFormat, color: Bool = false) -> String {
    switch format {
    case .text: TextReport.render(report, color: color)
    case .markdown: MarkdownReport.render(report)
    case .json: JSONReport.render(report)
    case .github: AnnotationReport.render(report)
    }
  }
}

/// A form of the report.
public enum ReportFormat: String, CaseIterable, Sendable {
  /// For a terminal.
  case text
  /// For a comment on a pull request.
  case markdown
  /// For programs; `Documentation/report.schema.json` describes it.
  case json
  /// Workflow commands of GitHub Actions, which annotate the lines of the pull request.
  case github
}
