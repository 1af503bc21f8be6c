import Testing
import Values

@testable import Kubernetes

@Suite struct CustomResourceTests {
  private static let definition = """
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
        subresources: {status: {}}
        schema:
          openAPIV3Schema:
            type: object
            properties:
              spec:
                type: object
                required: [size]
                properties:
                  size: {type: string, enum: [small, large], maxLength: 5}
                  mode: {type: string, default: slow, pattern: "^(slow|fast)$"}
                  note: {type: string, nullable: true}
                  count: {type: integer, format: int32, minimum: 1, maximum: 10}
                  ratio: {type: number, minimum: 0, exclusiveMinimum: true}
                  weight: {type: number, format: float}
                  bytes: {type: integer, format: int64}
                  total: {type: integer, format: int32}
                  port: {x-kubernetes-int-or-string: true}
                  at: {type: string, format: date-time}
                  labels: {type: object, maxProperties: 1, additionalProperties: {type: string}}
                  zones: {type: array, x-kubernetes-list-type: set, maxItems: 2, items: {type: string}}
                  ports:
                    type: array
                    x-kubernetes-list-type: map
                    x-kubernetes-list-map-keys: [name]
                    items:
                      type: object
                      required: [name]
                      properties:
                        name: {type: string}
                        protocol: {type: string, default: TCP}
                  free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                  template:
                    type: object
                    x-kubernetes-embedded-resource: true
                    x-kubernetes-preserve-unknown-fields: true
                  source: {type: object, properties: {git: {type: string}, oci: {type: string}}, oneOf: [{required: [git]}, {required: [oci]}]}
                x-kubernetes-validations:
                - {rule: "self.size == oldSelf.size", message: "size is immutable"}
              status: {type: object, x-kubernetes-preserve-unknown-fields: true}
    """

  private let catalog: APICatalog
  private let kind: CustomResourceVersion

  init() throws {
    catalog = APICatalog(customResources: CustomResources([try manifest(Self.definition)]))
    kind = try #require(catalog.resource(apiVersion: "example.com/v1", kind: "Shop")?.custom)
  }

  private func shop(_ spec: String) throws -> Document {
    try manifest(
      """
      apiVersion: example.com/v1
      kind: Shop
      metadata: {name: a, namespace: shop}
      spec: \(spec)
      """)
  }

  private func errors(_ spec: String, old: String? = nil) throws -> [String] {
    let decoded = kind.decode(try shop(spec))
    #expect(decoded.errors.isEmpty)
    let before = try old.map { kind.decode(try shop($0)).object }
    return kind.validate(decoded.object, old: before, version: .newest).map(\.description)
  }

  @Test func `definitions tell identity and schema`() {
    #expect(catalog.scope(group: "example.com", kind: "Shop") == .namespaced)
    #expect(catalog.resource(group: "example.com", plural: "shops")?.kind == "Shop")
    let spec = kind.resource.schema?.field("spec")
    #expect(spec?.field("ports")?.listType == .map(keys: ["name"]))
    #expect(spec?.field("zones")?.listType == .set)
    #expect(spec?.field("labels")?.shape == .map)
    #expect(spec?.field("port")?.shape == .intOrString)
    #expect(
      spec?.field("ports")?.element?.field("protocol")?.defaultValue?.root.string == "TCP")
    #expect(spec?.required == ["size"])
    #expect(kind.resource.schema?.field("metadata")?.field("labels")?.shape == .map)
  }

  @Test func `unknown fields are pruned and named`() throws {
    let decoded = kind.decode(
      try shop("{size: small, sise: x, ports: [{name: a, prot: 1}], free: {b: {c: 1}}}"))
    #expect(
      decoded.errors.map(\.description) == [
        "spec.ports[0].prot: unknown field \"spec.ports[0].prot\"",
        "spec.sise: unknown field \"spec.sise\"",
      ])
    #expect(decoded.object.root["spec", "sise"] == nil)
    #expect(decoded.object.root["spec", "free", "b", "c"]?.int == 1)
  }

  @Test func `metadata is decoded as that of built-in kinds`() throws {
    let object = try manifest(
      "{apiVersion: example.com/v1, kind: Shop, metadata: {name: 1, labesl: {}}, spec: {size: small}}"
    )
    #expect(
      kind.decode(object).errors.map(\.description) == [
        "metadata.name: json: cannot unmarshal number into Go struct field ObjectMeta.name of type "
          + "string",
        "metadata.labesl: unknown field \"metadata.labesl\"",
      ])
  }

  @Test func `defaults are filled in, nulls taken out`() throws {
    let object = kind.decode(
      try shop("{size: small, mode: null, count: null, note: null, ports: [{name: a}]}")
    ).object.root
    #expect(object["spec", "mode"]?.string == "slow")
    #expect(object["spec", "count"] == nil)
    #expect(object["spec", "note"]?.isNull == true)
    #expect(object["spec", "ports"]?[0]?["protocol"]?.string == "TCP")
  }

  @Test(arguments: ["v1", "apps/v1", "/", "/v1"])
  func `an object inside has a version`(version: String) throws {
    #expect(
      try errors("{size: small, template: {apiVersion: '\(version)', kind: Pod}}") == [])
  }

  @Test func `an object inside has no version of three parts`() throws {
    #expect(
      try errors("{size: small, template: {apiVersion: a/b/c, kind: Pod}}") == [
        "spec.template.apiVersion: Invalid value: \"a/b/c\": unexpected GroupVersion string: a/b/c"
      ])
  }

  @Test(arguments: [
    (
      "{size: small, mode: warm}",
      "spec.mode: Invalid value: \"warm\": spec.mode in body should match '^(slow|fast)$'"
    ),
    (
      "{size: small, count: 0}",
      "spec.count: Invalid value: 0: spec.count in body should be greater than or equal to 1"
    ),
    (
      "{size: small, count: 11}",
      "spec.count: Invalid value: 11: spec.count in body should be less than or equal to 10"
    ),
    (
      "{size: small, ratio: 0}",
      "spec.ratio: Invalid value: 0: spec.ratio in body should be greater than 0"
    ),
    ("{size: small, zones: [a, a]}", "spec.zones[1]: Duplicate value: \"a\""),
    (
      "{size: small, ports: [{name: a}, {name: a}]}",
      "spec.ports[1]: Duplicate value: {\"name\":\"a\"}"
    ),
  ])
  func `constraints are held`(spec: String, expected: String) throws {
    #expect(try errors(spec) == [expected])
  }

  private static let unchecked =
    "<nil>: Invalid value: null: some validation rules were not checked because the object was "
    + "invalid; correct the existing errors to complete validation"

  @Test(arguments: [
    ("{}", ["spec.size: Required value"]),
    (
      "{size: huge}",
      ["spec.size: Unsupported value: \"huge\": supported values: \"small\", \"large\""]
    ),
    (
      "{size: smaller}",
      [
        "spec.size: Too long: may not be more than 5 bytes",
        "spec.size: Unsupported value: \"smaller\": supported values: \"small\", \"large\"",
      ]
    ),
    (
      "{size: small, count: many}",
      [
        "spec.count: Invalid value: \"string\": spec.count in body must be of type integer: \"string\""
      ]
    ),
    (
      "{size: small, port: true}",
      [
        "spec.port: Invalid value: \"boolean\": spec.port in body must be of type integer,string: \"boolean\""
      ]
    ),
    (
      "{size: small, at: 7}",
      ["spec.at: Invalid value: \"int64\": spec.at in body must be of type date-time: \"int64\""]
    ),
    (
      "{size: small, at: noon}",
      ["spec.at: Invalid value: \"noon\": spec.at in body must be of type date-time: \"noon\""]
    ),
    ("{size: small, zones: [a, b, c]}", ["spec.zones: Too many: 3: must have at most 2 items"]),
    ("{size: small, labels: {a: b, c: d}}", ["spec.labels: Too many: 2: must have at most 1 item"]),
    (
      "{size: small, labels: {a: 1}}",
      [
        "spec.labels.a: Invalid value: \"integer\": spec.labels.a in body must be of type string: \"integer\""
      ]
    ),
    (
      "{size: small, source: {}}",
      [
        "<nil>: Invalid value: \"\": \"spec.source\" must validate one and only one schema (oneOf). "
          + "Found none valid",
        "spec.source.git: Required value",
      ]
    ),
    (
      "{size: small, template: {kind: Pod}}", ["spec.template.apiVersion: Required value"]
    ),
  ])
  func `what blocks the rules is said so`(spec: String, expected: [String]) throws {
    #expect(try errors(spec) == expected + [Self.unchecked])
  }

  @Test(arguments: [
    ("weight: 3.5e+38", "number with format float in spec.weight"),
    ("total: 8589934592", "integer with format int32 in spec.total"),
  ])
  func `numbers lie in the range of their format`(field: String, expected: String) throws {
    #expect(
      try errors("{size: small, \(field)}") == [
        "<nil>: Invalid value: \"\": Checked value must be of type \(expected)"
      ])
    #expect(try errors("{size: small, weight: 3.4e+38, bytes: 8589934592, total: 7}") == [])
  }

  @Test func `alternatives that are too many are one error`() throws {
    #expect(
      try errors("{size: small, source: {git: a, oci: b}}") == [
        "<nil>: Invalid value: \"\": \"spec.source\" must validate one and only one schema (oneOf). "
          + "Found 2 valid alternatives"
      ])
  }

  @Test func `transitions are judged on updates alone`() throws {
    #expect(try errors("{size: large}") == [])
    #expect(
      try errors("{size: large}", old: "{size: small}")
        == ["spec: Invalid value: size is immutable"])
  }

  @Test func `what was wrong before is let pass`() throws {
    let bad = "{size: small, mode: warm, count: 3}"
    #expect(try errors(bad, old: bad) == [])
    #expect(try errors("{size: small, mode: warm, count: 4}", old: bad) == [])
    #expect(try errors("{size: small, mode: cold}", old: bad).count == 1)
  }

  @Test func `nobody sets a status beside the subresource`() throws {
    var object = try shop("{size: small}")
    let status = object.addMapping()
    object.set("status", to: status, in: object.rootID)
    #expect(kind.prepareForCreate(object).root["status"] == nil)
  }
}
