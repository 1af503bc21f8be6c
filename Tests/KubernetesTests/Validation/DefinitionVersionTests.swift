import Testing
import Values

@testable import Kubernetes

/// What a definition says of its versions, and where the server finds fault with it.
struct DefinitionVersionTests {
  private static let definition = """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: shops.example.com}
    spec:
      group: example.com
      scope: Namespaced
      names: {plural: shops, singular: shop, kind: Shop, listKind: ShopList}
      versions:
      - name: v1
        served: true
        storage: true
        schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object}}}}
    """

  private static func versions(_ lines: String...) -> String {
    "spec: {versions: [\(lines.joined(separator: ", "))]}"
  }

  private static func version(_ rest: String = "", schema: String = "type: object") -> String {
    "{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {\(schema)}}\(rest)}"
  }

  private static func second(
    _ rest: String = "", schema: String = "type: object", storage: Bool = false
  ) -> String {
    "{name: v2, served: true, storage: \(storage), schema: {openAPIV3Schema: {\(schema)}}\(rest)}"
  }

  @Test(arguments: [
    // Parts that all versions have alike are one part at the top.
    Fault(
      versions(version(schema: "")), "Required spec.validation.openAPIV3Schema.type"),
    Fault(
      versions(version(), second(schema: "type: string")),
      "Invalid spec.versions[1].schema.openAPIV3Schema.type"),
    Fault(
      versions(version(", additionalPrinterColumns: [{name: a, type: text, jsonPath: .a}]")),
      "Invalid spec.additionalPrinterColumns[0].type"),
    Fault(
      versions(
        version(", additionalPrinterColumns: [{name: a, type: text, jsonPath: a}]"), second()),
      "Invalid spec.versions[0].additionalPrinterColumns[0].JSONPath",
      "Invalid spec.versions[0].additionalPrinterColumns[0].type"),
    // The root of a schema beside a status.
    Fault(
      versions(version(", subresources: {status: {}}", schema: "")),
      "Required spec.validation.openAPIV3Schema.type"),
    Fault(
      versions(version(", subresources: {status: {}}", schema: "type: object, nullable: true")),
      "Forbidden spec.validation.openAPIV3Schema.nullable",
      "Invalid spec.validation.openAPIV3Schema"),
    // The scale.
    Fault(
      versions(version(", subresources: {scale: {specReplicasPath: '', statusReplicasPath: ''}}")),
      "Required spec.subresources.scale.specReplicasPath",
      "Required spec.subresources.scale.statusReplicasPath"),
    Fault(
      versions(
        version(", subresources: {scale: {specReplicasPath: .a.b, statusReplicasPath: .spec.c}}")),
      "Invalid spec.subresources.scale.specReplicasPath",
      "Invalid spec.subresources.scale.statusReplicasPath"),
    Fault(
      versions(
        version(
          ", subresources: {scale: {specReplicasPath: spec.a, statusReplicasPath: .status.c, "
            + "labelSelectorPath: .metadata.labels}}"),
        second()),
      "Invalid spec.versions[0].subresources.scale.labelSelectorPath",
      "Invalid spec.versions[0].subresources.scale.specReplicasPath"),
    Fault(
      versions(
        version(
          ", subresources: {scale: {specReplicasPath: .spec.a, statusReplicasPath: .status.b, "
            + "labelSelectorPath: .status.c}}"))),
    // Warnings.
    Fault(
      versions(version(", deprecationWarning: old")),
      "Invalid spec.versions[0].deprecationWarning"),
    Fault(
      versions(version(", deprecated: true, deprecationWarning: \"a\\tb\"")),
      "Invalid spec.versions[0].deprecationWarning"),
    Fault(versions(version(", deprecated: true, deprecationWarning: prefer v2"))),
    // A schema with faults still says which fields there are.
    Fault(
      versions(
        version(
          ", selectableFields: [{jsonPath: .spec.a}, {jsonPath: .spec.b}]",
          schema: "type: object, properties: {spec: {type: object, properties: "
            + "{a: {type: string}, c: {type: text}}}}")),
      "Invalid spec.selectableFields[1].jsonPath",
      "NotSupported spec.validation.openAPIV3Schema.properties[spec].properties[c].type"),
    // A conversion that is there has a strategy.
    Fault("spec: {conversion: {}}", "Required spec.conversion.strategy"),
    // Selectable fields need a schema in the same place.
    Fault(
      versions(
        version(", selectableFields: [{jsonPath: .spec.a}]"),
        second(
          ", selectableFields: [{jsonPath: .spec.a}]",
          schema: "type: object, properties: {spec: {type: object}}")),
      "Invalid spec.selectableFields"),
    Fault(
      versions(version(", selectableFields: [{jsonPath: .spec.a}]"), second()),
      "Invalid spec.versions[0].selectableFields"),
    // The version in which objects are stored.
    Fault(
      versions(version(), second(storage: true)),
      "Invalid spec.versions", "Invalid status.storedVersions"),
    Fault(
      versions(
        "{name: v1, served: true, storage: false, schema: {openAPIV3Schema: {type: object}}}"),
      "Invalid spec.versions", "Invalid status.storedVersions"),
  ])
  func `a definition may say wrong things`(fault: Fault) throws {
    let text = try fault.applied(to: Self.definition)
    #expect(try Answers.create(text) == fault.causes)
  }

  // MARK: - Updates

  @Test func `a version with stored objects stays`() throws {
    let old = try Fault(Self.versions(Self.version(), Self.second())).applied(to: Self.definition)
    let moved = try Fault(
      Self.versions(
        Self.version().replacing("storage: true", with: "storage: false"),
        Self.second(storage: true))
    ).applied(to: old)
    #expect(try Answers.update(old, to: moved) == [])
    let dropped = try Fault(Self.versions(Self.second(storage: true))).applied(to: old)
    #expect(try Answers.update(old, to: dropped) == ["Invalid status.storedVersions[0]"])
  }

  private static func webhook(versions: String, bundle: String = "") -> String {
    """
    spec:
      conversion:
        strategy: Webhook
        webhook:
          conversionReviewVersions: [\(versions)]
          clientConfig: {url: "https://example.com", caBundle: "\(bundle)"}
    """
  }

  @Test func `a webhook that knows no version of the server may stay`() throws {
    let unknown = Self.webhook(versions: "v7")
    let cause = "Invalid spec.conversion.conversionReviewVersions"
    let old = try Fault(unknown).applied(to: Self.definition)
    #expect(try Answers.create(old) == [cause])
    #expect(try Answers.update(old, to: old) == [])
    #expect(try Answers.update(Self.definition, to: old) == [cause])
  }

  @Test(arguments: [
    ("", [String]()), ("Cg==", ["Invalid spec.conversion.webhookClientConfig.caBundle"]),
    // A block that says it is a certificate, and one that is a key.
    ("LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1BQT0KLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=", []),
    (
      "LS0tLS1CRUdJTiBLRVktLS0tLQpNQUE9Ci0tLS0tRU5EIEtFWS0tLS0tCg==",
      ["Invalid spec.conversion.webhookClientConfig.caBundle"]
    ),
  ])
  func `a webhook's certificates count once the definition is established`(
    bundle: String, causes: [String]
  ) throws {
    let text = try Fault(Self.webhook(versions: "v1", bundle: bundle)).applied(to: Self.definition)
    #expect(try Answers.create(text) == [])
    let established = """
      status:
        conditions: [{type: Established, status: "True"}]
        storedVersions: [v1]
      """
    let old = try Answers.document(Fault(established).applied(to: Self.definition))
    let new = try Answers.document(Fault(established).applied(to: text))
    func update(_ new: Document, old: Document) -> [String] {
      Answers.causes(
        Validation.update(
          new, old: old, group: "apiextensions.k8s.io", kind: "CustomResourceDefinition"))
    }
    #expect(update(new, old: old) == causes)
    // What was bad before may stay bad.
    #expect(update(new, old: new) == [])
  }
}
