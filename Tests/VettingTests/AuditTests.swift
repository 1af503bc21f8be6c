import Diagnostics
import Foundation
import Policy
import Reporting
import Simulation
import Synchronization
import TestSupport
import Testing
import Values

@testable import Vetting

/// What golden files show badly: sizes, order, options, failures.
@Suite struct AuditTests {
  private func request(_ repository: ScratchRepository) -> CheckRequest {
    CheckRequest(directory: repository.path, now: Instant(seconds: 1_795_435_200))
  }

  private func configMap(_ name: String, _ rest: String = "data: {key: value}") -> String {
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name)}\n\(rest)\n"
  }

  /// So many that they are read in several portions.
  private func large() throws -> ScratchRepository {
    let repository = try ScratchRepository()
    for number in 0..<700 {
      let fault = number % 100 == 7 ? "spec: {}" : "data: {key: value}"
      try repository.write(
        "apps/\(number % 9)/map-\(number).yaml", configMap("map-\(number)", fault))
    }
    // One in a later portion than the other.
    try repository.write("zz/again.yaml", configMap("map-0"))
    try repository.write(
      "zz/pod.yaml",
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: tool, namespace: tools}
      spec: {hostPID: true, containers: [{name: tool, image: "registry.example.org/tool:1"}]}
      """)
    // It says how the pod before it is taken.
    try repository.write(
      "zz/zz/namespace.yaml",
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: tools, labels: {pod-security.kubernetes.io/enforce: baseline}}
      """)
    try repository.commit("many")
    return repository
  }

  @Test func findsAcrossPortionsAndPrintsTheSameEachTime() throws {
    let repository = try large()
    let first = try audit(request(repository))
    #expect(first.report.audit?.resources == 703)
    let rules = first.report.findings.map(\.rule)
    #expect(rules.count { $0 == "api-rejected" } == 7)
    #expect(rules.count { $0 == "duplicate-resource" } == 1)
    #expect(rules.contains("pod-security"))
    #expect(first.report.findings.allSatisfy { $0.status == .existing })
    #expect(first.verdict == "blocked")
    let again = try audit(request(repository))
    for format in ReportFormat.allCases {
      #expect(first.rendered(as: format) == again.rendered(as: format))
    }
  }

  @Test func looksAtTheCommitThatIsNamed() throws {
    let repository = try ScratchRepository()
    try repository.write("a.yaml", configMap("a", "spec: {}"))
    try repository.commit("wrong")
    try repository.write("a.yaml", configMap("a"))
    try repository.commit("right")
    #expect(try audit(request(repository)).verdict == "safe")
    #expect(try audit(request(repository), revision: "HEAD~1").verdict == "blocked")
    #expect(throws: Diagnostic.self) { try audit(request(repository), revision: "nowhere") }
  }

  @Test func oneEntryAKindThatNothingDescribes() throws {
    let repository = try ScratchRepository()
    for number in 0..<20 {
      try repository.write(
        "w\(number).yaml",
        "apiVersion: example.org/v1\nkind: Widget\nmetadata: {name: w\(number), namespace: x}\n")
    }
    try repository.commit("widgets")
    let result = try audit(request(repository))
    #expect(result.report.incomplete.map(\.count) == [20])
    #expect(result.exitCode() == 3)
    #expect(result.exitCode(allowing: ["incomplete"]) == 0)

    var ignoring = request(repository)
    ignoring.ignoresMissingSchemas = true
    #expect(try audit(ignoring).verdict == "safe")
  }

  @Test func schemasOfALocationJudgeThem() throws {
    let repository = try ScratchRepository()
    try repository.write(
      "w.yaml",
      "apiVersion: example.org/v1\nkind: Widget\nmetadata: {name: w, namespace: x}\nspec: {size: a}\n"
    )
    try repository.commit("widget")
    let schemas = try ScratchRepository()
    try schemas.write(
      "widget.json",
      """
      {"type": "object", "properties": {"spec": {"type": "object", "properties": {
        "size": {"type": "integer"}}}}}
      """)
    var asking = request(repository)
    asking.schemaLocations = [schemas.path + "/{{.ResourceKind}}.json"]
    let result = try audit(asking)
    #expect(result.report.incomplete == [])
    #expect(result.report.findings.map(\.rule) == ["api-rejected"])
    #expect(result.report.findings.first?.mark?.line == 4)
  }

  @Test func tellsHowFarItIs() throws {
    let repository = try large()
    let steps = Mutex<[ProgressStep]>([])
    var watched = request(repository)
    watched.onProgress = { step in steps.withLock { $0.append(step) } }
    _ = try audit(watched)
    let seen = steps.withLock { $0 }
    #expect(seen.contains { $0.activity == "reading manifests" })
    #expect(seen.contains { $0.activity == "judging manifests" })
    #expect(seen.map(\.done).max() == seen.compactMap(\.total).max())
  }

  @Test func annotationsNameWhatStands() throws {
    let repository = try ScratchRepository()
    try repository.write("a.yaml", configMap("a", "spec: {}"))
    try repository.commit("wrong")
    let text = try audit(request(repository)).rendered(as: .github)
    #expect(text.contains("::error file=a.yaml,line=4,col="))
    #expect(
      text.hasSuffix(
        "::notice title=git vet audit%3A blocked::1 resource in 1 environment · 1 error\n"))
  }
}
