package import Resources
package import Values

/// What the merge does to one object of the live system.
package enum Action: String, Sendable, CaseIterable {
  case create, update, delete, recreate
  /// It leaves the desired state but stays in the live system.
  case orphan
  /// The manifest changed, the object does not.
  case unchanged
  /// The live system would refuse it.
  case rejected
}

/// One object that the change touches: its manifest differs between base and head.
package struct Change: Sendable {
  package var environment: String
  package var identity: ResourceIdentity
  package var apiVersion: String
  package var action: Action
  /// Where the object is defined: at the head, or at the base for one that goes.
  package var origin: [Mark]
  package var fields: [FieldChange]
  package var rejections: [Rejection]
  package var effects: [Effect]

  /// The states that policies look at; nil where the object is absent.
  package var base: Document?
  package var head: Document?
  package var live: Document?
  /// The object after the merge; nil where it goes or would be refused.
  package var predicted: Document?
  /// The object as the base would leave it, applied to the same live state.
  package var baseline: Document?
  /// What of these states must not be shown.
  package var secrecy: Secrecy
  /// Whether `base`, or `live`, is in a version that could not be converted to that of the change,
  /// so that its fields may be others.
  package var hasForeignBase = false
  package var hasForeignLive = false

  package init(
    environment: String, identity: ResourceIdentity, apiVersion: String, action: Action,
    origin: [Mark], fields: [FieldChange] = [], rejections: [Rejection] = [],
    effects: [Effect] = [], base: Document? = nil, head: Document? = nil, live: Document? = nil,
    predicted: Document? = nil, baseline: Document? = nil, secrecy: Secrecy = .none
  ) {
    self.environment = environment
    self.identity = identity
    self.apiVersion = apiVersion
    self.action = action
    self.origin = origin
    self.fields = fields
    self.rejections = rejections
    self.effects = effects
    self.base = base
    self.head = head
    self.live = live
    self.predicted = predicted
    self.baseline = baseline
    self.secrecy = secrecy
  }
}

/// One field of an object whose value changes, or which has drifted.
package struct FieldChange: Sendable {
  package enum Operation: String, Sendable {
    case add, remove, replace
  }

  package enum Cause: String, Sendable {
    /// The change says so, and the live system is as the base says.
    case change
    /// The live system differs from the base, and will go on to.
    case drift
    /// The live system differs from the base, and that difference is lost.
    case overwritesDrift = "overwrites-drift"
  }

  package var path: FieldPath
  package var operation: Operation
  /// What the base makes of the field.
  package var before: FieldValue?
  /// What the merge makes of it.
  package var after: FieldValue?
  /// What it is now; nil where it is absent or not known.
  package var live: FieldValue?
  package var cause: Cause
  /// The line that sets it, or for a removal the line of what held it.
  package var origin: Mark?

  package init(
    path: FieldPath, operation: Operation, before: FieldValue?, after: FieldValue?,
    live: FieldValue?, cause: Cause, origin: Mark?
  ) {
    self.path = path
    self.operation = operation
    self.before = before
    self.after = after
    self.live = live
    self.cause = cause
    self.origin = origin
  }
}

/// A value that a report may show, or that there is one that it must not.
package enum FieldValue: Sendable {
  case shown(Node)
  case secret
}
