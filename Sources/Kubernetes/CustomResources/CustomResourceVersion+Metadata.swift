import Values

extension CustomResourceVersion {
  func metadataErrors(of object: Document, old: Document?) -> [FieldError] {
    []
  }

  /// What is wrong with the objects that the schema says are inside
  /// (k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta/validation.go).
  func embeddedResourceErrors(
    in value: Node, _ schema: JSONSchemaProps?, at path: FieldPath
  ) -> [FieldError] {
    guard let schema else { return [] }
    var errors: [FieldError] = []
    switch value.kind {
    case .mapping:
      if schema.isEmbeddedResource { errors += identityErrors(of: value, at: path) }
      for entry in value.entries {
        let name = entry.name
        if let property = schema.property(name) {
          errors += embeddedResourceErrors(in: entry.value, property, at: path.field(name))
        } else if let values = schema.additionalProperties {
          errors += embeddedResourceErrors(in: entry.value, values, at: path.key(name))
        }
      }
    case .sequence:
      for (index, element) in value.elements.enumerated() {
        errors += embeddedResourceErrors(in: element, schema.items, at: path.index(index))
      }
    default: break
    }
    return errors
  }

  private func identityErrors(of value: Node, at path: FieldPath) -> [FieldError] {
    var errors: [FieldError] = []
    for name in ["apiVersion", "kind"] {
      let field = path.field(name)
      switch value[name] {
      case nil: errors.append(.required(field))
      case let text? where text.kind != .string:
        errors.append(.invalid(field, GoText.value(text, absent: "null"), "must be a string"))
      case let text? where text.text.isEmpty:
        errors.append(.invalid(field, "\"\"", "must not be empty"))
      default: break
      }
    }
    return errors
  }
}
