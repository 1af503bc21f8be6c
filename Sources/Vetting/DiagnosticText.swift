public import Diagnostics
import Reporting
import Values

/// A diagnostic as a terminal shows it.
public enum DiagnosticText {
  public static func render(_ diagnostic: Diagnostic) -> String {
    var lines = ["\(diagnostic.severity.rawValue)[\(diagnostic.code)]: \(diagnostic.headline)"]
    for span in diagnostic.spans {
      let label = span.label?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
      lines.append("  --> \(span.mark)" + (label.first.map { ": \($0)" } ?? ""))
      lines += label.dropFirst().map { "      \($0)" }
    }
    for note in diagnostic.notes {
      lines.append("  note: \(note.message)")
      if let span = note.span { lines.append("    --> \(span.mark)") }
    }
    if let help = diagnostic.help { lines.append("  help: \(help)") }
    return lines.map { Escaping.terminal($0) + "\n" }.joined()
  }
}
