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

  private init(
    _ count: Int64 = 0, element: LargestSize? = nil, key: LargestSize? = nil,
    fields: [String: LargestSize] = [:], leastBytes: Int64
  ) {
    largest = LargestSize(UInt64(max(count, 0)), element: element, key: key, fields: fields)
    self.leastBytes = leastBytes
  }

  init(
    of schema: SchemaNode, _ shape: SchemaOutline.Shape, properties: [String: SchemaOutline]
  ) {
    let props = schema.props
    switch shape {
    case .list(let items):
      let count = props.maxItems ?? (Self.request - 2) / ((items.sizes?.leastBytes ?? 0) + 1)
      self.init(count, element: items.sizes?.largest, leastBytes: 2)
    case .map(let values):
      let count = props.maxProperties ?? (Self.request - 2) / ((values.sizes?.leastBytes ?? 0) + 6)
      self.init(count, element: values.sizes?.largest, key: LargestSize(), leastBytes: 2)
    case .object(let fields):
      let required = Set(props.required)
      var bytes: Int64 = 2
      for (name, property) in properties {
        guard let sizes = property.sizes else { continue }
        // What is left out is filled in where there is a default.
        if required.contains(name), property.schema.props.defaultValue == nil {
          bytes += Int64(name.utf8.count) + sizes.leastBytes + 4
        }
      }
      self.init(fields: fields.compactMapValues { $0.sizes?.largest }, leastBytes: bytes)
    case .scalar: self.init(scalar: props)
    }
  }

  private init(scalar props: JSONSchemaProps) {
    if props.isIntOrString {
      self.init(Self.characters(props) ?? Self.request - 2, leastBytes: 1)
      return
    }
    switch (props.type, props.format) {
    case ("string", "byte"): self.init(props.maxLength ?? Self.request - 2, leastBytes: 2)
    case ("string", "duration"): self.init(32, leastBytes: 3)
    case ("string", "date"): self.init(12, leastBytes: 12)
    case ("string", "date-time"): self.init(32, leastBytes: 21)
    case ("string", _):
      let longest = props.enumeration.map { Int64($0.root.string?.utf8.count ?? 0) }.max()
      self.init(Self.characters(props) ?? longest ?? Self.request - 2, leastBytes: 2)
    case ("boolean", _): self.init(leastBytes: 4)
    default: self.init(leastBytes: 1)
    }
  }

  /// A character takes up to four bytes.
  private static func characters(_ props: JSONSchemaProps) -> Int64? {
    props.maxLength.map { max($0, 0) &* 4 }
  }
}
