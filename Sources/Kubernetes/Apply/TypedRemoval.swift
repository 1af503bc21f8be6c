import Values

/// Takes fields out of an object.
///
/// sigs.k8s.io/structured-merge-diff/typed/remove.go. A container that loses all it held becomes
/// null, which says "not set" to everything that reads it afterwards.
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
      let left = remove(found.children, from: entry.value, schema?.child(entry.key))
      children.append(left ?? output.addNull())
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
      let left = remove(found.children, from: element, schema.element)
      children.append(left ?? output.addNull())
    }
    return children.isEmpty
      ? nil : output.addContainer(.sequence, value.style, children: children)
  }
}
