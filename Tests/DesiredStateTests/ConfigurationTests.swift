import Diagnostics
import Documents
import Resources
import Testing
import Values

@testable import DesiredState

@Suite struct ConfigurationTests {
  private func read(_ environments: String, top: String = "") -> (Configuration?, [Diagnostic]) {
    let text = """
      apiVersion: git-vet/v1
      kind: Config
      \(top)
      environments:
      \(environments)
      """
    let reading = YAML.read(text, from: Source(path: ".git-vet.yaml"))
    return reading.documents.first.map { Configuration.read($0) } ?? (nil, reading.diagnostics)
  }

  @Test func theOperatorsKindSetsTheDefaults() throws {
    let (configuration, problems) = read(
      """
        - {name: a, roots: x, operator: {kind: argocd}}
        - {name: b, roots: [w], operator: {kind: flux, prune: false}, kubernetesVersion: 1.36}
        - {name: c, roots: [z], live: refs/vet/live/c, maxSnapshotAge: 1h30m}
      """)
    #expect(problems == [])
    let environments = try #require(configuration?.environments)
    #expect(environments[0].operator == Operator(.argocd))
    #expect(environments[0].operator.apply == .client)
    #expect(environments[1].operator.forceConflicts)
    #expect(!environments[1].operator.prune)
    #expect(environments[1].kubernetesVersion == "1.36")
    #expect(environments[2].maxSnapshotAge == 5_400)
    #expect(environments[2].operator.kind == .kubectl)
    #expect(configuration?.policies == ["builtin:change-safety"])
  }

  @Test(arguments: [
    ("  - {name: a, root: x}", "unknown key 'root' in environment 'a'"),
    ("  - {name: a, roots: [../x]}", "root '../x' leaves the repository"),
    ("  - {name: a, roots: [/x]}", "root '/x' leaves the repository"),
    ("  - {roots: [x]}", "an environment has no name"),
    ("  - {name: a}", "environment 'a' has no roots"),
    ("  - {name: a, roots: [x]}\n  - {name: a, roots: [w]}", "environment 'a' is defined twice"),
    ("  - {name: a, roots: [x], live: live.json}", "live of environment 'a' must be a ref"),
    ("  - {name: a, roots: [x], maxSnapshotAge: soon}", "'soon' is no duration"),
    ("  - {name: a, roots: [x], kubernetesVersion: new}", "must be a version"),
    ("  - {name: a, roots: [x], kubernetesVersion: 1.30}", "must be a version"),
    ("  - {name: a, roots: [x], operator: {kind: argo}}", "'argo' is no kind of the operator"),
    ("  - just text", "an environment must be a mapping"),
  ])
  func aMistakeIsNamed(environments: String, headline: String) {
    let (configuration, problems) = read(environments)
    #expect(configuration == nil)
    #expect(problems.contains { $0.headline.contains(headline) }, "\(problems)")
    #expect(problems.allSatisfy { $0.mark != nil })
  }

  @Test func anUnknownKeyComesWithASuggestion() {
    let (_, problems) = read("  - {name: a, roots: [x]}", top: "polices: [p]")
    #expect(problems.map(\.help) == ["did you mean 'policies'?"])
    #expect(problems.first?.mark?.line == 3)
  }

  @Test(arguments: [("90s", 90), ("30m", 1800), ("24h", 86_400), ("7d", 604_800), ("1h30m", 5400)])
  func durationsAreSums(text: String, seconds: Int64) {
    #expect(Configuration.duration(text) == seconds)
  }

  @Test(arguments: ["", "h", "5", "5x", "-5m", "99999999999h"])
  func othersAreNone(text: String) {
    #expect(Configuration.duration(text) == nil)
  }
}
