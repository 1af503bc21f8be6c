import Documents
import Values

/// What the server makes of a decoded object before it validates it.
extension CustomResourceVersion {
  /// The object as it is put before validation on creation: with a status subresource nobody sets
  /// the status here, and nobody what only the server sets
  /// (k8s.io/apiserver/pkg/registry/rest/meta.go, `WipeObjectMetaSystemFields`).
  func prepareForCreate(_ object: Document) -> Document {
    var prepared = withTypedMetadata(object)
    if hasStatus { prepared.remove("status", from: prepared.rootID) }
    if let metadata = prepared.mapping("metadata", of: prepared.rootID) {
      for name in Self.systemFields { prepared.remove(name, from: metadata) }
      // The request for a kind of the whole cluster names no namespace, and the object follows it.
      if scope == .cluster { prepared.remove("namespace", from: metadata) }
    }
    return prepared
  }

  private static let systemFields = [
    "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink",
    "generation",
  ]

  /// The same on an update of a stored object, whose status stays.
  func prepareForUpdate(_ object: Document, old: Document) -> Document {
    var prepared = withTypedMetadata(object)
    guard hasStatus else { return prepared }
    if let status = old.root["status"] {
      let kept = prepared.graft(status)
      prepared.set("status", to: kept, in: prepared.rootID)
    } else {
      prepared.remove("status", from: prepared.rootID)
    }
    return prepared
  }

  /// A stored object as it is read by this definition, whose defaults may be newer.
  func read(_ stored: Document) -> Document {
    withTypedMetadata(decode(stored).object)
  }

  /// The object as the server writes it: a float that is whole has no fraction.
  func written(_ object: Document) -> Document {
    var floats: [(id: NodeID, value: Int64)] = []
    func collect(_ node: Node) {
      switch node.kind {
      case .float:
        if let whole = node.double.flatMap({ Int64(exactly: $0) }) {
          floats.append((node.id, whole))
        }
      case .mapping: for entry in node.entries { collect(entry.value) }
      case .sequence: for element in node.elements { collect(element) }
      default: break
      }
    }
    collect(object.root)
    var object = object
    for (id, value) in floats {
      let number = object.add(value)
      object.setMark(of: number, to: object[id].mark)
      object.replace(id, with: number)
    }
    return object
  }

  // MARK: - Metadata

  /// The metadata of the object, and of those inside, is read into a structure and written again
  /// (k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta).
  private func withTypedMetadata(_ object: Document) -> Document {
    guard let schema = Self.objectMeta else { return object }
    var places: [(metadata: NodeID, resource: NodeID)] = []
    func collect(_ node: Node, _ props: JSONSchemaProps?, isResource: Bool) {
      switch node.kind {
      case .mapping:
        if isResource, let metadata = node["metadata"] { places.append((metadata.id, node.id)) }
        guard let props else { return }
        for entry in node.entries {
          guard let child = props.property(entry.name) ?? props.additionalProperties else {
            continue
          }
          collect(entry.value, child, isResource: child.isEmbeddedResource)
        }
      case .sequence:
        guard let items = props?.items else { return }
        for element in node.elements {
          collect(element, items, isResource: items.isEmbeddedResource)
        }
      default: break
      }
    }
    collect(object.root, structure?.root, isResource: true)
    var object = object
    for (metadata, resource) in places {
      if object[metadata].isNull {
        let empty = object.addMapping()
        object.set("metadata", to: empty, in: resource)
      } else {
        TypedRoundTrip.apply(to: &object, at: metadata, as: schema)
      }
    }
    return object
  }
}
