import DesiredState
import Diagnostics
import Git
import Kubernetes
import Policy
import Reporting
import Resources
import Simulation
import Values

/// One check, from two revisions to a report.
struct Check {
  let request: CheckRequest
  let range: RevisionRange
  let platform: any Platform
  let repository: Repository
  /// Live state in memory, in place of all snapshots.
  var carried: CarriedLiveState?
  /// Whether that goes on to what the change leaves.
  var appliesToCarried = false

  init(_ request: CheckRequest, range: RevisionRange, repository: Repository) {
    self.request = request
    self.range = range
    self.repository = repository
    platform = KubernetesPlatform()
  }

  /// The policy formats that the platforms bring.
  static let formats: [any PolicyFormat] = [
    ValidatingAdmissionPolicyFormat(), KyvernoPolicyFormat(), PodSecurityFormat(),
  ]

  func run() throws(Diagnostic) -> Report {
    let comparison = try read(range.comparison)
    let trust = try Trust.read(request, from: comparison.base, formats: Self.formats)
    if let known = trust.configuration?.environments.map(\.name) {
      try request.check(environments: known)
    }
    var report = try judge(comparison, by: trust)
    let preview = try PolicyPreview(check: self, comparison: comparison, trust: trust).entries()
    if !preview.isEmpty {
      report.preview = preview
      report.verdict = max(report.verdict, .review)
    }
    return report
  }

  /// The report as policies and configuration of one side give it.
  func judge(_ comparison: Comparison, by trust: Trust) throws(Diagnostic) -> Report {
    var report = Report(
      verdict: .safe, evaluatedAt: request.now, base: range.base, head: range.head,
      mergedTree: range.mergedTree, toolVersion: ToolVersion.current)
    var findings = OwnFindings()
    findings.add(range.conflicts)
    findings.add(trust.problems)
    report.incomplete += range.suspicions.map(Incompleteness.init)
    // What the base cannot be judged by leaves something unjudged.
    report.incomplete += trust.problems.filter { $0.severity == .error }
      .map(Incompleteness.init)

    request.onProgress?(ProgressStep("reading what the change touches", done: 0))
    let reader = EnvironmentReader(
      comparison, platform: platform, policyDirectories: trust.policyDirectories)
    let reading = try read { () throws(GitError) in try reader.read(trust.configuration) }
    findings.add(missingRoots: reading.missingRoots)
    let lives = LiveSources(request, repository)
    var definitions: [Document] = []
    for path in request.definitions { definitions += try LocalFile.documents(below: path).0 }
    let schemas = try SchemaLocations(request)
    var judged: [Finding] = []
    let touched = reading.pairs.filter(\.isTouched)
    for (index, pair) in touched.enumerated() {
      request.onProgress?(
        ProgressStep("checking \(pair.environment.name)", done: index, of: touched.count))
      let live =
        if let carried {
          carried.source(for: pair, platform: platform)
        } else {
          try lives.source(for: pair.environment)
        }
      if let snapshot = live.snapshot { report.snapshots.append(snapshot) }
      report.incomplete += live.gaps.map {
        Incompleteness(environment: pair.environment.name, $0, origin: nil)
      }
      if let gap = pair.environment.versionGap, request.kubernetesVersion == nil {
        report.incomplete.append(
          Incompleteness(environment: pair.environment.name, gap, origin: nil))
      }
      let input = pair.simulationInput(
        live, platform: platform, request: request, definitions: definitions,
        schemas: try schemas.schemas(of: pair.base.resources + pair.head.resources))
      let plan = simulate(input)
      if appliesToCarried { carried?.apply(plan) }
      report.changes += plan.changes
      report.incomplete += plan.incomplete
      report.incomplete += pair.newGaps(comparison).map {
        Incompleteness(environment: pair.environment.name, $0, origin: nil)
      }
      report.counts.add(pair, untouched: plan.untouched)
      findings.add(pair)
      findings.add(plan.changes)
      let judgement = trust.policies.judge(
        plan,
        PolicyContext(
          live: live.view, target: input.target, base: pair.base.resources,
          head: pair.head.resources,
          user: pair.environment.operator.user, commit: range.headFacts))
      judged += judgement.findings
      report.incomplete += judgement.incomplete
    }
    report.findings = findings.all + judged
    trust.policies.applyWaivers(to: &report.findings, now: request.now, isPartial: true)
    report.sort()
    report.verdict = Verdict(
      changes: report.changes, findings: report.findings, incomplete: report.incomplete,
      isStale: report.snapshots.contains(where: \.isStale), changesPolicy: false)
    return report
  }

  private func read<Value>(_ body: () throws(GitError) -> Value) throws(Diagnostic) -> Value {
    do {
      return try body()
    } catch {
      throw error.diagnostic
    }
  }
}
