import Foundation
import Kubernetes
import Testing

@testable import Vetting

@Suite struct ValidateTests {
  /// A directory with files, which is removed at the end.
  private func withFiles<Result>(
    _ files: [String: String], _ body: (String) throws -> Result
  ) throws -> Result {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("validate-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: directory) }
    for (name, text) in files {
      let file = directory.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return try body(directory.path)
  }

  private static let configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
  private static let definition = """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: shops.example.com}
    spec:
      group: example.com
      scope: Namespaced
      names: {plural: shops, singular: shop, kind: Shop, listKind: ShopList}
      versions:
      - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object,
          properties: {spec: {type: object, properties: {size: {type: integer}}}}}}}
    """

  @Test func `directories are searched, kustomizations passed over`() throws {
    let files = [
      "b/map.yaml": Self.configMap, "a.yml": Self.configMap, "c.json": "{\"kind\": \"List\"}",
      "kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n",
      "d/kustomization.yaml": "resources: [../b]\n", "README.md": "not: [yaml",
      ".git/config.yaml": "not: [yaml",
    ]
    try withFiles(files) { directory in
      var validate = try Validate()
      let outcome = try validate.run([directory])
      #expect(
        outcome.resources.map { $0.path.dropFirst(directory.count + 1) }
          == ["a.yml", "b/map.yaml", "c.json"])
      #expect(outcome.kustomizations == 2)
      #expect(outcome.count(.valid) == 2)
      #expect(outcome.count(.unparsable) == 1)
    }
  }

  @Test func `a definition serves the files before it too`() throws {
    let shop = "apiVersion: example.com/v1\nkind: Shop\nmetadata: {name: a}\nspec: {size: big}\n"
    try withFiles(["a.yaml": shop, "b.yaml": Self.definition]) { directory in
      var validate = try Validate()
      let outcome = try validate.run([directory])
      #expect(outcome.count(.valid) == 1)
      #expect(
        outcome.resources.first?.verdict.faults.first?.message
          == "Invalid value: \"string\": spec.size in body must be of type integer: \"string\"")
      #expect(outcome.exitCode(ignoresMissingSchemas: false) == 1)
    }
  }

  @Test func `definitions may come from elsewhere`() throws {
    let shop = "apiVersion: example.com/v1\nkind: Shop\nmetadata: {name: a}\nspec: {size: 1}\n"
    try withFiles(["in/a.yaml": shop, "crds/b.yaml": Self.definition]) { directory in
      var bare = try Validate()
      let unknown = try bare.run([directory + "/in"])
      #expect(unknown.exitCode(ignoresMissingSchemas: false) == 3)
      #expect(unknown.exitCode(ignoresMissingSchemas: true) == 0)
      var validate = try Validate(definitions: [directory + "/crds"])
      #expect(try validate.run([directory + "/in"]).exitCode(ignoresMissingSchemas: false) == 0)
    }
  }

  @Test func `JSON schemas are found by templates`() throws {
    let files = [
      "in/a.yaml": "apiVersion: x.y/v1\nkind: Shop\nmetadata: {name: a}\nspec: {size: z, a: 1}\n",
      "shop-x-v1.json": """
      {"type": "object", "properties": {"spec": {"type": ["object", "null"],
      "additionalProperties": false, "properties": {"size": {"type": ["integer", "null"]}}}}}
      """,
    ]
    try withFiles(files) { directory in
      var validate = try Validate(
        schemaLocations: [directory + "/{{ .ResourceKind }}{{ .KindSuffix }}.json"])
      let outcome = try validate.run([directory + "/in"])
      #expect(
        outcome.resources.first?.verdict.faults.map(\.field).prefix(2) == ["spec.size", "spec"])
    }
    #expect(throws: (any Error).self) {
      try Validate(schemaLocations: ["https://example.com/schemas"])
    }
  }

  @Test func `lists are taken apart, repeated keys refused`() throws {
    let text = """
      apiVersion: v1
      kind: List
      items:
      - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
      - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}, dat: {}}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: c}
      data: {a: b}
      data: {c: d}
      """
    try withFiles(["a.yaml": text]) { directory in
      var validate = try Validate()
      let outcome = try validate.run([directory + "/a.yaml"])
      #expect(outcome.resources.map(\.verdict.status) == [.valid, .invalid, .invalid])
      #expect(outcome.resources.map(\.document) == [1, 2, 3])
      #expect(outcome.resources.last?.verdict.faults.first?.reason == "DuplicateField")
      #expect(outcome.resources.last?.verdict.faults.first?.line == 11)
    }
  }

  @Test func `the outcome is told as text and as JSON`() throws {
    let text = Self.configMap + "dat: {}\n---\napiVersion: x.y/v1\nkind: Z\nmetadata: {name: z}\n"
    try withFiles(["a.yaml": text]) { directory in
      var validate = try Validate()
      let outcome = try validate.run([directory + "/a.yaml"])
      let path = directory + "/a.yaml"
      #expect(
        ValidateReport.text(outcome) == """
          invalid  \(path): ConfigMap a
            line 4: dat: unknown field
          unknown  \(path): Z z: no schema for x.y/v1 Z

          2 objects in 1 file: 0 valid, 1 invalid, 1 of unknown kind

          """)
      #expect(
        ValidateReport.json(outcome) == """
          {"resources":[
            {"path":"\(path)","document":1,"apiVersion":"v1","kind":"ConfigMap","name":"a",\
          "status":"invalid","errors":[{"reason":"UnknownField","field":"dat",\
          "message":"unknown field \\"dat\\"","line":4}]},
            {"path":"\(path)","document":2,"apiVersion":"x.y/v1","kind":"Z","name":"z",\
          "status":"unknown-kind","errors":[]}
          ],"summary":{"files":1,"valid":0,"invalid":1,"unknown-kind":1,"unparsable":0}}

          """)
    }
  }

  @Test func `versions outside the schemas are refused`() {
    #expect(throws: (any Error).self) { try Validate(version: "1.24") }
  }
}
