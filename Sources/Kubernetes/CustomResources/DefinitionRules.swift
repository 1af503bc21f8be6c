import Values

/// What the API server has against a CustomResourceDefinition
/// (k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation). What is left out defaults
/// where the server defaults it.
struct DefinitionRules {
  private let definition: Field
  /// What the definition replaces.
  private var old: Field?
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
    let isEstablished = old["status"]["conditions"].elements.contains {
      $0["type"] == "Established" && $0["status"] == "True"
    }
    if isEstablished {
      immutable(spec["scope"], before["scope"])
      immutable(spec["names"]["kind"], before["names"]["kind"])
    }
    immutable(spec["group"], before["group"])
    immutable(spec["names"]["plural"], before["names"]["plural"])
    let names = spec["versions"].elements.map { $0["name"].text }
    let stored = new["status"]["storedVersions"]
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
    } else if !value.text.hasPrefix("unapproved") && !StringFormat.isRequestURI(value.text)
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
    for version in spec["versions"].elements where version["schema"]["openAPIV3Schema"].node == nil
    {
      version["schema"]["openAPIV3Schema"].required()
    }

    let versions = spec["versions"]
    var seen: Set<String> = []
    var isUnique = true
    for version in versions.elements {
      if !seen.insert(version["name"].text).inserted { isUnique = false }
      if let problem = problems(version["name"], .dns1035Label) {
        version["name"].invalid(problem)
      }
      check(version: version)
    }
    if !isUnique { versions.invalid("must contain unique version names") }
    if versions.elements.count(where: { $0["storage"].bool }) != 1 {
      versions.invalid("must have exactly one version marked as storage version")
    }
    checkNames(spec["names"])
    checkConversion(spec["conversion"])
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
    if seen.isDisjoint(with: ["v1", "v1beta1"]) {
      versions.invalid(
        "must include at least one of v1, v1beta1", value: GoText.json(versions.node))
    }
  }

  private func problems(_ field: Field, _ format: Format) -> String? {
    let problems = format.problems(of: field.text)
    return problems.isEmpty ? nil : problems.joined(separator: ",")
  }
}

// MARK: - Versions

extension DefinitionRules {
  private func check(version: Field) {
    let warning = version["deprecationWarning"]
    if warning.exists {
      if !version["deprecated"].bool {
        warning.invalid("can only be set for deprecated versions")
      } else if warning.isEmpty {
        warning.invalid("must not be an empty string")
      } else if warning.text.utf8.count > 256 {
        warning.invalid("must be <= 256 characters long")
      }
    }
    let schema = version["schema"]["openAPIV3Schema"]
    if schema.exists {
      if version["subresources"]["status"].exists, schema["type"].text != "object" {
        schema["type"].invalid(
          "only \"object\" is allowed as the type at the root of the schema if the status "
            + "subresource is enabled")
      }
      if schema["nullable"].bool {
        schema["nullable"].forbidden("nullable cannot be true at the root")
      }
      if version["subresources"]["status"].exists { checkRoot(schema) }
      let known = schema.report.errors.count
      StructuralRules.check(schema)
      StructuralRules.checkCompleteness(schema)
      let selectable = version["selectableFields"]
      if let node = schema.node, schema.report.errors.count == known,
        selectable.exists || Self.hasRulesOrDefaults(UnownedNode(node))
      {
        let props = JSONSchemaProps(node)
        SchemaDefaults.check(schema, props)
        if schema.report.errors.count == known {
          checkRules(of: schema, props, isUnchanged: isUnchanged(schema, of: version))
        }
        checkSelectable(selectable, SchemaNode(props, isResource: true))
      }
    }
    for column in version["additionalPrinterColumns"].elements { check(column: column) }
  }

  /// What may stand at the root of a schema whose status is validated by itself.
  private static let rootFields: Set<String> = [
    "description", "type", "format", "title", "maximum", "exclusiveMaximum", "minimum",
    "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems",
    "multipleOf", "required", "items", "properties", "externalDocs", "example",
    "x-kubernetes-preserve-unknown-fields", "x-kubernetes-validations",
  ]

  private func checkRoot(_ schema: Field) {
    let isGood = schema.entries.allSatisfy { name, value in
      Self.rootFields.contains(name) || value.isEmpty || value.truth == false
    }
    guard !isGood else { return }
    schema.invalid(
      "only [Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum "
        + "MaxLength MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items "
        + "Properties ExternalDocs Example XPreserveUnknownFields XValidations] fields are allowed "
        + "at the root of the schema if the status subresource is enabled")
  }

  private func checkSelectable(_ fields: Field, _ schema: SchemaNode) {
    var paths: Set<FieldPath> = []
    for field in fields.elements {
      let path = field["jsonPath"]
      if path.isEmpty {
        path.required()
        continue
      }
      guard !path.text.contains("["),
        let (resolved, target) = RuleFieldPath.resolve(path.text, in: schema)
      else {
        let detail =
          path.text.contains("[")
          ? "array notation is not allowed" : "does not refer to a valid field"
        path.invalid("is an invalid path: \(detail)")
        continue
      }
      if resolved.steps.first == .field("metadata") {
        path.invalid("must not point to fields in metadata")
      }
      if !["string", "boolean", "integer"].contains(target.props.type ?? "") {
        path.invalid(
          "must point to a field of type string, boolean or integer. Enum string fields and "
            + "strings with formats are allowed.")
      }
      if !paths.insert(resolved).inserted { path.duplicate() }
    }
    if paths.count > 8 { fields.tooMany(paths.count, limit: 8) }
  }

  /// Whether the version has the schema that it had.
  private func isUnchanged(_ schema: Field, of version: Field) -> Bool {
    guard let old else { return false }
    return old["spec"]["versions"].elements.contains {
      $0["name"].text == version["name"].text && schema.says($0["schema"]["openAPIV3Schema"])
    }
  }

  /// Whether a schema has rules or defaults; most have none and need not be read once more.
  private static func hasRulesOrDefaults(_ node: UnownedNode) -> Bool {
    var isFound = false
    node.forEachEntry { key, value in
      isFound =
        isFound || key.hasText("x-kubernetes-validations") || key.hasText("default")
        || !value.isScalar && hasRulesOrDefaults(value)
    }
    node.forEachElement { isFound = isFound || !$0.isScalar && hasRulesOrDefaults($0) }
    return isFound
  }

  private static let columnTypes = ["boolean", "date", "integer", "number", "string"]
  private static let columnFormats = [
    "byte", "date", "date-time", "double", "float", "int32", "int64", "password",
  ]

  private func check(column: Field) {
    if column["name"].isEmpty { column["name"].required() }
    let types = "must be one of \(Self.columnTypes.joined(separator: ","))"
    if column["type"].isEmpty {
      column["type"].required(types)
    } else if !column["type"].isOne(of: Self.columnTypes) {
      column["type"].invalid(types)
    }
    if !column["format"].isEmpty, !column["format"].isOne(of: Self.columnFormats) {
      column["format"].invalid("must be one of \(Self.columnFormats.joined(separator: ","))")
    }
    // The server names the field as its internal type does.
    let path = column["JSONPath"].beside(column["jsonPath"].node)
    if path.isEmpty {
      path.required()
    } else if !path.text.hasPrefix(".") {
      path.invalid("must start with '.'")
    }
  }
}
