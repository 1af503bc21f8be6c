/// Cuts a text into tokens, the longest that fits at each place.
struct Lexer {
  let source: SourceText
  private let bytes: [UInt8]
  private var position = 0
  private(set) var issues: [Issue] = []

  init(_ source: SourceText) {
    self.source = source
    bytes = source.bytes
  }

  /// All tokens, an `end` last.
  mutating func tokens() -> [Token] {
    var tokens: [Token] = []
    tokens.reserveCapacity(bytes.count / 3 + 2)
    while true {
      skipSpace()
      guard position < bytes.count else { break }
      let start = position
      if let kind = next() {
        tokens.append(Token(kind: kind, start: start, end: position))
      } else {
        reportUnrecognized(from: start)
      }
    }
    tokens.append(Token(kind: .end, start: bytes.count, end: bytes.count))
    return tokens
  }

  private func byte(_ distance: Int = 0) -> UInt8 {
    position + distance < bytes.count ? bytes[position + distance] : 0
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x0C:
        position += 1
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
      default: return
      }
    }
  }

  private mutating func next() -> Token.Kind? {
    let first = byte()
    if first.isDigit || first == UInt8(ascii: ".") && byte(1).isDigit { return number() }
    if let kind = string() { return kind }
    if first.isLetter { return word() }
    if first == UInt8(ascii: "`") { return escapedIdentifier() }
    return symbol()
  }

  private mutating func symbol() -> Token.Kind? {
    let second = byte(1)
    let pair: Token.Kind? =
      switch (byte(), second) {
      case (UInt8(ascii: "="), UInt8(ascii: "=")): .equals
      case (UInt8(ascii: "!"), UInt8(ascii: "=")): .notEquals
      case (UInt8(ascii: "<"), UInt8(ascii: "=")): .lessEquals
      case (UInt8(ascii: ">"), UInt8(ascii: "=")): .greaterEquals
      case (UInt8(ascii: "&"), UInt8(ascii: "&")): .and
      case (UInt8(ascii: "|"), UInt8(ascii: "|")): .or
      default: nil
      }
    if let pair {
      position += 2
      return pair
    }
    let single: Token.Kind? =
      switch byte() {
      case UInt8(ascii: "<"): .less
      case UInt8(ascii: ">"): .greater
      case UInt8(ascii: "["): .leftBracket
      case UInt8(ascii: "]"): .rightBracket
      case UInt8(ascii: "{"): .leftBrace
      case UInt8(ascii: "}"): .rightBrace
      case UInt8(ascii: "("): .leftParenthesis
      case UInt8(ascii: ")"): .rightParenthesis
      case UInt8(ascii: "."): .dot
      case UInt8(ascii: ","): .comma
      case UInt8(ascii: "-"): .minus
      case UInt8(ascii: "!"): .exclamation
      case UInt8(ascii: "?"): .question
      case UInt8(ascii: ":"): .colon
      case UInt8(ascii: "+"): .plus
      case UInt8(ascii: "*"): .star
      case UInt8(ascii: "/"): .slash
      case UInt8(ascii: "%"): .percent
      default: nil
      }
    if single != nil { position += 1 }
    return single
  }

  private mutating func word() -> Token.Kind {
    let start = position
    while byte().isLetter || byte().isDigit { position += 1 }
    switch position - start {
    case 2 where bytes[start..<position].elementsEqual("in".utf8): return .in
    case 4 where bytes[start..<position].elementsEqual("true".utf8): return .true
    case 4 where bytes[start..<position].elementsEqual("null".utf8): return .null
    case 5 where bytes[start..<position].elementsEqual("false".utf8): return .false
    default: return .identifier
    }
  }

  private mutating func escapedIdentifier() -> Token.Kind? {
    var end = position + 1
    while end < bytes.count, bytes[end].isInEscapedIdentifier { end += 1 }
    guard end > position + 1, end < bytes.count, bytes[end] == UInt8(ascii: "`") else {
      return nil
    }
    position = end + 1
    return .escapedIdentifier
  }

  private mutating func number() -> Token.Kind {
    if byte() == UInt8(ascii: "0"), byte(1) == UInt8(ascii: "x"), byte(2).isHexDigit {
      position += 2
      while byte().isHexDigit { position += 1 }
      return unsignedSuffix() ? .uint : .int
    }
    while byte().isDigit { position += 1 }
    var kind = Token.Kind.int
    if byte() == UInt8(ascii: "."), byte(1).isDigit {
      position += 1
      while byte().isDigit { position += 1 }
      kind = .float
    }
    if byte() | 0x20 == UInt8(ascii: "e") {
      let signed = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-")
      if byte(signed ? 2 : 1).isDigit {
        position += signed ? 2 : 1
        while byte().isDigit { position += 1 }
        return .float
      }
    }
    return kind == .int && unsignedSuffix() ? .uint : kind
  }

  private mutating func unsignedSuffix() -> Bool {
    guard byte() | 0x20 == UInt8(ascii: "u") else { return false }
    position += 1
    return true
  }

  private mutating func reportUnrecognized(from start: Int) {
    // As far as a string would have gone, so that one problem is reported once.
    var end = start + 1
    let first = bytes[start]
    if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") || first == UInt8(ascii: "`") {
      end = furthest
    }
    // The first half of an operator takes the character behind it along.
    if [UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: "=")].contains(first) { end += 1 }
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    end = min(max(end, start + 1), bytes.count)
    issues.append(
      Issue(
        "Syntax error: token recognition error at: '\(source[start..<end])'",
        at: start, in: source))
    position = end
  }

  /// How far the last string that failed was read.
  private var furthest = 0
}

// MARK: - Strings

extension Lexer {
  private mutating func string() -> Token.Kind? {
    var start = position
    var isBytes = false
    var isRaw = false
    if byte() | 0x20 == UInt8(ascii: "b"), start < bytes.count {
      isBytes = true
      start += 1
    }
    if start < bytes.count, bytes[start] | 0x20 == UInt8(ascii: "r") {
      isRaw = true
      start += 1
    }
    guard start < bytes.count,
      bytes[start] == UInt8(ascii: "'") || bytes[start] == UInt8(ascii: "\""),
      let end = endOfString(from: start, isRaw: isRaw)
    else { return nil }
    position = end
    return isBytes ? .bytes : .string
  }

  private mutating func endOfString(from start: Int, isRaw: Bool) -> Int? {
    let quote = bytes[start]
    if start + 2 < bytes.count, bytes[start + 1] == quote, bytes[start + 2] == quote,
      let end = scan(from: start + 3, quote: quote, isTriple: true, isRaw: isRaw)
    {
      return end
    }
    return scan(from: start + 1, quote: quote, isTriple: false, isRaw: isRaw)
  }

  private mutating func scan(from start: Int, quote: UInt8, isTriple: Bool, isRaw: Bool) -> Int? {
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case quote:
        guard isTriple else { return index + 1 }
        if index + 2 < bytes.count, bytes[index + 1] == quote, bytes[index + 2] == quote {
          return index + 3
        }
        index += 1
      case UInt8(ascii: "\\") where !isRaw:
        guard let length = escapeLength(at: index) else {
          furthest = min(index + 2, bytes.count)
          return nil
        }
        index += length
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        guard isTriple else {
          furthest = index + 1
          return nil
        }
        index += 1
      default: index += 1
      }
    }
    furthest = bytes.count
    return nil
  }

  private func escapeLength(at index: Int) -> Int? {
    guard index + 1 < bytes.count else { return nil }
    func digits(_ count: Int) -> Int? {
      let range = index + 2..<index + 2 + count
      guard range.upperBound <= bytes.count, bytes[range].allSatisfy(\.isHexDigit) else {
        return nil
      }
      return count + 2
    }
    switch Unicode.Scalar(bytes[index + 1]) {
    case "a", "b", "f", "n", "r", "t", "v", "\"", "'", "\\", "?", "`": return 2
    case "x", "X": return digits(2)
    case "u": return digits(4)
    case "U": return digits(8)
    case "0", "1", "2", "3":
      guard index + 3 < bytes.count, bytes[index + 2].isOctalDigit, bytes[index + 3].isOctalDigit
      else { return nil }
      return 4
    default: return nil
    }
  }
}

extension UInt8 {
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
  var isOctalDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "7") }
  var isHexDigit: Bool {
    isDigit || self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "f")
  }
  /// Letters and the underscore.
  var isLetter: Bool {
    self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z")
      || self == UInt8(ascii: "_")
  }
  fileprivate var isInEscapedIdentifier: Bool {
    isLetter || isDigit || self == UInt8(ascii: ".") || self == UInt8(ascii: "-")
      || self == UInt8(ascii: "/") || self == UInt8(ascii: " ")
  }
}

extension String {
  /// Line breaks written as escapes, for messages of one line.
  var escapedLines: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
