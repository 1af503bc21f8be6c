import CEL
import Values

/// A schema and all inside it as expressions see them, found once for all the rules that stand
/// anywhere in it.
final class SchemaOutline: Sendable {
  let schema: SchemaNode
  let items: SchemaOutline?
  let values: SchemaOutline?
  let properties: [String: SchemaOutline]
  /// nil where the schema has no type that expressions could see.
  let shape: Shape?
  /// nil where there is no shape, or where no costs are estimated.
  let sizes: SchemaSizes?

  enum Shape {
    case scalar(Type)
    case list(SchemaOutline)
    case map(SchemaOutline)
    /// By the names that expressions have for the fields.
    case object([String: SchemaOutline])
  }

  init(_ schema: SchemaNode, estimatesCosts: Bool, depth: Int = 0) {
    func outline(_ child: SchemaNode?) -> SchemaOutline? {
      guard let child, depth < 511 else { return nil }
      return SchemaOutline(child, estimatesCosts: estimatesCosts, depth: depth + 1)
    }
    self.schema = schema
    items = outline(schema.items)
    values = outline(schema.values)
    var properties: [String: SchemaOutline] = [:]
    for property in schema.properties { properties[property.name] = outline(property.schema) }
    self.properties = properties
    shape = Self.shape(of: schema, items: items, values: values, properties)
    sizes =
      estimatesCosts
      ? shape.map { SchemaSizes(of: schema, $0, properties: properties) } : nil
  }

  private static func shape(
    of schema: SchemaNode, items: SchemaOutline?, values: SchemaOutline?,
    _ properties: [String: SchemaOutline]
  ) -> Shape? {
    let props = schema.props
    if props.isIntOrString { return .scalar(.dyn) }
    switch props.type {
    case "array": return items.flatMap { $0.shape == nil ? nil : .list($0) }
    case "object":
      if schema.values != nil, !schema.isResource {
        return values.flatMap { $0.shape == nil ? nil : .map($0) }
      }
      var fields: [String: SchemaOutline] = [:]
      for (name, property) in properties where property.shape != nil {
        if let escaped = FieldName.escaped(name) { fields[escaped] = property }
      }
      return .object(fields)
    case "string":
      switch props.format {
      case "byte": return .scalar(.bytes)
      case "duration": return .scalar(.duration)
      case "date", "date-time": return .scalar(.timestamp)
      default: return .scalar(.string)
      }
    case "boolean": return .scalar(.bool)
    case "number": return .scalar(.double)
    case "integer": return .scalar(.int)
    default: return nil
    }
  }
}
