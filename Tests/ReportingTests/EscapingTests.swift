import Testing

@testable import Reporting

@Suite struct EscapingTests {
  @Test(arguments: [
    ("plain", "`plain`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("", "`  `"),
    ("a``b`", "``` a``b` ```"),
  ])
  func aCodeSpanHoldsAnything(text: String, span: String) {
    #expect(Escaping.code(text) == span)
  }

  @Test func workflowCommandsStayOnOneLine() {
    #expect(Escaping.command("50%\r\nnext") == "50%25%0D%0Anext")
    #expect(Escaping.property("a:b,c%") == "a%3Ab%2Cc%25")
  }

  @Test func terminalsGetNoControlCharacters() {
    #expect(Escaping.terminal("a\u{7}\u{9B}b\tü") == "a\\u{7}\\u{9b}b\\u{9}ü")
  }

  @Test func linesBreakAtSpacesAndKeepLongWords() {
    let lines = Wrapping.wrap("one two three", width: 8, indent: 2)
    #expect(lines == ["one two", "  three"])
    let word = String(repeating: "x", count: 20)
    #expect(Wrapping.wrap("a \(word)", width: 10, indent: 1) == ["a", " \(word)"])
  }
}
