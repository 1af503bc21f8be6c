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
      guard let width = width(bytes, at: index) else { return false }
      index += width
    }
    return true
  }

  /// The bytes of a character beyond ASCII; nil where it is no character, or one that YAML does not
  /// allow, or a line break.
  private static func width(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
    func next(_ offset: Int) -> UInt8 { index + offset < bytes.count ? bytes[index + offset] : 0 }
    func goesOn(_ offset: Int) -> Bool { next(offset) & 0xC0 == 0x80 }
    switch bytes[index] {
    case 0xC2: return goesOn(1) && next(1) >= 0xA0 ? 2 : nil
    case 0xC3...0xDF: return goesOn(1) ? 2 : nil
    case 0xE2 where next(1) == 0x80 && (next(2) == 0xA8 || next(2) == 0xA9): return nil
    case 0xE0: return next(1) >= 0xA0 && goesOn(1) && goesOn(2) ? 3 : nil
    case 0xED: return next(1) < 0xA0 && goesOn(1) && goesOn(2) ? 3 : nil
    // The byte-order mark and what is no character stand behind EF BB and EF BF.
    case 0xEF where next(1) == 0xBB && next(2) == 0xBF: return nil
    case 0xEF where next(1) == 0xBF && next(2) >= 0xBE: return nil
    case 0xE1...0xEF: return goesOn(1) && goesOn(2) ? 3 : nil
    case 0xF0: return next(1) >= 0x90 && goesOn(1) && goesOn(2) && goesOn(3) ? 4 : nil
    case 0xF1...0xF3: return goesOn(1) && goesOn(2) && goesOn(3) ? 4 : nil
    case 0xF4: return next(1) < 0x90 && goesOn(1) && goesOn(2) && goesOn(3) ? 4 : nil
    default: return nil
    }
  }
}
