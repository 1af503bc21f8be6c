import Documents
import Testing

/// What is read without libyaml is what libyaml reads: the same nodes at the same places in the same
/// styles, and the same problems.
@Suite struct BlockReadingTests {
  private func expectAgreement(_ text: String, _ name: String? = nil) {
    for dialect in [Dialect.yaml11, .yaml12] {
      let readings = [true, false].map { readsBlocks in
        var text = text
        return text.withUTF8 {
          YAML.read($0, from: file, dialect: dialect, readsBlocks: readsBlocks)
        }
      }
      let (blocks, events) = (
        NodeListing.lines(of: readings[0]), NodeListing.lines(of: readings[1])
      )
      let difference = zip(blocks, events).first { $0 != $1 }
      #expect(
        blocks == events,
        "\(name ?? text.debugDescription): \(difference.map { "\($0.0) instead of \($0.1)" } ?? "")"
      )
    }
  }

  /// Alone, and behind another document, where lines do not begin at the first.
  private func expectAgreement(of texts: [String]) {
    for text in texts {
      expectAgreement(text)
      expectAgreement("x: 1\n---\n" + text)
    }
  }

  @Test func structure() {
    expectAgreement(of: [
      "a: 1\nb:\n  c: 2\n  d:\n  - 1\n  - e: 3\n    f: 4\n  g: 5\nh: 6",
      "- - a\n  - b\n- - c\n-\n  - d\n-\n- e: 1\n  f:\n-   g:\n      h: 1\n",
      "a:\nb:\n- c:\n  d:\n-\ne:\n", "a:\n- b\n -c\n", "a:\n  - b\n - c\n",
      "a:\n    b: 1\n  c: 2\n", "a: 1\n b: 2\n", "a: b: c\n", "a: - b\n", "- a\nb: c\n",
      "a: b\n- c\n", "a: 1\nb\nc: 2\n", "- a: b\n c: d\n", "a\n", "a\nb\n\nc # d\n", "\"a\"\n",
      "a:b\n", "a:\n", ":\n", "- \n", "-\n", "--\n", "-a\n",
      "a :  b\n\"c\" : d\n'e':f\n", "a: &x 1\nb: *x\n", "a: !!str 1\n", "? a\n: b\n", "?a: b\n",
      "a: 1\na: 2\nb: {c: 1, c: 2}\n", "<<: {a: 1}\nb: 2\n", "<<: 1\nb: 2\n",
      "a: 1\n<<: {b: 1}\n", "1: a\ntrue: b\n~: c\n", "yes: on\n1.5: .5\n0x10: 0o17\n",
      "{a: b}: c\n", "[a]: c\n", "a:\n  b\n", "a:\n  b\n  c\n", "a:\n  \"b\"\n",
      "a:\n  'b': c\n", "a:\n  |\n  b\n", "a:\n  [b]\n", "  a: 1\n  b: 2\n", "  a: 1\n b: 2\n",
      " - a\n - b\n- c\n", "a:\n- b\n- c:\n  - d\n  e: f\ng: h\n",
      "a:\n  - b\n\n  # comment\n  - c # d\n#e\n  - f#g\n", "a: b #\n#\n", "a: #b\nc: d\n",
      "a: b# c\n", "a:\tb\n", "a: b\t# c\n", "\ta: b\n", "a: b\tc\n", "a: 'b\tc'\n",
      "a:\n\t\n  b: c\n", "- a\n\t\n- b\n", "a:\n - b\n c: d\n", "- a: 1\n  - b\n",
      "a:\nb\nc: d\n", "a:\n\"b\"\n", "a:\n|\n b\n", "a:\n[b]\n", "- a:\n  b\n", "-\na\n",
      "- -\n  a\n",
      "a: 1\n   # b\n  # c\nd: e\n", "a:   \n   - b\n", "-  - a\n   - b\n- c\n",
    ])
  }

  @Test func documents() {
    expectAgreement(of: [
      "a: 1\n---\nb: 2\n", "---\n---\na: 1\n", "# a\n\n--- # b\nc: 1\n", "--- a\n", "--- |\n a\n",
      "--- {a: 1}\n", "a: 1\n...\nb: 2\n", "...\na: 1\n", "a: 1\n...\n---\nb: 2\n",
      "%YAML 1.1\n---\na: 1\n", "a: 1\n%b: 2\n", "a: 1\n--- \nb: 2\n---\t\nc: 3\n", "---a: 1\n",
      "a: |\n b\n---\nc: 1\n", "a: 'b\n---\nc'\n", "a: b\n---\n", "a: [b\n---\nc: 1\n",
      "a: 1\n---\nb: [\n---\nc: 3\n---\nd: &x 1\n---\ne: 5\n", "", "\n", "#", "---", "--- ",
      "---\n", "---\n# a\n", "a: 1\n---\n---\n- b\n- b: 1\n  b: 2\n---\nc: &d\n---\ne: 1\n",
      "a: 1\n--- b\n", "a: 1\n---\t@\n", "a: 1\n--- @\n---\nb: 2\n",
      "a: 1\n---\nb: \"c\n---\nd: 1\n", "a: 1\n---\n!t\n---\n*x\n---\nb: 1\n",
    ])
  }

  @Test func plainScalars() {
    expectAgreement(of: [
      "a: b\n  c\n\n\n  d   \n  e\nf: g\n", "a: b\n c: d\n", "a: b\n - c\n", "a: b\n # c\n d\n",
      "a: b # c\n d\n", "a: b\n\n\n", "a: b\n \nc: d\n", "- a\n  b\n- c\n d\n", "- a\n b: c\n",
      "a\n---\nb\n", "a\n...\n", "a\n--- b\n", "a: http://b:c/d#e\n", "a: b:\n", "a: :b\n",
      "a: ?b\n", "a: -b\n", "a: b'c\"d\n", "a: ,b\n", "a: @b\n", "a: %b\n", "a: b, [c] {d}\n",
      "a: *\n", "a: ]\n", "a: `b`\n", "a: b\n  'c': d\n", "a: b\n  - c: d\n", "a:  \n  b\n",
      "a: null\nb: ~\nc: 1_000\nd: 1e3\ne: 0b11\nf: +.inf\ng: 2001-01-01\nh: 12:30:45\n",
      "a: b\n  # c\n", "a: b\n\n# c\n  d\n", "a: b\n c", "a: - \n", "a: b \n",
      "a:\n  b: c\n   d\n e\n",
      "a: ---\n", "a: b\n ---\n", "a: b ---\n", "a: b\n\n  c\n---\nd: e\n  f\n",
    ])
  }

  @Test func quotedScalars() {
    expectAgreement(of: [
      "a: 'b''c'\nd: ''\ne: ''''\nf: 'g", "a: 'b\n  c\n\n  d  \n  e '\n", "a: '  \n  '\n",
      "a: ' b '\n", "a: 'b' c\n", "a: '''b'''\n", "a: 'b'''''\n",
      "a: \"b\\n\\t\\\"\\\\\\/\\x41\\u00e9\\U0001F600\\0\\e\\N\\_\\L\\P \"\n", "a: \"\\ud800\"\n",
      "a: \"\\q\"\n", "a: \"\\x4\"\n", "a: \"b\\\n   c\\\n\n  \\ d  \n  e\\n\n\n  f\"\n",
      "a: \"b   \\\n  c\"\n", "a: \"b \\t \n c\"\n", "a: \"b\"# c\n", "\"a\nb\": c\n", "'a\n b'\n",
      "a: 'b'\n  c: d\n", "a: 'b': c\n", "a: \"b\n...\nc\"\n", "a: \"b\n\tc\"\n", "\"a\" \n",
      "'a' b: c\n", "a: \"\\U00110000\"\n", "a: \"\\UFFFFFFFF\"\n", "a: \"\\\tb\"\n",
      "a: \"\\ b\"\n", "a: \"b\\", "a: \"\\u12", "- 'a'\n- \"b\"  # c\n",
      "a: \"b\\a\\b\\f\\r\\v\"\n",
      "a: 'b \t\n \t c'\n", "a: \"\\\n\"\n", "a: \"\\\n\n\n b\"\n", "a: \"b\n\n\n\"\n", "a: '\n'\n",
      "a: \"b\\\n---\nc\"\n", "a: \"\\x0041\"\n", "'a'\n'b'\n", "a: \"b\" \"c\"\n",
      "a: \"  b\\\n  \"\n",
    ])
  }

  @Test func literalAndFoldedScalars() {
    expectAgreement(of: [
      "a: |\n  b\n   c\n\n  d\n\n\ne: f\n", "a: |-\n  b\n\n", "a: |+\n  b\n\n",
      "a: |2\n   b\n  c\n", "a: |-2\n    b\n", "a: |2-\n    b\n",
      "a: >\n  b\n  c\n\n  d\n   e\n  f\n\n\n  g\n", "a: >-\n  b\n    c\n  d\n",
      "a: >+\n  b\n\n\nc: d\n", "a: >\n\n  b\n", "a: >\n  b\n\n   c\n", "a: |\n\n      \n  b\n",
      "a: |\n b\n# c\n d\n", "a: |\n  b\n # c\ne: f\n", "a: |\n", "a: |", "a: |\n  b",
      "a: |\n  b\n  ", "a: |\n   \n", "a: |x\n  b\n", "a: | # b\n  c\n", "a: |# b\n  c\n",
      "a: |0\n b\n", "a: |10\n b\n", "a: |++\n b\n", "a: |+-\n b\n", "a: |\nb: c\n", "a: |\n\tb\n",
      "a: |\n  \tb\n", "- |\n a\n- >\n b\n- |\n   c\n  d\n", "|\n a\n b\n", "|\na\n", ">\n\n\n",
      "- - |\n   a\n  - b\n", "a: |\n  b  \n  c\n", "a: >\n  b  \n  c\n", "a: >1\n  b\n c\n",
      "a:\n- |\n  b\n- c\n", "a:\n- |\n b\n- c\n", "a: >\n  \tb\n  c\n", "a: |\n  b\n---\n",
      "a: |3\n  b\n", "a: |+", "a: |+\n\n\n", "a: >\n  b\n\n\n", "a: >\n   b\n   \n  c\n",
      "a: |\n  b\n  # c\n d: e\n", "a: |\n  b\n...\n", "a:\n  b: |\n   c\n  d: e\n",
      "a: |-\nb: c\n",
      "a: |\n  b\n     \nc: d\n", "a: |\n\n\n  b\n", "a: |  \n  b\n", "a: |2\n\n\n",
      "a: >\n b\n  \n c\n",
    ])
  }

  @Test func brackets() {
    expectAgreement(of: [
      "a: []\nb: {}\nc: [ ]\nd: { }\n", "a: [b, 'c', \"d\", 1, true, null, -1, ~]\n",
      "a: {b: c, \"d\": e, 'f': [g]}\n", "a: {\"b\":1}\n", "a: {b:1}\n",
      "a: [\n  b,\n  c\n]\nd: e\n",
      "a: [b,]\n", "a: [,]\n", "a: [b c, d  , e]\n", "a: [b: c]\n", "a: {b}\n", "a: {b: }\n",
      "a: {b: , c: d}\n", "a: {b, c}\n", "a: [b\n  c]\n", "a: [b] c\n", "a: [b]# c\n",
      "a: [b] # c\n", "a: [b # c\n]\n", "a: {{ b }}\n", "a: [[b], [[c]], {d: {e: f}}]\n",
      "a: [\n---\n]\n", "a: [- b]\n", "a: [b:c, http://d, e/f=g, $(h)]\n", "a: [b#c]\n",
      "a: [b, #c\nd]\n", "a: ['b' c]\n", "a: ['b\n c']\n", "a: {'b\n c': d}\n", "[a, b]\n",
      "{a: b}\n", "- [a]\n- {b: c}\n", "a: [b]: c\n", "a: [b, [c]\n", "a: [b}]\n", "a: {b: c]\n",
      "a: [\tb]\n", "a: {b : c}\n", "a: {b:\n c}\n", "a: {b\n : c}\n", "a: [?b]\n", "a: [b?]\n",
      "a: [*b]\n", "a: [b, 'c'd]\n", "a: {<<: {b: c}}\n", "a: [b\n]\nc: d\n", "a: [\nb]\n",
      "a:\n- [b,\nc]\n- d\n", "a: {b: c,\n\n d: e}\n", "a: [b, c", "a: {b: \"c\"",
      "a: [--b, ---, -]\n",
      "a: [\n-, b]\n", "a: {b: {}, c: []}\n", "a: [{b: c}, d]\n", "a: {\"b\" : c}\n",
      "a: {'b':'c'}\n",
      "a: {b: c d, e: f}\n", "a: [b ,c]\n", "a: {1: b, true: c}\n", "a: {b: 1, b: 2}\n",
    ])
  }

  @Test func characters() {
    expectAgreement(of: [
      "é: ü # ö\nb: [ä, ß]\n'ñ': \"日本\"\n", "a: b\u{85}c: d\n", "a: b\u{2028}c\n",
      "a: \u{FEFF}b\n", "\u{FEFF}a: b\n", "a: \u{1F600} x\n", "a: b\r\nc: d\r\n", "a: \u{7F}\n",
      "a: \u{9F}\n", "- é: a\n  b: c\n", "é: |\n  ü\n", "é:\n- a: ä\n", "a: [é, b, {ü: c}]\n",
      "a: {\"é\": b, c: d}\n", "a: \u{A0}\n", "a: \u{FFFD}\n", "a: \u{FFFF}\n", "a: \u{10FFFF}\n",
      "a: \u{E000}\u{D7FF}\n", "- ä: 'ö': b\n", "a: 'é\n ü'\n",
    ])
  }

  @Test func limits() {
    expectAgreement(String(repeating: "- ", count: 600) + "a\n", "deep sequences")
    expectAgreement("a: " + String(repeating: "[", count: 600), "deep brackets")
    for count in [990, 1010, 1023, 1024, 1025, 1100] {
      let key = String(repeating: "k", count: count)
      expectAgreement("\(key): v\n", "a key of \(count)")
      expectAgreement("'\(key)': v\n", "a quoted key of \(count)")
      expectAgreement("a: {\(key): v}\n", "a key of \(count) in braces")
    }
    let repeated = (0..<60).map { "a\($0): 1\na\($0): 2\n" }.joined(separator: "---\n")
    expectAgreement(repeated + "---\n" + repeated, "many problems")
  }
}
