import Concurrency
import DesiredState
public import Diagnostics
import Git
import Kubernetes
import Policy
import Reporting
import Resources
import Simulation
import Synchronization
import Values

/// Looks at every resource of every environment at one commit: whether the live systems would take
/// it, and whether the policies allow it. Configuration and policies are those of that commit.
///
/// - Parameters:
///   - request: its base and head do not count.
///   - revision: nil for `HEAD`.
/// - Throws: what keeps the audit from being made at all. What is wrong with the commit is in the
///   result.
public func audit(
  _ request: CheckRequest, revision: String? = nil
) throws(Diagnostic) -> CheckResult {
  _ = try KubernetesVersion(named: request.kubernetesVersion)
  let repository = try request.repository()
  let commit: Commit
  do {
    commit = try repository.resolve(revision ?? "HEAD")
  } catch {
    throw error.diagnostic
  }
  return CheckResult(report: try Audit(request, commit, in: repository).run())
}

/// One audit, from a commit to a report.
struct Audit {
  let request: CheckRequest
  let commit: Commit
  let repository: Repository
  let tree: CommitTree
  let platform: any Platform = KubernetesPlatform()

  /// Small environments that share a reader, and with it the bases that they share.
  private static let batchSize = 16

  init(_ request: CheckRequest, _ commit: Commit, in repository: Repository) {
    self.request = request
    self.commit = commit
    self.repository = repository
    tree = repository.files(of: commit.tree)
  }

  func run() throws(Diagnostic) -> Report {
    let trust = try Trust.read(request, from: tree, formats: Check.formats)
    if let known = trust.configuration?.environments.map(\.name) {
      try request.check(environments: known)
    }
    request.onProgress?(ProgressStep("listing files", done: 0))
    let inventory: Inventory
    do {
      inventory = try Inventory(
        of: tree, trust.configuration, policyDirectories: trust.policyDirectories)
    } catch {
      throw error.diagnostic
    }
    var report = Report(
      verdict: .safe, evaluatedAt: request.now, base: nil,
      head: Report.Revision(commit: commit.id.hex, tree: commit.tree.hex),
      toolVersion: ToolVersion.current)
    report.findings += trust.problems.map { Finding($0, rule: $0.code) }
    report.findings += inventory.missingRoots.map {
      Finding(missingRoot: $0.root, of: $0.environment)
    }
    report.incomplete += trust.problems.filter { $0.severity == .error }.map {
      Incompleteness(
        environment: "", path: $0.mark?.source.path ?? "", line: $0.mark?.line,
        reason: "\($0.headline); the audit was made without it",
        remedy: $0.help ?? "mend it")
    }
    let rules = StandingRules(trust.policies)
    report.incomplete += rules.incomplete
    let audits = try environmentAudits(inventory, trust, rules, &report)
    let outcomes = try run(audits)

    var ledger = ObjectLedger()
    var rows: [Report.Audit.Environment] = []
    for (audit, outcome) in zip(audits, outcomes) {
      report.findings += outcome.findings
      report.incomplete += outcome.incomplete
      ledger.add(outcome.gaps, environment: audit.name)
      report.counts.otherFiles += outcome.otherFiles
      report.counts.unreferencedFiles += outcome.unreferencedFiles
      report.counts.untouched += outcome.resources
      let files =
        outcome.findings.filter { $0.subject == nil }
        + inventory.missingRoots.filter { $0.environment.name == audit.name }
        .map { Finding(missingRoot: $0.root, of: $0.environment) }
      rows.append(
        Report.Audit.Environment(
          name: audit.name, resources: outcome.resources,
          errors: files.count { $0.severity == .error },
          warnings: files.count { $0.severity == .warning }))
    }
    report.counts.environments = audits.count
    report.incomplete += ledger.entries
    for index in report.findings.indices { report.findings[index].status = .existing }
    trust.policies.applyWaivers(to: &report.findings, now: request.now, isPartial: false)
    report.sort()
    report.audit = Report.Audit(
      environments: rows, report, unassignedFiles: inventory.unassignedFiles,
      rulesAboutChanges: rules.aboutChanges)
    report.verdict = Verdict(
      standing: report.findings, incomplete: report.incomplete,
      isStale: report.snapshots.contains(where: \.isStale))
    return report
  }

  /// Finds the live state of each environment, which reads the repository and may fail.
  private func environmentAudits(
    _ inventory: Inventory, _ trust: Trust, _ rules: StandingRules, _ report: inout Report
  ) throws(Diagnostic) -> [EnvironmentAudit] {
    let lives = LiveSources(request, repository)
    let schemas = try SchemaLocations(request)
    var definitions: [Document] = []
    for path in request.definitions { definitions += try LocalFile.documents(below: path).0 }
    var audits: [EnvironmentAudit] = []
    for found in inventory.environments {
      let environment = found.environment
      // Without a configuration there may be nothing outside kustomizations.
      guard trust.configuration != nil || !found.portions.isEmpty || !found.outline.isEmpty else {
        continue
      }
      let live = try lives.source(for: environment)
      if let snapshot = live.snapshot { report.snapshots.append(snapshot) }
      report.incomplete += live.gaps.map {
        Incompleteness(environment: environment.name, $0, origin: nil)
      }
      if let gap = environment.versionGap, request.kubernetesVersion == nil {
        report.incomplete.append(
          Incompleteness(environment: environment.name, gap, origin: nil))
      }
      audits.append(
        EnvironmentAudit(
          found: found, live: live, platform: platform, request: request,
          definitions: definitions, schemas: schemas, policies: trust.policies, rules: rules,
          commit: PolicyContext.CommitFacts(
            id: commit.id.hex, author: commit.author.person, message: commit.message),
          isConfigured: trust.configuration != nil))
    }
    return audits
  }

  /// One environment after another, its portions on all processors; those of a single portion beside
  /// each other. Nothing but what the report says of an environment outlives it.
  private func run(
    _ audits: [EnvironmentAudit]
  ) throws(Diagnostic) -> [EnvironmentAudit.Outcome] {
    let total = audits.reduce(0) { $0 + $1.found.portions.count }
    let tally = Tally(total: total * 2, request.onProgress)
    var outcomes: [EnvironmentAudit.Outcome] = []
    var rest = audits[...]
    while let first = rest.first {
      guard first.found.portions.count == 1 else {
        outcomes.append(
          try first.run(PortionReader(tree, platform: platform), tally, concurrently: true))
        rest = rest.dropFirst()
        continue
      }
      let small = Array(rest.prefix { $0.found.portions.count == 1 })
      rest = rest.dropFirst(small.count)
      let batches = stride(from: 0, to: small.count, by: Self.batchSize).map {
        Array(small[$0..<min($0 + Self.batchSize, small.count)])
      }
      let (tree, platform) = (tree, platform)
      let results = Concurrency.concurrently(batches.count) { index in
        let reader = PortionReader(tree, platform: platform)
        return batches[index].map { audit in
          Result { () throws(Diagnostic) in try audit.run(reader, tally, concurrently: false) }
        }
      }
      for result in results.joined() { outcomes.append(try result.get()) }
    }
    return outcomes
  }
}

/// Counts the portions that are done.
final class Tally: Sendable {
  private let total: Int
  private let done = Atomic<Int>(0)
  private let handler: ProgressHandler?

  init(total: Int, _ handler: ProgressHandler?) {
    self.total = total
    self.handler = handler
  }

  func step(_ activity: String, by count: Int = 1) {
    let done = done.wrappingAdd(count, ordering: .relaxed).newValue
    handler?(ProgressStep(activity, done: done, of: total))
  }
}
