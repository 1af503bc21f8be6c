import Diagnostics
import Foundation
import Git
import Testing

@testable import Kustomize

/// Compares all kustomizations of a work tree with what another program printed for them.
///
/// `KUSTOMIZE_COMPARE` names a directory with `tree` (the work tree), `roots` (a list of
/// directories) and `out` (`<line number>.ok` for output, `<line number>.err` for an error);
/// `.ci/compare-kustomize` makes it with `kubectl kustomize`.
@Suite(.enabled(if: RepositoryComparison.directory != nil))
struct RepositoryComparisonTests {
  @Test func rendersAllRootsAsTheOtherProgramDoes() throws {
    let comparison = try #require(try RepositoryComparison())
    let report = try comparison.run()
    print(report.text)
    #expect(report.differing.isEmpty)
    #expect(report.refused.isEmpty)
  }
}

struct RepositoryComparison {
  static let directory = ProcessInfo.processInfo.environment["KUSTOMIZE_COMPARE"]
    .map { URL(fileURLWithPath: $0, isDirectory: true) }

  let directory: URL
  let roots: [String]

  init?() throws {
    guard let directory = Self.directory else { return nil }
    self.directory = directory
    roots = try String(contentsOf: directory.appendingPathComponent("roots"), encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  struct Report {
    var equal = 0
    /// Roots that neither renders.
    var failing = 0
    var differing: [String] = []
    /// Rendered by the other program only.
    var refused: [String] = []
    /// Rendered here only, and not incomplete.
    var accepted: [String] = []
    var seconds = 0.0

    var text: String {
      var lines = [
        "equal \(equal), failing on both sides \(failing), differing \(differing.count), "
          + "refused here \(refused.count), accepted here only \(accepted.count), "
          + "\(String(format: "%.3f", seconds)) s"
      ]
      lines += differing.map { "differs: \($0)" }
      lines += refused.map { "refused: \($0)" }
      lines += accepted.map { "accepted: \($0)" }
      return lines.joined(separator: "\n")
    }
  }

  func run() throws -> Report {
    var report = Report()
    let renderer = Renderer(tree: try DirectoryTree(directory.appendingPathComponent("tree").path))
    let start = Date()
    let renderings = roots.map { renderer.render(TreePath($0)) }
    let texts = renderings.map(\.yaml)
    report.seconds = Date().timeIntervalSince(start)
    for (index, root) in roots.enumerated() {
      let rendering = renderings[index]
      let isComplete = !rendering.hasErrors && rendering.incomplete.isEmpty
      let expected = try? Data(
        contentsOf: directory.appendingPathComponent("out/\(index + 1).ok"))
      let problem =
        rendering.diagnostics.first { $0.severity == .error }?.description
        ?? rendering.incomplete.first?.reason ?? ""
      switch (expected, isComplete) {
      case (nil, false): report.failing += 1
      case (nil, true): report.accepted.append("\(index + 1) \(root)")
      case (.some, false): report.refused.append("\(index + 1) \(root): \(problem)")
      case (let expected?, true):
        if expected == Data(texts[index].utf8) {
          report.equal += 1
        } else {
          report.differing.append("\(index + 1) \(root)")
          try texts[index].write(
            to: directory.appendingPathComponent("out/\(index + 1).ours"), atomically: true,
            encoding: .utf8)
        }
      }
    }
    return report
  }
}
