import Diagnostics
package import Resources
package import Simulation
package import Values

/// What the policies say of a plan.
package struct Judgement: Sendable {
  package var findings: [Finding] = []
  package var incomplete: [Incompleteness] = []

  package init() {}
}

/// What a policy may look at beside the changes themselves.
package struct PolicyContext: Sendable {
  package var live: any LiveView
  package var target: any Target
  /// The desired state of the environment at base and head.
  package var base: [ResourceIdentity: Document]
  package var head: [ResourceIdentity: Document]
  /// Who applies the change.
  package var user: String?
  package var commit: CommitFacts
  /// What was copied out of secrets, by the object that it was copied into.
  package var secretTexts: [ResourceIdentity: SecretTexts]

  /// The head's commit, for rules that ask for a trailer or an author.
  package struct CommitFacts: Sendable {
    package var id: String
    package var author: String
    package var message: String

    package init(id: String, author: String, message: String) {
      self.id = id
      self.author = author
      self.message = message
    }
  }

  package init(
    live: any LiveView, target: any Target, base: [Resource], head: [Resource], user: String?,
    commit: CommitFacts
  ) {
    self.live = live
    self.target = target
    self.base = Dictionary(base.map { ($0.identity, $0.document) }, uniquingKeysWith: { $1 })
    self.head = Dictionary(head.map { ($0.identity, $0.document) }, uniquingKeysWith: { $1 })
    self.user = user
    self.commit = commit
    secretTexts = [:]
    for resource in base + head where !resource.secretTexts.isEmpty {
      secretTexts[resource.identity, default: SecretTexts()].formUnion(resource.secretTexts)
    }
  }
}

extension PolicySet {
  /// Judges every change by every policy, at the head and, where a rule has an answer there, at the
  /// base.
  package func judge(_ plan: ChangePlan, _ context: PolicyContext) -> Judgement {
    var judgement = Judgement()
    for change in plan.changes where change.action != .unchanged {
      for policies in admission { judge(change, by: policies, context, &judgement) }
    }
    judgeByChangePolicies(plan, context, &judgement)
    return judgement
  }

  func judge(
    _ change: Change, by policies: any AdmissionPolicies, _ context: PolicyContext,
    _ judgement: inout Judgement
  ) {
    guard let review = review(of: change, object: change.predicted, context, context.head) else {
      return
    }
    let answer = policies.judge(review)
    let head = answer.violations.map { finding($0, change) }
    judgement.incomplete += answer.gaps.map { gap in
      var gap = gap
      gap.reason = change.secrecy.shown(gap.reason)
      return Incompleteness(environment: change.environment, gap, origin: change.origin.first)
    }
    guard !head.isEmpty || change.baseline != nil else { return }
    var base: [Finding] = []
    if let baseline = change.baseline,
      let review = self.review(of: change, object: baseline, context, context.base)
    {
      base = policies.judge(review).violations.filter { !$0.readsOldObject }
        .map { finding($0, change) }
    }
    judgement.findings += compareFindings(base: base, head: head)
  }

  /// What the API server would be asked; nil where it is not asked.
  private func review(
    of change: Change, object: Document?, _ context: PolicyContext,
    _ desired: [ResourceIdentity: Document]
  ) -> AdmissionReview? {
    let old = change.live ?? change.base
    let operation: AdmissionReview.Operation
    switch change.action {
    case .create: operation = .create
    case .update, .recreate: operation = .update
    case .delete: operation = .delete
    case .orphan, .unchanged, .rejected: return nil
    }
    if operation != .delete, object == nil { return nil }
    return AdmissionReview(
      operation: operation, identity: change.identity, apiVersion: change.apiVersion,
      object: operation == .delete ? nil : object,
      oldObject: operation == .create ? nil : old, user: context.user, live: context.live,
      desired: desired, secrecy: change.secrecy, secretTexts: context.secretTexts)
  }

  private func finding(_ violation: AdmissionViolation, _ change: Change) -> Finding {
    // What a rule read last may stand in a parameter or a namespace: the object is to be edited.
    let place = violation.mark.flatMap { mark in
      change.origin.contains { $0.source == mark.source } ? mark : nil
    }
    return Finding(
      rule: violation.policy, binding: violation.binding, severity: violation.severity,
      message: change.secrecy.shown(violation.message),
      subject: Finding.Subject(
        environment: change.environment, apiVersion: change.apiVersion,
        identity: change.identity),
      mark: place ?? change.origin.last)
  }
}
