import Diagnostics
import Documents
import LiveState
import Testing
import Values

@Suite struct RedactionTests {
  let key = try? RedactionKey(Array("0123456789abcdef".utf8))

  private func redacted(_ json: String, key: RedactionKey?) throws -> Document {
    Redaction(key: key).redact(try JSON.read(json, from: Source(path: "live")))
  }

  private func secret(
    _ body: String, name: String = "s", annotations: String = "{}"
  ) -> String {
    #"{"apiVersion":"v1","kind":"Secret","metadata":{"name":"\#(name)","namespace":"n","annotations":\#(annotations)},\#(body)}"#
  }

  @Test(arguments: [true, false])
  func noValueIsLeft(withKey: Bool) throws {
    let applied =
      #"{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"s\",\"annotations\":{\"y\":\"hunter2-hunter2\"}},\"stringData\":{\"p\":\"hunter2-hunter2\"},\"data\":{\"q\":\"aHVudGVyMi1odW50ZXIy\"}}"#
    let text = secret(
      #""data":{"p":"aHVudGVyMi1odW50ZXIy","n":5},"stringData":{"q":"hunter2-hunter2"}"#,
      annotations:
        #"{"kubectl.kubernetes.io/last-applied-configuration":"\#(applied)","x":"is hunter2-hunter2","y":"fine"}"#
    )
    let result = try redacted(text, key: withKey ? key : nil)
    let output = JSON.write(result.root)
    #expect(!output.contains("hunter2"))
    #expect(!output.contains("aHVudGVyMi1odW50ZXIy"))
    let annotations = result.root["metadata", "annotations"]
    #expect(annotations?["y"]?.string == "fine")
    #expect(annotations?["x"].map { Redaction.isRedacted($0.text) } == true)
    #expect(result.root["data", "p"].map { Redaction.isRedacted($0.text) } == true)
    #expect(result.root["stringData", "q"].map { Redaction.isRedacted($0.text) } == true)
    let inner = annotations?[Redaction.lastApplied]?.text ?? ""
    #expect(try JSON.read(inner, from: Source(path: "")).root["kind"]?.string == "Secret")
  }

  @Test(arguments: [
    #"{"kubectl.kubernetes.io/last-applied-configuration":"{\"data\": hunter2-hunter2"}"#,
    #"{"kubectl.kubernetes.io/last-applied-configuration":"[\"hunter2-hunter2\"]"}"#,
    #"{"kubectl.kubernetes.io/last-applied-configuration":"{\"data\":[\"hunter2-hunter2\"]}"}"#,
    #"{"kubectl.kubernetes.io/last-applied-configuration":"{\"stringData\":\"hunter2-hunter2\"}"}"#,
    #"{"kubectl.kubernetes.io/last-applied-configuration":"{\"data\":{\"a\":[\"hunter2-hunter2\"]}}"}"#,
  ])
  func anAnnotationThatCannotBeReadIsReplaced(annotations: String) throws {
    let result = try redacted(secret(#""data":{}"#, annotations: annotations), key: key)
    #expect(!JSON.write(result.root).contains("hunter2"))
  }

  @Test func equalValuesStayEqualAtTheirPlace() throws {
    func value(_ body: String, _ path: (String, String), name: String = "s") throws -> String? {
      try redacted(secret(body, name: name), key: key).root[path.0, path.1]?.text
    }
    let one = try value(#""data":{"p":"aHVudGVyMg=="}"#, ("data", "p"))
    #expect(try value(#""data":{"p":"aHVudGVyMg=="}"#, ("data", "p")) == one)
    #expect(try value(#""data":{"p":"aHVudGVyMw=="}"#, ("data", "p")) != one)
    #expect(try value(#""data":{"q":"aHVudGVyMg=="}"#, ("data", "q")) != one)
    #expect(try value(#""data":{"p":"aHVudGVyMg=="}"#, ("data", "p"), name: "t") != one)
    let plain = try value(#""stringData":{"p":"hunter2"}"#, ("stringData", "p")) ?? ""
    #expect(Base64.encode(Array(plain.utf8)) == one)
  }

  @Test func withoutAKeyNothingIsToldOfAValue() throws {
    let result = try redacted(secret(#""data":{"p":"YQ==","q":"Yg=="}"#), key: nil)
    #expect(result.root["data", "p"]?.text == result.root["data", "q"]?.text)
  }

  @Test func otherObjectsStayAsTheyAre() throws {
    let text = #"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"s"},"data":{"p":"v"}}"#
    #expect(JSON.write(try redacted(text, key: key).root) == text)
  }

  @Test func keysAreToldApartByTheirIds() throws {
    let other = try RedactionKey(Array(" 0123456789abcdeF\n".utf8))
    #expect(key?.id != other.id)
    #expect(key?.id.count == 16)
    #expect(try RedactionKey(Array("0123456789abcdef\n".utf8)).id == key?.id)
    #expect(throws: Diagnostic.self) { try RedactionKey(Array("short".utf8)) }
  }
}
