/// What makes two manifests the same object: not the version, since one object is served in
/// several, and not the file.
package struct ResourceIdentity: Hashable, Sendable {
  /// Empty for the core group.
  package var group: String
  package var kind: String
  /// nil for an object of cluster scope.
  package var namespace: String?
  package var name: String

  package init(group: String, kind: String, namespace: String?, name: String) {
    self.group = group
    self.kind = kind
    self.namespace = namespace
    self.name = name
  }
}

extension ResourceIdentity: Comparable {
  package static func < (left: ResourceIdentity, right: ResourceIdentity) -> Bool {
    (left.namespace ?? "", left.kind, left.name, left.group)
      < (right.namespace ?? "", right.kind, right.name, right.group)
  }
}

extension ResourceIdentity: CustomStringConvertible {
  /// `apps/Deployment/shop/web`; `core` stands for the core group and `_` for cluster scope.
  package var description: String {
    "\(group.isEmpty ? "core" : group)/\(kind)/\(namespace ?? "_")/\(name)"
  }
}

extension ResourceIdentity {
  /// The group of an `apiVersion`: `apps` of `apps/v1`, empty for `v1`.
  package static func group(ofAPIVersion apiVersion: String) -> String {
    // By its bytes: this is asked of every object at every turn.
    guard let slash = apiVersion.utf8.firstIndex(of: UInt8(ascii: "/")) else { return "" }
    return String(apiVersion[..<slash])
  }

  /// The version of an `apiVersion`: `v1` of `apps/v1` and of `v1`.
  package static func version(ofAPIVersion apiVersion: String) -> String {
    let bytes = apiVersion.utf8
    guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else { return apiVersion }
    return String(apiVersion[bytes.index(after: slash)...])
  }
}
