import Glibc

/// A place in the text of YAML that is read without libyaml: printable, with line feeds alone.
///
/// What it scans is a part of YAML 1.1 that libyaml reads in the same way; where a text leaves that
/// part, it throws. It never decides that a text is wrong.
struct BlockCursor {
  let bytes: UnsafeBufferPointer<UInt8>
  let isASCII: Bool
  var index = 0
  /// Of the place, from 0.
  var line = 0
  /// The offset of the line's first byte.
  var lineStart = 0
  /// The text of the last scalar that is not written as it reads.
  var unfolded: [UInt8] = []

  /// The text holds what only libyaml is to judge.
  struct Beyond: Error {}

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ text: PrintableText) {
    self.bytes = bytes
    isASCII = text == .ascii
  }

  /// The byte here; 0, which no printable text has, at the end.
  var byte: UInt8 {
    @inline(__always) get { index < bytes.count ? bytes[index] : 0 }
  }

  @inline(__always)
  func byte(_ offset: Int) -> UInt8 { index + offset < bytes.count ? bytes[index + offset] : 0 }

  var isAtEnd: Bool { index >= bytes.count }

  /// Of the place, from 0, in bytes, which are characters in front of the first token of a line.
  var indent: Int { index - lineStart }

  var place: YAMLEvents.Place {
    guard !isASCII else { return YAMLEvents.Place(line: line, column: indent) }
    var column = 0
    for byte in bytes[lineStart..<index] where byte & 0xC0 != 0x80 { column += 1 }
    return YAMLEvents.Place(line: line, column: column)
  }

  /// Whether a byte can end a plain scalar, or follow an indicator.
  @inline(__always)
  static func isBlankOrEnd(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0
  }

  /// Whether `---` or `...` stands here, which at the begin of a line no scalar survives.
  var isAtDocumentMark: Bool {
    guard index == lineStart else { return false }
    let first = byte
    guard first == UInt8(ascii: "-") || first == UInt8(ascii: ".") else { return false }
    return byte(1) == first && byte(2) == first && Self.isBlankOrEnd(byte(3))
  }

  @inline(__always)
  mutating func skipSpaces() {
    // Definitions are indented by dozens.
    while index + 8 <= bytes.count, word == 0x2020_2020_2020_2020 { index += 8 }
    while byte == 0x20 { index += 1 }
  }

  /// The next eight bytes, which must be there.
  private var word: UInt64 {
    @inline(__always) get {
      UInt64(
        littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(
          fromByteOffset: index, as: UInt64.self))
    }
  }

  /// Goes to the next of some bytes, or to the end.
  @inline(__always)
  mutating func skip(to marks: (UInt8, UInt8, UInt8, UInt8)) {
    while index + 8 <= bytes.count {
      let word = word
      let found =
        Self.zeros(in: word ^ Self.repeated(marks.0))
        | Self.zeros(in: word ^ Self.repeated(marks.1))
        | Self.zeros(in: word ^ Self.repeated(marks.2))
        | Self.zeros(in: word ^ Self.repeated(marks.3))
      // The lowest bit that is set is of a zero, whatever is set above it.
      guard found == 0 else {
        index += found.trailingZeroBitCount / 8
        return
      }
      index += 8
    }
    while index < bytes.count {
      let byte = bytes[index]
      if byte == marks.0 || byte == marks.1 || byte == marks.2 || byte == marks.3 { return }
      index += 1
    }
  }

  @inline(__always)
  private static func repeated(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// The highest bit of each byte that is zero, and perhaps of bytes above one.
  @inline(__always)
  private static func zeros(in word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }

  /// Passes the line feed here.
  @inline(__always)
  mutating func newLine() {
    index += 1
    line += 1
    lineStart = index
  }

  mutating func skipToLineEnd() {
    guard index < bytes.count, let base = bytes.baseAddress else { return }
    let end = memchr(base + index, 0x0A, bytes.count - index)
    index = end.map { UnsafeRawPointer(base).distance(to: UnsafeRawPointer($0)) } ?? bytes.count
  }

  /// Goes to the next character that is no space, line feed or comment. Says whether there is one.
  ///
  /// A comment on a line with a token must have a space before it.
  mutating func nextContent() throws(Beyond) -> Bool {
    while true {
      skipSpaces()
      switch byte {
      case 0x0A: newLine()
      case UInt8(ascii: "#"): skipToLineEnd()
      case 0x09: throw Beyond()
      case 0: return false
      default: return true
      }
    }
  }

  /// Passes spaces and a comment. What is left of the line must be nothing.
  mutating func finishLine() throws(Beyond) {
    guard !isEndOfLine() else { return }
    throw Beyond()
  }

  /// Passes spaces and a comment. Says whether the line is at its end.
  mutating func isEndOfLine() -> Bool {
    let start = index
    skipSpaces()
    if byte == UInt8(ascii: "#"), index > start { skipToLineEnd() }
    return byte == 0x0A || isAtEnd
  }
}
