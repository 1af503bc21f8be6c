import Values

/// Defaults of a structural schema must be valid by the schema that they stand in
/// (k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting/validation.go).
enum SchemaDefaults {
  private static let version = KubernetesVersion.newest
  private static let environment = KubernetesEnvironment.make(minor: version.minor)

  /// - Parameters:
  ///   - schema: of a whole object, or below it.
  ///   - isMetadata: of the type or the metadata of an object inside, whose validity is a matter
  ///     of the object as a whole, and is left open.
  static func check(
    _ schema: Field, _ props: JSONSchemaProps, isRoot: Bool = true, isMetadata: Bool = false
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
        isMetadata: isMetadata
          || isResource && ["metadata", "kind", "apiVersion"].contains(property.name))
    }
  }

  private static func checkValue(_ value: Document, _ place: Field, _ props: JSONSchemaProps) {
    if !Pruning.unknownFields(in: value, props).isEmpty {
      place.invalid("must not have unknown fields")
    }
    var validation = SchemaValidation(version: version)
    let errors = validation.validate(value.root, props, old: nil, at: place.path).errors
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
