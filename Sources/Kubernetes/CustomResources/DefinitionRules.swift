import Values

/// What the API server has against a CustomResourceDefinition
/// (k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation). What is left out defaults
/// where the server defaults it.
struct DefinitionRules {
  private let definition: Field
  /// What the definition replaces.
  private(set) var old: Field?
  private var spec: Field { definition["spec"] }

  static func create(_ definition: Field) {
    let name = definition["metadata"]["name"]
    let spec = definition["spec"]
    Metadata.validate(
      definition["metadata"], scope: .cluster, name: .dns1123Subdomain, isCustom: true)
    if !name.isEmpty, name.text != "\(spec["names"]["plural"].text).\(spec["group"].text)" {
      name.invalid("must be spec.names.plural+\".\"+spec.group")
    }
    DefinitionRules(definition: definition).checkSpec()
    checkStored(definition)
    checkApproval(definition)
    if spec["preserveUnknownFields"].bool {
      spec["preserveUnknownFields"].invalid(
        "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in "
          + "spec.versions[*].schema instead")
    }
  }

  static func update(_ new: Field, _ old: Field) {
    Metadata.validateUpdate(new["metadata"], old["metadata"], isCustom: true)
    DefinitionRules(definition: new, old: old).checkSpec()
    if approval(new) != approval(old) { checkApproval(new) }
    let (spec, before) = (new["spec"], old["spec"])
    if spec["preserveUnknownFields"].bool, !before["preserveUnknownFields"].bool {
      spec["preserveUnknownFields"].invalid(
        "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in "
          + "spec.versions[*].schema instead")
    }
    if isEstablished(old) {
      immutable(spec["scope"], before["scope"])
      immutable(spec["names"]["kind"], before["names"]["kind"])
    }
    immutable(spec["group"], before["group"])
    immutable(spec["names"]["plural"], before["names"]["plural"])
    checkStored(new)
  }

  private static func isEstablished(_ definition: Field) -> Bool {
    definition["status"]["conditions"].elements.contains {
      $0["type"] == "Established" && $0["status"] == "True"
    }
  }

  /// Versions in which objects may be stored must stay.
  private static func checkStored(_ definition: Field) {
    let stored = definition["status"]["storedVersions"]
    guard !stored.isEmpty else {
      return stored.invalid("must have at least one stored version", value: "null")
    }
    let known = stored.texts
    var names: Set<String> = []
    for version in definition["spec"]["versions"].elements {
      let name = version["name"].text
      names.insert(name)
      if version["storage"].bool, !known.contains(name) {
        stored.invalid("must have the storage version \(name)", value: GoText.json(stored.node))
      }
    }
    for version in stored.elements where !names.contains(version.text) {
      version.invalid(
        "missing from spec.versions; \(version.text) was previously a storage version, and must "
          + "remain in spec.versions until a storage migration ensures no data remains persisted "
          + "in \(version.text) and removes \(version.text) from status.storedVersions")
    }
  }

  private static func immutable(_ new: Field, _ old: Field) {
    if !new.says(old) { new.invalid("field is immutable") }
  }

  private static func approval(_ definition: Field) -> String {
    definition["metadata"]["annotations"].key("api-approved.kubernetes.io").text
  }

  /// Groups of the project's own must be approved.
  private static func checkApproval(_ definition: Field) {
    let group = definition["spec"]["group"].text
    guard
      group.hasSuffix(".k8s.io") || group.hasSuffix(".kubernetes.io") || group == "k8s.io"
        || group == "kubernetes.io"
    else { return }
    let annotation = "api-approved.kubernetes.io"
    let value = definition["metadata"]["annotations"].key(annotation)
    let place = definition["metadata"]["annotations"].key(annotation)
    if value.isEmpty {
      place.required(
        "protected groups must have approval annotation \"\(annotation)\", see "
          + "https://github.com/kubernetes/enhancements/pull/1111")
    } else if !value.text.hasPrefix("unapproved") && URLReference.problem(of: value.text) != nil
      || value.text.hasPrefix("/")
    {
      place.invalid(
        "protected groups must have approval annotation \"\(annotation)\" with either a URL or a "
          + "reason starting with \"unapproved\", see "
          + "https://github.com/kubernetes/enhancements/pull/1111")
    }
  }
}

extension KindRules {
  static let extensions = [
    "CustomResourceDefinition": KindRules(
      create: DefinitionRules.create, update: DefinitionRules.update)
  ]
}

// MARK: - The specification

extension DefinitionRules {
  private func checkSpec() {
    let group = spec["group"]
    if group.isEmpty {
      group.required()
    } else if let problem = problems(group, .dns1123Subdomain) {
      group.invalid(problem)
    } else if !group.text.contains(".") {
      group.invalid("should be a domain with at least one dot")
    }
    spec["scope"].expectOne(of: ["Cluster", "Namespaced"])
    requireSchemas()

    let versions = spec["versions"]
    let parts = DefinitionParts(spec)
    var seen: Set<String> = []
    var isUnique = true
    for (version, part) in zip(versions.elements, parts.versions) {
      if !seen.insert(version["name"].text).inserted { isUnique = false }
      if let problem = problems(version["name"], .dns1035Label) {
        version["name"].invalid(problem)
      }
      checkWarning(version)
      check(part)
    }
    if !isUnique { versions.invalid("must contain unique version names") }
    if versions.elements.count(where: { $0["storage"].bool }) != 1 {
      versions.invalid("must have exactly one version marked as storage version")
    }
    checkNames(spec["names"])
    check(parts.shared)
    checkConversion(spec["conversion"])
  }

  /// A definition that could once do without a schema may still do so for versions that are not
  /// served, or that keep what they do not know.
  private func requireSchemas() {
    let isStrict =
      old?["spec"]["versions"].elements.allSatisfy { $0["schema"]["openAPIV3Schema"].exists }
      ?? true
    let prunes = !spec["preserveUnknownFields"].bool
    for version in spec["versions"].elements {
      let schema = version["schema"]["openAPIV3Schema"]
      guard !schema.exists else { continue }
      if isStrict {
        schema.required()
      } else if prunes, version["served"].bool {
        schema.required("because otherwise all fields are pruned")
      }
    }
  }

  private func checkNames(_ names: Field) {
    for name in ["plural", "singular", "kind", "listKind"] where names[name].isEmpty {
      names[name].required()
    }
    for name in ["plural", "singular"] where !names[name].isEmpty {
      if let problem = problems(names[name], .dns1035Label) { names[name].invalid(problem) }
    }
    for name in ["kind", "listKind"] where !names[name].isEmpty {
      let problems = Format.dns1035Label.problems(of: names[name].text.lowercased())
      if !problems.isEmpty {
        names[name].invalid(
          "may have mixed case, but should otherwise match: "
            + problems.joined(separator: ","))
      }
    }
    for list in ["shortNames", "categories"] {
      for name in names[list].elements {
        if let problem = problems(name, .dns1035Label) { name.invalid(problem) }
      }
    }
    if !names["kind"].isEmpty, names["kind"].text == names["listKind"].text {
      names["listKind"].invalid("kind and listKind may not be the same")
    }
  }

  private func checkConversion(_ conversion: Field) {
    guard conversion.exists else { return }
    if conversion["strategy"].text != "None", spec["preserveUnknownFields"].bool {
      conversion["strategy"].invalid("must be None if spec.preserveUnknownFields is true")
    }
    conversion["strategy"].expectOne(of: ["None", "Webhook"])
    let webhook = conversion["webhook"]
    let client = webhook["clientConfig"]
    let place = conversion["webhookClientConfig"].beside(client.node)
    let versions = conversion["conversionReviewVersions"]
      .beside(webhook["conversionReviewVersions"].node)
    guard conversion["strategy"] == "Webhook" else {
      for field in [place, versions] where !field.isEmpty {
        field.forbidden("should not be set when strategy is not set to Webhook")
      }
      return
    }
    if client.exists {
      Webhooks.validateClient(place)
      checkAuthorities(place["caBundle"])
    } else {
      place.required("required when strategy is set to Webhook")
    }
    if versions.isEmpty { return versions.required() }
    var seen: Set<String> = []
    for version in versions.elements {
      if !seen.insert(version.text).inserted {
        version.invalid("duplicate version")
      } else {
        version.check(.dns1035Label)
      }
    }
    if seen.isDisjoint(with: Self.reviewVersions), requiresKnownReview {
      versions.invalid(
        "must include at least one of v1, v1beta1", value: GoText.json(versions.node))
    }
  }

  private static let reviewVersions = ["v1", "v1beta1"]

  /// Whether the stored definition does not do without a version that the server knows itself.
  private var requiresKnownReview: Bool {
    let stored = old?["spec"]["conversion"]["webhook"]["conversionReviewVersions"].texts ?? []
    return stored.isEmpty || !Set(stored).isDisjoint(with: Self.reviewVersions)
  }

  /// Certificates count once the definition is established; ones that were bad then may stay bad.
  private func checkAuthorities(_ bundle: Field) {
    guard let old, Self.isEstablished(old), !bundle.isEmpty else { return }
    let stored = old["spec"]["conversion"]["webhook"]["clientConfig"]["caBundle"]
    guard stored.isEmpty || CertificateBundle.problem(of: stored.text) == nil else { return }
    if let problem = CertificateBundle.problem(of: bundle.text) {
      bundle.invalid(problem, value: "[]")
    }
  }

  private func problems(_ field: Field, _ format: Format) -> String? {
    let problems = format.problems(of: field.text)
    return problems.isEmpty ? nil : problems.joined(separator: ",")
  }
}
