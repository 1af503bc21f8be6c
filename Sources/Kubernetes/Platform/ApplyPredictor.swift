package import Resources

/// What an API server would make of applying objects together, with what the limits and quotas of
/// their namespaces have to say: the answers that a check has of its target, whole.
package struct ApplyPredictor: Sendable {
  private let target: KubernetesTarget

  /// - Parameter description: its `head` is all that is applied.
  package init(_ description: TargetDescription) {
    target = KubernetesTarget(description)
  }

  package struct Verdict: Sendable {
    package var outcome: Predictor.Outcome
    /// What else happens where the object is accepted.
    package var effects: [Effect]
    /// What could not be held against the object.
    package var gap: Gap?
  }

  package func predict(_ request: ApplyRequest) -> Verdict {
    let outcome = target.admitted(request)
    let identity = request.identity
    var effects: [Effect] = []
    if outcome.action == .create || outcome.action == .update, let object = outcome.object {
      effects = target.effects(ofCreating: object, identity)
    }
    return Verdict(outcome: outcome, effects: effects, gap: target.limitsGap(of: identity))
  }
}
