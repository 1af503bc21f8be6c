import Diagnostics
import Documents
import Resources
import Testing
import Values

@testable import Policy

@Suite struct WaiverTests {
  private func waiver(_ expires: String, name: String = "web*") -> PolicySet {
    let text = """
      apiVersion: git-vet/v1
      kind: Waiver
      metadata: {name: night}
      spec:
        rule: scale-down
        resources: [{kind: Deployment, namespace: shop, name: "\(name)"}]
        environments: [prod*]
        reason: measured
        owner: team-shop
        expires: \(expires)
      """
    return PolicySet(YAML.read(text, from: Source(path: "waivers.yaml")).documents)
  }

  private func finding(_ environment: String = "prod-eu", name: String = "web-1") -> Finding {
    Finding(
      rule: "scale-down", severity: .warning, message: "scales down",
      subject: .init(
        environment: environment, apiVersion: "apps/v1",
        identity: ResourceIdentity(
          group: "apps", kind: "Deployment", namespace: "shop", name: name)))
  }

  private let now = Instant(seconds: 1_795_435_200)  // 2026-11-23T12:00:00Z

  @Test func coversUntilTheEndOfItsDay() {
    for (day, status) in [
      ("2026-11-22", Finding.Status.introduced), ("2026-11-23", .waived), ("2027-11-23", .waived),
    ] {
      var findings = [finding()]
      waiver(day).applyWaivers(to: &findings, now: now, isPartial: true)
      #expect(findings[0].status == status, "\(day)")
    }
  }

  @Test func coversNothingElse() {
    for other in [finding("staging"), finding(name: "api")] {
      var findings = [other]
      waiver("2027-11-23").applyWaivers(to: &findings, now: now, isPartial: true)
      #expect(findings.map(\.status) == [.introduced])
    }
  }

  @Test func tellsOfTheExpiredTheEndingAndTheUnused() {
    func rules(_ day: String, used: Bool, isPartial: Bool) -> [String] {
      var findings = used ? [finding()] : []
      waiver(day).applyWaivers(to: &findings, now: now, isPartial: isPartial)
      return findings.map(\.rule).filter { $0.hasPrefix("waiver-") }
    }
    #expect(rules("2026-11-01", used: true, isPartial: true) == ["waiver-expired"])
    #expect(rules("2026-11-30", used: true, isPartial: true) == ["waiver-expires-soon"])
    #expect(rules("2027-11-30", used: false, isPartial: false) == ["waiver-unused"])
    // A change looks at a part only, and the waiver may be for the rest.
    #expect(rules("2027-11-30", used: false, isPartial: true) == [])
  }

  @Test func withoutReasonOwnerAndExpiryThereIsNone() {
    let text = """
      apiVersion: git-vet/v1
      kind: Waiver
      metadata: {name: lazy}
      spec: {rule: "*", expirs: 2030-01-01}
      """
    let set = PolicySet(YAML.read(text, from: Source(path: "waivers.yaml")).documents)
    #expect(set.waivers.isEmpty)
    let headlines = set.diagnostics.map(\.headline)
    #expect(headlines.contains { $0.contains("has no reason") })
    #expect(headlines.contains { $0.contains("has no owner") })
    #expect(headlines.contains { $0.contains("has no expires") })
    #expect(set.diagnostics.contains { $0.help == "did you mean 'expires'?" })
  }
}
