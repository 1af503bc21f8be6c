extension BlockCursor {
  /// Passes what this line holds of a plain scalar. Returns the offset of its end.
  ///
  /// The place is then the end of the line, a comment, or the colon that makes the text a key.
  mutating func plainLine() throws(Beyond) -> Int {
    let start = index
    scan: while true {
      skip(to: (0x0A, 0x09, UInt8(ascii: ":"), UInt8(ascii: "#")))
      switch byte {
      case UInt8(ascii: ":"):
        if Self.isBlankOrEnd(byte(1)) { break scan }
        index += 1
      case UInt8(ascii: "#"):
        if index > start, bytes[index - 1] == 0x20 { break scan }
        index += 1
      case 0x09: throw Beyond()
      default: break scan
      }
    }
    var end = index
    while end > start, bytes[end - 1] == 0x20 { end -= 1 }
    return end
  }

  /// The rest of a plain scalar of which one line is passed: lines that are indented deeper than the
  /// block around it.
  ///
  /// - Returns: Where the text stands as it reads; nil where it is unfolded.
  mutating func plain(
    _ firstLine: Range<Int>, deeperThan indent: Int
  ) throws(Beyond) -> Range<Int>? {
    var isFolded = false
    while let breaks = try continuation(deeperThan: indent) {
      if !isFolded {
        unfolded.removeAll(keepingCapacity: true)
        unfolded.append(contentsOf: bytes[firstLine])
        isFolded = true
      }
      fold(breaks)
      let start = index
      let end = try plainLine()
      guard byte != UInt8(ascii: ":") else { throw Beyond() }
      unfolded.append(contentsOf: bytes[start..<end])
    }
    return isFolded ? nil : firstLine
  }

  /// Goes on to the next line of a plain scalar. Returns how many lines that is; nil where the
  /// scalar has ended.
  private mutating func continuation(deeperThan indent: Int) throws(Beyond) -> Int? {
    guard byte == 0x0A else { return nil }
    let (end, endLine, endLineStart) = (index, line, lineStart)
    var breaks = 0
    while byte == 0x0A {
      newLine()
      breaks += 1
      skipSpaces()
    }
    guard byte != 0x09 else { throw Beyond() }
    if isAtEnd || self.indent <= indent || byte == UInt8(ascii: "#") || isAtDocumentMark {
      (index, line, lineStart) = (end, endLine, endLineStart)
      return nil
    }
    return breaks
  }

  /// Writes line breaks as YAML folds them: one is a space, more are one fewer.
  mutating func fold(_ breaks: Int) {
    if breaks == 1 {
      unfolded.append(0x20)
    } else {
      unfolded.append(contentsOf: repeatElement(0x0A, count: max(0, breaks - 1)))
    }
  }
}
