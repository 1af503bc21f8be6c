import Documents
import Testing
import Values

@testable import Kubernetes

/// What the schema of a custom resource has against an object; k8s.io/apiextensions-apiserver at
/// v0.36.2 says the same of each.
@Suite struct CustomResourceValidationTests {
  private func kind(_ properties: String) throws -> CustomResourceVersion {
    let definition = try manifest(
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: shops.example.com}
      spec:
        group: example.com
        scope: Namespaced
        names: {plural: shops, kind: Shop}
        versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema: \(properties)
      """)
    let catalog = APICatalog(customResources: CustomResources([definition]))
    return try #require(catalog.resource(apiVersion: "example.com/v1", kind: "Shop")?.custom)
  }

  private func shop(_ fields: String) throws -> Document {
    try manifest(
      "{apiVersion: example.com/v1, kind: Shop, metadata: {name: a, namespace: shop}, \(fields)}")
  }

  private func errors(_ schema: String, _ fields: String, old: String? = nil) throws -> [String] {
    let kind = try kind(schema)
    let before = try old.map { kind.decode(try shop($0)).object }
    return kind.validate(kind.decode(try shop(fields)).object, old: before, version: .newest)
      .map(\.description)
  }

  // MARK: - Numbers

  @Test(arguments: [
    (
      "{type: number, maximum: 10}", "123456789.125", ["1.23456789125e+08|less than or equal to 10"]
    ),
    (
      "{type: number, maximum: 4000000.5}", "5000000.25",
      ["5.00000025e+06|less than or equal to 4.0000005e+06"]
    ),
    ("{type: number, maximum: 4000000}", "5000000", ["5000000|less than or equal to 4000000"]),
    ("{type: integer, minimum: 1, exclusiveMinimum: true}", "1", ["1|greater than 1"]),
    ("{type: number, multipleOf: 0.25}", "1.3", ["1.3|a multiple of 0.25"]),
    ("{type: number, multipleOf: 0.25}", "1.0e+300", ["1e+300|a multiple of 0.25"]),
    ("{type: number, multipleOf: 2.5}", "5", ["5|a multiple of 2"]),
    ("{type: integer, multipleOf: 3}", "9", []),
  ])
  func `bounds are printed as numbers of their type`(
    property: String, value: String, expected: [String]
  ) throws {
    #expect(
      try errors("{type: object, properties: {a: \(property)}}", "a: \(value)")
        == expected.map {
          let parts = $0.split(separator: "|")
          return "a: Invalid value: \(parts[0]): a in body should be \(parts[1])"
        })
  }

  @Test func `an integer has no fraction of a factor`() throws {
    let schema = "{type: object, properties: {a: {type: number, multipleOf: 0.25}}}"
    #expect(
      try errors(schema, "a: 1") == [
        "a: Invalid value: 0: factor MultipleOf declared for a must be positive: 0"
      ])
    #expect(try errors(schema, "a: 1.5") == [])
  }

  @Test func `a bound that the type cannot hold is an error`() throws {
    let schema = "{type: object, properties: {a: {type: integer, format: int32, maximum: 4.0e+9}}}"
    #expect(
      try errors(schema, "a: 1") == [
        "<nil>: Invalid value: \"\": Maximum boundary value must be of type integer with format "
          + "int32 in a"
      ])
  }

  @Test(arguments: [
    ("3.0", true), ("-3.0", true), ("1000000000.5", true), ("3.5", false), ("-0.5", false),
    ("1.0e+20", false), ("9007199254740991.0", true),
  ])
  func `an integer is one that every JSON reader knows`(value: String, isInteger: Bool) throws {
    let schema = "{type: object, properties: {a: {type: integer}}}"
    let found = try errors(schema, "a: \(value)").contains(
      "a: Invalid value: \"number\": a in body must be of type integer: \"number\"")
    #expect(found != isInteger)
  }

  @Test(arguments: [
    ("{type: number, enum: [1, 2]}", "2.9", true), ("{type: number, enum: [1.5]}", "1", false),
    ("{type: number, enum: [2.0]}", "2", true), ("{type: integer, enum: [1, 2]}", "3", false),
  ])
  func `what is listed is compared in its own type`(
    property: String, value: String, isListed: Bool
  ) throws {
    let errors = try errors("{type: object, properties: {a: \(property)}}", "a: \(value)")
    #expect(errors.isEmpty == isListed)
  }

  // MARK: - The whole object

  @Test func `an error of the whole object stands nowhere`() throws {
    let schema = """
      {type: object, minProperties: 9, properties: {a: {type: string}},
      x-kubernetes-validations: [{rule: "self.metadata.name != 'a'", message: no a}]}
      """
    #expect(
      try errors(schema, "a: b") == [
        "<nil>: Invalid value: 4:  in body should have at least 9 properties",
        "<nil>: Invalid value: no a",
      ])
  }

  // MARK: - Ratcheting

  private static let list = """
    {type: object, properties: {ports: {type: array, x-kubernetes-list-type: map,
    x-kubernetes-list-map-keys: [name], maxItems: 1,
    items: {type: object, required: [name], properties: {name: {type: string, maxLength: 1}}}}}}
    """

  @Test func `a list in another order is the same list`() throws {
    let old = "ports: [{name: a}, {name: bb}]"
    #expect(try errors(Self.list, "ports: [{name: bb}, {name: a}]", old: old) == [])
    #expect(
      try errors(Self.list, "ports: [{name: bb}, {name: c}]", old: old) == [
        "ports: Too many: 2: must have at most 1 item"
      ])
  }

  @Test func `an element without its key is new`() throws {
    let old = "ports: [{}]"
    #expect(try errors(Self.list, old, old: old) == ["ports[0].name: Required value"])
  }

  @Test func `what is inside an atomic map has no predecessor`() throws {
    func schema(_ mapType: String) -> String {
      """
      {type: object, properties: {m: {type: object, x-kubernetes-map-type: \(mapType), properties:
      {a: {type: string, x-kubernetes-validations: [{rule: "self == oldSelf", message: stays}]}}}}}
      """
    }
    #expect(try errors(schema("atomic"), "m: {a: x}", old: "m: {a: z}") == [])
    #expect(
      try errors(schema("granular"), "m: {a: x}", old: "m: {a: z}")
        == ["m.a: Invalid value: \"x\": stays"])
  }

  @Test func `numbers of two types are no duplicates in a set`() throws {
    let schema = """
      {type: object, properties: {a: {type: array, x-kubernetes-list-type: set,
      items: {type: number}}}}
      """
    // Unlike those who read JSON, kubectl makes 7 of the 7.0 of a YAML file.
    func list(_ text: String) throws -> [String] {
      let object = try JSON.read(
        Array(
          "{\"apiVersion\": \"example.com/v1\", \"metadata\": {\"name\": \"a\", \"namespace\": \"b\"}, \"a\": \(text)}"
            .utf8),
        from: Source(path: "test.json"))
      return try kind(schema).validate(object, old: nil, version: .newest).map(\.description)
    }
    #expect(try list("[7, 7.0]") == [])
    #expect(try list("[7.0, 7, 7.00]") == ["a[2]: Duplicate value: 7"])
  }

  @Test func `a stored object is read with the defaults of today`() throws {
    let schema = """
      {type: object, properties: {m: {type: object, required: [x], maxProperties: 1,
      properties: {a: {type: string, default: b}, x: {type: string}}}}}
      """
    let kind = AppliedKind(
      apiVersion: "example.com/v1", kind: "Shop", resource: try kind(schema).resource,
      version: .newest)
    guard case .accepted = kind.update(try shop("m: {}"), from: try shop("m: {}")) else {
      Issue.record("refused for what it had been before")
      return
    }
  }
}
