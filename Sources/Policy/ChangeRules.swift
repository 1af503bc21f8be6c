import CEL
import Diagnostics
import Resources
import Simulation
import Values

extension PolicySet {
  func judgeByChangePolicies(
    _ plan: ChangePlan, _ context: PolicyContext, _ judgement: inout Judgement
  ) {
    for policy in changePolicies {
      let matching = plan.changes.filter { $0.action != .unchanged && policy.match.matches($0) }
      guard !matching.isEmpty else { continue }
      let compiled = CompiledChangePolicy(policy)
      var trial = PolicyTrial(policy: compiled, plan: plan, context: context)
      switch policy.scope {
      case .change: for change in matching { trial.judge(change) }
      case .plan: trial.judgePlan(first: matching.first)
      }
      judgement.findings += trial.findings
      judgement.incomplete += trial.incomplete
      judgement.incomplete += compiled.diagnostics.map(Incompleteness.init(policy:))
    }
  }
}

extension Incompleteness {
  /// A rule that cannot be asked.
  init(policy problem: Diagnostic) {
    self.init(
      environment: "", path: problem.mark?.source.path ?? "", line: problem.mark?.line,
      reason: problem.headline, remedy: problem.help ?? "mend the policy")
  }
}

/// One policy before one plan.
struct PolicyTrial {
  let policy: CompiledChangePolicy
  let plan: ChangePlan
  let context: PolicyContext
  /// Whether an entry of the ledger names the object, or is the same for all that it holds for.
  let namesObjects: Bool
  private(set) var findings: [Finding] = []
  private(set) var incomplete: [Incompleteness] = []

  /// More than any sensible rule costs, little enough that a hostile object cannot stall a check.
  private static let costLimit: UInt64 = 10_000_000

  init(
    policy: CompiledChangePolicy, plan: ChangePlan, context: PolicyContext,
    namesObjects: Bool = true
  ) {
    self.policy = policy
    self.plan = plan
    self.context = context
    self.namesObjects = namesObjects
  }

  mutating func judge(_ change: Change) {
    let head = activation(change)
    var base: Activation?
    for rule in policy.rules {
      guard let failure = evaluate(rule, head, change) else { continue }
      var finding = failure
      // A rule about the object alone has an answer for the base as well; one that compares the
      // states is about this change.
      if change.baseline != nil, change.predicted != nil, policy.isAboutOneState(rule) {
        let before = base ?? activation(change, atBase: true)
        base = before
        let outcome = rule.program.evaluate(before, costLimit: Self.costLimit)
        if case .bool(false) = outcome.value { finding.status = .existing }
      }
      findings.append(finding)
    }
  }

  mutating func judgePlan(first: Change?) {
    guard let first else { return }
    let activation = activation(nil)
    for rule in policy.rules {
      guard var finding = evaluate(rule, activation, first) else { continue }
      finding.subject = nil
      findings.append(finding)
    }
  }

  // MARK: - One rule

  /// A finding where the rule is false; an entry of the ledger where it has no answer.
  private mutating func evaluate(
    _ rule: CompiledChangePolicy.Rule, _ activation: Activation, _ change: Change
  ) -> Finding? {
    let outcome = rule.program.evaluate(
      activation, costLimit: Self.costLimit, tracingReads: true)
    switch outcome.value {
    case .bool(true): return nil
    case .bool(false): return finding(rule, outcome, activation, change)
    case .unknown(let unknown):
      note(rule, change, "depends on what is not known: \(unknown)", "look at it by hand")
    case .error(let error):
      note(
        rule, change, "fails: \(error.message)",
        "mend the rule, so that it has an answer for every object that it matches")
    default:
      note(rule, change, "gives no bool", "write a condition")
    }
    return nil
  }

  private mutating func note(
    _ rule: CompiledChangePolicy.Rule, _ change: Change, _ what: String, _ remedy: String
  ) {
    let name = policy.policy.name
    let subject =
      namesObjects ? " for \(change.identity.kind) '\(change.identity.name)'" : ""
    incomplete.append(
      Incompleteness(
        environment: change.environment, path: change.origin.first?.source.path ?? "",
        line: change.origin.first?.line,
        reason: "rule '\(rule.rule.id)' of '\(name)'\(subject) \(change.secrecy.shown(what))",
        remedy: remedy))
  }

  private func finding(
    _ rule: CompiledChangePolicy.Rule, _ outcome: Outcome, _ activation: Activation,
    _ change: Change
  ) -> Finding {
    Finding(
      rule: policy.policy.name, id: rule.rule.id, severity: policy.policy.severity,
      message: change.secrecy.shown(message(rule, activation)),
      subject: Finding.Subject(
        environment: change.environment, apiVersion: change.apiVersion,
        identity: change.identity),
      mark: place(rule, outcome, change), help: rule.rule.help)
  }

  private func message(
    _ rule: CompiledChangePolicy.Rule, _ activation: Activation
  ) -> String {
    if let program = rule.message {
      switch program.evaluate(activation, costLimit: Self.costLimit).value {
      case .string(let text) where !text.isEmpty: return text
      case .text(let node) where !node.text.isEmpty: return node.text
      default: break
      }
    }
    return rule.rule.message ?? "rule '\(rule.rule.id)' does not hold: \(rule.rule.expression)"
  }

  /// The field that the rule names, else the last node of the manifest that it read, else the
  /// object.
  private func place(
    _ rule: CompiledChangePolicy.Rule, _ outcome: Outcome, _ change: Change
  ) -> Mark? {
    if let field = rule.rule.field {
      let steps = field.split(separator: ".").map { FieldPath.Step.field(String($0)) }
      for length in stride(from: steps.count, to: 0, by: -1) {
        if let mark = change.head?.root[FieldPath(Array(steps.prefix(length)))]?.mark {
          return mark
        }
      }
    }
    let files = Set(change.origin.map(\.source))
    let read = outcome.reads.last { node in
      node.isScalar && node.mark.map { files.contains($0.source) } ?? false
    }
    return read?.mark ?? change.origin.last
  }

  // MARK: - Variables

  private func activation(_ change: Change?, atBase: Bool = false) -> Activation {
    var activation = Activation()
    if let change {
      let facts = ChangeFacts(change: change)
      let base = change.hasForeignBase ? .unknown(Unknown(["base"])) : facts.object(change.base)
      activation.bind("base", to: base)
      activation.bind("head", to: atBase ? base : facts.object(change.head))
      activation.bind(
        "live",
        to: change.hasForeignLive ? .unknown(Unknown(["live"])) : facts.object(change.live))
      activation.bind(
        "predicted", to: facts.object(atBase ? change.baseline : change.predicted))
      activation.bind("change") { facts.value }
    } else {
      for name in ["base", "head", "live", "predicted", "change"] {
        activation.bind(name, to: .null)
      }
    }
    let (plan, commit) = (plan, context.commit)
    activation.bind("changes") {
      .list(plan.changes.map { ChangeFacts(change: $0).value })
    }
    activation.bind("commit") {
      .map(
        MapValue(entries: [
          .init(key: .string("id"), value: .string(commit.id)),
          .init(key: .string("author"), value: .string(commit.author)),
          .init(key: .string("message"), value: .string(commit.message)),
        ]))
    }
    // A variable sees those before it.
    for variable in policy.variables {
      let earlier = activation
      activation.bind(variable.name) {
        variable.program.evaluate(earlier, costLimit: Self.costLimit).value
      }
    }
    return activation
  }
}
