package import Diagnostics
package import Resources
package import Values

/// The live system as a file shows it that `kubectl get` wrote, read whole. What is not in the file
/// is unknown: nothing says what was asked for.
package struct ListingView: LiveView {
  private var documents: [ResourceIdentity: Document] = [:]
  private var owned: [Owner: [ResourceIdentity]] = [:]
  /// The objects of a kind in a namespace, which is asked of one namespace after the other.
  private var placed: [Place: [ResourceIdentity]] = [:]

  private struct Place: Hashable {
    var group: String
    var kind: String
    var namespace: String?

    init(group: String, kind: String, namespace: String?) {
      self.group = group
      self.kind = kind
      self.namespace = namespace
    }

    init(_ identity: ResourceIdentity) {
      self.init(group: identity.group, kind: identity.kind, namespace: identity.namespace)
    }
  }

  /// As a reference names an owner, which does not say whether it has cluster scope.
  private struct Owner: Hashable {
    var group: String
    var kind: String
    var name: String
  }

  /// - Parameter paths: of files; `-` is standard input.
  package init(_ paths: [String], redaction: Redaction? = nil) throws(Diagnostic) {
    for path in paths {
      let file = try InputFile(path)
      // A report must not depend on where the file lies: the last part of its path names it.
      let name = path.split(separator: "/").last.map(String.init) ?? path
      var reader = ObjectReader(source: Source(path: path == "-" ? "<standard input>" : name))
      var found: [Document] = []
      try file.read { bytes throws(Diagnostic) in
        try reader.take(bytes) { found.append($0) }
      }
      try reader.finish { found.append($0) }
      for document in found { add(redaction?.redact(document) ?? document) }
    }
    for (owner, objects) in owned { owned[owner] = objects.sorted() }
    for identity in documents.keys { placed[Place(identity), default: []].append(identity) }
  }

  private mutating func add(_ document: Document) {
    let root = document.root
    let identity = ResourceIdentity(
      group: ResourceIdentity.group(ofAPIVersion: root["apiVersion"]?.text ?? ""),
      kind: root["kind"]?.text ?? "",
      namespace: root["metadata", "namespace"]?.string.flatMap { $0.isEmpty ? nil : $0 },
      name: root["metadata", "name"]?.text ?? "")
    guard documents.updateValue(document, forKey: identity) == nil else { return }
    for reference in root["metadata", "ownerReferences"]?.elements.map({ $0 }) ?? [] {
      guard let version = reference["apiVersion"]?.string, let kind = reference["kind"]?.string,
        let name = reference["name"]?.string
      else { continue }
      let group = ResourceIdentity.group(ofAPIVersion: version)
      owned[Owner(group: group, kind: kind, name: name), default: []].append(identity)
    }
  }

  package var count: Int { documents.count }

  package func object(_ identity: ResourceIdentity) -> Lookup<Document> {
    documents[identity].map { .found($0) }
      ?? .unknown(reason: "the file of live objects does not hold it")
  }

  package func objects(_ query: LiveQuery) -> Lookup<[ResourceIdentity]> {
    switch query {
    case .namespace(let namespace): matching { $0.namespace == namespace }
    case .kind(let group, let kind): matching { $0.group == group && $0.kind == kind }
    case .kindIn(let group, let kind, let namespace):
      listed(placed[Place(group: group, kind: kind, namespace: namespace)] ?? [])
    case .owned(let owner):
      .found(
        (owned[Owner(group: owner.group, kind: owner.kind, name: owner.name)] ?? [])
          .filter { owner.namespace == nil || $0.namespace == owner.namespace })
    }
  }

  /// What is found, as far as the file shows it; unknown where it shows nothing.
  private func matching(_ isMatch: (ResourceIdentity) -> Bool) -> Lookup<[ResourceIdentity]> {
    listed(documents.keys.filter(isMatch))
  }

  private func listed(_ found: [ResourceIdentity]) -> Lookup<[ResourceIdentity]> {
    found.isEmpty
      ? .unknown(reason: "the file of live objects holds none of them") : .found(found.sorted())
  }
}
