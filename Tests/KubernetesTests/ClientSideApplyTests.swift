import Documents
import Testing
import Values

@testable import Kubernetes

/// Expectations are what kubectl apply leaves on a server.
@Suite struct ClientSideApplyTests {
  private func apply(
    _ head: String, to live: String, original: String?, kind: String = "Pod"
  ) throws -> Document {
    let schema = APICatalog.newest.schema(
      apiVersion: kind == "Deployment" ? "apps/v1" : "v1", kind: kind)
    let apply = ClientSideApply(schema: schema, isBuiltIn: schema != nil)
    let head = try manifest(head)
    let original = try original.map { try manifest($0) }
    let live = try manifest(live)
    return try apply.apply(head.root, to: live, original: original?.root) ?? live
  }

  private func expect(_ document: Document, _ expected: String) throws {
    let expected = try manifest(expected)
    #expect(document == expected, "\(JSON.write(document.root))")
  }

  @Test func `removes what was applied and is no longer, and leaves what others set`() throws {
    try expect(
      apply(
        "metadata: {labels: {a: '1'}}",
        to: "metadata: {labels: {a: '0', b: '2', c: '3'}, uid: x}",
        original: "metadata: {labels: {a: '0', b: '2'}}"),
      "metadata: {labels: {a: '1', c: '3'}, uid: x}")
  }

  @Test func `removes nothing where no one knows what was applied`() throws {
    try expect(
      apply("metadata: {labels: {a: '1'}}", to: "metadata: {labels: {b: '2'}}", original: nil),
      "metadata: {labels: {b: '2', a: '1'}}")
  }

  @Test func `an explicit null removes what another set`() throws {
    try expect(
      apply(
        "metadata: {labels: {a: '1', b: null}}", to: "metadata: {labels: {a: '1', b: '2'}}",
        original: "metadata: {labels: {a: '1'}}"),
      "metadata: {labels: {a: '1'}}")
  }

  @Test func `nothing is left of a deletion where there is nothing to delete`() throws {
    try expect(
      apply(
        "metadata: {name: a, ownerReferences: [{uid: x}]}", to: "metadata: {name: a}",
        original: "metadata: {ownerReferences: [{uid: x}, {uid: y}]}"),
      "metadata: {name: a, ownerReferences: [{uid: x}]}")
    let containers = "containers: [{name: c, image: i, env: [{name: A, value: b}"
    let merged = try apply(
      "spec: {\(containers)]}]}", to: "spec: {nodeName: n}",
      original: "spec: {\(containers), {name: B}]}]}")
    let env = merged.root["spec"]?["containers"]?.elements.first?["env"]
    #expect(env?.elements.map { $0["name"]?.text } == ["A"])
  }

  @Test func `scalars are not put in the order in which they sort`() throws {
    func finalizers(_ head: String, _ live: String) throws -> [String]? {
      try apply(
        "metadata: {finalizers: [\(head)]}", to: "metadata: {finalizers: [\(live)]}",
        original: "metadata: {finalizers: [\(head)]}"
      ).root["metadata"]?["finalizers"]?.elements.map(\.text)
    }
    #expect(try finalizers("a, b", "b, a") == ["b", "a"])
    #expect(try finalizers("b, a", "a, b") == ["b", "a"])
  }

  @Test func `merges containers by name, in the order applied`() throws {
    try expect(
      apply(
        "spec: {containers: [{name: b, image: b2}, {name: new, image: n}, {name: a, image: a1}]}",
        to: """
          spec:
            containers:
            - {name: a, image: a1, terminationMessagePath: /dev/termination-log}
            - {name: injected, image: mesh}
            - {name: gone, image: g}
            - {name: b, image: b1, imagePullPolicy: Always}
          """,
        original: """
          spec: {containers: [{name: a, image: a1}, {name: gone, image: g}, {name: b, image: b1}]}
          """),
      """
      spec:
        containers:
        - {name: injected, image: mesh}
        - {name: b, image: b2, imagePullPolicy: Always}
        - {name: new, image: n}
        - {name: a, image: a1, terminationMessagePath: /dev/termination-log}
      """)
  }

  @Test func `replaces lists without a merge strategy`() throws {
    try expect(
      apply(
        "spec: {containers: [{name: a, args: [x]}]}",
        to: "spec: {containers: [{name: a, args: [y, z]}]}",
        original: "spec: {containers: [{name: a, args: [y]}]}"),
      "spec: {containers: [{name: a, args: [x]}]}")
  }

  @Test func `merges lists of scalars by value`() throws {
    try expect(
      apply(
        "metadata: {finalizers: [c, a]}",
        to: "metadata: {finalizers: [a, b, live]}",
        original: "metadata: {finalizers: [a, b]}"),
      "metadata: {finalizers: [c, a, live]}")
  }

  @Test func `retains only the keys that are applied where the schema says so`() throws {
    try expect(
      apply(
        "spec: {strategy: {type: Recreate}}",
        to: "spec: {strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 25%}}}",
        original: "spec: {}", kind: "Deployment"),
      "spec: {strategy: {type: Recreate}}")
    try expect(
      apply(
        "spec: {volumes: [{name: data, emptyDir: {}}]}",
        to: "spec: {volumes: [{name: data, configMap: {name: c}}, {name: token}]}",
        original: "spec: {volumes: [{name: data, configMap: {name: c}}]}"),
      "spec: {volumes: [{name: data, emptyDir: {}}, {name: token}]}")
  }

  @Test func `an element without its merge key cannot be patched`() {
    #expect(
      throws: MergeFailure(
        "map: map[value:44] does not contain declared merge key: name",
        at: .root.field("spec").field("containers").index(0).field("env").index(0))
    ) {
      try apply(
        "spec: {containers: [{name: a, env: [{value: '44'}]}]}",
        to: "spec: {containers: [{name: a, env: [{name: x, value: '44'}]}]}", original: nil)
    }
  }

  @Test func `custom resources are patched by JSON merge`() throws {
    try expect(
      apply(
        "spec: {list: [{name: b}], map: {a: 1, x: null}}",
        to: "spec: {list: [{name: a}], map: {a: 0, b: 1, x: 2}, added: {z: 1}}",
        original: "spec: {list: [{name: a}], map: {a: 0, b: 1}}", kind: "Widget"),
      "spec: {list: [{name: b}], map: {a: 1}, added: {z: 1}}")
  }

  @Test func `the annotation holds the configuration as kubectl writes it`() throws {
    let head = try manifest("kind: Pod\nmetadata: {name: a}\nspec: {note: '<&>'}")
    let annotated = LastApplied.annotated(head)
    #expect(
      annotated.root["metadata", "annotations", LastApplied.annotation]?.string
        == #"{"kind":"Pod","metadata":{"annotations":{},"name":"a"},"#
        + #""spec":{"note":"\u003c\u0026\u003e"}}"# + "\n")
    #expect(LastApplied(of: annotated.root)?.configuration?.root["kind"]?.string == "Pod")
  }

  // MARK: - Custom resources

  @Test func `a null takes away from a custom resource that no one applied before`() throws {
    try expect(
      apply(
        "spec: {note: null, size: large}", to: "spec: {note: short, size: small, port: 80}",
        original: nil, kind: "Widget"),
      "spec: {size: large, port: 80}")
  }

  @Test func `nulls in lists of a custom resource are not kept`() throws {
    try expect(
      apply(
        "spec: {steps: [{run: a, retries: null}], free: {new: [{x: null}]}}",
        to: "spec: {steps: [{run: b}], free: {}}", original: "spec: {steps: [{run: b}]}",
        kind: "Widget"),
      "spec: {steps: [{run: a}], free: {new: [{}]}}")
  }

  @Test func `annotations that are no texts are none to kubectl`() throws {
    let head = try manifest("metadata: {name: a, annotations: {team: red, port: 80}}")
    let annotations = LastApplied.annotated(head).root["metadata", "annotations"]
    #expect(annotations?.entries.map(\.name) == [LastApplied.annotation])
    #expect(
      annotations?[LastApplied.annotation]?.text
        == "{\"metadata\":{\"annotations\":{},\"name\":\"a\"}}\n")
  }
}
