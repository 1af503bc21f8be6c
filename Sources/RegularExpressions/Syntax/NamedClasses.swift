/// The sets that a pattern names by an escape (`\d`) or in brackets (`[:alpha:]`).
enum NamedClasses {
  /// The set after a backslash: `d`, `s`, `w` and the capital that negates; ASCII only.
  static func perl(_ letter: UInt8) -> (set: CodePointRanges, isNegated: Bool)? {
    switch letter {
    case UInt8(ascii: "d"): (digits, false)
    case UInt8(ascii: "D"): (digits, true)
    case UInt8(ascii: "s"): (perlSpaces, false)
    case UInt8(ascii: "S"): (perlSpaces, true)
    case UInt8(ascii: "w"): (word, false)
    case UInt8(ascii: "W"): (word, true)
    default: nil
    }
  }

  /// The set of `[:name:]`, without a leading `^`.
  static func posix(_ name: some StringProtocol) -> CodePointRanges? { posixClasses[String(name)] }

  private static let digits = ascii("09")
  /// Without the vertical tab, unlike Perl's.
  private static let perlSpaces = ascii("\t\n\u{C}\r  ")
  private static let word = ascii("09AZaz__")

  private static let posixClasses: [String: CodePointRanges] = [
    "alnum": ascii("09AZaz"),
    "alpha": ascii("AZaz"),
    "ascii": CodePointRanges([0...0x7F]),
    "blank": ascii("\t\t  "),
    "cntrl": CodePointRanges([0...0x1F, 0x7F...0x7F]),
    "digit": digits,
    "graph": ascii("!~"),
    "lower": ascii("az"),
    "print": ascii(" ~"),
    "punct": ascii("!/:@[`{~"),
    "space": ascii("\t\r  "),
    "upper": ascii("AZ"),
    "word": word,
    "xdigit": ascii("09AFaf"),
  ]

  /// Pairs of first and last.
  private static func ascii(_ pairs: String) -> CodePointRanges {
    let bounds = pairs.unicodeScalars.map(\.value)
    var ranges: [ClosedRange<UInt32>] = []
    for index in stride(from: 0, to: bounds.count - 1, by: 2) {
      ranges.append(bounds[index]...bounds[index + 1])
    }
    return CodePointRanges(ranges)
  }
}
