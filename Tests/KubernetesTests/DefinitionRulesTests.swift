import Testing
import Values

@testable import Kubernetes

@Suite struct DefinitionRulesTests {
  private func errors(
    name: String = "shops.example.com", schema: String = "{type: object}",
    spec: String = "names: {plural: shops, singular: shop, kind: Shop, listKind: ShopList}"
  ) throws -> [String] {
    var definition = try manifest(
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: \(name)}
      spec:
        group: example.com
        scope: Namespaced
        \(spec)
        versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: \(schema)}}]
      """)
    let resource = try Answers.resource(definition)
    Defaulting.prepareForCreate(&definition, as: resource)
    return Validation.create(
      definition, group: "apiextensions.k8s.io", kind: "CustomResourceDefinition"
    ).map(\.description)
  }

  private static let root = "spec.validation.openAPIV3Schema"

  @Test func `a structural definition is taken`() throws {
    #expect(
      try errors(
        schema: """
          {type: object, properties: {spec: {type: object, properties: {
            port: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]},
            free: {x-kubernetes-preserve-unknown-fields: true},
            list: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name],
              items: {type: object, required: [name], properties: {name: {type: string}}}}}}}}
          """) == [])
  }

  @Test func `the name is made of plural and group`() throws {
    #expect(
      try errors(name: "shop.example.com") == [
        "metadata.name: Invalid value: \"shop.example.com\": must be "
          + "spec.names.plural+\".\"+spec.group"
      ])
  }

  @Test(arguments: [
    ("{properties: {}}", ".type: Required value: must not be empty at the root"),
    (
      "{type: object, properties: {a: {}}}",
      ".properties[a].type: Required value: must not be empty for specified object fields"
    ),
    (
      "{type: object, properties: {a: {type: array}}}",
      ".properties[a].items: Required value: must be specified"
    ),
    (
      "{type: object, properties: {a: {type: text}}}",
      ".properties[a].type: Unsupported value: \"text\": supported values: \"array\", "
        + "\"boolean\", \"integer\", \"number\", \"object\", \"string\""
    ),
    (
      "{type: object, properties: {a: {type: string, anyOf: [{type: string}]}}}",
      ".properties[a].anyOf[0].type: Forbidden: must be empty to be structural"
    ),
    (
      "{type: object, properties: {a: {type: array, items: {type: string}, "
        + "x-kubernetes-list-type: map}}}",
      ".properties[a].x-kubernetes-list-map-keys: Required value: must not be empty if "
        + "x-kubernetes-list-type is map"
    ),
    (
      "{type: object, properties: {a: {type: object, uniqueItems: true}}}",
      ".properties[a].uniqueItems: Forbidden: uniqueItems cannot be set to true since the "
        + "runtime complexity becomes quadratic"
    ),
  ])
  func `schemas must be structural`(schema: String, expected: String) throws {
    #expect(try errors(schema: schema).first == Self.root + expected)
  }

  @Test(arguments: [
    // What is no structural schema at all is not asked for structure.
    (
      "{properties: {a: {x-kubernetes-preserve-unknown-fields: false}}}",
      [
        ".properties[a].x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true "
          + "or undefined"
      ]
    ),
    (
      "{$schema: a, properties: {a: {}}}",
      [": Invalid value: \"\": OpenAPIV3Schema 'schema' is not supported"]
    ),
    // Two types are one pattern wherever they stand.
    (
      "{type: object, properties: {a: {anyOf: [{type: integer}, {type: string}]}}}",
      [".properties[a].type: Required value: must not be empty for specified object fields"]
    ),
    (
      "{type: object, properties: {metadata: {type: object, description: b}}}",
      [
        ".properties[metadata]: Forbidden: must not specify anything other than name and "
          + "generateName, but metadata is implicitly specified"
      ]
    ),
    ("{type: object, properties: {a: {type: object, not: {additionalProperties: false}}}}", []),
  ])
  func `what is asked of a schema's structure`(schema: String, expected: [String]) throws {
    #expect(try errors(schema: schema) == expected.map { Self.root + $0 })
  }

  private static func spec(_ property: String) -> String {
    "{type: object, properties: {spec: {type: object, properties: {a: \(property)}}}}"
  }

  private static let property = "\(root).properties[spec].properties[a]"

  @Test(arguments: [
    ("{type: integer, default: x}", #".default: Invalid value: "string": "#),
    ("{type: string, enum: [b], default: c}", #".default: Unsupported value: "c""#),
    (
      "{type: object, default: {b: 1}, properties: {c: {type: integer}}}",
      #".default: Invalid value: {"b":1}: must not have unknown fields"#
    ),
    (
      "{type: string, default: ab, x-kubernetes-validations: [{rule: 'self.size() > 2'}]}",
      #".default: Invalid value: "ab": failed rule: self.size() > 2"#
    ),
  ])
  func `defaults must be valid`(property: String, expected: String) throws {
    let errors = try errors(schema: Self.spec(property))
    #expect(errors.first?.hasPrefix(Self.property + expected) == true, "\(errors)")
  }

  @Test func `valid defaults are taken`() throws {
    #expect(
      try errors(
        schema: Self.spec(
          "{type: object, default: {b: 1}, properties: {b: {type: integer, default: 2}}}")) == [])
  }

  @Test(arguments: [
    (
      "{type: object, properties: {metadata: {type: object, default: {name: a}}}}",
      ".properties[metadata].default: Forbidden: must not be set in top-level metadata"
    ),
    (
      "{type: object, anyOf: [{properties: {b: {minimum: 1}}}]}",
      ".properties[b]: Required value: because it is defined in \(root).anyOf[0].properties[b]"
    ),
    (
      "{type: object, definitions: {b: {type: object}}}",
      ".definitions: Forbidden: definitions is not supported"
    ),
    (
      "{type: object, properties: {a: {type: string, x-kubernetes-validations: "
        + "[{rule: 'true', fieldPath: .b}]}}}",
      ".properties[a].x-kubernetes-validations[0].fieldPath: Invalid value: \".b\": "
        + "must be a valid path"
    ),
  ])
  func `what schemas may not say`(schema: String, expected: String) throws {
    let errors = try errors(schema: schema)
    #expect(errors.contains(Self.root + expected), "\(errors)")
  }

  @Test(arguments: [
    (
      "{type: array, maxItems: 9, items: {type: string, maxLength: 9, "
        + "x-kubernetes-validations: [{rule: 'self == oldSelf'}]}}",
      ".items.x-kubernetes-validations[0].rule: Invalid value: "
    ),
    (
      "{type: string, x-kubernetes-validations: [{rule: 'self != \"\"', optionalOldSelf: true}]}",
      ".x-kubernetes-validations[0].optionalOldSelf: Invalid value: true: "
        + "may not be set if oldSelf is not used in rule"
    ),
    (
      "{type: string, x-kubernetes-validations: [{rule: 'self != \"\"', messageExpression: '1'}]}",
      ".x-kubernetes-validations[0].messageExpression: Invalid value: "
    ),
  ])
  func `rules must make sense`(property: String, expected: String) throws {
    let errors = try errors(schema: Self.spec(property))
    #expect(errors.count == 1)
    #expect(errors.first?.hasPrefix(Self.property + expected) == true, "\(errors)")
  }

  @Test(arguments: [
    (".spec.a", nil), (".spec.b", "is an invalid path: does not refer to a valid field"),
    (".spec['a']", "is an invalid path: array notation is not allowed"),
    (".metadata.name", "must not point to fields in metadata"),
    (
      ".spec",
      "must point to a field of type string, boolean or integer. Enum string fields and strings "
        + "with formats are allowed."
    ),
  ])
  func `selectable fields are scalars of the schema`(path: String, expected: String?) throws {
    let schema =
      Self.spec("{type: string}") + "}, selectableFields: [{jsonPath: \"\(path)\"}], x: {y: {}"
    let errors = try errors(schema: schema)
    let field = "spec.selectableFields[0].jsonPath"
    #expect(
      errors == (expected.map { ["\(field): Invalid value: \"\(path)\": \($0)"] } ?? []))
  }

  @Test func `rules must compile`() throws {
    let schema = """
      {type: object, properties: {spec: {type: object, properties: {size: {type: integer}},
        x-kubernetes-validations: [{rule: "self.size > 0"}, {rule: "self.sise > 0"}]}}}
      """
    let errors = try errors(schema: schema)
    #expect(errors.count == 1)
    let opening =
      "\(Self.root).properties[spec].x-kubernetes-validations[1].rule: Invalid value: "
      + #"{"Rule":"self.sise \u003e 0","Message":"","MessageExpression":"","Reason":null,"FieldPath":"","#
      + #""OptionalOldSelf":null}: "#
      + "compilation failed: ERROR: <input>:1:5: undefined field 'sise'"
    #expect(errors.first?.hasPrefix(opening) == true)
  }
}
