package import Values

/// In which style go-yaml prints a string: plain where that reads back as the same string.
package enum ScalarShape {
  package typealias Text = UnsafeBufferPointer<UInt8>

  /// `plain`, `singleQuoted`, `doubleQuoted` or `literal`.
  ///
  /// - Parameter isKey: whether the string is a key of one line.
  package static func style(of text: Text, isKey: Bool = false) -> Style {
    if text.contains(UInt8(ascii: "\n")) {
      return !isKey && Analysis(text).allowsBlock ? .literal : .doubleQuoted
    }
    guard resolvesToString(text) else { return .doubleQuoted }
    if isWord(text) { return .plain }
    let analysis = Analysis(text)
    if analysis.allowsPlain { return .plain }
    return analysis.allowsSingleQuotes ? .singleQuoted : .doubleQuoted
  }

  /// Whether the text may be written as a block, literal or folded.
  package static func allowsBlock(_ text: Text) -> Bool { Analysis(text).allowsBlock }

  /// Nothing but letters, digits and a few marks that never stand for anything.
  private static func isWord(_ text: Text) -> Bool {
    guard let first = text.first, first != UInt8(ascii: "-"), first != UInt8(ascii: ".") else {
      return false
    }
    return text.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "="):
        true
      default: false
      }
    }
  }

  /// Whether YAML 1.1 reads the text, unquoted, as a string, and as no number of base 60 either.
  private static func resolvesToString(_ text: Text) -> Bool {
    Dialect.yaml11.kind(of: text) == .string && !Timestamp.isTimestamp(text)
      && !isBase60(text)
  }

  /// `[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?`
  private static func isBase60(_ text: Text) -> Bool {
    var rest = text[...]
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    guard let first = rest.first, NumberText.isDigit(first) else { return false }
    rest = rest.drop { NumberText.isDigit($0) || $0 == UInt8(ascii: "_") }
    var groups = 0
    while rest.first == UInt8(ascii: ":") {
      rest.removeFirst()
      guard let digit = rest.popFirst(), NumberText.isDigit(digit) else { return false }
      if let next = rest.first, NumberText.isDigit(next) {
        guard digit <= UInt8(ascii: "5") else { return false }
        rest.removeFirst()
      }
      groups += 1
    }
    guard groups > 0 else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      rest = rest.drop { NumberText.isDigit($0) || $0 == UInt8(ascii: "_") }
    }
    return rest.isEmpty
  }

  /// The sign of a literal block that tells how many line ends its text has.
  static func chomping(of text: Text) -> Unicode.Scalar? {
    var breaks = 0
    var end = text.count
    while end > 0, breaks < 2 {
      var start = end - 1
      while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
      guard breakWidth(text, start) != nil else { break }
      breaks += 1
      end = start
    }
    if breaks == 0 { return "-" }
    return breaks == 2 || end == 0 ? "+" : nil
  }
}

// MARK: - Characters

extension ScalarShape {
  /// The bytes of the line break at an index: a carriage return or line feed, NEL, LS or PS.
  @inline(__always)
  static func breakWidth(_ text: Text, _ index: Int) -> Int? {
    guard index < text.count else { return nil }
    switch text[index] {
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return 1
    case 0xC2: return index + 1 < text.count && text[index + 1] == 0x85 ? 2 : nil
    case 0xE2:
      guard index + 2 < text.count, text[index + 1] == 0x80 else { return nil }
      return text[index + 2] == 0xA8 || text[index + 2] == 0xA9 ? 3 : nil
    default: return nil
    }
  }

  static func hasBreak(_ text: Text) -> Bool {
    for index in text.indices where breakWidth(text, index) != nil { return true }
    return false
  }

  /// What libyaml calls printable; characters of four bytes are not.
  @inline(__always)
  static func isPrintable(_ text: Text, _ index: Int) -> Bool {
    func next(_ offset: Int) -> UInt8 { index + offset < text.count ? text[index + offset] : 0 }
    switch text[index] {
    case 0x0A, 0x20...0x7E: return true
    case 0xC2: return next(1) >= 0xA0
    case 0xC3...0xEC, 0xEE: return true
    case 0xED: return next(1) < 0xA0
    case 0xEF:
      return !(next(1) == 0xBB && next(2) == 0xBF)
        && !(next(1) == 0xBF && (next(2) == 0xBE || next(2) == 0xBF))
    default: return false
    }
  }

  static func scalar(_ text: Text, _ index: Int) -> (value: UInt32, width: Int) {
    let first = text[index]
    let width = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    let mask: UInt8 = width == 1 ? 0x7F : width == 2 ? 0x1F : width == 3 ? 0x0F : 0x07
    var value = UInt32(first & mask)
    for offset in 1..<4 where offset < width && index + offset < text.count {
      value = value << 6 | UInt32(text[index + offset] & 0x3F)
    }
    return (value, min(width, text.count - index))
  }
}

// MARK: - What a text's characters allow

/// The analysis of libyaml's emitter (yaml_emitter_analyze_scalar), in block context.
private struct Analysis {
  var allowsPlain = true
  var allowsSingleQuotes = true
  var allowsBlock = true

  init(_ text: ScalarShape.Text) {
    guard let first = text.first else {
      allowsBlock = false
      return
    }
    var indicators =
      text.count >= 3
      && (text.prefix(3).allSatisfy { $0 == UInt8(ascii: "-") }
        || text.prefix(3).allSatisfy { $0 == UInt8(ascii: ".") })
    let leads = first == UInt8(ascii: " ") || ScalarShape.breakWidth(text, 0) != nil
    var trailingSpace = false
    var trailingBreak = false
    var breakThenSpace = false
    var spaceThenBreak = false
    var hasBreaks = false
    var isSpecial = false
    var afterSpace = false
    var afterBreak = false
    var afterWhitespace = true
    var index = 0
    while index < text.count {
      let byte = text[index]
      let width = ScalarShape.scalar(text, index).width
      let end = index + width
      let beforeWhitespace =
        end >= text.count || text[end] == UInt8(ascii: " ") || text[end] == UInt8(ascii: "\t")
      switch byte {
      case UInt8(ascii: "#"):
        if index == 0 || afterWhitespace { indicators = true }
      case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
        UInt8(ascii: "}"), UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"),
        UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "'"), UInt8(ascii: "\""),
        UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"):
        if index == 0 { indicators = true }
      case UInt8(ascii: "?"), UInt8(ascii: "-"):
        if index == 0, beforeWhitespace { indicators = true }
      case UInt8(ascii: ":"):
        if beforeWhitespace { indicators = true }
      default: break
      }
      if !ScalarShape.isPrintable(text, index) { isSpecial = true }
      if byte == UInt8(ascii: " ") {
        if end == text.count { trailingSpace = true }
        if afterBreak { breakThenSpace = true }
        afterSpace = true
        afterBreak = false
      } else if ScalarShape.breakWidth(text, index) != nil {
        hasBreaks = true
        if end == text.count { trailingBreak = true }
        if afterSpace { spaceThenBreak = true }
        afterSpace = false
        afterBreak = true
      } else {
        afterSpace = false
        afterBreak = false
      }
      afterWhitespace = afterSpace || afterBreak || byte == UInt8(ascii: "\t") || byte == 0
      index = end
    }
    if leads || trailingSpace || trailingBreak || hasBreaks || indicators { allowsPlain = false }
    if trailingSpace { allowsBlock = false }
    if breakThenSpace {
      allowsPlain = false
      allowsSingleQuotes = false
    }
    if spaceThenBreak || isSpecial {
      allowsPlain = false
      allowsSingleQuotes = false
      allowsBlock = false
    }
  }
}
