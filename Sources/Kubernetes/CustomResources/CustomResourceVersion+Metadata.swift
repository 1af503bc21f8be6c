import Values

extension CustomResourceVersion {
  func metadataErrors(of object: Document, old: Document?) -> [FieldError] {
    Report.reading { report in
      let metadata = Field(object.root, report, at: Report.root)["metadata"]
      if let old {
        Report.reading { unread in
          Metadata.validateUpdate(
            metadata, Field(old.root, unread, at: Report.root)["metadata"], isCustom: true)
        }
      } else {
        Metadata.validate(
          metadata, scope: scope == .cluster ? .cluster : .namespaced, name: .dns1123Subdomain,
          isCustom: true)
      }
      return report.errors
    }
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
    if let version = value["apiVersion"]?.string, version.count(where: { $0 == "/" }) > 1 {
      errors.append(
        .invalid(
          path.field("apiVersion"), GoText.quoted(version),
          "unexpected GroupVersion string: \(version)"))
    }
    if let kind = value["kind"]?.string, !kind.isEmpty {
      let problems = Format.dns1035Label.problems(of: kind.lowercased())
      if !problems.isEmpty {
        errors.append(
          .invalid(
            path.field("kind"), GoText.quoted(kind),
            "may have mixed case, but should otherwise match: "
              + problems.joined(separator: ",")))
      }
    }
    return errors + metadataErrors(ofEmbedded: value, at: path)
  }

  /// Names are path segments, and none is needed.
  private func metadataErrors(ofEmbedded value: Node, at path: FieldPath) -> [FieldError] {
    guard let metadata = value["metadata"], metadata.isMapping else { return [] }
    return Report.reading { report in
      let place = path.steps.reduce(Report.root) { report.place($1, under: $0) }
      let field = Field(value, report, at: place)["metadata"]
      Metadata.validate(
        field, scope: .any, name: .pathSegment, prefix: .pathSegmentPrefix, isCustom: true)
      let name = field["name"].path
      return report.errors.filter { !($0.reason == .required && $0.field == name) }
    }
  }
}
