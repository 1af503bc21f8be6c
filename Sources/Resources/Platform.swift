package import Values

/// A kind of live system (Kubernetes and OpenShift): what an object is there, what applying it
/// does, and who else has a say in it.
package protocol Platform: Sendable {
  /// Whether objects of a built-in kind live in a namespace; nil for a kind that is not known.
  func isNamespaced(group: String, kind: String) -> Bool?

  /// The system as it will be when the change is applied: its version, and the kinds that it or
  /// the change defines.
  func target(_ description: TargetDescription) -> any Target
}

/// What a platform must know of one environment before it can answer for it.
package struct TargetDescription: Sendable {
  /// The version of the system, such as `1.36`; nil for the newest known.
  package var version: String?
  package var `operator`: Operator
  package var live: any LiveView
  /// The whole desired state that was read, at the base and at the head; it may define kinds and
  /// namespaces.
  package var base: [Resource]
  package var head: [Resource]
  /// Further definitions of kinds, from the command line.
  package var definitions: [Document]
  /// JSON schemas of kinds that nothing else describes.
  package var schemas: [KindSchema] = []
  /// Objects of kinds that nothing describes are no gap.
  package var ignoresUnknownKinds = false
  package var extent = Extent.change

  /// What base and head are together.
  package enum Extent: Sendable {
    /// All of a change.
    case change
    /// The head has one object of each kind, and those that others refer to.
    case sample
    /// The head has all that shares the limits of a namespace, as it stands: nothing of it comes by
    /// a change, and it may well be there where nobody tells.
    case state
  }

  package init(
    version: String? = nil, operator: Operator, live: any LiveView, base: [Resource],
    head: [Resource], definitions: [Document] = []
  ) {
    self.version = version
    self.operator = `operator`
    self.live = live
    self.base = base
    self.head = head
    self.definitions = definitions
  }
}

/// A kind of which only a JSON schema is known.
package struct KindSchema: Sendable {
  package var apiVersion: String
  package var kind: String
  package var schema: Document

  package init(apiVersion: String, kind: String, schema: Document) {
    self.apiVersion = apiVersion
    self.kind = kind
    self.schema = schema
  }
}

/// One live system of a platform.
package protocol Target: Sendable {
  /// What the object would be after applying `head`, where `base` was applied last.
  func predict(_ request: ApplyRequest) -> Prediction

  /// The object as the system tells it in another version of its interface; nil where that cannot
  /// be known, which `predict` gives as a gap.
  func convert(_ object: Document, to apiVersion: String) -> Document?

  /// Whether the object is let in depends on the others that are applied beside it, so that they
  /// must be judged together.
  func isLimited(_ resource: Resource) -> Bool

  /// What else happens when the object goes.
  func effects(ofDeleting object: Document, _ identity: ResourceIdentity) -> [Effect]

  /// What else happens when the object comes.
  func effects(ofCreating object: Document, _ identity: ResourceIdentity) -> [Effect]

  /// What else happens when the object changes.
  func effects(
    ofUpdating before: Document, to after: Document, _ identity: ResourceIdentity
  ) -> [Effect]

  /// Whether the operator would leave the live object in place although it left the desired state.
  func keeps(_ live: Document) -> Bool

  /// How the elements of a list are told apart.
  func listType(at path: FieldPath, in identity: ResourceIdentity, apiVersion: String) -> ListType

  /// What the system and its clients note about an object for themselves, such as its version or its
  /// status: no part of what a person changes.
  func isBookkeeping(
    _ path: FieldPath, in identity: ResourceIdentity, apiVersion: String
  ) -> Bool

  /// What is secret in an object.
  ///
  /// - Parameters:
  ///   - states: the object as the manifests and the live system have it.
  ///   - texts: what the desired state copied into it out of objects that hold secrets.
  func secrecy(
    of identity: ResourceIdentity, states: [Document], texts: SecretTexts
  ) -> Secrecy
}

/// Applying one object.
package struct ApplyRequest: Sendable {
  package var identity: ResourceIdentity
  package var base: Document?
  package var head: Document
  package var live: Lookup<Document>

  package init(
    identity: ResourceIdentity, base: Document?, head: Document, live: Lookup<Document>
  ) {
    self.identity = identity
    self.base = base
    self.head = head
    self.live = live
  }
}

package enum Prediction: Sendable {
  /// The object as it will be. `gaps` says what could not be checked, such as an unknown kind.
  case accepted(Document, gaps: [Gap])
  case rejected([Rejection], gaps: [Gap])
}

/// Something that could not be evaluated, and what would mend that.
package struct Gap: Hashable, Sendable {
  package var reason: String
  package var remedy: String
  package var mark: Mark?

  package init(_ reason: String, remedy: String, at mark: Mark? = nil) {
    self.reason = reason
    self.remedy = remedy
    self.mark = mark
  }
}

/// A consequence in the live system beyond the fields of the object itself.
package struct Effect: Hashable, Sendable {
  package enum Kind: String, Sendable {
    case immutableField = "immutable-field"
    case cascade
    case dataLoss = "data-loss"
    case orphaned
    case danglingReference = "dangling-reference"
    case selectorMismatch = "selector-mismatch"
    case irreversible
    case restart
    /// Objects that the live system makes of it would be refused.
    case refusedPods = "refused-pods"
  }

  package var kind: Kind
  package var message: String
  /// How many live objects it concerns; nil where that is not known.
  package var count: Int?
  /// The first of them, sorted.
  package var objects: [ResourceIdentity]
  /// A person must look before this is applied.
  package var needsReview: Bool

  package init(
    _ kind: Kind, _ message: String, count: Int? = nil, objects: [ResourceIdentity] = [],
    needsReview: Bool
  ) {
    self.kind = kind
    self.message = message
    self.count = count
    self.objects = objects
    self.needsReview = needsReview
  }
}
