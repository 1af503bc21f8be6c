import Diagnostics
import Testing

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("polices", "policies"), ("enviroments", "environments"), ("root", "roots"),
    ("NAME", "name"), ("nmae", "name"),
  ])
  func findsWhatWasMeant(typed: String, meant: String) {
    let words = ["environments", "live", "name", "policies", "roots"]
    #expect(closest(to: typed, among: words) == meant)
  }

  @Test(arguments: ["", "x", "kubernetesVersion"])
  func staysSilentWhereNothingIsClose(typed: String) {
    #expect(closest(to: typed, among: ["environments", "policies", "roots"]) == nil)
  }
}
