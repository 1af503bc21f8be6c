package import Resources
import Values

/// Kubernetes, and OpenShift with it.
package struct KubernetesPlatform: Platform {
  package init() {}

  package func isNamespaced(group: String, kind: String) -> Bool? {
    APICatalog.newest.scope(group: group, kind: kind).map { $0 == .namespaced }
  }

  package func target(_ description: TargetDescription) -> any Target {
    KubernetesTarget(description)
  }
}
