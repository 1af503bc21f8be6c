import Diagnostics
import Foundation
import Git
import Testing

@testable import Kustomize

/// Compares all kustomizations of some commits with what another program printed for them.
///
/// `KUSTOMIZE_COMPARE` names a directory with a file for each commit, `<number>-<commit>`, whose
/// lines are `<answer>\t<directory>`: `<answer>.ok` holds an output, and where there is none the
/// other program failed. `KUSTOMIZE_REPOSITORY` is the repository. `.ci/compare-kustomize` makes
/// all that with `kubectl kustomize`.
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

  let repository: Repository
  let commits: [URL]

  init?() throws {
    guard let directory = Self.directory,
      let repository = ProcessInfo.processInfo.environment["KUSTOMIZE_REPOSITORY"]
    else { return nil }
    self.repository = try Repository.open(at: repository)
    commits = try FileManager.default.contentsOfDirectory(
      at: directory, includingPropertiesForKeys: nil
    ).sorted { $0.lastPathComponent < $1.lastPathComponent }
  }

  struct Report {
    var identical = 0
    /// Roots that neither renders.
    var failing = 0
    /// Each case once, with the number of commits that have it.
    var differing: [String: Int] = [:]
    /// Rendered by the other program only.
    var refused: [String: Int] = [:]
    /// Rendered here only, and not incomplete.
    var accepted: [String: Int] = [:]
    var roots = 0
    var commits = 0
    var seconds = 0.0

    var text: String {
      let counts = [differing, refused, accepted].map { $0.values.reduce(0, +) }
      var lines = [
        "identical \(identical), both fail \(failing), differ \(counts[0]), "
          + "only ours refuses \(counts[1]), only ours accepts \(counts[2]): "
          + "\(roots) roots of \(commits) commits, "
          + "\(String(format: "%.3f", seconds)) s of user CPU"
      ]
      for (word, cases) in [("differs", differing), ("refused", refused), ("accepted", accepted)] {
        lines += cases.sorted { $0.key < $1.key }.map { "\(word): \($0.key) (\($0.value) commits)" }
      }
      return lines.joined(separator: "\n")
    }
  }

  private static func userSeconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
  }

  func run() throws -> Report {
    var report = Report()
    for list in commits { try compare(list, into: &report) }
    return report
  }

  private func compare(_ list: URL, into report: inout Report) throws {
    let revision = String(list.lastPathComponent.split(separator: "-").last ?? "")
    let lines = try String(contentsOf: list, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    let tree = repository.files(of: try repository.resolve(revision).tree)
    let start = Self.userSeconds()
    let renderer = Renderer(tree: tree)
    let renderings = lines.map { renderer.render(TreePath($0[1])) }
    let texts = renderings.map(\.yaml)
    report.seconds += Self.userSeconds() - start
    report.roots += lines.count
    report.commits += 1
    for (index, line) in lines.enumerated() {
      let rendering = renderings[index]
      let isComplete = !rendering.hasErrors && rendering.incomplete.isEmpty
      let expected = try? Data(contentsOf: URL(fileURLWithPath: line[0] + ".ok"))
      switch (expected, isComplete) {
      case (nil, false): report.failing += 1
      case (nil, true): report.accepted["\(line[1]) \(line[0]).err", default: 0] += 1
      case (.some, false):
        let problem =
          rendering.diagnostics.first { $0.severity == .error }?.description
          ?? rendering.incomplete.first?.reason ?? ""
        report.refused["\(line[1]) \(line[0]).ok: \(problem)", default: 0] += 1
      case (let expected?, true):
        if expected == Data(texts[index].utf8) {
          report.identical += 1
        } else {
          report.differing["\(line[1]) \(line[0]).ok", default: 0] += 1
          try texts[index].write(toFile: line[0] + ".ours", atomically: true, encoding: .utf8)
        }
      }
    }
  }
}
