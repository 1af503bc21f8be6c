import Documents
import Testing
import Values

@testable import Kubernetes

/// Expectations are what an API server answers to apply patches.
@Suite struct ServerSideApplyTests {
  private func apply(
    _ head: String, to live: String, forced: Bool = true, manager: String = "gitops",
    kind: String = "Pod"
  ) throws -> Document {
    let apiVersion = kind == "Deployment" ? "apps/v1" : "v1"
    let schema = APICatalog.newest.schema(apiVersion: apiVersion, kind: kind)
    let apply = ServerSideApply(
      schema: schema, fieldManager: manager, forcesConflicts: forced,
      versions: ServerSideApply.Versions(
        apiVersion: apiVersion, serves: { _ in true }, schema: { _ in schema },
        convert: { object, _ in .success(object) }))
    let result = try apply.apply(manifest(head).root, to: manifest(live), base: nil)
    var object = result
    if let metadata = result.root["metadata"]?.id { object.remove("managedFields", from: metadata) }
    return object
  }

  private func expect(_ document: Document, _ expected: String) throws {
    let expected = try manifest(expected)
    #expect(document == expected, "\(JSON.write(document.root))")
  }

  @Test func `removes what the manager owned alone and no longer applies`() throws {
    try expect(
      apply(
        "metadata: {labels: {a: '1'}}",
        to: """
          metadata:
            labels: {a: '0', mine: '1', shared: '1', other: '1'}
            managedFields:
            - manager: gitops
              operation: Apply
              apiVersion: v1
              fieldsV1: {"f:metadata": {"f:labels": {"f:a": {}, "f:mine": {}, "f:shared": {}}}}
            - manager: kubectl-edit
              operation: Update
              apiVersion: v1
              fieldsV1: {"f:metadata": {"f:labels": {"f:other": {}, "f:shared": {}}}}
          """),
      "metadata: {labels: {a: '1', shared: '1', other: '1'}}")
  }

  @Test func `list elements are matched by all their keys, defaults among them`() throws {
    try expect(
      apply(
        """
        spec:
          containers:
          - name: dns
            ports: [{containerPort: 53, name: dns}, {containerPort: 53, protocol: UDP, name: dns-u}]
        """,
        to: """
          metadata:
            managedFields:
            - manager: gitops
              operation: Apply
              apiVersion: v1
              fieldsV1:
                "f:spec":
                  "f:containers":
                    'k:{"name":"dns"}':
                      ".": {}
                      "f:name": {}
                      "f:ports":
                        'k:{"containerPort":53,"protocol":"TCP"}': {".": {}, "f:containerPort": {}}
                        'k:{"containerPort":9153,"protocol":"TCP"}': {".": {}, "f:containerPort": {}}
          spec:
            containers:
            - name: dns
              ports:
              - {containerPort: 9153, protocol: TCP}
              - {containerPort: 53, protocol: TCP}
          """),
      """
      metadata: {}
      spec:
        containers:
        - name: dns
          ports:
          - {containerPort: 53, protocol: TCP, name: dns}
          - {containerPort: 53, protocol: UDP, name: dns-u}
      """)
  }

  @Test func `a key that is left out is the zero of its type where the server writes that`() throws
  {
    try expect(
      apply(
        "spec: {containers: [{image: a}], imagePullSecrets: [{}]}",
        to: "spec: {containers: [{name: '', image: b}, {name: c}]}"),
      "spec: {containers: [{name: '', image: a}, {name: c}], imagePullSecrets: [{}]}")
    #expect(throws: ServerSideApply.Failure.self) {
      try apply("secrets: [{namespace: a}]", to: "{}", kind: "ServiceAccount")
    }
  }

  @Test func `what another added to an element keeps the element`() throws {
    try expect(
      apply(
        "spec: {containers: [{name: a, image: a}]}",
        to: """
          metadata:
            managedFields:
            - manager: gitops
              operation: Apply
              apiVersion: v1
              fieldsV1:
                "f:spec":
                  "f:containers":
                    'k:{"name":"a"}': {".": {}, "f:name": {}, "f:image": {}}
                    'k:{"name":"b"}': {".": {}, "f:name": {}, "f:image": {}}
            - manager: mesh
              operation: Update
              apiVersion: v1
              fieldsV1: {"f:spec": {"f:containers": {'k:{"name":"b"}': {"f:tty": {}}}}}
          spec:
            containers: [{name: a, image: a}, {name: b, image: b, tty: true}]
          """),
      """
      metadata: {}
      spec: {containers: [{name: a, image: a}]}
      """)
  }

  private let owned = """
    metadata:
      labels: {hand: edited, a: '0'}
      managedFields:
      - manager: kubectl-edit
        operation: Update
        apiVersion: v1
        fieldsV1: {"f:metadata": {"f:labels": {"f:hand": {}}}}
      - manager: hpa
        operation: Update
        apiVersion: autoscaling/v1
        subresource: scale
        fieldsV1: {"f:metadata": {"f:labels": {"f:a": {}}}}
    """

  @Test func `changing what another owns is a conflict`() throws {
    let error = #expect(throws: ServerSideApply.Failure.self) {
      try apply("metadata: {labels: {hand: v1, a: '0'}}", to: owned, forced: false)
    }
    guard case .conflicts(let conflicts)? = error else {
      Issue.record("no conflict")
      return
    }
    #expect(
      ServerSideApply.Conflict.message(conflicts)
        == #"Apply failed with 1 conflict: conflict with "kubectl-edit" using v1: "#
        + ".metadata.labels.hand")
  }

  @Test func `several conflicts are told by manager`() throws {
    let error = #expect(throws: ServerSideApply.Failure.self) {
      try apply("metadata: {labels: {hand: v1, a: '1'}}", to: owned, forced: false)
    }
    guard case .conflicts(let conflicts)? = error else {
      Issue.record("no conflict")
      return
    }
    #expect(
      ServerSideApply.Conflict.message(conflicts) == """
        Apply failed with 2 conflicts: \
        conflicts with "hpa" with subresource "scale" using autoscaling/v1:
        - .metadata.labels.a
        conflicts with "kubectl-edit" using v1:
        - .metadata.labels.hand
        """)
  }

  @Test func `force and equal values avoid conflicts`() throws {
    try expect(
      apply("metadata: {labels: {hand: v1}}", to: owned),
      "metadata: {labels: {hand: v1, a: '0'}}")
    try expect(
      apply("metadata: {labels: {hand: edited}}", to: owned, forced: false),
      "metadata: {labels: {hand: edited, a: '0'}}")
  }

  @Test func `takes over from client-side apply`() throws {
    try expect(
      apply(
        "metadata: {labels: {a: '1'}}",
        to: """
          metadata:
            annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}\\n", note: x}
            labels: {a: '1', old: '1'}
            managedFields:
            - manager: kubectl-client-side-apply
              operation: Update
              apiVersion: v1
              fieldsV1:
                "f:metadata":
                  "f:annotations": {".": {}, "f:kubectl.kubernetes.io/last-applied-configuration": {}}
                  "f:labels": {".": {}, "f:a": {}, "f:old": {}}
            - manager: kubectl-annotate
              operation: Update
              apiVersion: v1
              fieldsV1: {"f:metadata": {"f:annotations": {"f:note": {}}}}
          """),
      "metadata: {annotations: {note: x}, labels: {a: '1'}}")
  }

  @Test func `a list may not hold one element twice`() throws {
    let error = #expect(throws: ServerSideApply.Failure.self) {
      try apply(
        "spec: {containers: [{name: a, env: [{name: X, value: '1'}, {name: X, value: '2'}]}]}",
        to: "spec: {}")
    }
    guard case .invalid(let failures)? = error else {
      Issue.record("accepted")
      return
    }
    #expect(failures.map(\.message) == [#"duplicate entries for key [name="X"]"#])
    #expect(failures.map(\.path.description) == ["spec.containers[0].env[1]"])
  }

  @Test func `field sets are read and written as managedFields has them`() throws {
    let text = """
      "f:spec":
        ".": {}
        "f:ports":
          'k:{"port":80,"protocol":"TCP"}': {".": {}, "f:port": {}}
        "f:zones":
          'v:"a"': {}
      """
    let node = try manifest(text)
    let set = FieldSet(fieldsV1: node.root)
    var document = Document()
    document.rootID = set.fieldsV1(in: &document)
    #expect(document == node)
    var paths: [String] = []
    set.forEachPath { paths.append($0.map(\.description).joined()) }
    #expect(
      paths == [
        ".spec", #".spec.ports[port=80,protocol="TCP"]"#,
        #".spec.ports[port=80,protocol="TCP"].port"#, #".spec.zones[="a"]"#,
      ])
  }
}
