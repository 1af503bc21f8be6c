import Diagnostics
import Foundation
import Git
import Testing

@testable import Kustomize

/// Compares all kustomizations of a work tree with what another program printed for them.
///
/// `KUSTOMIZE_COMPARE` names a directory with `tree` (the work tree), `roots` (a list of
/// directories) and `out` (`<line number>.ok` for output, `<line number>.err` for an error);
/// `.ci/compare-kustomize` makes it with `kubectl kustomize`. `KUSTOMIZE_COMMIT`, as
/// `<repository>:<revision>`, renders from that commit instead of the work tree.
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
    var roots = 0

    var text: String {
      var lines = [
        "equal \(equal), failing on both sides \(failing), differing \(differing.count), "
          + "refused here \(refused.count), accepted here only \(accepted.count), "
          + "\(String(format: "%.3f", seconds)) s of user CPU for \(roots) roots"
      ]
      lines += differing.map { "differs: \($0)" }
      lines += refused.map { "refused: \($0)" }
      lines += accepted.map { "accepted: \($0)" }
      return lines.joined(separator: "\n")
    }
  }

  private func tree() throws -> any FileTree {
    guard let commit = ProcessInfo.processInfo.environment["KUSTOMIZE_COMMIT"],
      let colon = commit.lastIndex(of: ":")
    else { return try DirectoryTree(directory.appendingPathComponent("tree").path) }
    let repository = try Repository.open(at: String(commit[..<colon]))
    let revision = String(commit[commit.index(after: colon)...])
    return repository.files(of: try repository.resolve(revision).tree)
  }

  private static func userSeconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
  }

  func run() throws -> Report {
    var report = Report()
    let tree = try tree()
    let start = Self.userSeconds()
    let renderer = Renderer(tree: tree)
    let renderings = roots.map { renderer.render(TreePath($0)) }
    let texts = renderings.map(\.yaml)
    report.seconds = Self.userSeconds() - start
    report.roots = roots.count
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
