package import Diagnostics
package import Resources
package import Values

/// Pod Security comes with the server: there are no documents of it.
package struct PodSecurityFormat: PolicyFormat {
  package init() {}

  package var isBuiltIn: Bool { true }

  package func claims(apiVersion: String, kind: String) -> Bool { false }

  package func load(
    _ documents: [Document], version: String?
  ) -> (any AdmissionPolicies, [Diagnostic]) {
    (PodSecurityAdmission(version: version.flatMap { KubernetesVersion($0) } ?? .newest), [])
  }
}

/// The API server's Pod Security admission, which the labels of namespaces steer.
///
/// k8s.io/pod-security-admission/admission. A pod that violates what its namespace enforces is
/// rejected. A workload whose pods would be is taken by the server, but its pods never start; it
/// is reported at the namespace's warning level or, where that is laxer, at the enforced one.
package struct PodSecurityAdmission: AdmissionPolicies {
  package static let policy = "pod-security"

  let version: KubernetesVersion

  /// - Parameter version: of the server, which knows what the latest policy is.
  package init(version: KubernetesVersion = .newest) {
    self.version = version
  }

  package var names: [AdmissionPolicyName] {
    [
      AdmissionPolicyName(
        kind: "PodSecurity", name: Self.policy,
        description: "the Pod Security level that the labels of the namespace ask for", mark: nil)
    ]
  }

  package func judge(_ review: AdmissionReview) -> AdmissionAnswer {
    guard review.operation != .delete, let object = review.object else { return AdmissionAnswer() }
    let identity = review.identity
    guard identity.group.isEmpty, identity.kind == "Namespace" else { return pods(review, object) }
    let policy = PodSecurityPolicy(of: object.root)
    if let old = review.oldObject, PodSecurityPolicy(of: old.root).errors == policy.errors {
      return AdmissionAnswer()
    }
    return AdmissionAnswer(
      violations: policy.errors.map { violation($0.description, .error, object) })
  }

  private func pods(_ review: AdmissionReview, _ object: Document) -> AdmissionAnswer {
    let identity = review.identity
    guard let namespace = identity.namespace,
      let (metadata, spec) = PodSecurity.pod(
        of: object.root, group: identity.group, kind: identity.kind)
    else { return AdmissionAnswer() }
    let isPod = identity.group.isEmpty && identity.kind == "Pod"
    if isPod, let old = review.oldObject, !Self.isSignificant(object.root, old.root) {
      return AdmissionAnswer()
    }
    let name = ResourceIdentity(group: "", kind: "Namespace", namespace: nil, name: namespace)
    let labels: Document
    if let desired = review.desired[name] {
      labels = desired
    } else {
      switch review.live.object(name) {
      case .found(let live): labels = live
      // Without the namespace nobody asks for a level; that it is missing is found elsewhere.
      case .absent, .unknown: return AdmissionAnswer()
      }
    }
    let policy = PodSecurityPolicy(of: labels.root)
    func forbidden(at level: PodSecurityLevel) -> String {
      PodSecurity.violations(
        metadata: metadata, spec: spec, isPod: isPod, at: level, version: version)
    }
    let enforced = forbidden(at: policy.enforce)
    if !enforced.isEmpty {
      let verb = isPod ? "violates" : "would violate"
      return AdmissionAnswer(violations: [
        violation("\(verb) PodSecurity \"\(policy.enforce)\": \(enforced)", .error, object)
      ])
    }
    let warned = forbidden(at: policy.warn)
    guard !warned.isEmpty else { return AdmissionAnswer() }
    return AdmissionAnswer(violations: [
      violation("would violate PodSecurity \"\(policy.warn)\": \(warned)", .warning, object)
    ])
  }

  private func violation(
    _ message: String, _ severity: Severity, _ object: Document
  ) -> AdmissionViolation {
    AdmissionViolation(
      policy: Self.policy, binding: nil, severity: severity, message: message,
      mark: object.root.mark, readsOldObject: false)
  }

  /// `isSignificantPodUpdate`: whether containers came, went or changed their image.
  private static func isSignificant(_ pod: Node, _ old: Node) -> Bool {
    ["initContainers", "containers", "ephemeralContainers"].contains { list in
      let (mine, theirs) = (pod["spec"]?[list], old["spec"]?[list])
      let images = { (list: Node?) in list.map { $0.elements.map { $0["image"]?.text } } ?? [] }
      return images(mine) != images(theirs)
    }
  }
}

extension PodSecurityPolicy {
  init(of namespace: Node) {
    let labels = namespace["metadata"]?["labels"]
    self.init { labels?[$0]?.string }
  }
}
