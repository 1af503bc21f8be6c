import Testing
import Values

@Suite struct JSONPatchTests {
  private func patched(
    _ value: String, _ patch: String, _ options: JSONPatch.Options = .init()
  ) throws -> String {
    var result = try document(value)
    try result.apply(try JSONPatch(try document(patch).root), options: options)
    return text(result.root)
  }

  /// Examples of RFC 6902 and what it says in words.
  @Test(arguments: [
    (#"{"a":1}"#, #"[{"op":"add","path":"/b","value":[2]}]"#, #"{"a":1,"b":[2]}"#),
    (#"{"a":1}"#, #"[{"op":"add","path":"/a","value":2}]"#, #"{"a":2}"#),
    (#"[1,3]"#, #"[{"op":"add","path":"/1","value":2}]"#, "[1,2,3]"),
    (#"[1]"#, #"[{"op":"add","path":"/1","value":2}]"#, "[1,2]"),
    (#"[1]"#, #"[{"op":"add","path":"/-","value":[2]}]"#, "[1,[2]]"),
    (#"{"a":1}"#, #"[{"op":"add","path":"","value":[]}]"#, "[]"),
    (#"{}"#, #"[{"op":"add","path":"/","value":1}]"#, #"{"":1}"#),
    (#"{"a":1}"#, #"[{"op":"replace","path":"","value":null}]"#, "null"),
    (#"{"a":1,"b":2}"#, #"[{"op":"remove","path":"/b"}]"#, #"{"a":1}"#),
    (#"[1,2,3]"#, #"[{"op":"remove","path":"/1"}]"#, "[1,3]"),
    (#"{"a":null}"#, #"[{"op":"replace","path":"/a","value":1}]"#, #"{"a":1}"#),
    (
      #"{"a":{"b":1},"c":{}}"#, #"[{"op":"move","from":"/a/b","path":"/c/d"}]"#,
      #"{"a":{},"c":{"d":1}}"#
    ),
    (#"[1,2,3]"#, #"[{"op":"move","from":"/0","path":"/2"}]"#, "[2,3,1]"),
    (#"{"a":1}"#, #"[{"op":"move","from":"/a","path":"/a"}]"#, #"{"a":1}"#),
    (
      #"{"a":[1]}"#,
      #"[{"op":"copy","from":"/a","path":"/b"},{"op":"add","path":"/b/-","value":2}]"#,
      #"{"a":[1],"b":[1,2]}"#
    ),
    (
      #"{"a/b":1,"m~n":2}"#,
      #"[{"op":"test","path":"/a~1b","value":1},{"op":"remove","path":"/m~0n"}]"#, #"{"a/b":1}"#
    ),
    (#"{"~1":1}"#, #"[{"op":"test","path":"/~01","value":1}]"#, #"{"~1":1}"#),
    (
      #"{"a":{"x":1,"y":[2]}}"#, #"[{"op":"test","path":"/a","value":{"y":[2.0],"x":1.0}}]"#,
      #"{"a":{"x":1,"y":[2]}}"#
    ),
    (#"{"0":1}"#, #"[{"op":"replace","path":"/0","value":2}]"#, #"{"0":2}"#),
    (#"{"a":1}"#, #"[{"op":"add","path":"/b","value":1,"extra":true}]"#, #"{"a":1,"b":1}"#),
    (#"{"a":1}"#, "[]", #"{"a":1}"#),
  ])
  func operations(value: String, patch: String, expected: String) throws {
    #expect(try patched(value, patch) == expected)
  }

  @Test(arguments: [
    ("{}", #"{"op":"add"}"#, "a JSON patch is a list of operations"),
    ("{}", "[1]", "operation 0: an operation is a mapping with 'op' and 'path'"),
    ("{}", #"[{"path":"/a","value":1}]"#, "operation 0: 'op' is missing"),
    ("{}", #"[{"op":"add","value":1}]"#, "operation 0: 'path' is missing"),
    ("{}", #"[{"op":"add","path":"/a"}]"#, "operation 0: 'value' is missing"),
    ("{}", #"[{"op":"copy","path":"/a"}]"#, "operation 0: 'from' is missing"),
    ("{}", #"[{"op":1,"path":"/a"}]"#, "operation 0: 'op' is not a string"),
    (
      "{}", #"[{"op":"spam","path":"/a"}]"#,
      "operation 0: 'spam' is no operation of a JSON patch"
    ),
    ("{}", #"[{"op":"remove","path":"a"}]"#, "operation 0: 'a' is no JSON pointer"),
    ("{}", #"[{"op":"remove","path":"/~2"}]"#, "operation 0: '/~2' is no JSON pointer"),
    ("{}", #"[{"op":"add","path":"/a/b","value":1}]"#, "operation 0: there is no value at '/a'"),
    ("{}", #"[{"op":"replace","path":"/a","value":1}]"#, "operation 0: there is no value at '/a'"),
    ("{}", #"[{"op":"remove","path":"/a"}]"#, "operation 0: there is no value at '/a'"),
    ("{}", #"[{"op":"remove","path":""}]"#, "operation 0: the whole document cannot be removed"),
    (
      "[1]", #"[{"op":"add","path":"/2","value":1}]"#,
      "operation 0: the index 2 is out of bounds of the list at ''"
    ),
    (
      "[1]", #"[{"op":"remove","path":"/1"}]"#,
      "operation 0: the index 1 is out of bounds of the list at ''"
    ),
    ("[1]", #"[{"op":"remove","path":"/-"}]"#, "operation 0: '-' is no index of the list at ''"),
    (
      "[1,2]", #"[{"op":"remove","path":"/01"}]"#, "operation 0: '01' is no index of the list at ''"
    ),
    (
      "[1,2]", #"[{"op":"remove","path":"/1e0"}]"#,
      "operation 0: '1e0' is no index of the list at ''"
    ),
    (
      "[1,2]", #"[{"op":"remove","path":"/-1"}]"#, "operation 0: '-1' is no index of the list at ''"
    ),
    (
      "[1,2]", #"[{"op":"remove","path":"/99999999999999999999"}]"#,
      "operation 0: '99999999999999999999' is no index of the list at ''"
    ),
    (
      #"{"a":1}"#, #"[{"op":"add","path":"/a/b","value":1}]"#,
      "operation 0: the value at '/a' has no members"
    ),
    (
      #"{"a":1}"#, #"[{"op":"test","path":"/a","value":"1"}]"#,
      "operation 0: the value at '/a' is not the expected one"
    ),
    (
      #"{"a":{"b":1}}"#, #"[{"op":"move","from":"/a","path":"/a/b"}]"#,
      "operation 0: the value at '/a' cannot be moved into itself"
    ),
  ])
  func failuresSayWhatIsWrong(value: String, patch: String, message: String) {
    #expect {
      try patched(value, patch)
    } throws: { ($0 as? JSONPatch.Failure)?.description == message }
  }

  @Test func aPatchThatFailsChangesNothing() throws {
    var value = try document(#"{"a":1}"#)
    let patch = try JSONPatch(
      try document(#"[{"op":"remove","path":"/a"},{"op":"remove","path":"/a"}]"#).root)
    #expect(throws: JSONPatch.Failure.self) { try value.apply(patch) }
    #expect(text(value.root) == #"{"a":1}"#)
  }

  @Test func optionsFollowKubernetes() throws {
    var options = JSONPatch.Options()
    options.allowsNegativeIndices = true
    options.absentIsNull = true
    #expect(try patched("[1,2]", #"[{"op":"remove","path":"/-1"}]"#, options) == "[1]")
    #expect(try patched("{}", #"[{"op":"test","path":"/a","value":null}]"#, options) == "{}")
    #expect(throws: JSONPatch.Failure.self) {
      try patched("[1,2]", #"[{"op":"remove","path":"/-3"}]"#, options)
    }
  }

  @Test func copiesOfCopiesAreBounded() throws {
    var options = JSONPatch.Options()
    options.maximumNodes = 10_000
    let wide = (0..<100).map { #"{"op":"copy","from":"","path":"/\#($0)"}"# }
    let deep = (0..<100).map { _ in #"{"op":"copy","from":"","path":"/a/0"}"# }
    for operations in [wide, deep] {
      #expect {
        try patched(#"{"a":[0]}"#, "[\(operations.joined(separator: ","))]", options)
      } throws: { ($0 as? JSONPatch.Failure)?.reason == .tooLarge }
    }
  }

  @Test func marksComeAlong() throws {
    var value = try document(#"{"a":{"b":1}}"#, from: "base.json")
    let patch = try document(
      #"[{"op":"add","path":"/c","value":2},{"op":"copy","from":"/a","path":"/d"}]"#,
      from: "patch.json")
    try value.apply(try JSONPatch(patch.root))
    #expect(value.root["c"]?.mark?.description == "patch.json:1:34")
    #expect(value.root["d", "b"]?.mark?.description == "base.json:1:11")
  }

  @Test(arguments: ["", "/", "/a~1b/~0/0", "/a//b"])
  func pointersAreWrittenAsTheyAreRead(pointer: String) {
    #expect(JSONPointer(pointer)?.description == pointer)
  }
}
