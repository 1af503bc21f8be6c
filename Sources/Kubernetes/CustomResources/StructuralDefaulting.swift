import Values

/// Fills in the defaults of a structural schema
/// (k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting/algorithm.go).
struct StructuralDefaulting {
  private(set) var document: Document

  init(_ document: Document, schema: JSONSchemaProps) {
    self.document = document
    apply(schema, to: document.rootID)
  }

  private mutating func apply(_ schema: JSONSchemaProps?, to id: NodeID) {
    guard let schema else { return }
    switch document[id].kind {
    case .mapping:
      for (name, property) in schema.properties {
        guard let value = property.defaultValue else { continue }
        let present = document[id][name]
        if present == nil || present?.isNull == true && !property.isNullable {
          document.set(name, to: graft(value), in: id)
        }
      }
      for (name, child) in document[id].entries.map({ (name: $0.name, id: $0.value.id) }) {
        if let property = schema.property(name) {
          apply(property, to: child)
        } else if let values = schema.additionalProperties {
          replaceNull(child, by: values)
          apply(values, to: child)
        }
      }
    case .sequence:
      guard let items = schema.items else { return }
      for element in document[id].elements.map(\.id) {
        replaceNull(element, by: items)
        apply(items, to: element)
      }
    default: break
    }
  }

  private mutating func replaceNull(_ id: NodeID, by schema: JSONSchemaProps) {
    guard document[id].isNull, !schema.isNullable, let value = schema.defaultValue else { return }
    let added = graft(value)
    document.replace(id, with: added)
  }

  /// A copy without marks: no file says what a default says.
  private mutating func graft(_ value: Document) -> NodeID {
    graft(value.root)
  }

  private mutating func graft(_ node: Node) -> NodeID {
    switch node.kind {
    case .mapping:
      let mapping = document.addMapping()
      for entry in node.entries { document.set(entry.name, to: graft(entry.value), in: mapping) }
      return mapping
    case .sequence:
      let sequence = document.addSequence()
      for element in node.elements { document.append(graft(element), to: sequence) }
      return sequence
    default:
      return node.withTextBytes { document.addScalar(node.kind, .plain, text: $0) }
    }
  }
}
