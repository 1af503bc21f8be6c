import RegularExpressions
import Testing

/// Expectations are what Go's `regexp` returns.
struct SearchTests {
  @Test(arguments: [
    ("a*", "baaac", [0..<0, 1..<4, 5..<5]),
    ("(a|ab)(c|bcd)", "abcd abc", [0..<4, 5..<8]),
    ("x*", "é-", [0..<0, 2..<2, 3..<3]),
    ("(?m)^.", "ab\ncd\n", [0..<1, 3..<4]),
    ("(?m)^", "a\n", [0..<0, 2..<2]),
    ("(?m)$", "a\n", [1..<1, 2..<2]),
    ("\\bfoo\\b", "foo food foo", [0..<3, 9..<12]),
    ("é", "caféé", [3..<5, 5..<7]),
  ])
  func findsAllMatches(pattern: String, text: String, ranges: [Range<Int>]) throws {
    let expression = try RegularExpression(pattern)
    #expect(try expression.allMatches(in: text).map(\.range) == ranges)
    #expect(try expression.firstMatch(in: text)?.range == ranges.first)
    #expect(
      try expression.allMatches(in: text, limit: 1).map(\.range) == Array(ranges.prefix(1)))
  }

  @Test func findsGroups() throws {
    let expression = try RegularExpression("(?P<key>\\w+)=(?<value>\\d+)?(;)?")
    #expect(expression.groupNames == ["key", "value", nil])
    let match = try #require(try expression.firstMatch(in: "  size=12"))
    #expect(match.range == 2..<9)
    #expect(match.groups == [2..<6, 7..<9, nil])
  }

  @Test func matchesWhole() throws {
    let expression = try RegularExpression(matchingWhole: "a|ab")
    #expect(try expression.matches(in: "ab"))
    #expect(try !expression.matches(in: "abc"))
    #expect(try !expression.matches(in: "ab\n"))
  }

  @Test func readsStrayBytesAsReplacementCharacters() throws {
    let bytes: [UInt8] = [0x61, 0xFF, 0xC3, 0x62]
    func matches(_ pattern: String) throws -> Bool {
      let expression = try RegularExpression(pattern)
      return try bytes.withUnsafeBufferPointer { bytes throws in try expression.matches(in: bytes) }
    }
    #expect(try matches("^a\\x{FFFD}{2}b$"))
    #expect(try matches("^a..b$"))
    #expect(try !matches("ÿ"))
    #expect(try !RegularExpression("a").matches(in: UnsafeBufferPointer(start: nil, count: 0)))
    #expect(try RegularExpression("^$").matches(in: ""))
  }

  @Test func foldsCaseAsUnicodeDoesSimply() throws {
    #expect(try RegularExpression("(?i)^[a-k]$").matches(in: "\u{212A}"))
    #expect(try RegularExpression("(?i)^\\w$").matches(in: "ſ"))
    #expect(try !RegularExpression("(?i)^\\W$").matches(in: "ſ"))
    #expect(try !RegularExpression("^\\w$").matches(in: "ſ"))
    #expect(try RegularExpression("(?i)a(?-i)b").matches(in: "Ab"))
    #expect(try !RegularExpression("(?i)a(?-i)b").matches(in: "AB"))
    #expect(try RegularExpression("(?i:a|(?-i)b|c)d").matches(in: "cd"))
    #expect(try !RegularExpression("(?i:a|(?-i)b|c)d").matches(in: "Cd"))
    #expect(try !RegularExpression("(?i:a)D").matches(in: "Ad"))
    #expect(try !RegularExpression("(?i)^[^\\p{Greek}k]$").matches(in: "K"))
    #expect(try RegularExpression("(?i)^[^\\p{Greek}k]{2}$").matches(in: "xy"))
  }

  @Test func foldsCategories() throws {
    let upper = try RegularExpression("(?i)^\\p{Lu}$")
    for text in ["a", "A", "ς", "ǅ", "ꭰ", "ẞ", "ß"] { #expect(try upper.matches(in: text)) }
    // Lowercase letters without a capital.
    for text in ["ĸ", "ª", "1", "ŉ"] { #expect(try !upper.matches(in: text)) }
    let notLower = try RegularExpression("(?i)^[^\\p{Ll}x]$")
    for text in ["K", "\u{212A}", "Ω", "x"] { #expect(try !notLower.matches(in: text)) }
    for text in ["1", "漢"] { #expect(try notLower.matches(in: text)) }
  }

  @Test func keepsThreadsApart() async throws {
    let expression = try RegularExpression("(\\d+)-(\\d+)")
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          for number in 0..<200 {
            let text = "x\(task)-\(number)"
            guard let match = try expression.firstMatch(in: text),
              match.groups == [1..<2, 3..<text.utf8.count]
            else { return false }
          }
          return true
        }
      }
      for try await agreed in group { #expect(agreed) }
    }
  }
}
