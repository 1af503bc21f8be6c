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

  @Test(arguments: [
    "\u{1B}[31m", "\u{9D}0;title\u{7}", "\u{7F}", "\u{85}", "\u{61C}", "\u{202E}", "\u{2066}",
    "\u{200B}",
    "\u{AD}", "\u{3164}", "\u{115F}", "\u{E0041}", "\u{FEFF}", "\u{2028}", "\u{E000}", "\u{FFFB}",
    "\r",
  ])
  func whatCannotBeSeenIsSpeltOut(text: String) {
    let name = "a\(text)b"
    for escaped in [
      Escaping.terminal(name), Escaping.code(name), Escaping.markdown(name), Escaping.html(name),
      Escaping.property(name),
    ] {
      #expect(!escaped.unicodeScalars.contains(text.unicodeScalars[text.unicodeScalars.startIndex]))
      #expect(escaped.contains("u"))
    }
  }

  @Test func emojiStay() {
    #expect(Escaping.terminal("⚠️ ü 日本") == "⚠️ ü 日本")
  }

  /// The runner trims a line before it looks for a command, and a line of ours may be wrapped
  /// before any word.
  @Test(arguments: [
    "::error::x", "a ::stop-commands::x", "\t::add-mask::x", "##[group]x", "a##[add-matcher]x",
    "##vso[task.setvariable]x", "##teamcity[x", ":::error::x", "###[x",
  ])
  func nothingBecomesAPipelinesCommand(text: String) {
    for escaped in [Escaping.terminal(text), Escaping.code(text), Escaping.html(text)] {
      for line in Wrapping.wrap(escaped, width: 1, indent: 2) {
        #expect(!line.drop { $0 == " " }.hasPrefix("::error"), "\(line)")
        #expect(!line.contains("::stop") && !line.contains("::add"), "\(line)")
        #expect(!line.contains("##[") && !line.contains("##v") && !line.contains("##t"), "\(line)")
      }
    }
  }

  @Test(arguments: ["::", "a::b", "::1", "fe80::1", "# a", "## a", "a: b", "#1"])
  func whatIsNoCommandStays(text: String) {
    #expect(Escaping.terminal(text) == text)
  }

  @Test(arguments: [
    ("- a", "\\- a"), ("=== a", "\\=== a"), ("+ a", "\\+ a"), ("1. a", "1&#46; a"),
    ("12) a", "12&#41; a"),
    ("www.example.org", "www&#46;example.org"), ("a 1.2", "a 1.2"),
    ("1.36 is not", "1&#46;36 is not"),
    ("http://a", "http&#58;//a"), ("a@b #1 <b>", "a&#64;b &#35;1 &lt;b&gt;"),
  ])
  func proseHasNoMarkup(text: String, escaped: String) {
    #expect(Escaping.markdown(text) == escaped)
  }

  @Test func linesBreakAtSpacesAndKeepLongWords() {
    let lines = Wrapping.wrap("one two three", width: 8, indent: 2)
    #expect(lines == ["one two", "  three"])
    let word = String(repeating: "x", count: 20)
    #expect(Wrapping.wrap("a \(word)", width: 10, indent: 1) == ["a", " \(word)"])
  }
}
