import Values

extension CustomResourceVersion {
  /// What the API server makes of a custom resource that it reads with strict field validation:
  /// the object without what its schema does not know, defaults filled in, and what it refuses.
  func decode(_ object: Document) -> (object: Document, errors: [FieldError]) {
    let metadata = metadataErrors(in: object.root)
    guard let structure else { return (object, metadata) }
    let pruning = Pruning(
      object, schema: structure.root, preservesUnknownFields: preservesUnknownFields)
    let unknown = pruning.unknownFields.map { path in
      FieldError(.unknownField, path, message: "unknown field \"\(path)\"")
    }
    .sorted { $0.message.utf8.lexicographicallyPrecedes($1.message.utf8) }
    let embedded = embeddedMetadataErrors(in: pruning.document.root, structure.root, at: .root)
    let defaulted = StructuralDefaulting(pruning.document, schema: structure.root)
    return (defaulted.document, metadata + unknown + embedded)
  }

  /// The object without what the schema does not know.
  func pruned(_ object: Document) -> Document {
    guard let structure else { return object }
    return Pruning(
      object, schema: structure.root, preservesUnknownFields: preservesUnknownFields
    ).document
  }

  /// The metadata is of a built-in type in every custom resource.
  private func metadataErrors(in object: Node, at path: FieldPath = .root) -> [FieldError] {
    guard let metadata = object["metadata"], let schema = Self.objectMeta else { return [] }
    var decoder = Decoder(table: schema.table, version: schema.version)
    decoder.outer = path.field("metadata").steps
    decoder.decode(metadata, as: schema.raw)
    return decoder.errors
  }

  static let objectMeta = APICatalog.newest.schema(apiVersion: "v1", kind: "Pod")?
    .field("metadata")

  private func embeddedMetadataErrors(
    in value: Node, _ schema: JSONSchemaProps?, at path: FieldPath
  ) -> [FieldError] {
    guard let schema else { return [] }
    var errors: [FieldError] = []
    switch value.kind {
    case .mapping:
      if schema.isEmbeddedResource { errors += embeddedErrors(in: value, at: path) }
      for entry in value.entries {
        let name = entry.name
        if let property = schema.property(name) {
          errors += embeddedMetadataErrors(in: entry.value, property, at: path.field(name))
        } else if let values = schema.additionalProperties {
          errors += embeddedMetadataErrors(in: entry.value, values, at: path.key(name))
        }
      }
    case .sequence:
      for (index, element) in value.elements.enumerated() {
        errors += embeddedMetadataErrors(in: element, schema.items, at: path.index(index))
      }
    default: break
    }
    return errors
  }

  private func embeddedErrors(in value: Node, at path: FieldPath) -> [FieldError] {
    var errors: [FieldError] = []
    for name in ["apiVersion", "kind"] {
      guard let text = value[name], text.kind != .string else { continue }
      errors.append(
        FieldError(
          .typeMismatch, path.field(name),
          message: "\(path.field(name)): Invalid value: \(GoText.value(text, absent: "null")): "
            + "must be a string"))
    }
    return errors + metadataErrors(in: value, at: path)
  }
}
