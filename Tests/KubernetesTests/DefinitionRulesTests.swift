import Testing
import Values

@testable import Kubernetes

@Suite struct DefinitionRulesTests {
  private func errors(
    name: String = "shops.example.com", schema: String = "{type: object}",
    spec: String = "names: {plural: shops, singular: shop, kind: Shop, listKind: ShopList}"
  ) throws -> [String] {
    let definition = try manifest(
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
    return Validation.create(
      definition, group: "apiextensions.k8s.io", kind: "CustomResourceDefinition"
    ).map(\.description)
  }

  private static let root = "spec.versions[0].schema.openAPIV3Schema"

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

  @Test func `rules must compile`() throws {
    let schema = """
      {type: object, properties: {spec: {type: object, properties: {size: {type: integer}},
        x-kubernetes-validations: [{rule: "self.size > 0"}, {rule: "self.sise > 0"}]}}}
      """
    let errors = try errors(schema: schema)
    #expect(errors.count == 1)
    let opening =
      "\(Self.root).properties[spec].x-kubernetes-validations[1].rule: Invalid value: "
      + "\"self.sise > 0\": compilation failed: ERROR: <input>:1:5: undefined field 'sise'"
    #expect(errors.first?.hasPrefix(opening) == true)
  }
}
