/// Base64 with padding, as Go's `base64.StdEncoding` reads it: line ends are passed over.
enum Base64Text {
  /// The offset that Go's error names; nil where all of it can be read.
  static func firstIllegalByte(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var inGroup = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        index += 1
        continue
      }
      if byte == UInt8(ascii: "=") {
        return illegalPadding(bytes, at: index, inGroup: inGroup)
      }
      guard isDigit(byte) else { return index }
      inGroup = (inGroup + 1) % 4
      index += 1
    }
    // An open group is told from its start.
    return inGroup == 0 ? nil : bytes.count - inGroup
  }

  private static func illegalPadding(
    _ bytes: UnsafeBufferPointer<UInt8>, at start: Int, inGroup: Int
  ) -> Int? {
    guard inGroup >= 2 else { return start }
    var missing = inGroup == 2 ? 1 : 0
    var index = start + 1
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): break
      case UInt8(ascii: "=") where missing > 0: missing -= 1
      default: return missing > 0 ? index - 1 : index
      }
      index += 1
    }
    return missing > 0 ? bytes.count : nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
      true
    default: false
    }
  }
}
