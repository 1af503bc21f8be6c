/// ResourceClaims and what they are made from.
enum ResourceClaims {
  static let rules = KindRules(
    create: { claim in
      Metadata.validate(claim["metadata"], scope: .namespaced, name: .dns1123Subdomain)
      validateSpec(claim["spec"], isFlat: isFlat(claim))
    },
    update: { new, old in
      Metadata.validate(new["metadata"], scope: .namespaced, name: .dns1123Subdomain)
      Metadata.validateUpdate(new["metadata"], old["metadata"])
      Workloads.immutable(new["spec"], old["spec"])
    })

  static let templates = KindRules(
    create: { template in
      Metadata.validate(template["metadata"], scope: .namespaced, name: .dns1123Subdomain)
      let spec = template["spec"]
      Metadata.validateTemplate(spec["metadata"])
      validateSpec(spec["spec"], isFlat: isFlat(template))
    },
    update: { new, old in
      Metadata.validateUpdate(new["metadata"], old["metadata"])
      Workloads.immutable(new["spec"], old["spec"])
    })

  /// v1beta1 has in a request what later versions have in its `exactly`.
  private static func isFlat(_ object: Field) -> Bool {
    object["apiVersion"] == "resource.k8s.io/v1beta1"
  }

  private static let limit = 32

  private static func validateSpec(_ spec: Field, isFlat: Bool) {
    let devices = spec["devices"]
    let names = RequestNames(devices["requests"])
    devices["requests"].validateSet(upTo: limit, by: "name") {
      DeviceRequests.validate($0, isFlat: isFlat)
    }
    devices["constraints"].validateList(upTo: limit) { validateConstraint($0, names) }
    devices["config"].validateList(upTo: limit) { config in
      names.validateReferences(config["requests"])
      DeviceConfiguration.validate(config)
    }
  }

  private static func validateConstraint(_ constraint: Field, _ names: RequestNames) {
    names.validateReferences(constraint["requests"])
    let (match, distinct) = (constraint["matchAttribute"], constraint["distinctAttribute"])
    if match.exists {
      DeviceNames.validateFullyQualified(match)
    } else if distinct.exists {
      DeviceNames.validateFullyQualified(distinct)
    } else {
      constraint.required(
        "exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple "
          + "fields are set")
    }
  }
}

/// The names of a claim's requests, and of their alternatives.
struct RequestNames {
  private var alternatives: [String: Set<String>] = [:]

  init(_ requests: Field) {
    for request in requests.elements {
      alternatives[request["name"].text] = Set(
        request["firstAvailable"].elements.map { $0["name"].text })
    }
  }

  func validateReferences(_ references: Field) {
    references.validateSet(upTo: 32, by: nil, validateReference)
  }

  private func validateReference(_ reference: Field) {
    let message =
      "must be the name of a request in the claim or the name of a request and a subrequest "
      + "separated by '/'"
    let parts = reference.text.split(separator: "/", omittingEmptySubsequences: false)
      .map(String.init)
    guard parts.count <= 2 else { return reference.invalid(message) }
    for part in parts {
      for problem in Format.dns1123Label.problems(of: part) {
        reference.invalid(problem, value: GoText.quoted(part))
      }
    }
    if !contains(parts) { reference.invalid(message) }
  }

  private func contains(_ parts: [String]) -> Bool {
    guard let first = parts.first, let names = alternatives[first] else { return false }
    return parts.dropFirst().allSatisfy { names.contains($0) }
  }
}
