import Diagnostics
import Documents
import Testing
import Values

@Suite struct JSONTests {
  @Test(arguments: [
    #"{"a":[1,2.50,-0,1e3,true,false,null,"x"],"b":{},"c":[]}"#, "3", #""""#,
    #"{"é":"\\\"\n\u0001ü😀"}"#, "[[[]]]", "123456789012345678901234567890",
  ])
  func whatIsReadIsWritten(text: String) throws {
    #expect(JSON.write(try JSON.read(text, from: file).root) == text)
  }

  @Test(arguments: [
    ("1", Kind.int), ("-9223372036854775808", .int), ("9223372036854775808", .float),
    ("1.0", .float), ("1e2", .float), ("-0", .int),
  ])
  func numbersKeepTheirText(text: String, kind: Kind) throws {
    let root = try JSON.read(text, from: file).root
    #expect(root.kind == kind)
    #expect(root.text == text)
  }

  @Test(arguments: [
    (#""\u00e9\ud83d\ude00\/\b""#, "é😀/\u{8}"), (#""\ud83dx""#, "\u{FFFD}x"),
    (#""abcdefghijk\nlmnopqrstuvwxyz""#, "abcdefghijk\nlmnopqrstuvwxyz"),
  ])
  func escapesAreDecoded(text: String, expected: String) throws {
    #expect(try JSON.read(text, from: file).root.string == expected)
  }

  @Test func marksCountCharacters() throws {
    let document = try JSON.read("{\"é\": 1,\n  \"b\": [\"ü\", 2]}", from: file)
    #expect(document.root["é"]?.mark?.description == "file.yaml:1:7")
    #expect(document.root.entry("b")?.key.mark?.description == "file.yaml:2:3")
    #expect(document.root["b"]?[1]?.mark?.description == "file.yaml:2:14")
  }

  @Test(arguments: [
    ("", "1:1"), ("{", "1:2"), ("{\"a\"", "1:5"), ("{\"a\":1", "1:7"), ("[1,]", "1:4"),
    ("[1 2]", "1:4"), ("{a:1}", "1:2"), ("01", "1:1"), ("1.", "1:1"), ("-", "1:1"),
    ("tru", "1:1"), ("\"a", "1:1"), ("\"\\x\"", "1:2"), ("\"\\u12\"", "1:2"), ("1 2", "1:3"),
    ("[1}", "1:3"), ("{\"a\":1,}", "1:8"), ("{\"a\":{{x}}}", "1:7"), ("\"a\nb\"", "1:3"),
    ("{\"a\":1,\"a\":2}", "1:8"), ("\u{1}", "1:1"),
  ])
  func whatIsNoJSONIsRefusedAtItsPlace(text: String, place: String) {
    #expect {
      try JSON.read(text, from: file)
    } throws: { error in
      (error as? Diagnostic)?.mark?.description == "file.yaml:\(place)"
    }
  }

  @Test func invalidUTF8IsRefused() {
    let sequences: [[UInt8]] = [
      [0xFF], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xC3],
    ]
    for bytes in sequences {
      #expect(throws: Diagnostic.self) { try JSON.read([0x22] + bytes + [0x22], from: file) }
    }
  }

  @Test func streamsKeepWhatCameBeforeAProblem() {
    let reading = JSON.readStream(Array("{\"a\":1} {\"b\":2}\n[3] x".utf8), from: file)
    #expect(reading.documents.map { JSON.write($0.root) } == [#"{"a":1}"#, #"{"b":2}"#, "[3]"])
    #expect(reading.diagnostics.first?.mark?.description == "file.yaml:2:5")
  }

  @Test func depthIsLimited() {
    #expect {
      try JSON.read(String(repeating: "[", count: 100_000), from: file)
    } throws: { ($0 as? Diagnostic)?.code == "nesting-too-deep" }
  }

  @Test func prettyOutputIsIndentedAndSorted() throws {
    let document = try JSON.read(#"{"b":[1,{}],"a":{"c":null}}"#, from: file)
    #expect(
      JSON.write(document.root, pretty: true, sortedKeys: true) == """
        {
          "a": {
            "c": null
          },
          "b": [
            1,
            {}
          ]
        }
        """)
  }
}
