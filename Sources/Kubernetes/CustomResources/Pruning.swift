import Values

/// Takes out of a custom resource what its structural schema does not know, as the API server does
/// when it reads one (k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning and
/// defaulting/prunenulls.go).
struct Pruning {
  private(set) var document: Document
  /// The paths of what was taken out.
  private(set) var unknownFields: [FieldPath] = []

  init(_ document: Document, schema: JSONSchemaProps, preservesUnknownFields: Bool) {
    self.document = document
    let root = document.rootID
    if !preservesUnknownFields {
      prune(root, schema, isResource: true, at: .root)
      pruneNulls(root, schema)
    }
  }

  /// A value that is no resource of its own, such as a default.
  static func unknownFields(in value: Document, _ schema: JSONSchemaProps) -> [FieldPath] {
    var pruning = Pruning(value, schema: schema, preservesUnknownFields: true)
    pruning.prune(value.rootID, schema, at: .root)
    return pruning.unknownFields
  }

  private static let metaFields: Set<String> = ["apiVersion", "kind", "metadata"]

  private mutating func prune(
    _ id: NodeID, _ schema: JSONSchemaProps?, isResource: Bool = false, at path: FieldPath
  ) {
    let node = document[id]
    let keepsUnknown = schema?.preservesUnknownFields ?? false
    switch node.kind {
    case .mapping:
      let isResource = isResource || schema?.isEmbeddedResource ?? false
      let entries = node.entries.map { (name: $0.name, id: $0.value.id) }
      for (name, child) in entries {
        if isResource && Self.metaFields.contains(name) { continue }
        if let property = schema?.property(name) {
          prune(child, property, at: path.field(name))
        } else if let values = schema?.additionalProperties {
          prune(child, values, at: path.field(name))
        } else if !keepsUnknown {
          unknownFields.append(path.field(name))
          document.remove(name, from: id)
        }
      }
    case .sequence:
      let elements = node.elements.map(\.id)
      for (index, element) in elements.enumerated() {
        if keepsUnknown {
          pruneInsidePreserved(element, schema?.items, at: path.index(index))
        } else {
          prune(element, schema?.items, at: path.index(index))
        }
      }
    default: break
    }
  }

  /// Below a list that preserves unknown fields, what no schema describes stays too.
  private mutating func pruneInsidePreserved(
    _ id: NodeID, _ schema: JSONSchemaProps?, at path: FieldPath
  ) {
    guard let schema else { return }
    let node = document[id]
    switch node.kind {
    case .mapping:
      for (name, child) in node.entries.map({ (name: $0.name, id: $0.value.id) }) {
        if schema.isEmbeddedResource && Self.metaFields.contains(name) { continue }
        guard let known = schema.property(name) ?? schema.additionalProperties else { continue }
        prune(child, known, at: path.field(name))
      }
    case .sequence:
      for (index, element) in node.elements.map(\.id).enumerated() {
        pruneInsidePreserved(element, schema.items, at: path.index(index))
      }
    default: break
    }
  }

  /// Takes out nulls that may not be and that no default replaces.
  private mutating func pruneNulls(_ id: NodeID, _ schema: JSONSchemaProps?) {
    guard let schema else { return }
    let node = document[id]
    switch node.kind {
    case .mapping:
      for (name, child) in node.entries.map({ (name: $0.name, id: $0.value.id) }) {
        guard let known = schema.property(name) ?? schema.additionalProperties else { continue }
        if document[child].isNull, !known.isNullable, known.defaultValue == nil {
          document.remove(name, from: id)
        } else {
          pruneNulls(child, known)
        }
      }
    case .sequence:
      for element in node.elements.map(\.id) { pruneNulls(element, schema.items) }
    default: break
    }
  }
}
