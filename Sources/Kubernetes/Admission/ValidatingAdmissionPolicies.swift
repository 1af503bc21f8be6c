import CEL
package import Diagnostics
package import Resources
package import Values

/// ValidatingAdmissionPolicy and its bindings, as the API server reads them.
package struct ValidatingAdmissionPolicyFormat: PolicyFormat {
  private let catalog: APICatalog

  package init(catalog: APICatalog = .newest) {
    self.catalog = catalog
  }

  private static let group = "admissionregistration.k8s.io/"

  package func claims(apiVersion: String, kind: String) -> Bool {
    apiVersion.hasPrefix(Self.group)
      && (kind == "ValidatingAdmissionPolicy" || kind == "ValidatingAdmissionPolicyBinding")
  }

  package func load(
    _ documents: [Document], version: String?
  ) -> (any AdmissionPolicies, [Diagnostic]) {
    let version = version.flatMap { KubernetesVersion($0) } ?? catalog.version
    var policies: [ValidatingAdmissionPolicy] = []
    var bindings: [ValidatingAdmissionPolicyBinding] = []
    var parameters: [Document] = []
    var diagnostics: [Diagnostic] = []
    for document in documents {
      let root = document.root
      let isOurs = root["apiVersion"]?.string?.hasPrefix(Self.group) == true
      switch root["kind"]?.string {
      case "ValidatingAdmissionPolicy" where isOurs:
        do throws(AdmissionExpressions.Failure) {
          policies.append(try ValidatingAdmissionPolicy(root, minor: version.minor))
        } catch {
          let name = root["metadata"]?["name"]?.text ?? ""
          diagnostics.append(
            Diagnostic(
              code: "invalid-policy",
              "ValidatingAdmissionPolicy '\(name)' does not compile", at: error.expression.mark,
              label: error.message, help: "the API server would refuse the policy"))
        }
      case "ValidatingAdmissionPolicyBinding" where isOurs:
        bindings.append(ValidatingAdmissionPolicyBinding(root))
      default: parameters.append(document)
      }
    }
    return (
      ValidatingAdmissionPolicies(
        policies: policies, bindings: bindings, parameters: parameters,
        catalog: APICatalog(version: version, customResources: catalog.customResources)),
      diagnostics
    )
  }
}

/// Judges requests as the API server's plug-in does.
///
/// k8s.io/apiserver/pkg/admission/plugin/policy/validating/dispatcher.go.
struct ValidatingAdmissionPolicies: AdmissionPolicies {
  /// A policy with its bindings. A class, since a policy has many parts, which all objects ask for:
  /// copies would count the references of each.
  private final class Bound: Sendable {
    let policy: ValidatingAdmissionPolicy
    let bindings: [ValidatingAdmissionPolicyBinding]

    init(_ policy: ValidatingAdmissionPolicy, _ bindings: [ValidatingAdmissionPolicyBinding]) {
      self.policy = policy
      self.bindings = bindings
    }
  }

  private let policies: [Bound]
  private let parameters: [Document]
  private let catalog: APICatalog

  init(
    policies: [ValidatingAdmissionPolicy], bindings: [ValidatingAdmissionPolicyBinding],
    parameters: [Document], catalog: APICatalog
  ) {
    self.policies = policies.map { policy in
      let own = bindings.filter { $0.policy == policy.name }
      return Bound(policy, own.isEmpty ? [.init(everywhere: policy.name)] : own)
    }
    self.parameters = parameters
    self.catalog = catalog
  }

  var names: [AdmissionPolicyName] {
    policies.map {
      AdmissionPolicyName(
        kind: "ValidatingAdmissionPolicy", name: $0.policy.name,
        description: $0.policy.description, mark: $0.policy.mark)
    }
  }

  func judge(_ review: AdmissionReview) -> AdmissionAnswer {
    var answer = AdmissionAnswer()
    guard !Self.isExempt(review.identity) else { return answer }
    let request = AdmissionRequest(review, catalog: catalog)
    let search = ParameterSearch(
      documents: parameters, review: review, catalog: catalog, namespace: request.namespace)
    // Most policies see the request as it is, and share what they bind.
    var activations: [AdmissionRequest.Resource: Activation] = [:]
    for bound in policies {
      switch bound.policy.criteria.match(request) {
      case .no: continue
      case .unknown(let reason): answer.gaps.append(gap(bound.policy, reason))
      case .matches(let resource):
        for binding in bound.bindings {
          switch binding.criteria.match(request) {
          case .no: continue
          case .unknown(let reason): answer.gaps.append(gap(bound.policy, reason))
          case .matches:
            let activation = activations[resource] ?? Activation(request, as: resource)
            activations[resource] = activation
            judge(activation, bound.policy, binding, search, &answer)
          }
        }
      }
    }
    return answer
  }

  func consults(_ identity: ResourceIdentity) -> Bool {
    policies.contains { ParameterSearch.concerns($0.policy.paramKind, identity) }
  }

  /// Policies do not judge policies.
  private static func isExempt(_ identity: ResourceIdentity) -> Bool {
    guard identity.group == "admissionregistration.k8s.io" else { return false }
    return [
      "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration",
      "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
      "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding",
    ].contains(identity.kind)
  }

  private func judge(
    _ shared: Activation, _ policy: ValidatingAdmissionPolicy,
    _ binding: ValidatingAdmissionPolicyBinding, _ search: ParameterSearch,
    _ answer: inout AdmissionAnswer
  ) {
    func violation(_ denial: AdmissionEvaluation.Denial, _ severity: Severity) {
      answer.violations.append(
        AdmissionViolation(
          policy: policy.name, binding: binding.name, severity: severity,
          message: denial.message, mark: denial.mark, readsOldObject: denial.readsOldObject))
    }
    switch search.parameters(policy.paramKind, binding.paramRef) {
    case .failed(let message):
      guard policy.expressions.failsClosed else { return }
      violation(
        .init(
          message: "failed to configure binding: \(message)", mark: nil, readsOldObject: false),
        .error)
    case .unknown(let reason): answer.gaps.append(gap(policy, reason))
    case .found(let found):
      for parameter in found {
        var activation = shared
        if let parameter { activation.bind("params", to: search.review.value(of: parameter)) }
        let evaluation = AdmissionEvaluation(
          expressions: policy.expressions, activation: activation)
        let result = evaluation.run()
        for denial in result.denials { violation(denial, binding.severity) }
        if !result.unknowns.isEmpty {
          let names = Set(result.unknowns).sorted().joined(separator: ", ")
          answer.gaps.append(gap(policy, "it depends on \(names), which is not known here"))
        }
      }
    }
  }

  private func gap(_ policy: ValidatingAdmissionPolicy, _ reason: String) -> Gap {
    Gap(
      "policy '\(policy.name)' could not be decided: \(reason)",
      remedy: "take a snapshot that covers what the policy asks for", at: policy.mark)
  }
}
