import Diagnostics
import Documents
import LiveState
import Resources
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

  private struct OneObject: LiveView {
    let document: Document

    func object(_ identity: ResourceIdentity) -> Lookup<Document> { .found(document) }
    func objects(_ query: LiveQuery) -> Lookup<[ResourceIdentity]> { .absent }
  }

  /// What the live value of `p` reads as, where base, live and head have these.
  private func revealed(
    base: String, live: String, head: String, withKey: Bool
  ) throws -> String? {
    let key = withKey ? key : nil
    let resources = try [base, head].map { body in
      Resource(try JSON.read(secret(body), from: Source(path: "manifest"))) { $2 }
    }
    guard let base = resources[0], let head = resources[1] else { return nil }
    let view = RevealedSecrets(
      OneObject(document: try redacted(secret(live), key: self.key)),
      redaction: Redaction(key: key), base: [base], head: [head])
    let value = view.object(base.identity).found?.root["data", "p"]?.text ?? ""
    return Redaction.isRedacted(value) ? nil : value
  }

  typealias Case = (
    base: String, live: String, head: String, withKey: String?, without: String?
  )

  static let cases: [Case] = [
    (#""data":{"p":"YQ=="}"#, #""data":{"p":"YQ=="}"#, #""data":{"p":"Yg=="}"#, "YQ==", "YQ=="),
    (#""data":{"p":"YQ=="}"#, #""data":{"p":"Yg=="}"#, #""data":{"p":"Yg=="}"#, "Yg==", "YQ=="),
    (#""data":{"p":"YQ=="}"#, #""data":{"p":"Yg=="}"#, #""stringData":{"p":"b"}"#, "Yg==", "YQ=="),
    (#""data":{"p":"YQ=="}"#, #""data":{"p":"Yw=="}"#, #""data":{"p":"Yg=="}"#, nil, "YQ=="),
    (#""data":{}"#, #""data":{"p":"Yg=="}"#, #""data":{"p":"Yg=="}"#, "Yg==", nil),
  ]

  @Test(arguments: cases)
  func liveValuesReadAsTheManifestThatHasThem(_ test: Case) throws {
    for (withKey, expected) in [(true, test.withKey), (false, test.without)] {
      let found = try revealed(
        base: test.base, live: test.live, head: test.head, withKey: withKey)
      #expect(found == expected)
    }
  }
}
