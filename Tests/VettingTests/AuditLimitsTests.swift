import Diagnostics
import Foundation
import Policy
import Reporting
import Resources
import Simulation
import TestSupport
import Testing
import Values

@testable import Vetting

/// What an audit says of LimitRanges and quotas where golden files show it badly.
@Suite struct AuditLimitsTests {
  let repository: ScratchRepository

  init() throws {
    repository = try ScratchRepository()
  }

  private static let quota = """
    apiVersion: v1
    kind: ResourceQuota
    metadata: {name: small, namespace: shop}
    spec: {hard: {pods: "4", configmaps: "3"}}

    """
  private static let counted =
    quota + """
      status:
        hard: {pods: "4", configmaps: "3"}
        used: {pods: "2", configmaps: "2"}
      ---

      """

  private func deployment(_ name: String, _ replicas: Int) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: \(name), namespace: shop}
    spec:
      replicas: \(replicas)
      selector: {matchLabels: {app: \(name)}}
      template:
        metadata: {labels: {app: \(name)}}
        spec: {containers: [{name: main, image: "registry.example.org/\(name):1"}]}
    ---

    """
  }

  private func configMap(_ name: String) -> String {
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name), namespace: shop}\n---\n"
  }

  private func configure() throws {
    try repository.write(
      ".git-vet.yaml",
      """
      apiVersion: git-vet/v1
      kind: Config
      policies: []
      environments: [{name: prod, roots: [prod]}]
      """)
  }

  /// The findings as `rule: message`, after committing everything.
  private func audited(live: String? = nil) throws -> [String] {
    try repository.commit("state")
    var request = CheckRequest(
      directory: repository.path, now: Instant(seconds: 1_795_435_200))
    if let live {
      try repository.write(".git/live.yaml", live)
      let snapshots = try Snapshots(in: repository.path)
      _ = try snapshots.import(
        Snapshots.ImportRequest(
          environment: "prod", paths: [repository.path + "/.git/live.yaml"], now: request.now))
      request.live = ["": "refs/vet/live/prod"]
    }
    let report = try audit(request).report
    return report.findings.map { finding in
      "\(finding.severity.rawValue) \(finding.subject?.identity.name ?? ""): \(finding.message)"
    }
  }

  @Test func `what a snapshot does not have needs room beside what it counts`() throws {
    try configure()
    try repository.write(
      "prod/all.yaml", deployment("web", 2) + deployment("worker", 3) + configMap("settings"))
    try repository.write("prod/more.yaml", configMap("banners") + configMap("prices"))
    let live = Self.counted + deployment("web", 2) + configMap("settings")
    #expect(
      try audited(live: live) == [
        "error prices: configmaps \"prices\" is forbidden: exceeded quota: small, "
          + "requested: configmaps=1, used: configmaps=3, limited: configmaps=3",
        "warning worker: 1 of its 3 pods would be refused: exceeded quota: small, "
          + "requested: pods=1, used: pods=4, limited: pods=4",
      ])
  }

  @Test func `what a snapshot does not cover is taken to be counted`() throws {
    try configure()
    try repository.write("prod/all.yaml", deployment("worker", 9))
    #expect(try audited(live: Self.counted + configMap("settings")) == [])
  }

  @Test func `a quota below what is taken is told`() throws {
    try configure()
    try repository.write(
      "prod/quota.yaml", Self.quota.replacingOccurrences(of: #"pods: "4""#, with: #"pods: "1""#))
    #expect(
      try audited(live: Self.counted) == [
        "warning small: more is taken already than it lets in: used: pods=2, limited: pods=1"
      ])
  }

  @Test func `files are added up wherever they lie`() throws {
    try configure()
    // More than one portion, and a rendered one.
    for number in 0..<300 {
      try repository.write("prod/maps/\(number).yaml", configMap("map-\(number)"))
    }
    try repository.write("prod/zz/kustomization.yaml", "resources: [quota.yaml]\n")
    try repository.write(
      "prod/zz/quota.yaml",
      Self.quota.replacingOccurrences(of: #"configmaps: "3""#, with: #"configmaps: "290""#))
    let findings = try audited()
    #expect(findings.count == 10)
    #expect(findings.allSatisfy { $0.contains("used: configmaps=290") })
    #expect(findings == (try audited()))
  }

  @Test func `limits of files that may be of two clusters are warnings`() throws {
    try repository.write("one/quota.yaml", Self.quota)
    try repository.write(
      "two/maps.yaml", (0..<4).map { configMap("map-\($0)") }.joined())
    let findings = try audited()
    #expect(findings.count == 1)
    #expect(findings.first?.hasPrefix("warning map-3: configmaps") == true)
    try repository.write("kustomization.yaml", "resources: [one/quota.yaml, two/maps.yaml]\n")
    #expect(try audited().first?.hasPrefix("error map-3: configmaps") == true)
  }

  @Test func `limits beyond number make the audit incomplete`() throws {
    try configure()
    let quotas = (0...100).map { number in
      Self.quota.replacingOccurrences(of: "small", with: "quota-\(number)") + "---\n"
    }
    try repository.write("prod/all.yaml", quotas.joined() + deployment("web", 9))
    try repository.commit("many")
    let report = try audit(
      CheckRequest(directory: repository.path, now: Instant(seconds: 1_795_435_200))
    ).report
    #expect(report.findings.isEmpty)
    #expect(report.incomplete.map(\.count) == [102])
    #expect(report.incomplete.first?.reason.contains("'shop' has more LimitRanges") == true)
  }
}
