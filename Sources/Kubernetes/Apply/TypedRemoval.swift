import Values

/// Takes fields out of an object.
///
/// sigs.k8s.io/structured-merge-diff/typed/remove.go, as API servers since 1.35 have it: a container
/// that loses all it held stays, empty.
struct TypedRemoval {
  private var output: Document

  static func remove(_ set: FieldSet, from object: Document, _ schema: Schema?) -> Document {
    guard !set.isEmpty else { return object }
    var removal = TypedRemoval(output: object)
    let root = removal.remove(set, from: object.root, schema)
    removal.output.rootID = root ?? removal.output.addMapping()
    return removal.output
  }

  private mutating func remove(_ set: FieldSet, from value: Node, _ schema: Schema?) -> NodeID? {
    switch MergeRole(schema, value) {
    case .leaf: return value.isScalar && !value.isNull ? value.id : nil
    case .map: return map(set, value, schema)
    case .list: return list(set, value, schema)
    }
  }

  private mutating func left(
    of value: Node, without set: FieldSet, _ schema: Schema?
  ) -> NodeID {
    if let left = remove(set, from: value, schema) { return left }
    switch value.kind {
    case .mapping: return output.addMapping()
    case .sequence: return output.addSequence()
    default: return output.addNull()
    }
  }

  private mutating func map(_ set: FieldSet, _ value: Node, _ schema: Schema?) -> NodeID? {
    guard value.isMapping, value.count > 0 else { return nil }
    var finder = FieldSet.Finder(set)
    var children: [NodeID] = []
    children.reserveCapacity(2 * value.count)
    var isChanged = false
    for entry in value.entries {
      guard let found = finder.entry(of: PathElement(field: entry.key)) else {
        children.append(entry.key.id)
        children.append(entry.value.id)
        continue
      }
      isChanged = true
      if found.isMember { continue }
      children.append(entry.key.id)
      children.append(left(of: entry.value, without: found.children, schema?.child(entry.key)))
    }
    guard isChanged else { return value.id }
    return children.isEmpty
      ? nil : output.addContainer(.mapping, value.style, children: children)
  }

  private mutating func list(_ set: FieldSet, _ value: Node, _ schema: Schema?) -> NodeID? {
    guard let schema, value.isSequence, value.count > 0 else { return nil }
    let keys = schema.listKeys
    var finder = FieldSet.Finder(set)
    var children: [NodeID] = []
    children.reserveCapacity(value.count)
    for element in value.elements {
      let found = PathElement(element: element, keys).flatMap { finder.entry(of: $0) }
      guard let found else {
        children.append(element.id)
        continue
      }
      if found.isMember { continue }
      children.append(left(of: element, without: found.children, schema.element))
    }
    return children.isEmpty
      ? nil : output.addContainer(.sequence, value.style, children: children)
  }
}
