import RegularExpressions
import Testing

/// What Go's `regexp/syntax` accepts and refuses, in its words.
struct SyntaxTests {
  @Test(arguments: [
    "a(?i)*", "a\\Q\\E*", "(?)", "a{2}?", "a{,}", "a{01}", "a{2", "[]a]", "[a-]", "[\\d-a]",
    "\\p{Old_Italic}", "\\p{olditalic}", "\\p{Letter}", "\\p{L_L}", "\\p{uppercase-letter}",
    "\\p{ascii}", "\\p{Assigned}", "\\p{Kawi}", "(?<n>a)(?P<n>b)", "\\x{D800}", "[\\x{D800}]",
    "[\\x{D000}-\\x{E000}]", "(?i)\\p{Lu}", "\\pC", "[[:alpha:][:^digit:]]", "(?i)[\\pL\\pM]",
    "()", "|", "(|a)*", "\\b+", "^*", "(?m)$*", "[^\\x00-\\x{10FFFF}]",
  ])
  func accepts(pattern: String) throws {
    let expression = try RegularExpression(pattern)
    _ = try expression.matches(in: "a")
  }

  @Test(arguments: [
    ("\\p{Lower}", "invalid character class range: `\\p{Lower}`"),
    ("\\p{}", "invalid character class range: `\\p{}`"),
    ("\\p", "invalid character class range: `\\p`"),
    ("x\\pé", "invalid character class range: `\\pé`"),
    ("\\p{ ^L}", "invalid character class range: `\\p{ ^L}`"),
    ("b{1000}{0}", "invalid nested repetition operator: `{1000}{0}`"),
    ("(a{0}){1001}", "invalid repeat count: `{1001}`"),
    ("a{999999999999}", "invalid repeat count: `{999999999999}`"),
    ("a{1,999999999999}", "invalid repeat count: `{1,999999999999}`"),
    ("a{2}??", "invalid nested repetition operator: `{2}??`"),
    ("[[:alpha:]", "missing closing ]: `[[:alpha:]`"),
    ("(?P<>a)", "invalid named capture: `(?P<>`"),
    ("(?i-)", "invalid or unsupported Perl syntax: `(?i-)`"),
    ("(?--i)", "invalid or unsupported Perl syntax: `(?--`"),
    ("(a", "missing closing ): `(a`"),
    ("a)b", "unexpected ): `a)b`"),
  ])
  func refuses(pattern: String, words: String) {
    #expect {
      _ = try RegularExpression(pattern)
    } throws: { error in
      "\(error)" == "error parsing regexp: " + words
    }
  }

  @Test func boundsNesting() throws {
    func nested(_ opening: String, _ count: Int) -> String {
      String(repeating: opening, count: count) + "a" + String(repeating: ")", count: count)
    }
    _ = try RegularExpression(nested("(", 999))
    #expect(throws: RegularExpressionError.self) { try RegularExpression(nested("(", 1000)) }
    #expect(try RegularExpression(nested("(?:", 100_000)).matches(in: "a"))
    #expect(throws: RegularExpressionError.self) {
      try RegularExpression("a" + String(repeating: "(?i)*", count: 2000))
    }
  }
}
