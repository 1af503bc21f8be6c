import Values

/// Gathers the fields that a value sets.
///
/// sigs.k8s.io/structured-merge-diff/typed/tofieldset.go, with the checks of validate.go for lists.
struct TypedFieldSet {
  /// Elements without a path of their own and duplicates, with their places.
  private var failures: [MergeFailure] = []

  /// The fields of an applied configuration, whose lists may not hold an element twice.
  static func configuration(
    _ value: Node, _ schema: Schema?
  ) -> (set: FieldSet, failures: [MergeFailure]) {
    var walk = TypedFieldSet()
    let set = walk.fields(value, schema)
    return (set, walk.failures)
  }

  /// The fields of any object.
  static func of(_ value: Node, _ schema: Schema?) -> FieldSet {
    var walk = TypedFieldSet()
    return walk.fields(value, schema)
  }

  private mutating func fields(_ value: Node, _ schema: Schema?) -> FieldSet {
    switch MergeRole(schema, value) {
    case .leaf: FieldSet()
    case .map: map(value, schema)
    case .list: list(value, schema)
    }
  }

  private mutating func map(_ value: Node, _ schema: Schema?) -> FieldSet {
    var set = FieldSet()
    for entry in value.entries {
      let named = schema?.namedField(entry.key)
      let type = named ?? schema?.child(entry.key)
      let value = entry.value
      let isMember =
        named == nil || value.isNull || (value.isMapping && value.count == 0)
        || Self.isLeaf(value, type)
      let before = failures.count
      let children = fields(value, type)
      for index in before..<failures.count { failures[index] = failures[index].within(entry.key) }
      set.append(PathElement(field: entry.key), isMember: isMember, children)
    }
    return set
  }

  private mutating func list(_ value: Node, _ schema: Schema?) -> FieldSet {
    guard let schema else { return FieldSet() }
    var set = FieldSet()
    let keys = schema.listKeys
    let type = schema.element
    let elements = value.elements.map { PathElement(element: $0, keys) }
    var counts: [PathElement: Int] = [:]
    if elements.count > 1 {
      for case let element? in elements { counts[element, default: 0] += 1 }
    }
    for (index, (element, value)) in zip(elements, value.elements).enumerated() {
      guard let element else {
        failures.append(MergeFailure(AssociativeList.reason(value, keys)).within(index))
        continue
      }
      let count = counts[element] ?? 1
      if count == 1 {
        let before = failures.count
        let children = fields(value, type)
        for place in before..<failures.count { failures[place] = failures[place].within(index) }
        set.append(element, isMember: true, children)
      } else if count > 1 {
        // Of duplicates the path itself is in the set, and nothing below it.
        set.append(element, isMember: true)
        counts[element] = 0
      } else {
        failures.append(MergeFailure("duplicate entries for key \(element)").within(index))
      }
    }
    return set
  }

  /// Whether a value is set as a whole.
  private static func isLeaf(_ value: Node, _ schema: Schema?) -> Bool {
    if case .leaf = MergeRole(schema, value) { return true }
    return false
  }
}
