import Documents

/// Texts that do not come out of YAML as they went in.
enum FoldedText {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// A folded block as go-yaml writes it and reads it again: the writer doubles a line break where
  /// the reader does not fold it (before lines that are indented further, and at the end). nil
  /// where nothing changes.
  static func rewritten(_ text: Bytes) -> String? {
    guard ScalarShape.allowsBlock(text),
      let start = text.firstIndex(where: { $0 != newline }), text.contains(newline)
    else { return nil }
    let doubles = !isBlank(text[start]) && text[start] != 0
    var output: [UInt8] = []
    var afterIndented = true
    var index = 0
    while index < text.count {
      guard text[index] == newline else {
        if index == 0 || text[index - 1] == newline { afterIndented = isBlank(text[index]) }
        output.append(text[index])
        index += 1
        continue
      }
      let first = index
      while index < text.count, text[index] == newline { index += 1 }
      let count = index - first
      let written = count + (doubles && first > 0 && !afterIndented ? 1 : 0)
      if index == text.count {
        append(newline, count == 1 ? 1 : written, to: &output)
      } else if first > 0, !afterIndented, !isBlank(text[index]) {
        if written == 1 { output.append(UInt8(ascii: " ")) }
        append(newline, written - 1, to: &output)
      } else {
        append(newline, written, to: &output)
      }
    }
    return output.elementsEqual(text) ? nil : String(decoding: output, as: UTF8.self)
  }

  private static let newline = UInt8(ascii: "\n")

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private static func append(_ byte: UInt8, _ count: Int, to output: inout [UInt8]) {
    output.append(contentsOf: repeatElement(byte, count: count))
  }

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
