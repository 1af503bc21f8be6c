import CEL
import Diagnostics
import Values

/// A ValidatingAdmissionPolicy, compiled.
struct ValidatingAdmissionPolicy: Sendable {
  let name: String
  let description: String?
  let mark: Mark?
  let criteria: MatchCriteria
  let expressions: AdmissionExpressions
  /// The kind of its parameters.
  let paramKind: (apiVersion: String, kind: String)?

  init(_ document: Node, minor: Int) throws(AdmissionExpressions.Failure) {
    let spec = document["spec"]
    name = document["metadata"]?["name"]?.text ?? ""
    description =
      document["metadata"]?["annotations"]?["policies.kyverno.io/description"]?.string
      ?? document["metadata"]?["annotations"]?["description"]?.string
    mark = document.mark
    criteria = MatchCriteria(spec?["matchConstraints"])
    paramKind = spec?.present("paramKind").map {
      ($0["apiVersion"]?.text ?? "", $0["kind"]?.text ?? "")
    }
    let environment = AdmissionTypes.environment(
      minor: minor, hasParameters: paramKind != nil, hasAuthorizer: true)
    expressions = try AdmissionExpressions(
      .init(admissionPolicy: spec), in: environment, acceptsDynamic: false
    ) {
      AdmissionTypes.types(variables: $0)
    }
  }
}

/// A ValidatingAdmissionPolicyBinding: where a policy applies, and what a denial does.
struct ValidatingAdmissionPolicyBinding: Sendable {
  let name: String?
  let policy: String
  let criteria: MatchCriteria
  let severity: Severity
  let paramRef: ParamRef?

  struct ParamRef: Sendable {
    let name: String?
    let namespace: String?
    let selector: ObjectSelector?
    let deniesWhereNotFound: Bool

    init(_ reference: Node) {
      name = reference["name"]?.string
      namespace = reference["namespace"]?.string
      selector = reference.present("selector").map { ObjectSelector($0) }
      deniesWhereNotFound = reference["parameterNotFoundAction"]?.string != "Allow"
    }
  }

  init(_ document: Node) {
    let spec = document["spec"]
    name = document["metadata"]?["name"]?.text ?? ""
    policy = spec?["policyName"]?.text ?? ""
    criteria = MatchCriteria(spec?["matchResources"])
    let actions = spec?["validationActions"]?.elements.map(\.text) ?? []
    severity = actions.contains("Deny") ? .error : actions.contains("Warn") ? .warning : .info
    paramRef = spec?.present("paramRef").map { ParamRef($0) }
  }

  /// A policy without any binding applies everywhere and denies.
  init(everywhere policy: String) {
    name = nil
    self.policy = policy
    criteria = MatchCriteria(nil)
    severity = .error
    paramRef = nil
  }
}

extension AdmissionExpressions.Source {
  /// The specification of a ValidatingAdmissionPolicy, or of a policy that is like one.
  init(admissionPolicy spec: Node?) {
    failsClosed = spec?["failurePolicy"]?.string != "Ignore"
    func entries(_ list: String) -> [Node] { spec?[list].map { Array($0.elements) } ?? [] }
    variables = entries("variables").compactMap { variable in
      variable["expression"].map { (variable["name"]?.text ?? "", $0) }
    }
    conditions = entries("matchConditions").compactMap { condition in
      condition["expression"].map { (condition["name"]?.text ?? "", $0) }
    }
    validations = entries("validations").compactMap { validation in
      validation["expression"].map {
        (
          $0, validation["message"]?.string ?? "",
          validation.present("messageExpression").flatMap { $0.text.isEmpty ? nil : $0 }
        )
      }
    }
    annotations = entries("auditAnnotations").compactMap { annotation in
      annotation["valueExpression"].map { (annotation["key"]?.text ?? "", $0) }
    }
  }
}
