import Values

extension Defaulting {
  static let admission: [String: Rule] = [
    "ValidatingWebhookConfiguration": { document, object, _ in
      for webhook in document.elements("webhooks", of: object) {
        applyToWebhook(&document, webhook)
      }
    },
    "MutatingWebhookConfiguration": { document, object, _ in
      for webhook in document.elements("webhooks", of: object) {
        applyToWebhook(&document, webhook)
        document.setPointer("reinvocationPolicy", "Never", in: webhook)
      }
    },
    "ValidatingAdmissionPolicy": policy, "MutatingAdmissionPolicy": policy,
    "ValidatingAdmissionPolicyBinding": binding, "MutatingAdmissionPolicyBinding": binding,
  ]

  private static let policy: Rule = { document, object, _ in
    guard let spec = document.mapping("spec", of: object) else { return }
    document.setPointer("failurePolicy", "Fail", in: spec)
    if let constraints = document.mapping("matchConstraints", of: spec) {
      applyToMatch(&document, constraints)
    }
  }

  private static let binding: Rule = { document, object, _ in
    guard let spec = document.mapping("spec", of: object) else { return }
    if let reference = document.mapping("paramRef", of: spec) {
      document.setPointer("parameterNotFoundAction", "Deny", in: reference)
    }
    if let match = document.mapping("matchResources", of: spec) {
      applyToMatch(&document, match)
    }
  }

  private static func applyToWebhook(_ document: inout Document, _ webhook: NodeID) {
    document.setPointer("failurePolicy", "Fail", in: webhook)
    document.setPointer("matchPolicy", "Equivalent", in: webhook)
    for name in ["namespaceSelector", "objectSelector"] {
      _ = document.mapping(at: name, in: webhook)
    }
    document.setDefault("timeoutSeconds", 10, in: webhook)
    if let client = document.mapping("clientConfig", of: webhook),
      let service = document.mapping("service", of: client)
    {
      document.setDefault("port", 443, in: service)
    }
    for rule in document.elements("rules", of: webhook) {
      document.setPointer("scope", "*", in: rule)
    }
  }

  private static func applyToMatch(_ document: inout Document, _ match: NodeID) {
    document.setPointer("matchPolicy", "Equivalent", in: match)
    for name in ["namespaceSelector", "objectSelector"] {
      _ = document.mapping(at: name, in: match)
    }
    for list in ["resourceRules", "excludeResourceRules"] {
      for rule in document.elements(list, of: match) {
        document.setPointer("scope", "*", in: rule)
      }
    }
  }
}
