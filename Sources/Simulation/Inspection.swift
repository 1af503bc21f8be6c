package import Resources
package import Values

/// What applying a desired state as it is would do, and what of it cannot be told.
package struct Inspection: Sendable {
  /// An entry an object, in the order of the resources: `create`, `update` or `rejected`, with the
  /// effects of its creation. There is no base: nothing of it is a change.
  package var objects: [Change] = []
  /// What could not be found out of an object, with the object.
  package var gaps: [(object: ResourceIdentity, origin: Mark?, gap: Gap)] = []

  package init() {}
}

/// Applies every resource to the live system as it is, each for itself. Pure.
///
/// - Parameter input: its `head` is looked at, its `base` is not.
package func inspect(_ input: SimulationInput) -> Inspection {
  var inspection = Inspection()
  inspection.objects.reserveCapacity(input.head.count)
  for resource in input.head {
    let live = input.live.object(resource.identity)
    if case .unknown(let reason) = live, input.hasSnapshot {
      inspection.gaps.append(
        (
          resource.identity, resource.origin.first,
          .unknownLive("\(resource.kind) objects", kind: resource.kind, reason)
        ))
    }
    var object = Change(
      environment: input.environment, identity: resource.identity,
      apiVersion: resource.apiVersion, action: live.found == nil ? .create : .update,
      origin: resource.origin, head: resource.document, live: live.found)
    let prediction = input.target.predict(
      ApplyRequest(
        identity: resource.identity, base: nil, head: resource.document, live: live))
    let secrecy = input.target.secrecy(
      of: resource.identity, states: [resource.document, live.found].compactMap { $0 },
      texts: resource.secretTexts)
    object.secrecy = secrecy
    var gaps: [Gap]
    switch prediction {
    case .accepted(let predicted, let more):
      object.predicted = predicted
      object.effects = input.target.effects(ofCreating: predicted, resource.identity)
      gaps = more
    case .rejected(let rejections, let more):
      object.action = .rejected
      object.rejections = rejections
      gaps = more
    }
    for index in object.rejections.indices {
      let rejection = object.rejections[index]
      object.rejections[index].message = secrecy.shown(rejection.message)
      object.rejections[index].field = secrecy.shown(field: rejection.field)
    }
    for index in gaps.indices { gaps[index].reason = secrecy.shown(gaps[index].reason) }
    inspection.gaps += gaps.map { (resource.identity, resource.origin.first, $0) }
    inspection.objects.append(object)
  }
  return inspection
}

extension Gap {
  static func unknownLive(_ subject: String, kind: String, _ reason: String) -> Gap {
    Gap(
      "the live state of \(subject) is not known: \(reason)",
      remedy: "take a snapshot that covers \(kind) objects")
  }
}
