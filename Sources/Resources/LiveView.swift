package import Values

/// What the snapshot answers: an object that it does not cover is unknown, not absent.
package enum Lookup<Found: Sendable>: Sendable {
  case found(Found)
  case absent
  case unknown(reason: String)

  package var found: Found? {
    if case .found(let value) = self { value } else { nil }
  }

  package func map<Other>(_ transform: (Found) -> Other) -> Lookup<Other> {
    switch self {
    case .found(let value): .found(transform(value))
    case .absent: .absent
    case .unknown(let reason): .unknown(reason: reason)
    }
  }
}

/// A question to the snapshot that more than one object may answer.
package enum LiveQuery: Hashable, Sendable {
  /// Everything in a namespace.
  case namespace(String)
  /// Every object of a kind.
  case kind(group: String, kind: String)
  /// Objects of a kind in a namespace.
  case kindIn(group: String, kind: String, namespace: String)
  /// Objects whose `ownerReferences` name the object.
  case owned(by: ResourceIdentity)
}

/// The live system as a snapshot shows it: immutable, and read by look-up.
package protocol LiveView: Sendable {
  func object(_ identity: ResourceIdentity) -> Lookup<Document>

  /// The answers in the order of their identities.
  func objects(_ query: LiveQuery) -> Lookup<[ResourceIdentity]>
}

/// No snapshot at all: everything is unknown.
package struct NoLiveView: LiveView {
  private let reason: String

  package init(reason: String = "there is no snapshot") {
    self.reason = reason
  }

  package func object(_ identity: ResourceIdentity) -> Lookup<Document> {
    .unknown(reason: reason)
  }

  package func objects(_ query: LiveQuery) -> Lookup<[ResourceIdentity]> {
    .unknown(reason: reason)
  }
}
