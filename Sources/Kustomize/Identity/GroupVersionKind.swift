import Resources

/// The type of a manifest, or a selector of types where an empty part stands for any.
struct GroupVersionKind: Hashable, Sendable {
  var group = ""
  var version = ""
  var kind = ""

  init(group: String = "", version: String = "", kind: String = "") {
    self.group = group
    self.version = version
    self.kind = kind
  }

  init(apiVersion: String, kind: String) {
    group = ResourceIdentity.group(ofAPIVersion: apiVersion)
    version = ResourceIdentity.version(ofAPIVersion: apiVersion)
    self.kind = kind
  }

  var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

  /// Whether each part that the selector names is the same here.
  func isSelected(by selector: GroupVersionKind) -> Bool {
    (selector.kind.isEmpty || selector.kind == kind)
      && (selector.group.isEmpty || selector.group == group)
      && (selector.version.isEmpty || selector.version == version)
  }
}

extension GroupVersionKind: CustomStringConvertible {
  /// `Deployment.v1.apps`, as kustomize's messages have it.
  var description: String {
    "\(kind.isEmpty ? "[noKind]" : kind).\(version.isEmpty ? "[noVer]" : version)"
      + ".\(group.isEmpty ? "[noGrp]" : group)"
  }
}

extension GroupVersionKind {
  /// Kinds that come first and last in output (orderFirst and orderLast in kyaml/resid/gvk.go).
  static let orderFirst = [
    "Namespace", "ResourceQuota", "StorageClass", "CustomResourceDefinition", "ServiceAccount",
    "PodSecurityPolicy", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ConfigMap",
    "Secret", "Endpoints", "Service", "LimitRange", "PriorityClass", "PersistentVolume",
    "PersistentVolumeClaim", "Deployment", "StatefulSet", "CronJob", "PodDisruptionBudget",
  ]
  static let orderLast = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"]

  static func ranks(first: [String], last: [String]) -> [String: Int] {
    var ranks: [String: Int] = [:]
    for (index, kind) in first.enumerated() { ranks[kind] = index - first.count }
    for (index, kind) in last.enumerated() { ranks[kind] = index + 1 }
    return ranks
  }

  static let ranks = ranks(first: orderFirst, last: orderLast)

  /// `apps_v1_Deployment`, by which types sort.
  var sortText: String {
    "\(group.isEmpty ? "~G" : group)_\(version.isEmpty ? "~V" : version)"
      + "_\(kind.isEmpty ? "~K" : kind)"
  }

  /// What field specifications are ordered by.
  struct SortKey: Comparable {
    private let rank: Int
    private let text: [UInt8]

    init(_ type: GroupVersionKind) {
      rank = GroupVersionKind.ranks[type.kind] ?? 0
      text = Array(type.sortText.utf8)
    }

    static func < (left: SortKey, right: SortKey) -> Bool {
      left.rank != right.rank
        ? left.rank < right.rank : left.text.lexicographicallyPrecedes(right.text)
    }
  }
}
