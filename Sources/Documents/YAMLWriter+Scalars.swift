import Values

extension YAMLWriter {
  typealias Text = UnsafeBufferPointer<UInt8>

  /// - Parameters:
  ///   - indent: the column of continuation lines.
  ///   - isKey: keys stay on one line.
  mutating func writeString(_ text: Text, indent: Int, isKey: Bool) {
    switch ScalarShape.style(of: text, isKey: isKey) {
    case .plain: writePlain(text, indent: indent, folds: !isKey)
    case .singleQuoted: writeSingleQuoted(text, indent: indent, folds: !isKey)
    case .literal: writeLiteral(text, indent: indent)
    default: writeDoubleQuoted(text, indent: indent, folds: !isKey)
    }
  }

  private mutating func writePlain(_ text: Text, indent: Int, folds: Bool) {
    if !whitespace { put(UInt8(ascii: " ")) }
    guard folds, column + text.count > Self.bestWidth else {
      // The usual case: nothing can be folded.
      output.append(contentsOf: text)
      for byte in text where byte & 0xC0 != 0x80 { column += 1 }
      whitespace = false
      indention = false
      return
    }
    var spaces = false
    var index = 0
    while index < text.count {
      let isSpace = text[index] == UInt8(ascii: " ")
      if isSpace, !spaces, column > Self.bestWidth, !Self.isSpace(text, index + 1) {
        writeIndent(indent)
      } else {
        put(text[index])
        if !isSpace { indention = false }
      }
      spaces = isSpace
      index += 1
    }
    whitespace = false
    indention = false
  }

  private mutating func writeSingleQuoted(_ text: Text, indent: Int, folds: Bool) {
    writeIndicator("'", needsWhitespace: true)
    var spaces = false
    var breaks = false
    var index = 0
    while index < text.count {
      if text[index] == UInt8(ascii: " ") {
        if folds, !spaces, column > Self.bestWidth, index > 0, index < text.count - 1,
          !Self.isSpace(text, index + 1)
        {
          writeIndent(indent)
        } else {
          put(UInt8(ascii: " "))
        }
        spaces = true
        index += 1
      } else if let width = ScalarShape.breakWidth(text, index) {
        if !breaks, text[index] == UInt8(ascii: "\n") { putBreak() }
        writeBreak(text, index, width)
        indention = true
        breaks = true
        index += width
      } else {
        if breaks { writeIndent(indent) }
        if text[index] == UInt8(ascii: "'") { put(UInt8(ascii: "'")) }
        index = writeCharacter(text, index)
        indention = false
        spaces = false
        breaks = false
      }
    }
    writeIndicator("'", needsWhitespace: false)
    whitespace = false
    indention = false
  }

  mutating func writeDoubleQuoted(_ text: Text, indent: Int, folds: Bool) {
    writeIndicator("\"", needsWhitespace: true)
    // A text that begins with a byte order mark has all its characters escaped.
    let startsWithMark = text.count >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF
    var spaces = false
    var index = 0
    while index < text.count {
      let byte = text[index]
      if startsWithMark || !ScalarShape.isPrintable(text, index)
        || ScalarShape.breakWidth(text, index) != nil || byte == UInt8(ascii: "\"")
        || byte == UInt8(ascii: "\\")
      {
        index = writeEscape(text, index)
        spaces = false
      } else if byte == UInt8(ascii: " ") {
        if folds, !spaces, column > Self.bestWidth, index > 0, index < text.count - 1 {
          writeIndent(indent)
          if Self.isSpace(text, index + 1) { put(UInt8(ascii: "\\")) }
        } else {
          put(byte)
        }
        spaces = true
        index += 1
      } else {
        index = writeCharacter(text, index)
        spaces = false
      }
    }
    writeIndicator("\"", needsWhitespace: false)
    whitespace = false
    indention = false
  }

  private mutating func writeEscape(_ text: Text, _ index: Int) -> Int {
    let (scalar, width) = ScalarShape.scalar(text, index)
    put(UInt8(ascii: "\\"))
    let short: Unicode.Scalar? =
      switch scalar {
      case 0x00: "0"
      case 0x07: "a"
      case 0x08: "b"
      case 0x09: "t"
      case 0x0A: "n"
      case 0x0B: "v"
      case 0x0C: "f"
      case 0x0D: "r"
      case 0x1B: "e"
      case 0x22: "\""
      case 0x5C: "\\"
      case 0x85: "N"
      case 0xA0: "_"
      case 0x2028: "L"
      case 0x2029: "P"
      default: nil
      }
    if let short {
      put(UInt8(ascii: short))
      return index + width
    }
    let (letter, digits): (Unicode.Scalar, Int) =
      scalar <= 0xFF ? ("x", 2) : scalar <= 0xFFFF ? ("u", 4) : ("U", 8)
    put(UInt8(ascii: letter))
    for digit in (0..<digits).reversed() {
      let value = UInt8(truncatingIfNeeded: scalar >> (UInt32(digit) * 4)) & 0xF
      put(value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10)
    }
    return index + width
  }

  private mutating func writeLiteral(_ text: Text, indent: Int) {
    writeIndicator("|", needsWhitespace: true)
    if text.first == UInt8(ascii: " ") || ScalarShape.breakWidth(text, 0) != nil {
      writeIndicator("2", needsWhitespace: false)
    }
    if let hint = ScalarShape.chomping(of: text) { writeIndicator(hint, needsWhitespace: false) }
    putBreak()
    indention = true
    whitespace = true
    var breaks = true
    var index = 0
    while index < text.count {
      if let width = ScalarShape.breakWidth(text, index) {
        writeBreak(text, index, width)
        indention = true
        breaks = true
        index += width
      } else {
        if breaks { writeIndent(indent) }
        index = writeCharacter(text, index)
        indention = false
        breaks = false
      }
    }
  }

  private static func isSpace(_ text: Text, _ index: Int) -> Bool {
    index < text.count && text[index] == UInt8(ascii: " ")
  }

  /// Returns the index behind the character.
  private mutating func writeCharacter(_ text: Text, _ index: Int) -> Int {
    put(text[index])
    var index = index + 1
    while index < text.count, text[index] & 0xC0 == 0x80 {
      put(text[index])
      index += 1
    }
    return index
  }

  private mutating func writeBreak(_ text: Text, _ index: Int, _ width: Int) {
    if text[index] == UInt8(ascii: "\n") {
      putBreak()
    } else {
      for offset in 0..<width { output.append(text[index + offset]) }
      column = 0
    }
  }
}
