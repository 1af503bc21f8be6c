package import Diagnostics
package import Values

/// A policy format that a platform brings, such as ValidatingAdmissionPolicy.
package protocol PolicyFormat: Sendable {
  /// Whether a document belongs to the format: a policy, a binding, or what they refer to.
  func claims(apiVersion: String, kind: String) -> Bool

  /// Whether the system judges by it even where no document of the format was found.
  var isBuiltIn: Bool { get }

  /// Compiles all documents of the format that were found. A policy that cannot be compiled is a
  /// diagnostic; the others still count.
  func load(_ documents: [Document], version: String?) -> (any AdmissionPolicies, [Diagnostic])
}

extension PolicyFormat {
  package var isBuiltIn: Bool { false }
}

/// The policies of one format, ready to judge.
package protocol AdmissionPolicies: Sendable {
  var names: [AdmissionPolicyName] { get }

  /// Every validation that fails is a violation of its own.
  func judge(_ review: AdmissionReview) -> AdmissionAnswer

  /// Whether judging another object may look this one up in the desired state, as a parameter.
  /// Namespaces and definitions of kinds always may be.
  func consults(_ identity: ResourceIdentity) -> Bool
}

extension AdmissionPolicies {
  package func consults(_ identity: ResourceIdentity) -> Bool { false }
}

/// For `git vet policy list` and `explain`.
package struct AdmissionPolicyName: Hashable, Sendable {
  package var kind: String
  package var name: String
  package var description: String?
  package var mark: Mark?

  package init(kind: String, name: String, description: String?, mark: Mark?) {
    self.kind = kind
    self.name = name
    self.description = description
    self.mark = mark
  }
}

/// What the API server puts before its admission plug-ins.
package struct AdmissionReview: Sendable {
  package enum Operation: String, Sendable {
    case create = "CREATE"
    case update = "UPDATE"
    case delete = "DELETE"
  }

  package var operation: Operation
  package var identity: ResourceIdentity
  package var apiVersion: String
  /// The object as it will be stored; nil for a deletion.
  package var object: Document?
  /// The live object; nil for a creation.
  package var oldObject: Document?
  package var user: String?
  package var live: any LiveView
  /// The desired state at the head, for namespaces and parameters that arrive with the change.
  package var desired: [ResourceIdentity: Document]
  /// What of the object must not be shown.
  package var secrecy: Secrecy
  /// What was copied out of secrets, by the object that it was copied into.
  package var secretTexts: [ResourceIdentity: SecretTexts]

  package init(
    operation: Operation, identity: ResourceIdentity, apiVersion: String, object: Document?,
    oldObject: Document?, user: String?, live: any LiveView,
    desired: [ResourceIdentity: Document] = [:], secrecy: Secrecy = .none,
    secretTexts: [ResourceIdentity: SecretTexts] = [:]
  ) {
    self.operation = operation
    self.identity = identity
    self.apiVersion = apiVersion
    self.object = object
    self.oldObject = oldObject
    self.user = user
    self.live = live
    self.desired = desired
    self.secrecy = secrecy
    self.secretTexts = secretTexts
  }
}

package struct AdmissionAnswer: Sendable {
  package var violations: [AdmissionViolation]
  /// What could not be decided, such as a rule that reads a redacted value.
  package var gaps: [Gap]

  package init(violations: [AdmissionViolation] = [], gaps: [Gap] = []) {
    self.violations = violations
    self.gaps = gaps
  }
}

package struct AdmissionViolation: Hashable, Sendable {
  package var policy: String
  package var binding: String?
  package var severity: Severity
  /// Exactly what the API server prints after the names of policy and binding.
  package var message: String
  /// A node that the failing rule read, best the one at fault.
  package var mark: Mark?
  /// The rule reads the old object, so that a base state has no answer of its own.
  package var readsOldObject: Bool

  package init(
    policy: String, binding: String?, severity: Severity, message: String, mark: Mark?,
    readsOldObject: Bool
  ) {
    self.policy = policy
    self.binding = binding
    self.severity = severity
    self.message = message
    self.mark = mark
    self.readsOldObject = readsOldObject
  }
}
