import Values

/// The lines of a text, counted as libyaml counts them: LF, CR LF, CR, and the line breaks of
/// Unicode. Only problems look at lines, so nothing is kept.
struct TextLines {
  let bytes: UnsafeBufferPointer<UInt8>

  /// The offset of the first byte after the line break at an offset; nil where there is no break.
  private func breakEnd(at offset: Int) -> Int? {
    func byte(_ step: Int) -> UInt8 { offset + step < bytes.count ? bytes[offset + step] : 0 }
    switch bytes[offset] {
    case 0x0A: return offset + 1
    case 0x0D: return byte(1) == 0x0A ? offset + 2 : offset + 1
    case 0xC2 where byte(1) == 0x85: return offset + 2
    case 0xE2 where byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9): return offset + 3
    default: return nil
    }
  }

  /// The bytes of a line, counted from 0, without its break; empty past the last.
  func line(_ index: Int) -> Slice<UnsafeBufferPointer<UInt8>> {
    var line = 0
    var start = 0
    var offset = 0
    while offset < bytes.count {
      if let next = breakEnd(at: offset) {
        if line == index { return bytes[start..<offset] }
        line += 1
        start = next
        offset = next
      } else {
        offset += 1
      }
    }
    return line == index ? bytes[start...] : bytes[bytes.count...]
  }

  /// The line and column of an offset, both from 0; columns in characters.
  func place(of offset: Int) -> YAMLEvents.Place {
    var place = YAMLEvents.Place(line: 0, column: 0)
    var current = 0
    while current < min(offset, bytes.count) {
      if let next = breakEnd(at: current) {
        place.line += 1
        place.column = 0
        current = next
      } else {
        if bytes[current] & 0xC0 != 0x80 { place.column += 1 }
        current += 1
      }
    }
    return place
  }

  /// The first line at or after `line` that begins a document with `---`.
  func documentStart(from line: Int) -> (line: Int, offset: Int)? {
    documentStarts { found, offset in found >= line ? (found, offset) : nil }
  }

  /// The last line that begins a document with `---` at or before an offset.
  func documentStart(before offset: Int) -> (line: Int, offset: Int)? {
    var last: (line: Int, offset: Int)?
    _ = documentStarts { line, start -> Bool? in
      guard start <= offset else { return true }
      last = (line, start)
      return nil
    }
    return last
  }

  private func documentStarts<Result>(_ body: (Int, Int) -> Result?) -> Result? {
    var line = 0
    var offset = 0
    var isLineStart = true
    while offset < bytes.count {
      if isLineStart, isDocumentStart(at: offset), let result = body(line, offset) {
        return result
      }
      if let next = breakEnd(at: offset) {
        line += 1
        offset = next
        isLineStart = true
      } else {
        offset += 1
        isLineStart = false
      }
    }
    return nil
  }

  private func isDocumentStart(at offset: Int) -> Bool {
    guard offset + 3 <= bytes.count, bytes[offset..<offset + 3].elementsEqual("---".utf8) else {
      return false
    }
    guard offset + 3 < bytes.count else { return true }
    let next = bytes[offset + 3]
    return next == 0x20 || next == 0x09 || next == 0x0A || next == 0x0D
  }

  /// Whether a line, or the one before it in the same document, holds a tag of a template language.
  ///
  /// - Parameter first: line of the document.
  func isTemplate(_ index: Int, from first: Int) -> Bool {
    [index, index - 1].contains { index in
      guard index >= max(0, first) else { return false }
      let line = line(index)
      return zip(line, line.dropFirst()).contains { first, second in
        first == UInt8(ascii: "{") && (second == UInt8(ascii: "{") || second == UInt8(ascii: "%"))
      }
    }
  }
}
