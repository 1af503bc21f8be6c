import Diagnostics
import Documents
import LiveState
import Testing
import Values

@Suite struct ObjectReaderTests {
  /// Reads a listing in pieces of a size.
  private func read(_ text: String, pieces: Int = 1 << 20) throws -> [String] {
    var names: [String] = []
    var reader = ObjectReader(source: Source(path: "live"))
    let bytes = Array(text.utf8)
    func take(_ object: Document) {
      let root = object.root
      names.append("\(root["kind"]?.text ?? "")/\(root["metadata", "name"]?.text ?? "")")
    }
    for start in stride(from: 0, to: bytes.count, by: pieces) {
      let piece = Array(bytes[start..<min(start + pieces, bytes.count)])
      try piece.withUnsafeBufferPointer { try reader.take($0, take) }
    }
    try reader.finish(take)
    return names
  }

  static let list = """
    {
        "apiVersion": "v1",
        "items": [
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "items": [1, "]"]}},
            {
                "apiVersion": "v1", "kind": "Pod",
                "metadata": {"name": "b", "annotations": {"x": "\\"}], \\\\"}}
            }
        ],
        "kind": "List",
        "metadata": {"resourceVersion": ""}
    }

    """

  static let yaml = """
    apiVersion: v1
    items:
    - apiVersion: v1
      data:
        text: |
          - not an item
          ---
      kind: ConfigMap
      metadata:
        name: a

    # a comment
    - apiVersion: v1
      kind: ConfigMap
      metadata: {name: b}
    kind: List
    metadata:
      resourceVersion: ""

    """

  @Test(arguments: [1, 2, 3, 7, 64, 1000])
  func piecesDoNotMatter(size: Int) throws {
    #expect(try read(Self.list, pieces: size) == ["Pod/a", "Pod/b"])
    #expect(try read(Self.yaml, pieces: size) == ["ConfigMap/a", "ConfigMap/b"])
  }

  static let flow = [
    "{apiVersion: v1, kind: Pod, metadata: {name: a}}\n",
    // Quotes and brackets that JSON takes otherwise.
    "{apiVersion: v1, kind: Pod, # isn't \"JSON\n metadata: {name: a, uid: '}{\"['}}\n",
    #"{"apiVersion": v1, "kind": Pod, "metadata": {"name": a}}"#,
    "[{apiVersion: v1, kind: Pod, metadata: {name: a}}]\n",
    "  \n {apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Pod, metadata: {name: a}}]}",
    #"{"apiVersion": "v1", "kind": "List", "items": [{apiVersion: v1, kind: Pod, "#
      + "metadata: {name: a}}]}",
    "# a comment\n{apiVersion: v1, kind: Pod, metadata: {name: a}}\n",
  ]

  @Test(arguments: flow)
  func flowStyleIsReadAsYAML(text: String) throws {
    for size in [1, 7, 1000] { #expect(try read(text, pieces: size) == ["Pod/a"]) }
    #expect(try read(text + "\n---\n" + text) == ["Pod/a", "Pod/a"])
    #expect(try read(text + "\n---\n" + Self.yaml) == ["Pod/a", "ConfigMap/a", "ConfigMap/b"])
  }

  @Test func whatIsNeitherIsToldAsWhatItSeemsToBe() {
    func problem(_ text: String) -> Diagnostic? {
      #expect(throws: Diagnostic.self) { try read(text) }
    }
    // As JSON and as YAML the quote is missing; the JSON is told.
    #expect(problem("{\"kind\": \"Pod\n")?.code == "snapshot-cut-off")
    #expect(problem("{kind: \"Pod\n")?.code == "invalid-yaml")
    // Where an object was read, the rest is no YAML.
    let pod = #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"c"}}"#
    #expect(problem(pod + "{kind: Pod}")?.mark?.line == 1)
    #expect(problem("{kind: Pod}")?.headline.contains("no object with apiVersion") == true)
  }

  @Test func streamsOfListsAndObjectsAreRead() throws {
    let pod = #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"c"}}"#
    #expect(try read(Self.list + pod + pod) == ["Pod/a", "Pod/b", "Pod/c", "Pod/c"])
    #expect(try read("[\(pod),\(pod)]") == ["Pod/c", "Pod/c"])
    #expect(
      try read("---\n" + Self.yaml + "---\n\(pod)\n---\n") == [
        "ConfigMap/a", "ConfigMap/b", "Pod/c",
      ])
    #expect(
      try read("kind: List\napiVersion: v1\nitems:\n  - \(pod)\n  - \(pod)\n") == [
        "Pod/c", "Pod/c",
      ])
    #expect(try read("kind: List\napiVersion: v1\nitems: [\(pod)]\n") == ["Pod/c"])
  }

  @Test(arguments: [
    ("", "snapshot-empty"), (" \n", "snapshot-empty"), ("# nothing\n", "snapshot-empty"),
    (#"{"apiVersion":"v1","kind":"List","items":[]}"#, "snapshot-empty"),
    (#"{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","ki"#, "snapshot-cut-off"),
    (#"{"apiVersion":"v1","kind":"List","items":["#, "snapshot-cut-off"),
    (#"{"a":"b"#, "snapshot-cut-off"),
    (#"{"a":1}"#, "snapshot-foreign"), ("[1,2]", "snapshot-foreign"), ("[]", "snapshot-empty"),
    ("[1}{\"a\":[1]}", "snapshot-foreign"), (#"{"items":[1}{"a":[]}]"#, "snapshot-foreign"),
    ("hello\n", "snapshot-foreign"), ("{}}", "snapshot-foreign"),
    ("error: the server doesn't have a resource type \"x\"\n", "snapshot-foreign"),
    (#"{"apiVersion":"v1","kind":"Status","message":"forbidden"}"#, "snapshot-foreign"),
    (#"{"apiVersion":"v1","kind":"Pod","metadata":{}}"#, "snapshot-foreign"),
    (
      #"{"apiVersion":"v1","kind":"PodList","metadata":{"continue":"x"},"items":[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}]}"#,
      "snapshot-cut-off"
    ),
    ("apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: \"Pod\n", "invalid-yaml"),
  ])
  func whatIsNoListingIsRefused(text: String, code: String) {
    for size in [1, 1 << 20] {
      #expect {
        try read(text, pieces: size)
      } throws: { ($0 as? Diagnostic)?.code == code }
    }
  }

  @Test func problemsNameTheLine() {
    #expect {
      try read("{\"items\": [\n{\"apiVersion\":\"v1\",\n \"kind\":\"Pod\", x}]}", pieces: 5)
    } throws: { ($0 as? Diagnostic)?.mark?.line == 3 }
    #expect {
      try read("items:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: *x}\n")
    } throws: { ($0 as? Diagnostic)?.mark?.description == "live:4:20" }
  }
}
