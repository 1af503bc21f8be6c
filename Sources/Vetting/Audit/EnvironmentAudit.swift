import Concurrency
import DesiredState
import Diagnostics
import Git
import Kubernetes
import Policy
import Reporting
import Resources
import Simulation
import Synchronization
import Values

/// The audit of one environment, in two passes over its portions: the first finds what judging any
/// object may have to look up (kinds, namespaces, limits, parameters) and what is there twice, the
/// second judges. A portion that is not kept in between is read again. What shares the limits of a
/// namespace is gathered on the way and judged at the end, together.
struct EnvironmentAudit: Sendable {
  let found: Inventory.Environment
  let live: LiveSource
  let platform: any Platform
  let request: CheckRequest
  let definitions: [Document]
  let schemas: SchemaLocations
  let policies: PolicySet
  let rules: StandingRules
  let commit: PolicyContext.CommitFacts
  /// Whether a configuration says which files are one environment.
  let isConfigured: Bool

  var name: String { found.environment.name }

  /// All that is left of an environment when it is done.
  struct Outcome: Sendable {
    var resources = 0
    var findings: [Finding] = []
    /// What could not be read or rendered.
    var incomplete: [Incompleteness] = []
    /// What could not be found out of objects.
    var gaps = ObjectGaps()
    var otherFiles = 0
    var unreferencedFiles = 0

    fileprivate mutating func add(_ judged: Judged) {
      findings += judged.findings
      gaps.add(judged.gaps)
    }
  }

  /// Resources of rendered portions that are kept between the passes: rendering costs more than
  /// memory, up to a bound.
  private static let keptResources = 5000

  func run(
    _ reader: PortionReader, _ tally: Tally, concurrently isConcurrent: Bool
  ) throws(Diagnostic) -> Outcome {
    let portions = found.portions
    let budget = Atomic<Int>(Self.keptResources)
    let first = try all(portions.count, isConcurrent) { index throws(GitError) in
      let state = try reader.state(of: portions[index])
      defer { tally.step("reading \(name)") }
      return Outline(state, policies) { state in
        if portions.count == 1 { return true }
        guard case .kustomization = portions[index] else { return false }
        let count = state.resources.count
        return budget.wrappingSubtract(count, ordering: .relaxed).newValue >= 0
      }
    }
    var outcome = Outcome()
    add(found.outline, to: &outcome)
    for outline in first {
      outcome.resources += outline.places.count
      add(outline.remarks, to: &outcome)
    }
    addDuplicates(first, to: &outcome)

    let context = try judgingContext(first)
    let second = try all(portions.count, isConcurrent) { index throws(GitError) in
      defer { tally.step("judging \(name)") }
      var resources: [Resource]
      if let kept = first[index].resources {
        resources = kept
      } else {
        resources = try reader.state(of: portions[index]).resources
      }
      let start = resources.partition(by: context.target.isLimited)
      return (judge(Array(resources[..<start]), context), Array(resources[start...]))
    }
    for (judged, _) in second { outcome.add(judged) }
    let limited = second.flatMap(\.1)
    if !limited.isEmpty { outcome.add(try judgeLimited(limited, context, isConcurrent)) }
    return outcome
  }

  /// Namespace by namespace, each of which is played through once.
  private func judgeLimited(
    _ resources: [Resource], _ context: JudgingContext, _ isConcurrent: Bool
  ) throws(Diagnostic) -> Judged {
    var description = context.description
    description.head += resources
    description.extent = .state
    var context = context
    context.target = platform.target(description)
    context.policies.target = context.target
    let namespaces = Dictionary(grouping: resources, by: \.identity.namespace)
      .sorted { ($0.key ?? "") < ($1.key ?? "") }.map(\.value)
    let judging = context
    let judged = try all(namespaces.count, isConcurrent) { index in
      judge(namespaces[index], judging)
    }
    return judged.reduce(into: Judged()) { $0.add($1) }
  }

  private func all<Value: Sendable>(
    _ count: Int, _ isConcurrent: Bool, _ job: @Sendable (Int) throws(GitError) -> Value
  ) throws(Diagnostic) -> [Value] {
    // The closure does not outlive the call: `concurrently` joins its threads.
    let results = withoutActuallyEscaping(job) { job in
      isConcurrent
        ? concurrently(count) { index in
          Result { () throws(GitError) in try job(index) }
        } : (0..<count).map { index in Result { () throws(GitError) in try job(index) } }
    }
    do {
      var values: [Value] = []
      for result in results { values.append(try result.get()) }
      return values
    } catch {
      throw error.diagnostic
    }
  }

  // MARK: - The first pass

  /// What the first pass remembers of a portion.
  private struct Outline: Sendable {
    /// The resources, where they are kept.
    var resources: [Resource]?
    /// What judging others may look up.
    var context: [Resource] = []
    /// One resource of each kind.
    var kinds: [Kind: Resource] = [:]
    var places: [(identity: ResourceIdentity, mark: Mark?)] = []
    /// The state without its resources.
    var remarks: DesiredState

    init(_ state: DesiredState, _ policies: PolicySet, keeping: (DesiredState) -> Bool) {
      remarks = state
      remarks.resources = []
      places.reserveCapacity(state.resources.count)
      for resource in state.resources {
        places.append((resource.identity, resource.origin.first))
        let kind = Kind(apiVersion: resource.apiVersion, name: resource.kind)
        if kinds[kind] == nil { kinds[kind] = resource }
        if resource.identity.isConsulted || policies.consults(resource.identity) {
          context.append(resource)
        }
      }
      if keeping(state) { resources = state.resources }
    }
  }

  private struct Kind: Hashable, Comparable {
    var apiVersion: String
    var name: String

    static func < (left: Kind, right: Kind) -> Bool {
      (left.apiVersion, left.name) < (right.apiVersion, right.name)
    }
  }

  private func add(_ remarks: DesiredState, to outcome: inout Outcome) {
    outcome.findings += remarks.diagnostics.map(Finding.init(ofReading:))
    outcome.incomplete += remarks.gaps.map {
      Incompleteness(environment: name, $0, origin: nil)
    }
    outcome.otherFiles += remarks.otherFiles
    outcome.unreferencedFiles += remarks.unreferencedFiles
  }

  private func addDuplicates(_ outlines: [Outline], to outcome: inout Outcome) {
    var places: [ResourceIdentity: Mark?] = [:]
    places.reserveCapacity(outcome.resources)
    for (identity, mark) in outlines.lazy.flatMap(\.places) {
      guard let first = places.updateValue(mark, forKey: identity) else { continue }
      let diagnostic = Diagnostic.duplicate(
        identity, at: mark, first: first, isConfigured: isConfigured)
      outcome.findings.append(Finding(ofReading: diagnostic))
    }
  }

  // MARK: - The second pass

  private struct JudgingContext: Sendable {
    var description: TargetDescription
    var target: any Target
    var policies: PolicyContext
  }

  private func judgingContext(_ outlines: [Outline]) throws(Diagnostic) -> JudgingContext {
    let context = outlines.flatMap(\.context)
    var kinds: [Kind: Resource] = [:]
    for outline in outlines { kinds.merge(outline.kinds) { first, _ in first } }
    // A resource of each kind stands for all: the target looks for definitions by it.
    let samples = kinds.sorted { $0.key < $1.key }.map(\.value)
    var description = TargetDescription(
      version: request.kubernetesVersion ?? found.environment.kubernetesVersion,
      operator: found.environment.operator, live: live.view, base: [], head: samples + context,
      definitions: definitions)
    description.schemas = try schemas.schemas(of: samples)
    description.ignoresUnknownKinds = request.ignoresMissingSchemas
    description.extent = .sample
    let target = platform.target(description)
    return JudgingContext(
      description: description, target: target,
      policies: PolicyContext(
        live: live.view, target: target, base: [], head: context,
        user: found.environment.operator.user, commit: commit))
  }

  /// What came of judging some resources.
  fileprivate struct Judged: Sendable {
    var findings: [Finding] = []
    var gaps = ObjectGaps()

    mutating func add(_ other: Judged) {
      findings += other.findings
      gaps.add(other.gaps)
    }
  }

  private func judge(_ resources: [Resource], _ context: JudgingContext) -> Judged {
    // What is desired stands for what cannot be told of live secrets.
    let view = live.view(revealing: resources, [])
    let inspection = inspect(
      SimulationInput(
        environment: name, base: [], head: resources, live: view,
        hasSnapshot: live.hasSnapshot, operator: found.environment.operator,
        target: context.target))
    var policyContext = context.policies
    policyContext.live = view
    let judgement = policies.judgeStanding(inspection.objects, by: rules, policyContext)
    var gaps = ObjectGaps()
    for gap in inspection.gaps { gaps.add(gap.gap, at: gap.origin) }
    for entry in judgement.incomplete { gaps.add(entry) }
    let own = inspection.objects.flatMap { rejections(of: $0) + Finding.refusedPods(of: $0) }
    return Judged(findings: own + judgement.findings, gaps: gaps)
  }
}

extension EnvironmentAudit {
  /// Files outside kustomizations may be meant for several clusters, where nothing says that they
  /// are not: there a limit need not be that of the object.
  private var mayBeSeveralClusters: Bool {
    !isConfigured
      && found.portions.contains { if case .manifests = $0 { true } else { false } }
  }

  private func rejections(of object: Change) -> [Finding] {
    let findings = Finding.rejections(of: object)
    guard mayBeSeveralClusters,
      object.rejections.contains(where: { $0.reason == "Forbidden" && $0.field.isEmpty })
    else { return findings }
    return findings.map { finding in
      var finding = finding
      finding.severity = .warning
      finding.help =
        "if the limits are meant for another cluster than the object, say so in "
        + "\(Configuration.path)"
      return finding
    }
  }
}

extension ResourceIdentity {
  /// Namespaces, their limits and definitions of kinds, which say how other objects are taken.
  fileprivate var isConsulted: Bool {
    switch (group, kind) {
    case ("", "Namespace"), ("project.openshift.io", "Project"),
      ("apiextensions.k8s.io", "CustomResourceDefinition"), ("", "LimitRange"),
      ("", "ResourceQuota"):
      true
    default: false
    }
  }
}
