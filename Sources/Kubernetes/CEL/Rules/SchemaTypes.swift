import CEL

/// The CEL type of what a schema describes, and the object types that it is made of
/// (`SchemaDeclType` of k8s.io/apiserver/pkg/cel/common/schemas.go). These are named after their
/// place below the root, and found by it when an expression asks for them.
struct SchemaTypes: TypeProvider {
  let type: Type
  private let root: SchemaOutline
  private let name: String

  /// nil where the schema has no type that expressions could see.
  ///
  /// - Parameter name: the name of the object type at the root.
  init?(_ root: SchemaOutline, name: String) {
    guard let shape = root.shape else { return nil }
    type = Self.type(of: shape, named: name)
    self.root = root
    self.name = name
  }

  private static func type(of shape: SchemaOutline.Shape, named name: String) -> Type {
    switch shape {
    case .scalar(let type): type
    case .list(let items): .list(items.shape.map { type(of: $0, named: name + ".@idx") } ?? .dyn)
    case .map(let values):
      .map(.string, values.shape.map { type(of: $0, named: name + ".@elem") } ?? .dyn)
    case .object: .message(name)
    }
  }

  // MARK: - Object types by name

  func type(named message: String) -> Type? { fields(of: message).map { _ in .message(message) } }

  func field(_ field: String, of message: String) -> Type? {
    guard let fields = fields(of: message) else { return nil }
    // Words that CEL keeps for itself can be written as they are behind a dot.
    let escaped = FieldName.isReserved(field) ? FieldName.escaped(field) ?? field : field
    guard let shape = fields[escaped]?.shape else { return nil }
    return Self.type(of: shape, named: "\(message).\(escaped)")
  }

  func fieldNames(of message: String) -> [String] {
    (fields(of: message) ?? [:]).keys.flatMap { name -> [String] in
      let field = FieldName.unescaped(name) ?? name
      return FieldName.isReserved(field) ? [name, field] : [name]
    }.sorted()
  }

  private func fields(of message: String) -> [String: SchemaOutline]? {
    guard message == name || message.hasPrefix(name + ".") else { return nil }
    var shape = root.shape
    for step in message.dropFirst(name.count).split(separator: ".") {
      switch (shape, step) {
      case (.list(let items), "@idx"): shape = items.shape
      case (.map(let values), "@elem"): shape = values.shape
      case (.object(let fields), _): shape = fields[String(step)]?.shape
      default: return nil
      }
    }
    guard case .object(let fields) = shape else { return nil }
    return fields
  }
}
