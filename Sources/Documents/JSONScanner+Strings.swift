import Diagnostics
import Values

extension JSONScanner {
  /// Where the text of a string is: in the text read, or among the unescaped bytes.
  enum StringText {
    case raw(Range<Int>)
    case unescaped

    @inline(__always)
    func withBytes(
      _ bytes: UnsafeBufferPointer<UInt8>, _ unescaped: [UInt8],
      _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
      switch self {
      case .raw(let range): body(UnsafeBufferPointer(rebasing: bytes[range]))
      case .unescaped: unescaped.withUnsafeBufferPointer(body)
      }
    }
  }

  /// Reads a string whose quote is the next byte.
  @inline(__always)
  mutating func string() throws(Diagnostic) -> StringText {
    let start = offset + 1
    let end = endOfRun(from: start)
    if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
      guard end - start <= limits.scalarBytes else {
        throw .scalarTooLarge(limits.scalarBytes, at: mark)
      }
      offset = end + 1
      return .raw(start..<end)
    }
    try slowString(from: start)
    return .unescaped
  }

  /// The end of the run of bytes that stand for themselves and are ASCII.
  @inline(__always)
  private func endOfRun(from start: Int) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    var offset = start
    // Eight bytes at a time; what is looked for sets the high bit of its byte.
    let ones: UInt64 = 0x0101_0101_0101_0101
    let high: UInt64 = 0x8080_8080_8080_8080
    while offset &+ 8 <= raw.count {
      let word = UInt64(
        littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
      let escape = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
      let found =
        (((quote &- ones) & ~quote) | ((escape &- ones) & ~escape)
          | ((word &- (ones &* 0x20)) & ~word) | word) & high
      if found != 0 { return offset &+ found.trailingZeroBitCount / 8 }
      offset &+= 8
    }
    while offset < raw.count {
      let byte = raw[offset]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 || byte >= 0x80 {
        return offset
      }
      offset &+= 1
    }
    return offset
  }

  private mutating func slowString(from start: Int) throws(Diagnostic) {
    unescaped.removeAll(keepingCapacity: true)
    var current = start
    while true {
      let end = endOfRun(from: current)
      unescaped.append(contentsOf: bytes[current..<end])
      current = end
      guard current < bytes.count else {
        throw Diagnostic(code: "invalid-json", "the text in quotes is never closed", at: mark)
      }
      guard unescaped.count <= limits.scalarBytes else {
        throw .scalarTooLarge(limits.scalarBytes, at: mark)
      }
      switch bytes[current] {
      case UInt8(ascii: "\""):
        offset = current + 1
        return
      case UInt8(ascii: "\\"):
        current = try escape(at: current)
      case 0x80...0xFF:
        let count = UTF8Sequence.count(at: current, in: bytes)
        guard count > 0 else {
          offset = current
          throw .encoding("", at: mark)
        }
        unescaped.append(contentsOf: bytes[current..<current + count])
        current += count
        lineStart += count - 1
      default:
        offset = current
        throw Diagnostic(
          code: "control-character", "a control character stands in a text", at: mark,
          help: "write it as an escape, as in \\n")
      }
    }
  }

  /// Decodes an escape and returns the offset after it. Half of a surrogate pair reads as U+FFFD, as
  /// in Go.
  private mutating func escape(at start: Int) throws(Diagnostic) -> Int {
    let kind = start + 1 < bytes.count ? bytes[start + 1] : 0
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(kind)
    case UInt8(ascii: "b"): unescaped.append(0x08)
    case UInt8(ascii: "f"): unescaped.append(0x0C)
    case UInt8(ascii: "n"): unescaped.append(0x0A)
    case UInt8(ascii: "r"): unescaped.append(0x0D)
    case UInt8(ascii: "t"): unescaped.append(0x09)
    case UInt8(ascii: "u"):
      guard let first = hexadecimal(at: start + 2) else { throw wrongEscape(at: start) }
      var scalar = Unicode.Scalar(first)
      var end = start + 6
      if first & 0xFC00 == 0xD800, end + 1 < bytes.count, bytes[end] == UInt8(ascii: "\\"),
        bytes[end + 1] == UInt8(ascii: "u"), let second = hexadecimal(at: end + 2),
        second & 0xFC00 == 0xDC00
      {
        scalar = Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF))
        end += 6
      }
      unescaped.append(
        contentsOf: UTF8.encode(scalar ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter)
      return end
    default: throw wrongEscape(at: start)
    }
    return start + 2
  }

  private func hexadecimal(at start: Int) -> UInt32? {
    guard start + 4 <= bytes.count else { return nil }
    var value: UInt32 = 0
    for byte in bytes[start..<start + 4] {
      guard let digit = byte.hexadecimalDigit else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private mutating func wrongEscape(at start: Int) -> Diagnostic {
    offset = start
    return Diagnostic(
      code: "invalid-json", "a backslash starts no escape here", at: mark,
      help: "double the backslash")
  }
}

/// The well-formed sequences of UTF-8 (the Unicode standard, table 3-7).
enum UTF8Sequence {
  /// The length of the sequence at an offset; 0 where it is not well-formed.
  static func count(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    func continues(_ step: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
      offset + step < bytes.count && range.contains(bytes[offset + step])
    }
    switch bytes[offset] {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: return continues(1) ? 2 : 0
    case 0xE0: return continues(1, 0xA0...0xBF) && continues(2) ? 3 : 0
    case 0xE1...0xEC, 0xEE, 0xEF: return continues(1) && continues(2) ? 3 : 0
    case 0xED: return continues(1, 0x80...0x9F) && continues(2) ? 3 : 0
    case 0xF0: return continues(1, 0x90...0xBF) && continues(2) && continues(3) ? 4 : 0
    case 0xF1...0xF3: return continues(1) && continues(2) && continues(3) ? 4 : 0
    case 0xF4: return continues(1, 0x80...0x8F) && continues(2) && continues(3) ? 4 : 0
    default: return 0
    }
  }
}
