import Values

/// What keeps the server from making a structural schema of one of OpenAPI (`NewStructural` of
/// k8s.io/apiextensions-apiserver/pkg/apiserver/schema/convert.go).
enum StructuralConversion {
  private enum Keyword {
    /// Of these it makes nothing.
    case unsupported, additionalItems
    case schema, schemas, properties, items
    case preserveUnknownFields
  }

  private static let keywords = KeywordTable<Keyword>(
    [
      "id", "$schema", "$ref", "patternProperties", "dependencies", "definitions",
    ].map { ($0, .unsupported) } + ["allOf", "anyOf", "oneOf"].map { ($0, .schemas) } + [
      ("not", .schema), ("additionalProperties", .schema), ("properties", .properties),
      ("items", .items), ("additionalItems", .additionalItems),
      ("x-kubernetes-preserve-unknown-fields", .preserveUnknownFields),
    ])

  static func isPossible(of schema: Node) -> Bool {
    isPossible(of: UnownedNode(schema), keywords, depth: 0)
  }

  private static func isPossible(
    of schema: UnownedNode, _ keywords: KeywordTable<Keyword>, depth: Int
  ) -> Bool {
    guard depth < 512 else { return false }
    var isPossible = true
    func check(_ schema: UnownedNode) {
      isPossible = isPossible && self.isPossible(of: schema, keywords, depth: depth + 1)
    }
    schema.forEachEntry { key, value in
      guard isPossible, !value.isNull, let keyword = key.withTextBytes({ keywords[$0] }) else {
        return
      }
      switch keyword {
      case .unsupported: isPossible = value.isScalar ? value.hasText("") : value.count == 0
      case .additionalItems: isPossible = false
      case .schema: if value.isMapping { check(value) }
      case .schemas: value.forEachElement(check)
      case .properties: value.forEachEntry { check($1) }
      case .items:
        if value.isMapping { check(value) } else { isPossible = value.count == 0 }
      case .preserveUnknownFields: isPossible = value.node.bool != false
      }
    }
    return isPossible
  }
}
