import Resources
import Values

extension KubernetesTarget {
  private static let adminLabel = "resource.kubernetes.io/admin-access"

  /// Claims for administrative access to devices belong into namespaces that are made for them:
  /// k8s.io/kubernetes/pkg/registry/resource, `AuthorizedForAdmin`. The path is that of a claim, in
  /// a template too.
  func deniedAdminAccess(_ request: ApplyRequest, _ object: Document) -> Rejection? {
    let identity = request.identity
    guard identity.group == "resource.k8s.io", request.live.found == nil,
      let namespace = identity.namespace
    else { return nil }
    let spec =
      switch identity.kind {
      case "ResourceClaim": object.root["spec"]
      case "ResourceClaimTemplate": object.root["spec", "spec"]
      default: nil as Node?
      }
    let requests = spec?["devices"]?["requests"]?.elements.map { $0 } ?? []
    let index = requests.firstIndex { ($0["exactly"] ?? $0)["adminAccess"]?.bool == true }
    guard let index, isForAdmins(namespace) == false else { return nil }
    return Rejection(
      .forbidden(
        FieldPath([
          .field("spec"), .field("devices"), .field("requests"), .index(index),
          .field("adminAccess"),
        ]),
        "admin access to devices requires the `\(Self.adminLabel): true` label on the containing "
          + "namespace"))
  }

  /// nil where nobody tells. A label that no manifest speaks of stays.
  private func isForAdmins(_ namespace: String) -> Bool? {
    let identity = ResourceIdentity(
      group: "", kind: "Namespace", namespace: nil, name: namespace)
    func label(_ object: Document) -> Node? {
      object.root["metadata", "labels"]?[Self.adminLabel]
    }
    if let given = head[identity].flatMap(label) { return given == "true" }
    switch live.object(identity) {
    case .found(let object): return label(object).map { $0 == "true" } ?? false
    case .absent: return head[identity] == nil ? nil : false
    case .unknown: return nil
    }
  }
}
