import CEL

/// `k8s.io/apiserver/pkg/cel/library/authz.go`: declared, so that policies that ask what a user may
/// do compile. The answer is the cluster's; `authorizer` is unknown to every evaluation, and so is
/// what follows from it.
enum AuthorizerLibrary {
  static let authorizer = Type.message("kubernetes.authorization.Authorizer")
  private static let pathCheck = Type.message("kubernetes.authorization.PathCheck")
  private static let groupCheck = Type.message("kubernetes.authorization.GroupCheck")
  private static let resourceCheck = Type.message("kubernetes.authorization.ResourceCheck")
  private static let decision = Type.message("kubernetes.authorization.Decision")

  static let library = Library(
    "kubernetes.authz",
    functions: [
      function("path", ("authorizer_path", [authorizer, .string], pathCheck)),
      function("group", ("authorizer_group", [authorizer, .string], groupCheck)),
      function(
        "serviceAccount",
        ("authorizer_serviceaccount", [authorizer, .string, .string], authorizer)),
      function("resource", ("groupcheck_resource", [groupCheck, .string], resourceCheck)),
      function(
        "subresource", ("resourcecheck_subresource", [resourceCheck, .string], resourceCheck)),
      function(
        "namespace", ("resourcecheck_namespace", [resourceCheck, .string], resourceCheck)),
      function("name", ("resourcecheck_name", [resourceCheck, .string], resourceCheck)),
      function(
        "check", ("pathcheck_check", [pathCheck, .string], decision),
        ("resourcecheck_check", [resourceCheck, .string], decision)),
      function("errored", ("decision_errored", [decision], .bool)),
      function("error", ("decision_error", [decision], .string)),
      function("allowed", ("decision_allowed", [decision], .bool)),
      function("reason", ("decision_reason", [decision], .string)),
    ])

  static let selectors = Library(
    "kubernetes.authzSelectors",
    functions: [
      function(
        "fieldSelector", ("authorizer_fieldselector", [resourceCheck, .string], resourceCheck)),
      function(
        "labelSelector", ("authorizer_labelselector", [resourceCheck, .string], resourceCheck)),
    ])

  private static func function(
    _ name: String, _ overloads: (id: String, parameters: [Type], result: Type)...
  ) -> Function {
    Function(
      name,
      overloads.map { Overload($0.id, isMember: true, $0.parameters, $0.result) })
  }
}
