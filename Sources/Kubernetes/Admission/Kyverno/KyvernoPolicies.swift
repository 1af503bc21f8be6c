import CEL
package import Diagnostics
package import Resources
package import Values

/// Kyverno's policies with CEL: ValidatingPolicy, and ClusterPolicy and Policy with `validate.cel`.
package struct KyvernoPolicyFormat: PolicyFormat {
  private let catalog: APICatalog

  package init(catalog: APICatalog = .newest) {
    self.catalog = catalog
  }

  package func claims(apiVersion: String, kind: String) -> Bool {
    switch kind {
    case "ClusterPolicy", "Policy": apiVersion.hasPrefix("kyverno.io/")
    case "ValidatingPolicy": apiVersion.hasPrefix("policies.kyverno.io/")
    default: false
    }
  }

  package func load(
    _ documents: [Document], version: String?
  ) -> (any AdmissionPolicies, [Diagnostic]) {
    let version = version.flatMap { KubernetesVersion($0) } ?? catalog.version
    var rules: [KyvernoRule] = []
    var names: [AdmissionPolicyName] = []
    var others: [Document] = []
    var diagnostics: [Diagnostic] = []
    for document in documents {
      let root = document.root
      let kind = root["kind"]?.text ?? ""
      guard claims(apiVersion: root["apiVersion"]?.text ?? "", kind: kind) else {
        others.append(document)
        continue
      }
      let metadata = root["metadata"]
      let name = metadata?["name"]?.text ?? ""
      do throws(AdmissionExpressions.Failure) {
        let found =
          kind == "ValidatingPolicy"
          ? try KyvernoRule.rules(ofValidatingPolicy: root, minor: version.minor)
          : try KyvernoRule.rules(ofPolicy: root, minor: version.minor)
        rules += found
        names.append(
          AdmissionPolicyName(
            kind: kind, name: name,
            description: metadata?["annotations"]?["policies.kyverno.io/description"]?.string,
            mark: root.mark))
        if found.isEmpty {
          diagnostics.append(
            Diagnostic(
              .warning, code: "unread-policy", "\(kind) '\(name)' has no rule in CEL",
              at: root.mark, help: "rules in Kyverno's own language are not evaluated"))
        }
      } catch {
        diagnostics.append(
          Diagnostic(
            code: "invalid-policy", "\(kind) '\(name)' does not compile",
            at: error.expression.mark ?? root.mark, label: error.message,
            help: "mend the expression"))
      }
    }
    let policies = KyvernoPolicies(
      rules: rules, names: names, documents: others,
      catalog: APICatalog(version: version, customResources: catalog.customResources))
    return (policies, diagnostics)
  }
}

/// Judges requests as Kyverno's admission controller does.
struct KyvernoPolicies: AdmissionPolicies {
  let rules: [KyvernoRule]
  let names: [AdmissionPolicyName]
  let documents: [Document]
  let catalog: APICatalog

  func judge(_ review: AdmissionReview) -> AdmissionAnswer {
    var answer = AdmissionAnswer()
    let request = AdmissionRequest(review, catalog: catalog)
    for rule in rules {
      if let namespace = rule.namespace, namespace != review.identity.namespace { continue }
      var resource = request.resource
      switch rule.match {
      case .clauses(let clauses):
        switch clauses.answer(request) {
        case .matches: break
        case .no: continue
        case .unknown(let reason):
          answer.gaps.append(gap(rule, reason))
          continue
        }
      case .criteria(let criteria):
        switch criteria.match(request) {
        case .matches(let matched): resource = matched
        case .no: continue
        case .unknown(let reason):
          answer.gaps.append(gap(rule, reason))
          continue
        }
      }
      judge(rule, request, resource, review, &answer)
    }
    return answer
  }

  /// An expression of Kyverno may ask for any object by name.
  func consults(_ identity: ResourceIdentity) -> Bool {
    rules.contains { rule in
      rule.expressions.read("resource") || ParameterSearch.concerns(rule.paramKind, identity)
    }
  }

  private func judge(
    _ rule: KyvernoRule, _ request: AdmissionRequest, _ resource: AdmissionRequest.Resource,
    _ review: AdmissionReview, _ answer: inout AdmissionAnswer
  ) {
    func violation(_ denial: AdmissionEvaluation.Denial) {
      answer.violations.append(
        AdmissionViolation(
          policy: rule.policy, binding: rule.name, severity: rule.severity,
          message: denial.message, mark: denial.mark, readsOldObject: denial.readsOldObject))
    }
    let search = ParameterSearch(
      documents: documents, review: review, catalog: catalog, namespace: request.namespace)
    let parameters: [Document?]
    switch search.parameters(rule.paramKind, rule.paramRef) {
    case .found(let found): parameters = found
    case .failed(let message):
      if rule.expressions.failsClosed {
        violation(.init(message: message, mark: nil, readsOldObject: false))
      }
      return
    case .unknown(let reason):
      answer.gaps.append(gap(rule, reason))
      return
    }
    var activation = Activation(request, as: resource)
    activation.bind("resource", to: .object(KyvernoResources(review, documents, catalog)))
    for name in KyvernoLibrary.outside { activation.bind(name, to: .unknown(Unknown([name]))) }
    for parameter in parameters {
      activation.bind("params", to: parameter.map { review.value(of: $0) } ?? .null)
      let result = AdmissionEvaluation(
        expressions: rule.expressions, activation: activation
      ).run()
      for denial in result.denials { violation(denial) }
      if !result.unknowns.isEmpty {
        let names = Set(result.unknowns).sorted().joined(separator: ", ")
        answer.gaps.append(gap(rule, "it depends on \(names), which is not known here"))
      }
    }
  }

  private func gap(_ rule: KyvernoRule, _ reason: String) -> Gap {
    Gap(
      "policy '\(rule.policy)' could not be decided: \(reason)",
      remedy: "take a snapshot that covers what the policy asks for")
  }
}
