import Resources
import Values

/// The live system as a few files of objects show it. What is not in them is unknown.
struct ObjectsView: LiveView {
  private let documents: [ResourceIdentity: Document]
  private var listed: [LiveQuery: [ResourceIdentity]] = [:]

  init(_ documents: [ResourceIdentity: Document]) {
    self.documents = documents
    for identity in documents.keys.sorted() {
      let (group, kind) = (identity.group, identity.kind)
      listed[.kind(group: group, kind: kind), default: []].append(identity)
      guard let namespace = identity.namespace else { continue }
      listed[.namespace(namespace), default: []].append(identity)
      let query = LiveQuery.kindIn(group: group, kind: kind, namespace: namespace)
      listed[query, default: []].append(identity)
    }
  }

  func object(_ identity: ResourceIdentity) -> Lookup<Document> {
    documents[identity].map { .found($0) }
      ?? .unknown(reason: "it is not among the live objects")
  }

  func objects(_ query: LiveQuery) -> Lookup<[ResourceIdentity]> {
    listed[query].map { .found($0) }
      ?? .unknown(reason: "there are none among the live objects")
  }
}
