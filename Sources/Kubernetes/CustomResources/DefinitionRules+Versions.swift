import Values

// What the versions of a definition say: schemas, subresources, columns and selectable fields.

extension DefinitionRules {
  func check(_ part: DefinitionParts.Version) {
    let schema = part.validation["openAPIV3Schema"]
    if schema.exists { check(schema, of: part) }
    checkScale(part.subresources["scale"])
    for column in part.columns.elements { check(column: column) }
    let selectable = part.selectableFields
    guard !selectable.isEmpty else { return }
    if let node = schema.node {
      checkSelectable(selectable, SchemaNode(JSONSchemaProps(node), isResource: true), part)
    } else {
      selectable.invalid("may only be set when a schema is included")
    }
  }

  private func check(_ schema: Field, of part: DefinitionParts.Version) {
    if part.hasStatus {
      if !schema["type"].isEmpty, schema["type"].text != "object" {
        schema["type"].invalid(
          "only \"object\" is allowed as the type at the root of the schema if the status "
            + "subresource is enabled")
      }
      checkRoot(schema)
    }
    if schema["nullable"].bool {
      schema["nullable"].forbidden("nullable cannot be true at the root")
    }
    let known = schema.report.errors.count
    StructuralRules.check(schema)
    guard let node = schema.node, schema.report.errors.count == known else { return }
    SchemaDefaults.check(schema)
    guard schema.report.errors.count == known, Self.hasRules(UnownedNode(node)) else { return }
    checkRules(of: schema, JSONSchemaProps(node), isUnchanged: isUnchanged(schema, of: part))
  }

  func checkWarning(_ version: Field) {
    let warning = version["deprecationWarning"]
    guard warning.exists else { return }
    guard version["deprecated"].bool else {
      return warning.invalid("can only be set for deprecated versions")
    }
    if warning.text.utf8.count > 256 { warning.invalid("must be <= 256 characters long") }
    if warning.isEmpty { warning.invalid("must not be an empty string") }
    var index = 0
    for character in warning.text.unicodeScalars {
      guard GoText.isPrintable(character) else {
        warning.invalid(
          "must only contain printable UTF-8 characters; non-printable character found at index "
            + "\(index)")
        break
      }
      index += UTF8.width(character)
    }
  }

  /// Where objects keep what their scale shows.
  private func checkScale(_ scale: Field) {
    guard scale.exists else { return }
    for (name, parent) in [("specReplicasPath", ".spec"), ("statusReplicasPath", ".status")] {
      let path = scale[name]
      if path.isEmpty {
        path.required()
      } else if !path.text.hasPrefix(".") {
        path.invalid(Self.pathOpening)
      } else if !path.text.hasPrefix("\(parent).") {
        path.invalid("should be a json path under \(parent)")
      }
    }
    let selector = scale["labelSelectorPath"]
    guard !selector.isEmpty else { return }
    if !selector.text.hasPrefix(".") {
      selector.invalid(Self.pathOpening)
    } else if ![".spec.", ".status."].contains(where: selector.text.hasPrefix) {
      selector.invalid("should be a json path under either .spec or .status")
    }
  }

  private static let pathOpening = "must be a simple json path starting with ."

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

  private func checkSelectable(
    _ fields: Field, _ schema: SchemaNode, _ part: DefinitionParts.Version
  ) {
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
    guard paths.count > 8 else { return }
    let stored = stored(of: part)?["selectableFields"]
    if let stored, stored.count > 8, fields.says(stored) { return }
    fields.tooMany(paths.count, limit: 8)
  }

  /// The version as it is stored.
  private func stored(of part: DefinitionParts.Version) -> Field? {
    old?["spec"]["versions"].elements.first { $0["name"].text == part.name.text }
  }

  /// Whether the version has the schema that it had.
  private func isUnchanged(_ schema: Field, of part: DefinitionParts.Version) -> Bool {
    stored(of: part).map { schema.says($0["schema"]["openAPIV3Schema"]) } ?? false
  }

  /// Whether a schema has rules; most have none and need not be read once more.
  private static func hasRules(_ node: UnownedNode) -> Bool {
    var isFound = false
    node.forEachEntry { key, value in
      isFound =
        isFound || !value.isScalar && (key.hasText("x-kubernetes-validations") || hasRules(value))
    }
    node.forEachElement { isFound = isFound || !$0.isScalar && hasRules($0) }
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
      path.invalid(Self.pathOpening)
    }
  }
}
