import Diagnostics
import Resources
import Testing
import Values

@testable import Policy

@Suite struct FindingTests {
  private func finding(_ path: String, line: Int, message: String = "broken") -> Finding {
    Finding(
      rule: "unparsable", severity: .error, message: message,
      mark: Mark(source: Source(path: path), line: line, column: 1))
  }

  @Test func aFindingIsTheSameWhenItsLineMoves() {
    let compared = compareFindings(
      base: [finding("a.yaml", line: 3)], head: [finding("a.yaml", line: 9)])
    #expect(compared.map(\.status) == [.existing])
    #expect(finding("a.yaml", line: 3).fingerprint == finding("a.yaml", line: 9).fingerprint)
  }

  @Test func theSameProblemInAnotherFileIsAnother() {
    let compared = compareFindings(
      base: [finding("a.yaml", line: 3)], head: [finding("b.yaml", line: 3)])
    #expect(compared.map(\.status) == [.introduced, .fixed])
    #expect(finding("a.yaml", line: 3).fingerprint != finding("b.yaml", line: 3).fingerprint)
  }

  @Test func theWorstVerdictWins() {
    #expect(Verdict.allCases.sorted() == [.safe, .review, .incomplete, .blocked])
    #expect(Verdict.allCases.map(\.exitCode) == [0, 4, 3, 1])
    let verdict = Verdict(
      changes: [], findings: [finding("a.yaml", line: 1)], incomplete: [], isStale: true,
      changesPolicy: true)
    #expect(verdict == .blocked)
  }
}
