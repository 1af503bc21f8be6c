import CEL
import Values

/// An object or map of a custom resource. Fields that the schema does not know cannot be seen, but
/// count, and a field of null counts as absent.
final class SchemaObject: MapAdapter {
  private let node: Node
  private let schema: SchemaNode

  init(_ node: Node, _ schema: SchemaNode) {
    self.node = node
    self.schema = schema
  }

  var count: Int { node.count }

  var keys: [Value] {
    node.entries.compactMap { entry in
      let name = entry.name
      guard child(name) != nil else { return nil }
      return .string(schema.hasFields ? FieldName.escaped(name) ?? name : name)
    }
  }

  func value(forKey key: Value) -> Value? {
    guard let key = key.string else { return .noSuchOverload }
    guard let name = schema.hasFields ? FieldName.unescaped(key) : key, let value = node[name],
      let child = child(name), !(schema.hasFields && value.isNull)
    else { return nil }
    return SchemaValue.value(value, child)
  }

  private func child(_ name: String) -> SchemaNode? {
    schema.hasFields ? schema.property(name) : schema.values
  }

  func isEqual(to other: Value) -> Bool? {
    guard other.entryCount == count else { return false }
    for entry in node.entries {
      let name = entry.name
      if child(name) != nil {
        switch (value(forKey: .string(name)), other.value(forKey: .string(name))) {
        case (nil, nil): continue
        case (let mine?, let theirs?): if !mine.isEqual(to: theirs) { return false }
        default: return false
        }
      } else {
        guard case .adaptedMap(let map) = other, let map = map as? SchemaObject else {
          return false
        }
        if let theirs = map.node[name], theirs != entry.value { return false }
      }
    }
    return true
  }
}
