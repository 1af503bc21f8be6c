extension Library {
  /// `base64.encode` and `base64.decode` (extension `encoders`).
  public static let encoders = Library(
    "encoders",
    functions: [
      Function(
        "base64.decode",
        Overload("base64_decode_string", .string, .bytes) { value in
          value.withUTF8 { Base64.decode($0) }.flatMap { $0 }.map { .bytes($0) }
            ?? .error("illegal base64 data")
        }),
      Function(
        "base64.encode",
        Overload("base64_encode_bytes", .bytes, .string) { value in
          .string(Base64.encode(value.bytes ?? []))
        }),
    ])
}

/// Base64 (RFC 4648) in the standard alphabet.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits: UInt32 = 0
      for index in 0..<3 {
        bits = bits << 8 | (index < group.count ? UInt32(group[start + index]) : 0)
      }
      for index in 0..<4 {
        result.append(
          index <= group.count
            ? alphabet[Int(bits >> UInt32(18 - 6 * index) & 63)] : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// With padding or without; nil for what is not base64. Line breaks do not count.
  static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    var digits: [UInt32] = []
    var padding = 0
    for byte in text where byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r") {
      if byte == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let digit = digit(byte) else { return nil }
      digits.append(digit)
    }
    guard digits.count % 4 != 1, padding == 0 || (digits.count + padding) % 4 == 0, padding < 3
    else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(digits.count * 3 / 4)
    var bits: UInt32 = 0
    var count: UInt32 = 0
    for digit in digits {
      bits = bits << 6 | digit
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> count))
      }
    }
    return result
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
