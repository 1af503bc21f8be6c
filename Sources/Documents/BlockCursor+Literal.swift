extension BlockCursor {
  /// Passes a literal or folded scalar in a block with the given indentation, -1 outside any. Its
  /// text is `unfolded`. The place is then the begin of the line that follows.
  mutating func blockScalar(in parent: Int) throws(Beyond) {
    let isLiteral = byte == UInt8(ascii: "|")
    index += 1
    let header = try blockHeader()
    unfolded.removeAll(keepingCapacity: true)
    var breaks = 0
    let indent: Int
    if let increment = header.increment {
      indent = max(parent, 0) + increment
      breaks = try emptyLines(below: indent)
    } else {
      (indent, breaks) = try detectedIndent(in: parent)
    }
    var endsLine = false
    var wasBlank = false
    while self.indent == indent, !isAtEnd {
      let isBlank = byte == 0x20 || byte == 0x09
      if !isLiteral, endsLine, !wasBlank, !isBlank {
        if breaks == 0 { unfolded.append(0x20) }
      } else if endsLine {
        unfolded.append(0x0A)
      }
      unfolded.append(contentsOf: repeatElement(0x0A, count: breaks))
      wasBlank = isBlank
      let start = index
      skipToLineEnd()
      unfolded.append(contentsOf: bytes[start..<index])
      endsLine = !isAtEnd
      if endsLine { newLine() }
      breaks = try emptyLines(below: indent)
    }
    if header.chomping != .strip, endsLine { unfolded.append(0x0A) }
    if header.chomping == .keep {
      unfolded.append(contentsOf: repeatElement(0x0A, count: breaks))
    }
    if !isAtEnd { index = lineStart }
  }

  private enum Chomping { case clip, strip, keep }

  private struct BlockHeader {
    var chomping = Chomping.clip
    var increment: Int?
  }

  private mutating func blockHeader() throws(Beyond) -> BlockHeader {
    var header = BlockHeader()
    var hasChomping = false
    while true {
      switch byte {
      case UInt8(ascii: "+") where !hasChomping: header.chomping = .keep
      case UInt8(ascii: "-") where !hasChomping: header.chomping = .strip
      case UInt8(ascii: "1")...UInt8(ascii: "9") where header.increment == nil:
        header.increment = Int(byte - UInt8(ascii: "0"))
        index += 1
        continue
      default:
        try finishLine()
        if !isAtEnd { newLine() }
        return header
      }
      hasChomping = true
      index += 1
    }
  }

  /// The indentation of a block scalar that states none: that of its first line with text, or of a
  /// longer empty one before it.
  private mutating func detectedIndent(
    in parent: Int
  ) throws(Beyond) -> (indent: Int, breaks: Int) {
    var breaks = 0
    var most = 0
    while true {
      skipSpaces()
      most = max(most, self.indent)
      guard byte != 0x09 else { throw Beyond() }
      guard byte == 0x0A else { return (max(most, parent + 1, 1), breaks) }
      newLine()
      breaks += 1
    }
  }

  /// Passes lines of fewer than `indent` spaces and no text, and the indentation of the next.
  /// Returns how many lines there were.
  private mutating func emptyLines(below indent: Int) throws(Beyond) -> Int {
    var breaks = 0
    while true {
      while self.indent < indent, byte == 0x20 { index += 1 }
      if self.indent < indent, byte == 0x09 { throw Beyond() }
      guard byte == 0x0A else { return breaks }
      newLine()
      breaks += 1
    }
  }
}
