package import Diagnostics
package import Resources
package import Values

/// All policies and waivers that a check goes by.
package struct PolicySet: Sendable {
  package private(set) var changePolicies: [ChangePolicy] = []
  package private(set) var waivers: [Waiver] = []
  package private(set) var admission: [any AdmissionPolicies] = []
  /// What is wrong with the policies themselves.
  package private(set) var diagnostics: [Diagnostic] = []

  /// - Parameters:
  ///   - documents: everything that the policy directories and packs hold.
  ///   - formats: the formats that platforms bring; each picks what it knows.
  ///   - version: the version of the system that policies are compiled for.
  package init(
    _ documents: [Document], formats: [any PolicyFormat] = [], version: String? = nil
  ) {
    var others: [Document] = []
    for document in documents {
      let apiVersion = document.root["apiVersion"]?.string ?? ""
      let kind = document.root["kind"]?.string ?? ""
      switch (apiVersion, kind) {
      case ("git-vet/v1", "ChangePolicy"):
        add(ChangePolicy.read(document), to: \.changePolicies)
      case ("git-vet/v1", "Waiver"):
        add(Waiver.read(document), to: \.waivers)
      case _ where apiVersion.hasPrefix("git-vet/"):
        diagnostics.append(unknownKind(document, apiVersion, kind))
      default:
        others.append(document)
      }
    }
    reportDuplicateNames()
    for format in formats {
      guard
        format.isBuiltIn
          || others.contains(where: {
            format.claims(
              apiVersion: $0.root["apiVersion"]?.string ?? "", kind: $0.root["kind"]?.string ?? "")
          })
      else { continue }
      let (policies, problems) = format.load(others, version: version)
      admission.append(policies)
      diagnostics += problems
    }
  }

  /// One policy alone, as its examples run.
  package init(only policy: ChangePolicy) {
    changePolicies = [policy]
  }

  /// Whether judging another object may look this one up in the desired state.
  package func consults(_ identity: ResourceIdentity) -> Bool {
    admission.contains { $0.consults(identity) }
  }

  private mutating func add<Element>(
    _ reading: (Element?, [Diagnostic]), to list: WritableKeyPath<PolicySet, [Element]>
  ) {
    if let element = reading.0 { self[keyPath: list].append(element) }
    diagnostics += reading.1
  }

  private func unknownKind(
    _ document: Document, _ apiVersion: String, _ kind: String
  ) -> Diagnostic {
    let known = ["ChangePolicy", "Waiver", "Config"]
    if kind == "Config", apiVersion == "git-vet/v1" {
      return Diagnostic(
        .warning, code: "invalid-policy", "a configuration does nothing in a policy directory",
        at: document.root.mark, help: "it belongs into .git-vet.yaml")
    }
    return Diagnostic(
      code: "invalid-policy", "'\(apiVersion)' has no kind '\(kind)'", at: document.root.mark,
      help: closest(to: kind, among: known).map { "did you mean '\($0)' of git-vet/v1?" }
        ?? "the kinds of git-vet/v1 are ChangePolicy and Waiver")
  }

  /// A rule's name is how waivers and people refer to it.
  private mutating func reportDuplicateNames() {
    var seen: [String: Mark?] = [:]
    for policy in changePolicies {
      if let first = seen.updateValue(policy.mark, forKey: policy.name) {
        diagnostics.append(
          Diagnostic(
            code: "invalid-policy", "ChangePolicy '\(policy.name)' is defined twice",
            at: policy.mark,
            notes: first.map { [Diagnostic.Note("here as well", at: .init($0))] } ?? [],
            help: "give each policy a name of its own"))
      }
    }
  }
}
