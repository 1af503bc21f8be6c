package import CEL

/// The object types that a ValidatingAdmissionPolicy's expressions see, declared as
/// k8s.io/apiserver/pkg/admission/plugin/policy/validating does (`BuildRequestType`,
/// `BuildNamespaceType`). At run time all of them are plain maps.
package enum AdmissionTypes {
  package static let request = Type.message("kubernetes.AdmissionRequest")
  package static let namespaceObject = Type.message("kubernetes.Namespace")
  package static let variables = Type.message(variablesName)
  private static let variablesName = "kubernetes.variables"

  package static let types: ObjectTypes = {
    let text = Type.string
    let strings = Type.map(text, text)
    return ObjectTypes([
      "kubernetes.GroupVersionKind": ["group": text, "version": text, "kind": text],
      "kubernetes.GroupVersionResource": ["group": text, "version": text, "resource": text],
      "kubernetes.UserInfo": [
        "username": text, "uid": text, "groups": .list(text), "extra": .map(text, .list(text)),
      ],
      "kubernetes.AdmissionRequest": [
        "kind": .message("kubernetes.GroupVersionKind"),
        "resource": .message("kubernetes.GroupVersionResource"),
        "subResource": text,
        "requestKind": .message("kubernetes.GroupVersionKind"),
        "requestResource": .message("kubernetes.GroupVersionResource"),
        "requestSubResource": text, "name": text, "namespace": text, "operation": text,
        "userInfo": .message("kubernetes.UserInfo"), "dryRun": .bool, "options": .dyn,
      ],
      "kubernetes.NamespaceMetadata": [
        "name": text, "generateName": text, "namespace": text, "labels": strings,
        "annotations": strings, "UID": text, "creationTimestamp": .timestamp,
        "deletionGracePeriodSeconds": .int, "deletionTimestamp": .timestamp, "generation": .int,
        "resourceVersion": text, "finalizers": .list(text),
      ],
      "kubernetes.NamespaceSpec": ["finalizers": .list(text)],
      "kubernetes.NamespaceCondition": [
        "status": text, "type": text, "lastTransitionTime": .timestamp, "message": text,
        "reason": text,
      ],
      "kubernetes.NamespaceStatus": [
        "conditions": .list(.message("kubernetes.NamespaceCondition")), "phase": text,
      ],
      "kubernetes.Namespace": [
        "metadata": .message("kubernetes.NamespaceMetadata"),
        "spec": .message("kubernetes.NamespaceSpec"),
        "status": .message("kubernetes.NamespaceStatus"),
      ],
    ])
  }()

  /// What the expressions of a policy see, but for its variables (`mustBuildEnvs` of
  /// k8s.io/apiserver/pkg/admission/plugin/cel/compile.go).
  static func environment(
    minor: Int, hasParameters: Bool, hasAuthorizer: Bool
  ) -> Environment {
    var environment = KubernetesEnvironment.make(minor: minor)
    for name in ["object", "oldObject"] { environment.declare(name, .dyn) }
    if hasParameters { environment.declare("params", .dyn) }
    environment.declare("request", request)
    environment.declare("namespaceObject", namespaceObject)
    if hasAuthorizer {
      environment.declare("authorizer", KubernetesEnvironment.authorizerType)
      environment.declare(
        "authorizer.requestResource", .message("kubernetes.authorization.ResourceCheck"))
    }
    return environment
  }

  /// The types with a policy's own variables, by name.
  package static func types(variables: [String: Type]) -> ObjectTypes {
    var types = types
    types.declare(variablesName, fields: variables)
    return types
  }
}
