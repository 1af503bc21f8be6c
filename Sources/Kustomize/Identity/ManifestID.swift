/// What kustomize knows a manifest by, at one point of its way through the transformers.
struct ManifestID: Hashable, Sendable {
  var type: GroupVersionKind
  var name: String
  /// As written; empty where there is none.
  var namespace: String
  /// Whether the schema says so; a type that it does not know counts as namespaced.
  var isClusterScoped: Bool

  init(
    type: GroupVersionKind, name: String, namespace: String, isClusterScoped: Bool = false
  ) {
    self.type = type
    self.name = name
    self.namespace = namespace
    self.isClusterScoped = isClusterScoped
  }

  static let clusterNamespace = "_non_namespaceable_"

  /// The namespace that decides whether two manifests are the same.
  var effectiveNamespace: String {
    if isClusterScoped { return Self.clusterNamespace }
    return namespace.isEmpty ? "default" : namespace
  }

  /// What is equal for two manifests that cannot stand in one result.
  var key: Key { Key(type: type, name: name, namespace: effectiveNamespace) }

  struct Key: Hashable, Sendable {
    var type: GroupVersionKind
    var name: String
    var namespace: String
  }

  /// Whether it is one of those that a source of a replacement names.
  func isSelected(by selector: ManifestID) -> Bool {
    (selector.name.isEmpty || selector.name == name)
      && (selector.namespace.isEmpty || selector.effectiveNamespace == effectiveNamespace)
      && type.isSelected(by: selector.type)
  }
}

extension ManifestID: CustomStringConvertible {
  /// `Deployment.v1.apps/web.shop`
  var description: String {
    "\(type)/\(name.isEmpty ? "[noName]" : name).\(namespace.isEmpty ? "[noNs]" : namespace)"
  }
}
