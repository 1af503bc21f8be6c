import Testing

@testable import RegularExpressions

/// The bounds that Go's `FindStringSubmatchIndex` returns where backtracking engines differ.
struct GroupTests {
  @Test(arguments: [
    ("(a*)+", "aab", [0, 2, 0, 2]),
    ("(a*)*", "b", [0, 0, 0, 0]),
    ("(a|b*)*", "abba", [0, 4, 3, 4]),
    ("(|a)*", "aa", [0, 0, 0, 0]),
    ("(|a)+", "aa", [0, 0, 0, 0]),
    ("(a+)+$", "baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", [1, 37, 1, 37]),
    ("(a{0})(b)", "b", [0, 1, 0, 0, 0, 1]),
    ("(a){0}(b)", "b", [0, 1, -1, -1, 0, 1]),
    ("(?:(a)|(b)|)*?c", "abc", [0, 3, 0, 1, 1, 2]),
    ("((a)|b){2,3}", "bab", [0, 3, 2, 3, 1, 2]),
    ("(a?)*?b", "aab", [0, 3, 1, 2]),
    ("(?:(x)|y){0,2}z", "xyz", [0, 3, 0, 1]),
    ("(\\b|a)*", "aa", [0, 0, 0, 0]),
    ("(a*?)*b", "aab", [0, 3, 0, 2]),
  ])
  func findsGroups(pattern: String, text: String, bounds: [Int]) throws {
    let (tree, names) = try Parser.parse(pattern)
    let engine = Engine(tree, groupCount: names.count)
    let program = try Program(tree)
    var text = text
    try text.withUTF8 { bytes throws in
      var machine = try Machine(program, bytes, groupCount: names.count)
      #expect(try machine.search(from: 0) == bounds)
      let match = try #require(try engine.firstMatch(bytes, from: 0))
      let found =
        [match.range.lowerBound, match.range.upperBound]
        + match.groups.flatMap { [$0?.lowerBound ?? -1, $0?.upperBound ?? -1] }
      #expect(found == bounds)
    }
  }

  @Test func answersWhatBacktrackingCannot() throws {
    let text = String(repeating: "a", count: 5000) + "b"
    #expect(try !RegularExpression("(a+)+$").matches(in: text))
    #expect(try !RegularExpression("(a|aa)+$").matches(in: text))
    #expect(try RegularExpression("(a|aa)+b$").firstMatch(in: text)?.range == 0..<5001)
    // Larger than PCRE2's format allows.
    let large = try RegularExpression("^(?:abcdefghij[0-9]é){1,1000}$")
    #expect(try large.matches(in: "abcdefghij5é"))
    #expect(try !large.matches(in: "abcdefghij5"))
  }

  @Test func reportsLimits() throws {
    let (tree, _) = try Parser.parse("(?:" + String(repeating: "a", count: 2000) + "){1000}")
    #expect(throws: RegularExpressionError.limit(.patternSize)) { try Program(tree) }
  }
}
