import Values

/// What keeps a configuration from being of the types that its schema declares, which comes before
/// any merge.
///
/// sigs.k8s.io/structured-merge-diff/typed/validate.go; unlike a merge it looks into what is
/// atomic too.
struct TypedValidation {
  private var failures: [MergeFailure] = []

  static func failures(of value: Node, _ schema: Schema?) -> [MergeFailure] {
    var walk = TypedValidation()
    walk.visit(value, schema, at: .root)
    return walk.failures
  }

  private mutating func visit(_ value: Node, _ schema: Schema?, at path: FieldPath) {
    guard let schema, !value.isNull else { return }
    switch schema.shape {
    case .any: visitEntries(of: value, schema, at: path)
    case .object, .map:
      guard value.isMapping else { return fail("map", Self.pointer(value), at: path) }
      visitEntries(of: value, schema, at: path)
    case .list:
      guard value.isSequence else { return fail("list", Self.pointer(value), at: path) }
      visitElements(of: value, schema, at: path)
    case .integer, .number:
      guard value.kind != .int, value.kind != .float else { return }
      fail("numeric (int or float)", value.goType, at: path)
    case .boolean:
      if value.kind != .bool { fail("boolean", Self.pointer(value), at: path) }
    case .string where schema.isPlainText:
      guard value.kind != .string else { return }
      fail("string", "&value.valueUnstructured{Value:\(value.goSyntax)}", at: path)
    // Of the integers or strings of custom resources the merge knows no type.
    case .intOrString where schema.owner != nil: visitEntries(of: value, schema, at: path)
    case .string, .intOrString, .quantity:
      if !value.isScalar { fail("any scalar", Self.pointer(value), at: path) }
    }
  }

  private mutating func visitEntries(of value: Node, _ schema: Schema, at path: FieldPath) {
    for entry in value.entries {
      guard let child = schema.child(entry.key) else { continue }
      visit(entry.value, child, at: path.entry(entry.name))
    }
  }

  private mutating func visitElements(of value: Node, _ schema: Schema, at path: FieldPath) {
    guard schema.isAssociative else {
      for (index, element) in value.elements.enumerated() {
        visit(element, schema.element, at: path.index(index))
      }
      return
    }
    let keys = schema.listKeys
    var observed: Set<PathElement> = []
    for (index, node) in value.elements.enumerated() {
      let place = path.index(index)
      guard let element = PathElement(element: node, keys) else {
        // The elements after one without a path are not looked at.
        return failures.append(MergeFailure(AssociativeList.reason(node, keys), at: place))
      }
      if !observed.insert(element).inserted {
        failures.append(MergeFailure("duplicate entries for key \(element)", at: place))
      }
      visit(node, schema.element, at: place)
    }
  }

  private mutating func fail(_ expected: String, _ found: String, at path: FieldPath) {
    failures.append(MergeFailure("expected \(expected), got \(found)", at: path))
  }

  /// `%v` of the structure that the server holds a value in.
  private static func pointer(_ value: Node) -> String { "&{\(value.goDescription)}" }
}

extension Schema {
  /// Whether a string is nothing but a string: times and the formats of custom resources may be any
  /// scalar (k8s.io/kube-openapi/pkg/schemaconv).
  fileprivate var isPlainText: Bool {
    switch format {
    case .none: owner?.stringFormat(of: index).map { $0.isEmpty || $0 == "byte" } ?? true
    case .byte: true
    default: false
    }
  }
}

extension Node {
  /// The type of decoded JSON as Go's `%T` prints it.
  fileprivate var goType: String {
    switch kind {
    case .null: "<nil>"
    case .bool: "bool"
    case .int: "int64"
    case .float: "float64"
    case .string: "string"
    case .sequence: "[]interface {}"
    case .mapping: "map[string]interface {}"
    }
  }

  /// Decoded JSON as Go's `%#v` prints it.
  fileprivate var goSyntax: String {
    switch kind {
    case .null: "interface {}(nil)"
    case .bool, .int, .float: GoText.value(self)
    case .string: GoText.quoted(text)
    case .sequence: "[]interface {}{" + elements.map(\.goSyntax).joined(separator: ", ") + "}"
    case .mapping:
      "map[string]interface {}{"
        + entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        .map { "\(GoText.quoted($0.name)):\($0.value.goSyntax)" }.joined(separator: ", ") + "}"
    }
  }
}
