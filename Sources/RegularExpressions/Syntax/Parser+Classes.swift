extension Parser {
  /// What a backslash begins, outside of a class.
  mutating func parseBackslash() throws(Failure) {
    switch peek(1) {
    case UInt8(ascii: "A"): try push(escape: .beginText)
    case UInt8(ascii: "z"): try push(escape: .endText)
    case UInt8(ascii: "b"): try push(escape: .wordBoundary)
    case UInt8(ascii: "B"): try push(escape: .notWordBoundary)
    case UInt8(ascii: "Q"):
      position += 2
      while peek() != nil {
        if peek() == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "E") {
          position += 2
          return
        }
        try push(literal: nextScalar())
      }
    default:
      var set = CharacterClass()
      set.foldsCase = flags.foldsCase
      if try parseNamedSet(into: &set) {
        try push(.characterClass(set))
      } else {
        try push(literal: parseEscape())
      }
    }
  }

  private mutating func push(escape assertion: Assertion) throws(Failure) {
    position += 2
    try push(.assertion(assertion))
  }

  mutating func parseClass() throws(Failure) -> CharacterClass {
    let start = position
    position += 1
    var set = CharacterClass()
    set.foldsCase = flags.foldsCase
    if peek() == UInt8(ascii: "^") {
      set.isNegated = true
      position += 1
    }
    var isFirst = true
    var ranges: [ClosedRange<UInt32>] = []
    while peek() != UInt8(ascii: "]") || isFirst {
      isFirst = false
      if try parsePOSIXSet(into: &set) { continue }
      if peek() == UInt8(ascii: "\\"), try parseNamedSet(into: &set) { continue }
      let rangeStart = position
      let low = try parseClassCharacter(start)
      var high = low
      if peek() == UInt8(ascii: "-"), let next = peek(1), next != UInt8(ascii: "]") {
        position += 1
        high = try parseClassCharacter(start)
        if high < low { throw failure(.invalidCharacterRange, from: rangeStart) }
      }
      ranges.append(low...high)
    }
    position += 1
    set.ranges.add(CodePointRanges(ranges))
    return set
  }

  private mutating func parseClassCharacter(_ start: Int) throws(Failure) -> UInt32 {
    switch peek() {
    case nil: throw failure(.missingBracket, from: start, to: bytes.count)
    case UInt8(ascii: "\\"): try parseEscape()
    default: nextScalar()
    }
  }

  /// Reads `[:name:]`; false, moving nowhere, where there is none.
  private mutating func parsePOSIXSet(into set: inout CharacterClass) throws(Failure) -> Bool {
    guard peek() == UInt8(ascii: "["), peek(1) == UInt8(ascii: ":") else { return false }
    var end = position + 2
    while end + 1 < bytes.count,
      bytes[end] != UInt8(ascii: ":") || bytes[end + 1] != UInt8(ascii: "]")
    { end += 1 }
    guard end + 1 < bytes.count else { return false }
    let isNegated = bytes[position + 2] == UInt8(ascii: "^")
    let name = text(from: position + (isNegated ? 3 : 2), to: end)
    guard let named = NamedClasses.posix(name) else {
      throw failure(.invalidCharacterRange, from: position, to: end + 2)
    }
    set.add(named, negated: isNegated)
    position = end + 2
    return true
  }

  /// Reads `\d` and its like and `\p…`; false, moving nowhere, where there is none.
  private mutating func parseNamedSet(into set: inout CharacterClass) throws(Failure) -> Bool {
    guard let letter = peek(1) else { return false }
    if letter == UInt8(ascii: "p") || letter == UInt8(ascii: "P") {
      try parseUnicodeSet(into: &set)
      return true
    }
    guard let named = NamedClasses.perl(letter) else { return false }
    set.add(named.set, negated: named.isNegated)
    position += 2
    return true
  }

  private mutating func parseUnicodeSet(into set: inout CharacterClass) throws(Failure) {
    let start = position
    var isNegated = peek(1) == UInt8(ascii: "P")
    position += 2
    let name: String
    switch peek() {
    case nil: throw failure(.invalidCharacterRange, from: start)
    case UInt8(ascii: "{"):
      guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "}")) else {
        throw failure(.invalidCharacterRange, from: start, to: bytes.count)
      }
      name = text(from: start + 3, to: end)
      position = end + 1
    default:
      _ = nextScalar()
      name = text(from: start + 2, to: position)
    }
    let caret = name.hasPrefix("^")
    if caret { isNegated.toggle() }
    guard let meaning = UnicodeNames.meaning(of: caret ? name.dropFirst() : name[...]) else {
      throw failure(.invalidCharacterRange, from: start)
    }
    set.add(meaning, negated: isNegated)
  }

  /// An escape that stands for one code point.
  mutating func parseEscape() throws(Failure) -> UInt32 {
    let start = position
    position += 1
    guard let byte = peek() else { throw failure(.trailingBackslash, from: bytes.count) }
    let character = nextScalar()
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      // One digit other than zero is a reference back, which RE2 has not.
      if byte == UInt8(ascii: "0") || octalDigit() != nil { return octal(after: character - 48) }
    case UInt8(ascii: "x"):
      if let value = hexadecimal() { return value }
    case UInt8(ascii: "a"): return 0x07
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "v"): return 0x0B
    default: if byte < 0x80, !byte.isAlphanumeric { return character }
    }
    throw failure(.invalidEscape, from: start)
  }

  private func octalDigit() -> UInt32? {
    guard let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(byte) else {
      return nil
    }
    return UInt32(byte) - 48
  }

  private mutating func octal(after first: UInt32) -> UInt32 {
    var value = first
    for _ in 0..<2 {
      guard let digit = octalDigit() else { break }
      value = value * 8 + digit
      position += 1
    }
    return value
  }

  /// Two digits, or any number of them in braces; nil where what follows `\x` is neither. It moves
  /// behind the character that makes it so.
  private mutating func hexadecimal() -> UInt32? {
    func digit(_ scalar: UInt32) -> UInt32? {
      Unicode.Scalar(scalar).flatMap { $0.isASCII ? Character($0).hexDigitValue : nil }
        .map(UInt32.init)
    }
    guard peek() != nil else { return nil }
    let first = nextScalar()
    guard first == UInt8(ascii: "{") else {
      guard peek() != nil else { return nil }
      let second = nextScalar()
      guard let high = digit(first), let low = digit(second) else { return nil }
      return high * 16 + low
    }
    var value: UInt32 = 0
    var count = 0
    while peek() != nil {
      let scalar = nextScalar()
      if scalar == UInt8(ascii: "}") { return count > 0 ? value : nil }
      guard let next = digit(scalar) else { return nil }
      value = value * 16 + next
      guard value <= CodePointRanges.maximum else { return nil }
      count += 1
    }
    return nil
  }
}
