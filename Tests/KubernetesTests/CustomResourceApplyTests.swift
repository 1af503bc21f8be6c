import Documents
import Resources
import Testing
import Values

@testable import Kubernetes

/// Applying custom resources; structured-merge-diff v6.3.2 behind the field manager of
/// k8s.io/apimachinery v0.36.2 gives the same.
@Suite struct CustomResourceApplyTests {
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
                properties:
                  mode: {type: string, default: slow}
                  size: {type: string}
                  count: {type: integer}
                  ratio: {type: number}
                  at: {type: string, format: date-time}
                  port: {x-kubernetes-int-or-string: true}
                  tags: {type: array, items: {type: string}}
                  ports:
                    type: array
                    x-kubernetes-list-type: map
                    x-kubernetes-list-map-keys: [name]
                    items:
                      type: object
                      required: [name]
                      properties: {name: {type: string}, protocol: {type: string, default: TCP}}
                  template:
                    type: object
                    x-kubernetes-embedded-resource: true
                    x-kubernetes-preserve-unknown-fields: true
              status: {type: object, properties: {ready: {type: boolean}}}
    """

  private static func predict(
    _ head: String, live: String, forced: Bool = true, manager: String = "gitops"
  ) throws -> Predictor.Outcome {
    let catalog = APICatalog(customResources: CustomResources([try manifest(definition)]))
    let options = ApplyOptions(mode: .server, fieldManager: manager, forcesConflicts: forced)
    func object(_ fields: String, _ metadata: String) throws -> Document {
      try manifest(
        """
        apiVersion: example.com/v1
        kind: Shop
        metadata: {name: a, namespace: shop\(metadata)}
        \(fields)
        """)
    }
    let owned = """
      , uid: u, resourceVersion: '1', managedFields: [{manager: edit, operation: Update,
      apiVersion: example.com/v1, fieldsType: FieldsV1,
      fieldsV1: {"f:spec": {"f:mode": {}, "f:size": {}}}}]
      """
    return Predictor(catalog: catalog, options: options).predict(
      head: try object(head, ""), live: .found(try object(live, owned)))
  }

  @Test func `a configuration sets no defaults`() throws {
    let live = "spec: {mode: fast, size: small, ports: [{name: a, protocol: UDP}]}"
    for forced in [true, false] {
      let outcome = try Self.predict(
        "spec: {count: 1, ports: [{name: a}]}", live: live, forced: forced)
      let spec = outcome.object?.root["spec"]
      #expect(spec?["mode"]?.text == "fast")
      #expect(spec?["size"]?.text == "small")
      #expect(spec?["ports"]?.elements.first?["protocol"]?.text == "UDP")
    }
  }

  @Test func `what it does set is another's`() throws {
    let outcome = try Self.predict(
      "spec: {mode: slow}", live: "spec: {mode: fast}", forced: false)
    #expect(outcome.rejections.map(\.message) == ["conflict with \"edit\" using example.com/v1"])
  }

  @Test(arguments: [
    ("spec: {size: 5}", "spec.size", "string, got &value.valueUnstructured{Value:5}"),
    (
      "spec: {size: [a, null, 1.5, {}]}", "spec.size",
      "string, got &value.valueUnstructured{Value:[]interface {}{\"a\", interface {}(nil), "
        + "1.5, map[string]interface {}{}}}"
    ),
    ("spec: {count: x}", "spec.count", "numeric (int or float), got string"),
    ("spec: {count: [x]}", "spec.count", "numeric (int or float), got []interface {}"),
    ("spec: {at: {}}", "spec.at", "any scalar, got &{map[]}"),
    ("spec: {tags: a}", "spec.tags", "list, got &{a}"),
    ("spec: {tags: [true]}", "spec.tags[0]", "string, got &value.valueUnstructured{Value:true}"),
    ("spec: true", "spec", "map, got &{true}"),
    ("status: {ready: '1'}", "status.ready", "boolean, got &{1}"),
    ("spec: {port: []}", "", ""),
    ("spec: {size: null, ports: null}", "", ""),
  ])
  func `a configuration is of the types of its schema`(
    head: String, field: String, expected: String
  ) throws {
    let failures = try Self.predict(head, live: "spec: {}").rejections
      .filter { $0.reason == "BadRequest" }
    #expect(failures.map(\.field) == (field.isEmpty ? [] : [field]))
    #expect(
      failures.map(\.message)
        == (field.isEmpty ? [] : ["failed to create typed patch object: expected \(expected)"]))
  }

  // MARK: - What is stored

  private static func created(_ object: String) throws -> Document? {
    let catalog = APICatalog(customResources: CustomResources([try manifest(definition)]))
    let document = try JSON.read(Array(object.utf8), from: Source(path: "test.json"))
    return Predictor(catalog: catalog, options: ApplyOptions(mode: .server)).predict(
      head: document, live: .absent
    ).object
  }

  @Test func `metadata is stored as its type writes it`() throws {
    let object = try Self.created(
      """
      {"apiVersion": "example.com/v1", "kind": "Shop", "metadata": {"name": "a", "namespace": "shop",
      "labels": {"a": null}, "annotations": {}, "finalizers": null, "selfLink": "x", "uid": "u",
      "deletionGracePeriodSeconds": 5}, "spec": {"ratio": 2.0, "template": {"apiVersion": "v1",
      "kind": "Pod", "metadata": {"name": "", "labels": {"b": null}, "creationTimestamp": null}}}}
      """)
    let expected = try manifest(
      """
      apiVersion: example.com/v1
      kind: Shop
      metadata: {name: a, namespace: shop, labels: {a: ''}}
      spec:
        mode: slow
        ratio: 2
        template: {apiVersion: v1, kind: Pod, metadata: {labels: {b: ''}}}
      """)
    #expect(object == expected, "\(object.map { JSON.write($0.root) } ?? "")")
  }
}
