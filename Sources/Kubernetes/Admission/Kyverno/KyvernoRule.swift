import CEL
import Diagnostics
import Values

/// One rule of a Kyverno policy, compiled: for a kind of pods' makers where it was generated.
struct KyvernoRule: Sendable {
  enum Match: Sendable {
    case clauses(KyvernoMatch)
    case criteria(MatchCriteria)
  }

  let policy: String
  /// nil for a ValidatingPolicy, which is one rule.
  let name: String?
  /// Of a Policy, which is for its own namespace alone.
  let namespace: String?
  let match: Match
  let expressions: AdmissionExpressions
  let severity: Severity
  let paramKind: (apiVersion: String, kind: String)?
  let paramRef: ValidatingAdmissionPolicyBinding.ParamRef?
}

extension KyvernoRule {
  /// The rules with CEL in a ClusterPolicy or a Policy; others are passed over.
  static func rules(
    ofPolicy document: Node, minor: Int
  ) throws(AdmissionExpressions.Failure) -> [KyvernoRule] {
    let spec = document["spec"]
    let metadata = document["metadata"]
    let annotations = metadata?["annotations"]
    let controllers = annotations?["pod-policies.kyverno.io/autogen-controllers"]?.string
    var rules: [KyvernoRule] = []
    for rule in spec?["rules"].map({ Array($0.elements) }) ?? [] {
      guard let cel = rule["validate"]?["cel"] else { continue }
      let action =
        rule["validate"]?["failureAction"]?.string
        ?? spec?["validationFailureAction"]?.string ?? "Audit"
      let match = KyvernoMatch(rule)
      let paramKind = cel.present("paramKind").map {
        ($0["apiVersion"]?.text ?? "", $0["kind"]?.text ?? "")
      }
      let environment = environment(minor: minor, hasParams: paramKind != nil)
      let source = AdmissionExpressions.Source(kyvernoRule: rule, spec)
      func add(
        _ name: String, _ match: KyvernoMatch, _ source: AdmissionExpressions.Source
      ) throws(AdmissionExpressions.Failure) {
        let namespace =
          document["kind"]?.string == "Policy" ? metadata?["namespace"]?.text ?? "default" : nil
        rules.append(
          KyvernoRule(
            policy: metadata?["name"]?.text ?? "", name: name, namespace: namespace,
            match: .clauses(match),
            expressions: try AdmissionExpressions(source, in: environment) {
              AdmissionTypes.types(variables: $0)
            },
            severity: action.lowercased() == "enforce" ? .error : .warning, paramKind: paramKind,
            paramRef: cel.present("paramRef").map { .init($0) }))
      }
      let name = rule["name"]?.text ?? ""
      try add(name, match, source)
      guard match.isForPodsAlone, controllers != "none" else { continue }
      let wanted = controllers.map {
        $0.split(separator: ",").map { String($0).trimmed }
      }
      let templates = [
        "DaemonSet", "Deployment", "Job", "ReplicaSet", "ReplicationController", "StatefulSet",
      ].filter { wanted?.contains($0) ?? true }
      if !templates.isEmpty {
        try add(
          "autogen-\(name)", match.replacingKinds(by: templates),
          KyvernoAutogen.template.rewritten(source))
      }
      if wanted?.contains("CronJob") ?? true {
        try add(
          "autogen-cronjob-\(name)", match.replacingKinds(by: ["CronJob"]),
          KyvernoAutogen.cronJob.rewritten(source))
      }
    }
    return rules
  }

  /// A ValidatingPolicy, and what follows from it for the makers of pods.
  static func rules(
    ofValidatingPolicy document: Node, minor: Int
  ) throws(AdmissionExpressions.Failure) -> [KyvernoRule] {
    let spec = document["spec"]
    if spec?["evaluation"]?["admission"]?["enabled"]?.bool == false { return [] }
    // Policies for other JSON judge no requests.
    if spec?["evaluation"]?["mode"]?.string == "JSON" { return [] }
    let actions = spec?["validationActions"]?.elements.map(\.text) ?? ["Deny"]
    let severity: Severity =
      actions.contains("Deny") ? .error : actions.contains("Warn") ? .warning : .info
    let environment = environment(minor: minor, hasParams: false)
    let source = AdmissionExpressions.Source(admissionPolicy: spec)
    let criteria = MatchCriteria(spec?["matchConstraints"])
    var rules: [KyvernoRule] = []
    func add(
      _ criteria: MatchCriteria, _ source: AdmissionExpressions.Source
    ) throws(AdmissionExpressions.Failure) {
      rules.append(
        KyvernoRule(
          policy: document["metadata"]?["name"]?.text ?? "", name: nil, namespace: nil,
          match: .criteria(criteria),
          expressions: try AdmissionExpressions(source, in: environment) {
            AdmissionTypes.types(variables: $0)
          }, severity: severity, paramKind: nil, paramRef: nil))
    }
    try add(criteria, source)
    guard criteria.isForPodsAlone else { return rules }
    let controllers =
      spec?["autogen"]?["podControllers"]?["controllers"]?.elements.map(\.text)
      ?? ["daemonsets", "deployments", "jobs", "statefulsets", "replicasets", "cronjobs"]
    let apps = ["daemonsets", "deployments", "statefulsets", "replicasets"]
      .filter { controllers.contains($0) }
    if !apps.isEmpty {
      let source = KyvernoAutogen.template.rewritten(source)
      try add(criteria.replacingResources(by: apps, of: "apps"), source)
    }
    if controllers.contains("jobs") {
      let source = KyvernoAutogen.template.rewritten(source)
      try add(criteria.replacingResources(by: ["jobs"], of: "batch"), source)
    }
    if controllers.contains("cronjobs") {
      let source = KyvernoAutogen.cronJob.rewritten(source)
      try add(criteria.replacingResources(by: ["cronjobs"], of: "batch"), source)
    }
    return rules
  }

  private static func environment(minor: Int, hasParams: Bool) -> Environment {
    var environment = KubernetesEnvironment.make(minor: minor)
    environment.add(KyvernoLibrary.library)
    environment.add(KyvernoLibrary.types)
    for name in ["object", "oldObject"] + KyvernoLibrary.outside { environment.declare(name, .dyn) }
    if hasParams { environment.declare("params", .dyn) }
    environment.declare("request", AdmissionTypes.request)
    environment.declare("namespaceObject", AdmissionTypes.namespaceObject)
    environment.declare("authorizer", KubernetesEnvironment.authorizerType)
    environment.declare("resource", KyvernoLibrary.resourceType)
    return environment
  }
}

extension AdmissionExpressions.Source {
  /// `validate.cel` of a rule of a ClusterPolicy.
  init(kyvernoRule rule: Node, _ spec: Node?) {
    let cel = rule["validate"]?["cel"]
    func entries(_ node: Node?) -> [Node] { node.map { Array($0.elements) } ?? [] }
    failsClosed = spec?["failurePolicy"]?.string != "Ignore"
    variables = entries(cel?["variables"]).compactMap { variable in
      variable["expression"].map { (variable["name"]?.text ?? "", $0) }
    }
    conditions = entries(rule["celPreconditions"]).compactMap { condition in
      condition["expression"].map { (condition["name"]?.text ?? "", $0) }
    }
    let message = rule["validate"]?["message"]?.string ?? ""
    validations = entries(cel?["expressions"]).compactMap { validation in
      validation["expression"].map {
        (
          $0, validation["message"]?.string ?? message,
          validation.present("messageExpression").flatMap { $0.text.isEmpty ? nil : $0 }
        )
      }
    }
    annotations = entries(cel?["auditAnnotations"]).compactMap { annotation in
      annotation["valueExpression"].map { (annotation["key"]?.text ?? "", $0) }
    }
  }
}
