extension BlockCursor {
  /// Passes a scalar in quotes.
  ///
  /// - Returns: Where the text stands as it reads; nil where it is unfolded.
  mutating func quoted() throws(Beyond) -> Range<Int>? {
    let quote = byte
    index += 1
    let start = index
    skipQuoted(to: quote)
    if byte == quote, quote == UInt8(ascii: "\"") || byte(1) != quote {
      index += 1
      return start..<index - 1
    }
    unfolded.removeAll(keepingCapacity: true)
    unfolded.append(contentsOf: bytes[start..<index])
    try unfold(to: quote)
    return nil
  }

  /// Goes to the next byte of a text in quotes that does not stand for itself.
  private mutating func skipQuoted(to quote: UInt8) {
    let escape = quote == UInt8(ascii: "\"") ? UInt8(ascii: "\\") : quote
    skip(to: (quote, escape, 0x0A, 0x0A))
  }

  private mutating func unfold(to quote: UInt8) throws(Beyond) {
    /// The end of what a line break leaves: blanks in front of one are dropped.
    var solid = 0
    while index < bytes.count {
      switch byte {
      case quote where quote == UInt8(ascii: "'") && byte(1) == quote:
        unfolded.append(quote)
        index += 2
        solid = unfolded.count
      case quote:
        index += 1
        return
      case 0x0A:
        while unfolded.count > solid, let last = unfolded.last, last == 0x20 || last == 0x09 {
          unfolded.removeLast()
        }
        fold(try lineBreaks())
        solid = unfolded.count
      default:
        if byte(1) == 0x0A {
          index += 1
          let breaks = try lineBreaks()
          unfolded.append(contentsOf: repeatElement(0x0A, count: breaks - 1))
        } else {
          try escape()
        }
        solid = unfolded.count
      }
      let start = index
      skipQuoted(to: quote)
      unfolded.append(contentsOf: bytes[start..<index])
    }
    throw Beyond()
  }

  /// Passes line breaks and the blanks that follow them. Returns how many there are.
  private mutating func lineBreaks() throws(Beyond) -> Int {
    var breaks = 0
    while byte == 0x0A {
      newLine()
      breaks += 1
      guard !isAtDocumentMark else { throw Beyond() }
      while byte == 0x20 || byte == 0x09 { index += 1 }
    }
    return breaks
  }

  private mutating func escape() throws(Beyond) {
    let letter = byte(1)
    index += 2
    switch letter {
    case UInt8(ascii: "n"): unfolded.append(0x0A)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: " "):
      unfolded.append(letter)
    case UInt8(ascii: "t"), 0x09: unfolded.append(0x09)
    case UInt8(ascii: "r"): unfolded.append(0x0D)
    case UInt8(ascii: "0"): unfolded.append(0)
    case UInt8(ascii: "a"): unfolded.append(0x07)
    case UInt8(ascii: "b"): unfolded.append(0x08)
    case UInt8(ascii: "e"): unfolded.append(0x1B)
    case UInt8(ascii: "f"): unfolded.append(0x0C)
    case UInt8(ascii: "v"): unfolded.append(0x0B)
    case UInt8(ascii: "N"): unfolded.append(contentsOf: "\u{85}".utf8)
    case UInt8(ascii: "_"): unfolded.append(contentsOf: "\u{A0}".utf8)
    case UInt8(ascii: "L"): unfolded.append(contentsOf: "\u{2028}".utf8)
    case UInt8(ascii: "P"): unfolded.append(contentsOf: "\u{2029}".utf8)
    case UInt8(ascii: "x"): try escapedCharacter(digits: 2)
    case UInt8(ascii: "u"): try escapedCharacter(digits: 4)
    case UInt8(ascii: "U"): try escapedCharacter(digits: 8)
    default: throw Beyond()
    }
  }

  private mutating func escapedCharacter(digits: Int) throws(Beyond) {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = byte.hexadecimalDigit else { throw Beyond() }
      // Eight digits are 32 bits.
      value = value << 4 | UInt32(digit)
      index += 1
    }
    guard let character = Unicode.Scalar(value) else { throw Beyond() }
    unfolded.append(contentsOf: UTF8.encode(character) ?? UTF8.encodedReplacementCharacter)
  }
}
