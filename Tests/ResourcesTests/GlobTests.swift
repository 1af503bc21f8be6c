import Resources
import Testing

@Suite struct GlobTests {
  @Test(arguments: [
    ("*", ""), ("*", "anything"), ("prod*", "prod"), ("prod*", "prod-eu"), ("*-eu", "prod-eu"),
    ("a*b*c", "a-b-b-c"), ("w?b", "web"), ("web", "web"),
  ])
  func matches(pattern: String, name: String) {
    #expect(Glob(pattern).matches(name))
  }

  @Test(arguments: [
    ("", "a"), ("prod*", "staging"), ("w?b", "wb"), ("a*b", "a"), ("web", "web2"), ("?", ""),
  ])
  func doesNotMatch(pattern: String, name: String) {
    #expect(!Glob(pattern).matches(name))
  }

  @Test(arguments: [
    ("clusters/*", "clusters/prod"), ("clusters/**", "clusters/prod/shop"),
    ("**/overlays/*", "overlays/prod"), ("**/overlays/*", "apps/web/overlays/prod"),
    ("clusters/**", "clusters"), ("clusters/prod/", "clusters/prod"),
  ])
  func matchesPaths(pattern: String, path: String) {
    #expect(Glob(pattern).matches(path: path))
  }

  @Test(arguments: [("clusters/*", "clusters/prod/shop"), ("clusters/*", "clusters")])
  func doesNotMatchPaths(pattern: String, path: String) {
    #expect(!Glob(pattern).matches(path: path))
  }

  @Test func aPatternThatBacktracksEndsSoon() {
    let pattern = Glob(String(repeating: "a*", count: 2_000) + "b")
    #expect(!pattern.matches(String(repeating: "a", count: 20_000)))
  }
}
