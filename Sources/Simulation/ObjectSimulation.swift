import Resources
import Values

/// The fate of one object.
struct ObjectSimulation {
  let input: SimulationInput
  let identity: ResourceIdentity
  let base: Resource?
  let head: Resource?

  typealias Touched = (change: Change, gaps: [Gap])

  /// The version in which the system is asked: all states of the object are told in it.
  private var apiVersion: String { head?.apiVersion ?? base?.apiVersion ?? "" }

  private func converted(_ object: Document) -> Document? {
    input.target.convert(object, to: apiVersion)
  }

  /// nil where the manifest is the same at base and head.
  func run() -> Touched? {
    if let base, let head, base.document == head.document { return nil }
    let live = lookUp()
    let secrecy = secrecy(live)
    guard
      var touched = head.map({ apply($0, to: live, secrecy) })
        ?? base.map({ remove($0, from: live) })
    else { return nil }
    touched.change.secrecy = secrecy
    for index in touched.change.rejections.indices {
      let message = touched.change.rejections[index].message
      touched.change.rejections[index].message = secrecy.shown(message)
      let field = touched.change.rejections[index].field
      touched.change.rejections[index].field = secrecy.shown(field: field)
    }
    for index in touched.gaps.indices {
      touched.gaps[index].reason = secrecy.shown(touched.gaps[index].reason)
    }
    return touched
  }

  private func secrecy(_ live: LiveState) -> Secrecy {
    var texts = SecretTexts()
    for resource in [base, head] {
      if let resource { texts.formUnion(resource.secretTexts) }
    }
    return input.target.secrecy(
      of: identity, states: [base?.document, head?.document, live.lookup.found].compactMap { $0 },
      texts: texts)
  }

  // MARK: - The live state

  private struct LiveState {
    var lookup: Lookup<Document>
    /// The live object is the base's manifest, for want of a better one.
    var isAssumed: Bool
    /// The server would refuse that manifest, so that the live object, if any, is another.
    var isRefused = false
    var gaps: [Gap]
    /// It could not be told in the version that is applied, and says nothing about its fields.
    var isForeign = false
  }

  private func lookUp() -> LiveState {
    let found = input.live.object(identity)
    guard case .unknown(let reason) = found else {
      return inVersion(LiveState(lookup: found, isAssumed: false, gaps: []))
    }
    let name = "\(identity.kind) '\(identity.name)'"
    var state = LiveState(lookup: .absent, isAssumed: true, gaps: [])
    if let base {
      let object = created(base)
      state.lookup = .found(object ?? base.document)
      state.isRefused = object == nil
    }
    state = inVersion(state)
    if input.hasSnapshot {
      state.gaps = [.unknownLive(name, kind: identity.kind, reason)]
    } else if state.isRefused, !state.isForeign {
      state.gaps = [
        .unknownLive(name, kind: identity.kind, "the base's manifest would have been refused")
      ]
    }
    return state
  }

  private func inVersion(_ state: LiveState) -> LiveState {
    guard let object = state.lookup.found else { return state }
    var state = state
    if let object = converted(object) {
      state.lookup = .found(object)
    } else {
      state.isForeign = true
    }
    return state
  }

  /// A manifest as a live object that nobody else has touched; nil where the server refuses it.
  private func created(_ resource: Resource) -> Document? {
    func created(_ manifest: Document) -> Document? {
      let request = ApplyRequest(identity: identity, base: nil, head: manifest, live: .absent)
      guard case .accepted(let object, _) = input.target.predict(request) else { return nil }
      return object
    }
    if let object = created(resource.document) { return object }
    // The system may have given up the version that the manifest is in.
    guard resource.apiVersion != apiVersion else { return nil }
    return converted(resource.document).flatMap(created)
  }

  // MARK: - Applying

  private func apply(
    _ head: Resource, to live: LiveState, _ secrecy: Secrecy
  ) -> Touched {
    var change = Change(
      environment: input.environment, identity: identity, apiVersion: head.apiVersion,
      action: .update, origin: head.origin,
      base: base.map { converted($0.document) ?? $0.document },
      head: head.document, live: live.isAssumed ? nil : live.lookup.found)
    var gaps = live.gaps
    change.hasForeignBase = base.map { converted($0.document) == nil } ?? false
    change.hasForeignLive = live.isForeign && !live.isAssumed
    change.baseline = baseline(live)

    let request = ApplyRequest(
      identity: identity, base: change.base, head: head.document, live: live.lookup)
    switch input.target.predict(request) {
    case .accepted(let object, let more):
      gaps += more
      change.predicted = object
      change.action = live.lookup.found == nil ? .create : .update
    case .rejected(let rejections, let more):
      gaps += more
      change.rejections = rejections
      change.action = .rejected
      change.fields = manifestFields(to: head, secrecy)
      if input.operator.recreate, let current = live.lookup.found,
        let object = recreated(head)
      {
        change.predicted = object
        change.action = .recreate
        change.effects += input.target.effects(ofDeleting: current, identity)
      }
    }
    if change.action == .create || change.action == .recreate, let predicted = change.predicted {
      change.effects += input.target.effects(ofCreating: predicted, identity)
    }
    if let predicted = change.predicted {
      // What the server adds to a manifest cannot be told from what the change does, where there is
      // nothing to compare with that it has taken.
      change.fields =
        live.isForeign || live.isRefused
        ? manifestFields(to: head, secrecy) : fields(from: live, to: predicted, secrecy)
      if change.action == .update, !live.isForeign {
        let current = live.lookup.found
        if change.fields.allSatisfy({ $0.cause == .drift }) {
          change.action = .unchanged
        } else if let current {
          change.effects += input.target.effects(ofUpdating: current, to: predicted, identity)
        }
      }
    }
    return (change, gaps)
  }

  /// Deleting first gives an update's new state the rules of a creation.
  private func recreated(_ head: Resource) -> Document? {
    let request = ApplyRequest(
      identity: identity, base: nil, head: head.document, live: .absent)
    guard case .accepted(let object, _) = input.target.predict(request) else { return nil }
    return object
  }

  private func baseline(_ live: LiveState) -> Document? {
    guard let base else { return nil }
    if let object = applied(base.document, to: live) { return converted(object) }
    // The system may have given up the version that the base is in.
    guard base.apiVersion != apiVersion else { return nil }
    return converted(base.document).flatMap { applied($0, to: live) }
  }

  private func applied(_ manifest: Document, to live: LiveState) -> Document? {
    let request = ApplyRequest(
      identity: identity, base: manifest, head: manifest, live: live.lookup)
    guard case .accepted(let object, _) = input.target.predict(request) else { return nil }
    return object
  }

  private func fields(
    from live: LiveState, to predicted: Document, _ secrecy: Secrecy
  ) -> [FieldChange] {
    // A new object has no fields before: its manifest is the change.
    guard let current = live.lookup.found else { return [] }
    let wanted = base.map { base in converted(created(base) ?? base.document) ?? current }
    var comparison = comparison(hasLive: !live.isAssumed, secrecy)
    comparison.compare(
      wanted?.root, current.root, predicted.root, at: .root, holder: head?.document.root.mark)
    return comparison.changes
  }

  /// What a refused manifest asked for.
  private func manifestFields(to head: Resource, _ secrecy: Secrecy) -> [FieldChange] {
    guard let base = base.map({ converted($0.document) ?? $0.document })?.root else { return [] }
    var comparison = comparison(hasLive: false, secrecy)
    comparison.compare(
      base, base, head.document.root, at: .root,
      holder: head.document.root.mark)
    return comparison.changes
  }

  private func comparison(hasLive: Bool, _ secrecy: Secrecy) -> ThreeWayComparison {
    ThreeWayComparison(
      hasLive: hasLive,
      listType: { input.target.listType(at: $0, in: identity, apiVersion: apiVersion) },
      secrecy: secrecy,
      isBookkeeping: {
        input.target.isBookkeeping($0, in: identity, apiVersion: apiVersion)
      })
  }

  // MARK: - Removing

  private func remove(_ base: Resource, from live: LiveState) -> Touched {
    var change = Change(
      environment: input.environment, identity: identity, apiVersion: base.apiVersion,
      action: .delete, origin: base.origin, base: base.document,
      live: live.isAssumed ? nil : live.lookup.found)
    change.hasForeignLive = live.isForeign && !live.isAssumed
    guard let current = live.lookup.found else {
      change.action = .unchanged
      return (change, live.gaps)
    }
    change.baseline = baseline(live)
    if !input.operator.prune || input.target.keeps(current) {
      change.action = .orphan
      change.effects = [
        Effect(
          .orphaned, "it stays in the live system, and nothing describes it any more",
          count: 1, objects: [identity], needsReview: true)
      ]
    } else {
      change.effects = input.target.effects(ofDeleting: current, identity)
    }
    return (change, live.gaps)
  }
}
