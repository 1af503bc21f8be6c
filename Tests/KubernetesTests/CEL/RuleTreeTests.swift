import CEL
import Testing
import Values

@testable import Kubernetes

@Suite struct RuleTreeTests {
  private func tree(_ schema: String) throws -> RuleTree {
    try #require(
      RuleTree.make(
        JSONSchemaProps(try manifest(schema).root), isResource: false, estimatesCosts: true,
        in: KubernetesEnvironment.make(minor: 36)))
  }

  @Test func whatIsInsideIsMeasuredOnce() throws {
    let rules = #"x-kubernetes-validations: [{rule: "true"}]"#
    let tree = try tree(
      """
      {type: object, \(rules), properties: {a: {type: array, \(rules), items: {type: object, \(rules),
       additionalProperties: {type: string, \(rules)}}}}}
      """)
    let list = try #require(tree.properties["a"])
    let map = try #require(list.items)
    let text = try #require(map.values)
    #expect(list.sizes?.largest === tree.sizes?.largest.fields["a"])
    #expect(map.sizes?.largest === list.sizes?.largest.element)
    #expect(text.sizes?.largest === map.sizes?.largest.element)
  }

  @Test(arguments: [
    ("self.list[0].name == 'a' && self.map['x'].name == 'a' && self.plain.name == 'a'", nil),
    ("self.plain.namespace == 'a' && self.plain.__namespace__ == 'a'", nil),
    ("self.plain.a__dash__b == 1 && self.plain.any == 1", nil), ("self.list[0].other", "other"),
    ("self.map.x.other", "other"), ("self.plain.odd", "odd"),
  ])
  func fieldsAreFoundByTheirPlace(rule: String, unknown: String?) throws {
    let object = """
      {type: object, properties: {name: {type: string}, namespace: {type: string}, a-b: {type: integer},
       any: {x-kubernetes-int-or-string: true}, odd: {type: array}}}
      """
    let tree = try tree(
      """
      type: object
      x-kubernetes-validations: [{rule: "\(rule)"}]
      properties:
        plain: \(object)
        list: {type: array, items: \(object)}
        map: {type: object, additionalProperties: \(object)}
      """)
    let problem = tree.rules.first?.problem
    #expect((problem == nil) == (unknown == nil))
    #expect(problem?.contains("undefined field '\(unknown ?? "")'") ?? true)
  }
}
