import Testing
import Vetting

@Suite struct PathArgumentsTests {
  @Test(arguments: [
    ("validate", "validate", ""),
    ("validate a", "validate a", ""),
    ("validate a b c", "validate a", "b c"),
    ("validate a b --strict", "validate a --strict", "b"),
    ("validate --format json a b c", "validate --format json a", "b c"),
    ("validate --strict a b c", "validate --strict a b", "c"),
    ("validate a b --crds d c e", "validate a --crds d c", "b e"),
    ("validate a b --crds", "validate a --crds", "b"),
    ("validate --strict -- -a -b -c", "validate --strict -- -a", "-b -c"),
    ("validate a - b", "validate a", "- b"),
    ("validate - --strict", "validate - --strict", ""),
  ])
  func runsOfPathsAreLeftOut(arguments: String, parsed: String, put: String) {
    let paths = PathArguments(words(arguments))
    #expect(paths.parsed == words(parsed))
    #expect(paths.restored([]) == words(put))
  }

  @Test func pathsComeBackInTheirOrder() {
    let paths = PathArguments(words("validate a b --crds d c e f"))
    #expect(paths.parsed == words("validate a --crds d c"))
    #expect(paths.restored(["a", "c"]) == words("a b c e f"))
  }

  private func words(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }
}
