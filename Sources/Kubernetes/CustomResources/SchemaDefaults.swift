import Values

/// Defaults of a structural schema must be valid by the schema that they stand in
/// (k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting/validation.go).
enum SchemaDefaults {
  private static let version = KubernetesVersion.newest
  private static let environment = KubernetesEnvironment.make(minor: version.minor)

  /// - Parameter schema: of a whole object.
  static func check(_ schema: Field) {
    guard let node = schema.node else { return }
    var defaulted = DefaultedSchemas()
    guard defaulted.find(in: UnownedNode(node)) else { return }
    find(in: schema, defaulted, isRoot: true, isMetadata: false)
  }

  /// Reads the outermost schemas that have a default. Most have none, nor any schema inside them.
  private static func find(
    in schema: Field, _ defaulted: DefaultedSchemas, isRoot: Bool, isMetadata: Bool
  ) {
    guard let node = schema.node, defaulted.contains(node) else { return }
    if schema["default"].exists {
      return check(schema, JSONSchemaProps(node), isRoot: isRoot, isMetadata: isMetadata)
    }
    let isEmbedded = schema["x-kubernetes-embedded-resource"].bool
    let isMetadata = isMetadata && !isEmbedded
    find(in: schema["items"], defaulted, isRoot: false, isMetadata: isMetadata)
    for (name, property) in schema["properties"].entries {
      find(
        in: property, defaulted, isRoot: false,
        isMetadata: isMetadata || (isRoot || isEmbedded) && identity.contains(name))
    }
  }

  /// What every object has, whatever its schema says of it.
  private static let identity = ["metadata", "kind", "apiVersion"]

  /// - Parameters:
  ///   - isMetadata: of the type or the metadata of an object inside, whose validity is a matter
  ///     of the object as a whole, and is left open.
  private static func check(
    _ schema: Field, _ props: JSONSchemaProps, isRoot: Bool, isMetadata: Bool
  ) {
    guard props.hasDefaults else { return }
    let isMetadata = isMetadata && !props.isEmbeddedResource
    if let value = props.defaultValue, !value.root.isNull, !isMetadata {
      checkValue(value, schema["default"], props)
    }
    if let items = props.items {
      check(schema["items"], items, isRoot: false, isMetadata: isMetadata)
    }
    let isResource = isRoot || props.isEmbeddedResource
    for property in props.properties {
      check(
        schema["properties"].key(property.name), property.schema, isRoot: false,
        isMetadata: isMetadata || isResource && identity.contains(property.name))
    }
  }

  private static func checkValue(_ value: Document, _ place: Field, _ props: JSONSchemaProps) {
    if !Pruning.unknownFields(in: value, props).isEmpty {
      place.invalid("must not have unknown fields")
    }
    var validation = SchemaValidation(version: version)
    let errors = validation.validate(value.root, props, nil, at: place.path).errors
    place.report.errors += errors
    guard errors.isEmpty,
      let rules = RuleTree.make(props, isResource: props.isEmbeddedResource, in: environment)
    else { return }
    place.report.errors +=
      RuleValidation.validate(
        value.root, old: value.root, rules, ratchets: false, at: place.path
      ).errors
  }
}

/// The schemas of a definition that have a default, or a schema of the values inside that has one.
private struct DefaultedSchemas {
  private var ids: Set<NodeID> = []

  func contains(_ schema: Node) -> Bool { ids.contains(schema.id) }

  /// Looks through a schema. Says whether it is one of them.
  mutating func find(in schema: UnownedNode) -> Bool {
    var isFound = false
    schema.forEachEntry { key, value in
      if key.hasText("default") {
        isFound = isFound || !value.isNull
      } else if key.hasText("items") {
        if find(in: value) { isFound = true }
      } else if key.hasText("properties") {
        value.forEachEntry { _, property in
          if find(in: property) { isFound = true }
        }
      }
    }
    if isFound { ids.insert(schema.id) }
    return isFound
  }
}
