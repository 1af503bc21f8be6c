import Resources
import Values

/// Live objects, of which those of one namespace can be listed.
struct NamespacedObjects: LiveView {
  private let objects: [ResourceIdentity: Document]
  private let isCovered: @Sendable (_ kind: String) -> Bool

  /// - Parameter isCovered: whether there are no other objects of a kind than these.
  init(_ resources: [Resource], isCovered: @escaping @Sendable (_ kind: String) -> Bool) {
    objects = Dictionary(
      resources.map { ($0.identity, $0.document) }, uniquingKeysWith: { $1 })
    self.isCovered = isCovered
  }

  func object(_ identity: ResourceIdentity) -> Lookup<Document> {
    if let found = objects[identity] { return .found(found) }
    return isCovered(identity.kind) ? .absent : .unknown(reason: "not covered")
  }

  func objects(_ query: LiveQuery) -> Lookup<[ResourceIdentity]> {
    guard case .kindIn(let group, let kind, let namespace) = query else { return .found([]) }
    let found = objects.keys.filter {
      $0.group == group && $0.kind == kind && $0.namespace == namespace
    }.sorted()
    return found.isEmpty && !isCovered(kind) ? .unknown(reason: "not covered") : .found(found)
  }
}

extension Resource {
  /// All but namespaces are taken to be in the namespace `shop`.
  init(inShop document: Document) {
    let root = document.root
    let apiVersion = root["apiVersion"]?.text ?? ""
    let kind = root["kind"]?.text ?? ""
    self.init(
      identity: ResourceIdentity(
        group: ResourceIdentity.group(ofAPIVersion: apiVersion), kind: kind,
        namespace: kind == "Namespace" ? nil : "shop",
        name: root["metadata", "name"]?.text ?? ""),
      apiVersion: apiVersion, document: document, origin: [])
  }
}
