extension URLReference {
  /// Whether a character is written as it is in a part of a URL (`shouldEscape`, negated).
  private static func isPlain(_ byte: UInt8, in part: Part) -> Bool {
    if isAlphanumeric(byte) || "-_.~".utf8.contains(byte) { return true }
    return switch part {
    case .path: "$&+,/:;=@".utf8.contains(byte)
    case .host, .zone: "!$&'()*+,;=:[]<>\"".utf8.contains(byte)
    case .user: "$&+,;=".utf8.contains(byte)
    case .query: false
    case .fragment: "!$&()*+,/:;=?@".utf8.contains(byte)
    }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: false
    }
  }

  static func isUserCharacter(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "-._:~!$&'()*+,;=%@".utf8.contains(byte)
  }

  /// Whether a path or fragment may stay as it was written (`validEncoded`).
  static func isValidEscaping(_ text: String, in part: Part) -> Bool {
    text.utf8.allSatisfy { "!$&'()*+,;=:@[]%".utf8.contains($0) || isPlain($0, in: part) }
  }

  static func escape(_ bytes: [UInt8], in part: Part) -> String {
    var result: [UInt8] = []
    for byte in bytes {
      if isPlain(byte, in: part) {
        result.append(byte)
      } else {
        let digits = Array("0123456789ABCDEF".utf8)
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  static func unescape(_ text: Substring, in part: Part) throws(ParseError) -> [UInt8] {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "%") {
        result.append(try unescaped(bytes[index...], in: part))
        index += 3
        continue
      }
      if part == .host || part == .zone, byte < 0x80, !isPlain(byte, in: part) {
        let character = GoText.quoted(String(Unicode.Scalar(byte)))
        throw ParseError(description: "invalid character \(character) in host name")
      }
      result.append(part == .query && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      index += 1
    }
    return result
  }

  /// The byte that an escape at the beginning of the text stands for. A host escapes only what is
  /// beyond ASCII, and a zone what a host may hold.
  private static func unescaped(
    _ rest: ArraySlice<UInt8>, in part: Part
  ) throws(ParseError) -> UInt8 {
    let escape = rest.prefix(3)
    let digits = escape.dropFirst().compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    guard digits.count == 2 else { throw invalidEscape(escape) }
    let value = UInt8(digits[0] * 16 + digits[1])
    let isPercent = escape.elementsEqual("%25".utf8)
    switch part {
    case .host where value < 0x80 && !isPercent: throw invalidEscape(escape)
    case .zone where !isPercent && value != UInt8(ascii: " ") && !isPlain(value, in: .host):
      throw invalidEscape(escape)
    default: return value
    }
  }

  private static func invalidEscape(_ escape: ArraySlice<UInt8>) -> ParseError {
    let text = GoText.quoted(String(decoding: escape, as: UTF8.self))
    return ParseError(description: "invalid URL escape \(text)")
  }
}
