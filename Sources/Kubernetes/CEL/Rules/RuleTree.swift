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
    // Most schemas have none, and need not be read for them.
    guard hasRules(root, depth: 0) else { return nil }
    let outline = SchemaOutline(
      SchemaNode(root, isResource: isResource), estimatesCosts: estimatesCosts)
    return RuleTree(validation: root, outline: outline, in: environment, depth: 0)
  }

  /// - Parameters:
  ///   - validation: the schema with the rules; it is another than that of the outline, of the
  ///     value, below an `allOf`.
  private init?(
    validation: JSONSchemaProps, outline: SchemaOutline, in environment: Environment, depth: Int
  ) {
    guard depth < 512 else { return nil }
    schema = outline.schema
    sizes = validation.rules.isEmpty ? nil : outline.sizes
    if validation.rules.isEmpty {
      (rules, problem) = ([], nil)
    } else if let types = SchemaTypes(outline, name: "selfType") {
      rules = validation.rules.map { [schema, sizes] in
        CompiledRule($0, schema: schema, types: types, sizes: sizes, in: environment)
      }
      problem = nil
    } else {
      (rules, problem) = ([], "failed to convert to declType for CEL validation rules")
    }
    func child(_ validation: JSONSchemaProps?, _ outline: SchemaOutline?) -> RuleTree? {
      guard let validation, let outline else { return nil }
      return RuleTree(
        validation: validation, outline: outline, in: environment, depth: depth + 1)
    }
    items = child(validation.items, outline.items)
    values = child(validation.additionalProperties, outline.values)
    var properties: [String: RuleTree] = [:]
    for property in validation.properties {
      properties[property.name] = child(property.schema, outline.properties[property.name])
    }
    self.properties = properties
    allOf = validation.allOf.compactMap { child($0, outline) }
    guard
      !validation.rules.isEmpty || items != nil || values != nil || !properties.isEmpty
        || !allOf.isEmpty
    else { return nil }
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
