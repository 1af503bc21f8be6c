import DesiredState
import Diagnostics
import Git
import Policy
import Reporting
import Values

/// What the head does to policies, waivers and configuration. None of it counts for this change;
/// from the next check on all of it does.
struct PolicyPreview {
  let check: Check
  let comparison: Comparison
  let trust: Trust

  func entries() throws(Diagnostic) -> [Report.Preview] {
    let changed = comparison.changes.filter { change in
      [change.old, change.new].contains { $0.map { isTrusted($0.path) } ?? false }
    }
    guard !changed.isEmpty else { return [] }
    var entries = changed.map { change in
      Report.Preview(path: change.path.text, message: Self.message(for: change))
    }
    entries.append(contentsOf: outcome())
    return entries.sorted()
  }

  private func isTrusted(_ path: TreePath) -> Bool {
    path == TreePath(Configuration.path)
      || trust.policyDirectories.contains { path.isWithin($0) }
  }

  private static func message(for change: TreeChange) -> String {
    let what = change.path == TreePath(Configuration.path) ? "the configuration" : "policies"
    return switch change {
    case .added: "adds to \(what)"
    case .deleted: "deletes from \(what)"
    case .modified: "changes \(what)"
    case .renamed(let old, _, _): "moves \(what) from \(old.path.text)"
    }
  }

  /// The same change, judged by what it brings.
  private func outcome() -> [Report.Preview] {
    let path = Configuration.path
    do {
      let next = try Trust.read(check.request, from: comparison.head, formats: Check.formats)
      var entries = next.problems.filter { problem in
        !trust.problems.contains { $0.headline == problem.headline }
      }.map {
        Report.Preview(
          path: $0.mark?.source.path ?? path, message: "will be refused: \($0.headline)")
      }
      let report = try check.judge(comparison, by: next)
      let errors = report.introduced.count { $0.severity == .error }
      entries.append(
        Report.Preview(
          path: path,
          message: "by the head's own policies this change would be \(report.verdict.rawValue)"
            + (errors == 0 ? "" : ", with \(errors) error\(errors == 1 ? "" : "s")")))
      return entries
    } catch {
      return [
        Report.Preview(
          path: error.mark?.source.path ?? path, message: "will be refused: \(error.headline)")
      ]
    }
  }
}
