/// UTF-8 as Go reads it.
enum UTF8Text {
  static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if bytes.allSatisfy({ $0 < 0x80 }) { return true }
    return String(validating: bytes, as: UTF8.self) != nil
  }

  /// The text with U+FFFD for every byte that is no part of a character.
  static func repaired(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    var text = ""
    var position = 0
    while position < bytes.count {
      let length = characterLength(bytes, at: position)
      if length == 0 {
        text += "\u{FFFD}"
        position += 1
      } else {
        text += String(decoding: bytes[position..<position + length], as: UTF8.self)
        position += length
      }
    }
    return text
  }

  /// The bytes of the character at a position; 0 where there is none.
  private static func characterLength(
    _ bytes: UnsafeBufferPointer<UInt8>, at position: Int
  ) -> Int {
    for length in 1...4 where position + length <= bytes.count {
      if String(validating: bytes[position..<position + length], as: UTF8.self) != nil {
        return length
      }
    }
    return 0
  }
}
