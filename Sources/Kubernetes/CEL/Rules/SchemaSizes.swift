import CEL
import Values

/// How large what a schema describes may become within a request, by what the schema bounds
/// (`SchemaDeclType` of k8s.io/apiserver/pkg/cel/common/schemas.go).
struct SchemaSizes {
  let largest: LargestSize
  /// The fewest bytes of JSON that a value takes.
  let leastBytes: Int64

  /// `MaxRequestSizeBytes`.
  private static let request: Int64 = 3 * 1024 * 1024

  /// How often a value can stand in a request.
  var count: UInt64 { UInt64(max(Self.request / (leastBytes + 1), 0)) }

  /// nil where the schema has no type that expressions could see.
  init?(_ schema: SchemaNode) { self.init(schema, depth: 0) }

  private init(
    _ count: Int64 = 0, element: LargestSize? = nil, key: LargestSize? = nil,
    fields: [String: LargestSize] = [:], leastBytes: Int64
  ) {
    largest = LargestSize(UInt64(max(count, 0)), element: element, key: key, fields: fields)
    self.leastBytes = leastBytes
  }

  private init?(_ schema: SchemaNode, depth: Int) {
    let props = schema.props
    guard depth < 512 else { return nil }
    if props.isIntOrString {
      self.init(Self.characters(props) ?? Self.request - 2, leastBytes: 1)
      return
    }
    switch props.type {
    case "array":
      guard let items = schema.items, let element = SchemaSizes(items, depth: depth + 1) else {
        return nil
      }
      let count = props.maxItems ?? (Self.request - 2) / (element.leastBytes + 1)
      self.init(count, element: element.largest, leastBytes: 2)
    case "object":
      self.init(object: schema, depth: depth)
    case "string":
      switch props.format {
      case "byte": self.init(props.maxLength ?? Self.request - 2, leastBytes: 2)
      case "duration": self.init(32, leastBytes: 3)
      case "date": self.init(12, leastBytes: 12)
      case "date-time": self.init(32, leastBytes: 21)
      default:
        let longest = props.enumeration.map { Int64($0.root.string?.utf8.count ?? 0) }.max()
        self.init(Self.characters(props) ?? longest ?? Self.request - 2, leastBytes: 2)
      }
    case "boolean": self.init(leastBytes: 4)
    case "number", "integer": self.init(leastBytes: 1)
    default: return nil
    }
  }

  private init?(object schema: SchemaNode, depth: Int) {
    if let values = schema.values, !schema.isResource {
      guard let element = SchemaSizes(values, depth: depth + 1) else { return nil }
      let count = schema.props.maxProperties ?? (Self.request - 2) / (element.leastBytes + 6)
      self.init(count, element: element.largest, key: LargestSize(), leastBytes: 2)
      return
    }
    let required = Set(schema.props.required)
    var fields: [String: LargestSize] = [:]
    var bytes: Int64 = 2
    for property in schema.properties {
      guard let sizes = SchemaSizes(property.schema, depth: depth + 1) else { continue }
      if let name = FieldName.escaped(property.name) { fields[name] = sizes.largest }
      // What is left out is filled in where there is a default.
      if required.contains(property.name), property.schema.props.defaultValue == nil {
        bytes += Int64(property.name.utf8.count) + sizes.leastBytes + 4
      }
    }
    self.init(fields: fields, leastBytes: bytes)
  }

  /// A character takes up to four bytes.
  private static func characters(_ props: JSONSchemaProps) -> Int64? {
    props.maxLength.map { max($0, 0) &* 4 }
  }
}
