import Values

/// What keeps the server from making a structural schema of one of OpenAPI (`NewStructural` of
/// k8s.io/apiextensions-apiserver/pkg/apiserver/schema/convert.go).
enum StructuralConversion {
  /// Of these it makes nothing.
  private static let unsupported = [
    "id", "$schema", "$ref", "patternProperties", "dependencies", "definitions",
  ]
  private static let schemas = ["not", "additionalProperties"]
  private static let lists = ["allOf", "anyOf", "oneOf"]

  static func isPossible(of schema: Node) -> Bool { isPossible(of: schema, depth: 0) }

  private static func isPossible(of schema: Node, depth: Int) -> Bool {
    depth < 512 && schema.entries.allSatisfy { isPossible(of: $0.key, $0.value, depth: depth) }
  }

  private static func isPossible(of key: Node, _ value: Node, depth: Int) -> Bool {
    func isOne(of names: [String]) -> Bool { names.contains(where: key.hasText) }
    if value.isNull { return true }
    if key.hasText("properties") {
      return value.entries.allSatisfy { isPossible(of: $0.value, depth: depth + 1) }
    }
    if key.hasText("items") {
      return value.isMapping ? isPossible(of: value, depth: depth + 1) : value.count == 0
    }
    if isOne(of: schemas) { return !value.isMapping || isPossible(of: value, depth: depth + 1) }
    if isOne(of: lists) {
      return value.elements.allSatisfy { isPossible(of: $0, depth: depth + 1) }
    }
    if isOne(of: unsupported) { return value.isScalar ? value.hasText("") : value.count == 0 }
    if key.hasText("x-kubernetes-preserve-unknown-fields") { return value.bool != false }
    return !key.hasText("additionalItems")
  }
}
