import Diagnostics
import Testing

@testable import Kustomize

@Suite(.enabled(if: !RecordedCase.all.isEmpty))
struct RecordedCaseTests {
  /// Cases whose recorded output is one of several that kustomize prints, with the reason.
  static let undecided = [
    "syn_key_order":
      "go-yaml's order of keys is not transitive (a01 < a1, a1 < a1b2, a1b2 < a01), so that the "
      + "result depends on Go's random order of maps"
  ]

  @Test(arguments: RecordedCase.all)
  func rendersAsKustomizeDoes(_ recorded: RecordedCase) throws {
    let rendering = try recorded.render()
    guard let expected = recorded.expected else {
      let errors = rendering.diagnostics.filter { $0.severity == .error }
      #expect(!errors.isEmpty || !rendering.incomplete.isEmpty, "kustomize fails here")
      return
    }
    #expect(rendering.diagnostics.filter { $0.severity == .error } == [])
    #expect(rendering.incomplete == [])
    guard Self.undecided[recorded.name] == nil else { return }
    #expect(rendering.yaml == expected)
  }
}
