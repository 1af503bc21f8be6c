import Resources
import Values

/// Finds the parameters that a binding refers to: among the policies, in the desired state, and in
/// the live one.
///
/// k8s.io/apiserver/pkg/admission/plugin/policy/generic/policy_dispatcher.go, `CollectParams`.
struct ParameterSearch {
  let documents: [Document]
  let review: AdmissionReview
  let catalog: APICatalog
  /// Of the request; nil for an object of cluster scope.
  let namespace: String?

  enum Answer {
    /// nil stands for the null that policies without parameters get.
    case found([Document?])
    case failed(String)
    case unknown(String)
  }

  /// Whether an object is of the kind of a policy's parameters.
  static func concerns(
    _ paramKind: (apiVersion: String, kind: String)?, _ identity: ResourceIdentity
  ) -> Bool {
    guard let (apiVersion, kind) = paramKind else { return false }
    return kind == identity.kind
      && ResourceIdentity.group(ofAPIVersion: apiVersion) == identity.group
  }

  func parameters(
    _ paramKind: (apiVersion: String, kind: String)?,
    _ reference: ValidatingAdmissionPolicyBinding.ParamRef?
  ) -> Answer {
    guard let (apiVersion, kind) = paramKind, let reference else {
      return .found([nil])
    }
    let group = ResourceIdentity.group(ofAPIVersion: apiVersion)
    let scope = catalog.scope(group: group, kind: kind)
    var searched: String?
    if scope == .cluster {
      if reference.namespace != nil {
        return .failed("paramRef.namespace must not be provided for a cluster-scoped `paramKind`")
      }
    } else {
      searched = reference.namespace ?? namespace
      if searched == nil {
        return .failed(
          "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources")
      }
    }
    switch find(group, kind, searched, reference) {
    case .found(let found) where found.isEmpty:
      return reference.deniesWhereNotFound
        ? .failed("no params found for policy binding with `Deny` parameterNotFoundAction")
        : .found([])
    case let answer: return answer
    }
  }

  private func find(
    _ group: String, _ kind: String, _ namespace: String?,
    _ reference: ValidatingAdmissionPolicyBinding.ParamRef
  ) -> Answer {
    func isMeant(_ object: Node) -> Bool {
      if let name = reference.name { return object["metadata"]?["name"]?.text == name }
      return reference.selector?.selects(object) ?? false
    }
    var found: [String: Document] = [:]
    for document in documents {
      let root = document.root
      let apiVersion = root["apiVersion"]?.text ?? ""
      guard root["kind"]?.text == kind, ResourceIdentity.group(ofAPIVersion: apiVersion) == group,
        isMeant(root)
      else { continue }
      let own = root["metadata"]?["namespace"]?.string
      guard namespace == nil || own == nil || own == namespace else { continue }
      found[root["metadata"]?["name"]?.text ?? ""] = document
    }
    for (identity, document) in review.desired
    where identity.group == group && identity.kind == kind && identity.namespace == namespace
      && isMeant(document.root)
    {
      found[identity.name] = document
    }
    if let name = reference.name, found[name] == nil {
      let identity = ResourceIdentity(group: group, kind: kind, namespace: namespace, name: name)
      switch review.live.object(identity) {
      case .found(let document): found[name] = document
      case .absent: break
      case .unknown(let reason): return .unknown(reason)
      }
    } else if reference.name == nil {
      let query =
        namespace.map { LiveQuery.kindIn(group: group, kind: kind, namespace: $0) }
        ?? .kind(group: group, kind: kind)
      switch review.live.objects(query) {
      case .found(let identities):
        for identity in identities where found[identity.name] == nil {
          guard let document = review.live.object(identity).found, isMeant(document.root) else {
            continue
          }
          found[identity.name] = document
        }
      case .absent: break
      case .unknown(let reason): if found.isEmpty { return .unknown(reason) }
      }
    }
    return .found(found.sorted { $0.key < $1.key }.map(\.value))
  }
}
