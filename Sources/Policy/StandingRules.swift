import CEL
import Diagnostics
import Resources
package import Simulation
import Values

/// The rules that have something to say of an object which nobody changes: they are asked as if it
/// were created. Rules about other actions, and about all changes at once, are about a change.
package struct StandingRules: Sendable {
  let policies: [CompiledChangePolicy]
  /// How many rules are about a change and so are not asked.
  package private(set) var aboutChanges = 0
  /// What does not compile.
  package private(set) var incomplete: [Incompleteness] = []

  package init(_ set: PolicySet) {
    var policies: [CompiledChangePolicy] = []
    for policy in set.changePolicies {
      let actions = policy.match.actions
      guard policy.scope == .change, actions.isEmpty || actions.contains(.create) else {
        aboutChanges += policy.rules.count
        continue
      }
      var compiled = CompiledChangePolicy(policy)
      incomplete += compiled.diagnostics.map(Incompleteness.init(policy:))
      aboutChanges += compiled.keepRules(whoseInputs: { !$0.contains("changes") })
      if !compiled.rules.isEmpty { policies.append(compiled) }
    }
    self.policies = policies
  }
}

private struct Kind: Hashable {
  var group: String
  var name: String
}

extension PolicySet {
  /// Judges objects as they stand. Every finding is `existing`.
  ///
  /// - Parameter objects: as `inspect` gives them.
  package func judgeStanding(
    _ objects: [Change], by rules: StandingRules, _ context: PolicyContext
  ) -> Judgement {
    var judgement = Judgement()
    // Most rules are about a few kinds.
    var candidates: [Kind: [CompiledChangePolicy]] = [:]
    for object in objects where object.action != .rejected {
      for policies in admission { judge(object, by: policies, context, &judgement) }
      var created = object
      created.action = .create
      created.live = nil
      let kind = Kind(group: object.identity.group, name: object.identity.kind)
      let asked =
        candidates[kind]
        ?? rules.policies.filter { policy in
          let kinds = policy.policy.match.kinds
          return kinds.isEmpty || kinds.contains { $0.matches(object.identity) }
        }
      candidates[kind] = asked
      for policy in asked where policy.policy.match.matches(created) {
        let plan = ChangePlan(changes: [created])
        var trial = PolicyTrial(policy: policy, plan: plan, context: context, namesObjects: false)
        trial.judge(created)
        judgement.findings += trial.findings
        judgement.incomplete += trial.incomplete
      }
    }
    for index in judgement.findings.indices { judgement.findings[index].status = .existing }
    return judgement
  }
}
