import CEL

/// The CEL type of what a schema describes, with the object types that it is made of
/// (`SchemaDeclType` of k8s.io/apiserver/pkg/cel/common/schemas.go).
struct SchemaTypes {
  let type: Type
  private(set) var objects = ObjectTypes()

  /// nil where the schema has no type that expressions could see.
  ///
  /// - Parameter name: the name of the object type at the root; those inside are named after their
  ///   place below it.
  init?(_ schema: SchemaNode, name: String) {
    var objects = ObjectTypes()
    guard let type = Self.type(of: schema, named: name, depth: 0, &objects) else { return nil }
    self.type = type
    self.objects = objects
  }

  private static func type(
    of schema: SchemaNode, named name: String, depth: Int, _ objects: inout ObjectTypes
  ) -> Type? {
    let props = schema.props
    guard depth < 512 else { return nil }
    if props.isIntOrString { return .dyn }
    switch props.type {
    case "array":
      guard let items = schema.items else { return nil }
      return type(of: items, named: name + ".@idx", depth: depth + 1, &objects).map { .list($0) }
    case "object":
      if let values = schema.values, !schema.isResource {
        return type(of: values, named: name + ".@elem", depth: depth + 1, &objects)
          .map { .map(.string, $0) }
      }
      var fields: [String: Type] = [:]
      for property in schema.properties {
        guard let escaped = FieldName.escaped(property.name),
          let type = type(
            of: property.schema, named: "\(name).\(escaped)", depth: depth + 1, &objects)
        else { continue }
        fields[escaped] = type
        // Words that CEL keeps for itself can be written as they are behind a dot.
        if FieldName.isReserved(property.name) { fields[property.name] = type }
      }
      objects.declare(name, fields: fields)
      return .message(name)
    case "string":
      switch props.format {
      case "byte": return .bytes
      case "duration": return .duration
      case "date", "date-time": return .timestamp
      default: return .string
      }
    case "boolean": return .bool
    case "number": return .double
    case "integer": return .int
    default: return nil
    }
  }
}
