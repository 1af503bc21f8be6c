import Testing
import Values

@testable import Kubernetes

/// Rules that may cost more than the server grants (`StaticEstimatedCostLimit`,
/// `StaticEstimatedCRDCostLimit` of
/// k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation).
@Suite struct RuleBudgetTests {
  private func definition(_ schema: String) throws -> Document {
    try manifest(
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: shops.example.com, resourceVersion: '1'}
      spec:
        group: example.com
        scope: Namespaced
        names: {plural: shops, singular: shop, kind: Shop, listKind: ShopList}
        versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: \(schema)}}]
      status: {storedVersions: [v1]}
      """)
  }

  private func errors(_ schema: String, replacing old: String? = nil) throws -> [String] {
    let (group, kind) = ("apiextensions.k8s.io", "CustomResourceDefinition")
    let new = try definition(schema)
    let errors =
      if let old {
        Validation.update(new, old: try definition(old), group: group, kind: kind)
      } else {
        Validation.create(new, group: group, kind: kind)
      }
    return errors.map { error in
      error.description.split(separator: " (try simplifying").first.map(String.init) ?? ""
    }
  }

  private static let root = "spec.validation.openAPIV3Schema"

  private static func listOfTexts(_ rules: String) -> String {
    """
    {type: object, properties: {f: {type: array, items: {type: string},
      x-kubernetes-validations: [\(rules)]}}}
    """
  }

  private static let longMessage =
    listOfTexts(
      "{rule: 'true', messageExpression: 'self[0] + self[1] + self[2] + self[3] + self[4] + "
        + "self[5] + self[6] + self[7]'}")

  private static let tooLongMessage =
    listOfTexts("{rule: 'true', messageExpression: 'string(self[0]) + string(self[1])'}")

  @Test func `an expression alone may cost too much`() throws {
    #expect(
      try errors(Self.longMessage) == [
        "\(Self.root).properties[f].x-kubernetes-validations[0].messageExpression: Forbidden: "
          + "estimated messageExpression cost exceeds budget by factor of 1.101006x"
      ])
  }

  @Test func `all expressions together may cost too much`() throws {
    let place = "\(Self.root).properties[f].x-kubernetes-validations[0].messageExpression"
    #expect(
      try errors(Self.tooLongMessage) == [
        "\(place): Forbidden: estimated messageExpression cost exceeds budget by factor of "
          + "more than 100x",
        "\(place): Forbidden: contributed to estimated rule cost total exceeding cost limit for "
          + "entire OpenAPIv3 schema",
        "\(Self.root): Forbidden: x-kubernetes-validations estimated rule cost total for entire "
          + "OpenAPIv3 schema exceeds budget by factor of more than 100x",
      ])
  }

  @Test func `a rule costs what it costs for each of the values it stands at`() throws {
    func schema(_ bounds: String) -> String {
      """
      {type: object, properties: {f: {type: array\(bounds), items: {type: string, maxLength: 1000,
        x-kubernetes-validations: [{rule: 'self.matches("^[a-z]+$")'}]}}}}
      """
    }
    let place = "\(Self.root).properties[f].items.x-kubernetes-validations[0].rule"
    #expect(try errors(schema(", maxItems: 1000")) == [])
    #expect(
      try errors(schema(", maxItems: 15000")) == [
        "\(place): Forbidden: estimated rule cost exceeds budget by factor of 1.204500x"
      ])
    #expect(
      try errors(schema(", maxItems: 20000")) == [
        "\(place): Forbidden: estimated rule cost exceeds budget by factor of 1.6x"
      ])
    #expect(try errors(schema("")).count == 3)
  }

  @Test func `a schema that stays keeps what it has`() throws {
    #expect(try errors(Self.longMessage, replacing: Self.longMessage) == [])
    #expect(try errors(Self.longMessage, replacing: Self.listOfTexts("{rule: 'true'}")).count == 1)
    #expect(
      try errors(Self.tooLongMessage, replacing: Self.tooLongMessage).count == 2,
      "the limit of all expressions holds for what is there, too")
  }
}
