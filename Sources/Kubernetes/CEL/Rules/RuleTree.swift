import CEL
import Values

/// The rules of a schema by the place that they stand at, compiled once (`NewValidator` of
/// k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go).
final class RuleTree: Sendable {
  let schema: SchemaNode
  let rules: [CompiledRule]
  /// How large the values are that the rules stand at; nil where no costs were estimated.
  let sizes: SchemaSizes?
  /// Why none of the rules can be evaluated.
  let problem: String?
  let items: RuleTree?
  let values: RuleTree?
  let properties: [String: RuleTree]
  let allOf: [RuleTree]

  /// nil where the schema has no rules.
  static func make(
    _ root: JSONSchemaProps, isResource: Bool = true, estimatesCosts: Bool = false,
    in environment: Environment
  ) -> RuleTree? {
    let node = SchemaNode(root, isResource: isResource)
    return RuleTree(
      validation: root, schema: node, estimatesCosts: estimatesCosts, in: environment, depth: 0)
  }

  /// - Parameters:
  ///   - validation: the schema with the rules; it is another than `schema`, of the value, below
  ///     an `allOf`.
  private init?(
    validation: JSONSchemaProps, schema: SchemaNode, estimatesCosts: Bool,
    in environment: Environment, depth: Int
  ) {
    guard depth < 512, Self.hasRules(validation, depth: depth) else { return nil }
    self.schema = schema
    let sizes = estimatesCosts && !validation.rules.isEmpty ? SchemaSizes(schema) : nil
    self.sizes = sizes
    if validation.rules.isEmpty {
      (rules, problem) = ([], nil)
    } else if let types = SchemaTypes(schema, name: "selfType") {
      rules = validation.rules.map {
        CompiledRule($0, schema: schema, types: types, sizes: sizes, in: environment)
      }
      problem = nil
    } else {
      (rules, problem) = ([], "failed to convert to declType for CEL validation rules")
    }
    func child(_ validation: JSONSchemaProps?, _ schema: SchemaNode?) -> RuleTree? {
      guard let validation, let schema else { return nil }
      return RuleTree(
        validation: validation, schema: schema, estimatesCosts: estimatesCosts, in: environment,
        depth: depth + 1)
    }
    items = child(validation.items, schema.items)
    values = child(validation.additionalProperties, schema.values)
    var properties: [String: RuleTree] = [:]
    for property in validation.properties {
      properties[property.name] = child(property.schema, schema.property(property.name))
    }
    self.properties = properties
    allOf = validation.allOf.compactMap { child($0, schema) }
  }

  private static func hasRules(_ schema: JSONSchemaProps, depth: Int) -> Bool {
    guard depth < 512 else { return false }
    return !schema.rules.isEmpty
      || schema.items.map { hasRules($0, depth: depth + 1) } ?? false
      || schema.additionalProperties.map { hasRules($0, depth: depth + 1) } ?? false
      || schema.properties.contains { hasRules($0.schema, depth: depth + 1) }
      || schema.allOf.contains { hasRules($0, depth: depth + 1) }
  }
}
