import Testing
import Values

@testable import Kubernetes

/// What rules are estimated to cost, with the numbers of `TestCostEstimation` of
/// k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/compilation_test.go: of a schema without
/// bounds, and of one with a bound in the place of `$`.
@Suite struct RuleCostTests {
  private func cost(_ rule: String, of schema: String) throws -> UInt64 {
    var document = try manifest(schema)
    let rules = document.addSequence()
    let entry = document.addMapping()
    document.set("rule", to: rule, in: entry)
    document.append(entry, to: rules)
    document.set("x-kubernetes-validations", to: rules, in: document.rootID)
    let tree = RuleTree.make(
      JSONSchemaProps(document.root), isResource: false, estimatesCosts: true,
      in: KubernetesEnvironment.make(minor: 36))
    let compiled = try #require(tree?.rules.first)
    #expect(compiled.problem == nil)
    return compiled.cost
  }

  private static func list(_ items: String) -> String {
    "{type: array, items: {\(items)}, maxItems: $}"
  }

  private static func map(_ values: String) -> String {
    "{type: object, additionalProperties: {\(values)}, maxProperties: $}"
  }

  private static let text = "{type: string, maxLength: $}"
  private static let texts = "{type: array, maxItems: $, items: \(text)}"
  private static let intOrString = "x-kubernetes-int-or-string: true"
  private static let numbers = "type: array, items: {type: number}"
  private static let numbersByName = "type: object, additionalProperties: {type: number}"
  private static let required =
    "type: object, required: [required], properties: "
    + "{required: {type: string}, optional: {type: string}}"

  @Test(arguments: [
    (list("type: number"), "self.all(x, true)", 4_718_591, 10, 32),
    (list("type: string"), "self.all(x, true)", 3_145_727, 20, 62),
    (list("type: boolean"), "self.all(x, true)", 1_887_437, 5, 17),
    (list(numbers), "self.all(x, true)", 3_145_727, 100, 302),
    (list(required), "self.all(x, true)", 555_128, 50, 152),
    (list(intOrString), "self.all(x, true)", 4_718_591, 10, 32),
    (list("type: string, format: duration"), "self.all(x, true)", 2_359_295, 5, 17),
    (list("type: string, format: date"), "self.all(x, true)", 725_936, 15, 47),
    (list("type: string, format: date-time"), "self.all(x, true)", 428_963, 25, 77),
    (list("type: number"), "self.all(x, x == 0.0)", 6_291_454, 6_291_456, 25_165_826),
    (list("type: number"), "self[1] == 0.0", 2, 5000, 2),
    (list("type: string"), "self[1] == self[1]", 314_577, 8, 314_577),
    (list(intOrString), "self[0] == 5", 3, 10, 3),
    (list(numbers), "self[0][0] == -1.0", 3, 51, 3),
    (list(numbersByName), "self.all(x, x.y == 25.2)", 6_291_452, 12, 74),
    (list(numbersByName), "self[0].x > 2.0", 4, 3000, 4),
    (list("type: string, format: duration"), "self[0].getHours() == 2", 4, 525, 4),
    (list("type: string, format: date-time"), "self[2].getMinutes() == 45", 4, 99, 4),
  ])
  func `of lists`(
    _ schema: String, _ rule: String, _ free: UInt64, _ limit: Int, _ bounded: UInt64
  ) throws {
    try expect(schema, rule, free, limit, bounded)
  }

  @Test(arguments: [
    (map("type: number"), "self.all(x, true)", 1_348_169, 10, 32),
    (map("type: number"), "has(self.x)", 1, 100, 1),
    (map("type: string"), "self.all(x, true)", 1_179_647, 3, 11),
    (map("type: boolean"), "self.all(x, true)", 943_718, 100, 302),
    (map(intOrString), "self.all(x, true)", 1_348_169, 15, 47),
    (map(numbers), "self.all(x, true)", 1_179_647, 25, 77),
    (map("type: string, format: duration"), "self.all(x, true)", 1_048_577, 5, 17),
    (map("type: string, format: date"), "self.all(x, true)", 524_288, 10, 32),
    (map("type: string, format: date-time"), "self.all(x, true)", 349_526, 25, 77),
    (map("type: number"), "self[\"x\"] == 0.0", 2, 0, 2),
    (map("type: integer"), "oldSelf.size() == self.size()", 5, 10, 5),
    (map("type: string, format: date-time"), "self[\"a\"] == self[\"b\"]", 8, 7, 8),
    (map("type: string, format: duration"), "self[\"c\"] == self[\"d\"]", 8, 42, 8),
  ])
  func `of maps`(
    _ schema: String, _ rule: String, _ free: UInt64, _ limit: Int, _ bounded: UInt64
  ) throws {
    try expect(schema, rule, free, limit, bounded)
  }

  @Test(arguments: [
    (text, "self.contains('test')", 314_574, 10, 5),
    (text, "self.startsWith('test')", 2, 15, 2),
    (text, "size(self + \"hello\") > size(\"hello\")", 314_578, 4, 7),
    (text, "self.matches(\"x\")", 314_574, 50, 22),
    (text, "\"\".matches(\"(((((((((())))))))))[0-9]\")", 7, 10, 7),
    (text, "self.matches(\"\")", 1, 100, 1),
    (text, "self == \"x\"", 2, 0, 1),
    (text, "self.find('[0-9]+') == ''", 629_147, 10, 11),
    (text, "self.lowerAscii() == 'lower!'", 314_575, 10, 6),
    ("{type: string, format: byte, maxLength: $}", "self == b\"x\"", 2, 0, 1),
    ("{\(intOrString), maxLength: $}", "isQuantity(self)", 314_574, 20, 9),
    (
      "{type: string, enum: [A, B, C, LongValue], maxLength: $}", "self.contains('A')", 2, 1000,
      401
    ),
    (texts, "self.join(' ') == 'aa bb'", 329_853_068_905, 10, 43),
    (texts, "self.isSorted() == true", 329_854_432_052, 10, 52),
    (
      "{type: object, properties: {str: \(text), before: {type: string, maxLength: 2}, "
        + "after: {type: string, maxLength: 4}}}",
      "self.str.replace(self.before, self.after) == 'does not matter'", 629_154, 4, 12
    ),
    (
      "{type: object, properties: {str: \(text), separator: \(text)}}",
      "self.str.split(self.separator) == []", 629_160, 10, 22
    ),
  ])
  func `of texts`(
    _ schema: String, _ rule: String, _ free: UInt64, _ limit: Int, _ bounded: UInt64
  ) throws {
    try expect(schema, rule, free, limit, bounded)
  }

  private func expect(
    _ schema: String, _ rule: String, _ free: UInt64, _ limit: Int, _ bounded: UInt64
  ) throws {
    #expect(try cost(rule, of: schema.replacing(/max\w+: \$,? ?/, with: "")) == free)
    #expect(try cost(rule, of: schema.replacing("$", with: String(limit))) == bounded)
  }
}
