/// What a text becomes that JSON holds as it is and YAML reads in double quotes.
enum FoldedText {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// Takes each NEL for a line break within quotes: blanks around it go, one break is a space, and
  /// of several all but the first stay. nil where there is none.
  static func unfold(_ text: Bytes) -> String? {
    var output: [UInt8] = []
    var index = 0
    var isFolded = false
    while index < text.count {
      guard isBreak(text, index) else {
        output.append(text[index])
        index += 1
        continue
      }
      isFolded = true
      while let last = output.last, last == UInt8(ascii: " ") { output.removeLast() }
      var breaks = 0
      while index < text.count {
        if isBreak(text, index) {
          breaks += 1
          index += 2
        } else if text[index] == UInt8(ascii: " ") {
          index += 1
        } else {
          break
        }
      }
      output.append(
        contentsOf: repeatElement(
          UInt8(ascii: breaks == 1 ? " " : "\n"), count: max(1, breaks - 1)))
    }
    return isFolded ? String(decoding: output, as: UTF8.self) : nil
  }

  private static func isBreak(_ text: Bytes, _ index: Int) -> Bool {
    text[index] == 0xC2 && index + 1 < text.count && text[index + 1] == 0x85
  }

  /// DEL, the control characters of Latin-1 but NEL, and U+FFFE and U+FFFF. Those below the space
  /// are escaped in JSON.
  static func hasControlCharacter(_ text: Bytes) -> Bool {
    for index in text.indices {
      switch text[index] {
      case 0x7F: return true
      case 0xC2:
        guard index + 1 < text.count else { continue }
        if text[index + 1] < 0xA0, text[index + 1] != 0x85 { return true }
      case 0xEF:
        guard index + 2 < text.count, text[index + 1] == 0xBF else { continue }
        if text[index + 2] >= 0xBE { return true }
      default: continue
      }
    }
    return false
  }
}
