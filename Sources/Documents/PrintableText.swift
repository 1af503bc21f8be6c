/// What can be said of a text's bytes before any of it is read.
enum PrintableText {
  case ascii
  /// UTF-8 with characters beyond ASCII.
  case unicode

  /// Nil where a byte is none that YAML allows, or where a line may end in anything but a line feed:
  /// a carriage return, or one of the line breaks of Unicode.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    // Without branches, so that the compiler looks at many bytes at once.
    var controls: UInt8 = 0
    var highBits: UInt8 = 0
    for byte in bytes {
      let isBreakOrTab = byte == 0x0A || byte == 0x09
      controls |= (byte < 0x20 && !isBreakOrTab) || byte == 0x7F ? 1 : 0
      highBits |= byte
    }
    guard controls == 0 else { return nil }
    guard highBits & 0x80 != 0 else {
      self = .ascii
      return
    }
    guard Self.isUnicode(bytes) else { return nil }
    self = .unicode
  }

  private static func isUnicode(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    while index < bytes.count {
      guard bytes[index] >= 0x80 else {
        index += 1
        continue
      }
      let width = UTF8Sequence.count(at: index, in: bytes)
      guard width > 0, !isExcluded(bytes[index..<index + width]) else { return false }
      index += width
    }
    return true
  }

  /// Whether a character is a control character or line break beyond ASCII, the byte-order mark, or
  /// none at all.
  private static func isExcluded(_ sequence: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    switch sequence.first {
    case 0xC2: sequence.last ?? 0 < 0xA0
    case 0xE2:
      sequence.elementsEqual([0xE2, 0x80, 0xA8]) || sequence.elementsEqual([0xE2, 0x80, 0xA9])
    case 0xEF:
      sequence.elementsEqual([0xEF, 0xBB, 0xBF]) || sequence.elementsEqual([0xEF, 0xBF, 0xBE])
        || sequence.elementsEqual([0xEF, 0xBF, 0xBF])
    default: false
    }
  }
}
