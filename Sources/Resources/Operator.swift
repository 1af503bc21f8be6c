/// The program that applies what is merged, as far as it decides what an apply does.
package struct Operator: Hashable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case argocd, flux, kubectl
  }

  package enum Apply: String, Sendable, CaseIterable {
    case client, server
  }

  package var kind: Kind
  package var apply: Apply
  package var fieldManager: String
  /// Server-side apply takes over fields that another manager owns.
  package var forceConflicts: Bool
  /// An update that the server refuses becomes a deletion and a creation.
  package var recreate: Bool
  /// What leaves the desired state is deleted.
  package var prune: Bool
  /// Who the API server sees, in admission.
  package var user: String?

  /// The defaults of an operator's kind.
  package init(_ kind: Kind) {
    self.kind = kind
    apply = kind == .flux ? .server : .client
    fieldManager =
      switch kind {
      case .argocd: "argocd-controller"
      case .flux: "kustomize-controller"
      case .kubectl: "kubectl-client-side-apply"
      }
    forceConflicts = kind == .flux
    recreate = false
    prune = true
    user =
      switch kind {
      case .argocd: "system:serviceaccount:argocd:argocd-application-controller"
      case .flux: "system:serviceaccount:flux-system:kustomize-controller"
      case .kubectl: nil
      }
  }
}
