import Diagnostics
import Testing

@testable import Kustomize

@Suite struct RecordedCaseTests {
  /// Cases whose recorded output is one of several that kustomize prints, with the reason.
  static let undecided = [
    "syn_key_order":
      "go-yaml's order of keys is not transitive (a01 < a1, a1 < a1b2, a1b2 < a01), so that the "
      + "result depends on Go's random order of maps"
  ]

  @Test(arguments: RecordedCase.own)
  func rendersOwnCases(_ recorded: RecordedCase) throws {
    try check(recorded)
  }

  @Test(.enabled(if: !RecordedCase.recorded.isEmpty), arguments: RecordedCase.recorded)
  func rendersAsKustomizeDoes(_ recorded: RecordedCase) throws {
    try check(recorded)
  }

  @Test func ownCasesArePresent() {
    #expect(RecordedCase.own.count >= 30)
  }

  private func check(_ recorded: RecordedCase) throws {
    let rendering = try recorded.render()
    let errors = rendering.diagnostics.filter { $0.severity == .error }
    guard let expected = recorded.expected else {
      #expect(!errors.isEmpty || !rendering.incomplete.isEmpty, "kustomize fails here")
      return
    }
    #expect(errors == [])
    #expect(rendering.incomplete == [])
    guard Self.undecided[recorded.name] == nil else { return }
    #expect(rendering.yaml == expected)
  }
}
