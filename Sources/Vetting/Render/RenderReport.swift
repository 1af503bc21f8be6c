package import Diagnostics
import Kustomize
import Values

/// What `git vet render` prints.
package enum RenderReport {
  /// The objects as `kustomize build` prints them.
  package static func yaml(_ outcome: Render.Outcome) -> String { outcome.rendering.yaml }

  /// The same, each line behind the file and line that set what stands on it.
  package static func origins(_ outcome: Render.Outcome) -> String {
    let lines = outcome.rendering.linesWithOrigins
    let gutters = lines.map { $0.mark.map { "\($0.source.path):\($0.line)" } ?? "" }
    let width = min(60, gutters.map(\.count).max() ?? 0)
    var text = ""
    for (line, gutter) in zip(lines, gutters) {
      let padding = String(repeating: " ", count: max(0, width - gutter.count))
      text += "\(gutter)\(padding) | \(line.text)\n"
    }
    return text
  }

  /// Errors, warnings, and what is missing.
  package static func problems(_ outcome: Render.Outcome) -> [Diagnostic] {
    let rendering = outcome.rendering
    return rendering.diagnostics.filter { $0.severity != .info }
      + rendering.incomplete.map { gap in
        Diagnostic(
          .warning, code: "incomplete-rendering", gap.reason, at: gap.mark, help: gap.remedy)
      }
  }
}
