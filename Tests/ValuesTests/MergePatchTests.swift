import Testing
import Values

@Suite struct MergePatchTests {
  /// The test cases of RFC 7386, appendix A.
  @Test(arguments: [
    (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
    (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
    (#"{"a":"b"}"#, #"{"a":null}"#, "{}"),
    (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
    (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
    (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
    (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
    (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#),
    (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
    (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#),
    (#"{"a":"foo"}"#, "null", "null"),
    (#"{"a":"foo"}"#, #""bar""#, #""bar""#),
    (#"{"e":null}"#, #"{"a":1}"#, #"{"a":1,"e":null}"#),
    ("[1,2]", #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
    ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
  ])
  func merges(value: String, patch: String, expected: String) throws {
    var result = try document(value)
    result.merge(try document(patch).root)
    #expect(text(result.root) == expected)
  }

  @Test(arguments: 0..<20)
  func aPatchBetweenTwoValuesMakesOneOfTheOther(seed: Int) throws {
    var random = RandomDocument(seed: UInt64(seed) + 2000)
    random.hasNulls = false
    for _ in 0..<20 {
      let before = try document(random.value())
      let after = try document(random.value())
      var result = before
      result.merge(Document.mergePatch(from: before.root, to: after.root).root)
      let isReplaced = !before.root.isMapping || !after.root.isMapping
      if before.root == after.root, isReplaced { continue }
      #expect(result.root == after.root)
    }
  }

  @Test func marksComeAlong() throws {
    var value = try document(#"{"a":1,"b":{"c":1}}"#, from: "base.json")
    value.merge(try document(#"{"b":{"d":2}}"#, from: "patch.json").root)
    #expect(value.root["a"]?.mark?.source.path == "base.json")
    #expect(value.root["b"]?.mark?.source.path == "base.json")
    #expect(value.root["b"]?.entry("d")?.key.mark?.source.path == "patch.json")
    #expect(value.root["b", "d"]?.mark?.source.path == "patch.json")
  }
}
