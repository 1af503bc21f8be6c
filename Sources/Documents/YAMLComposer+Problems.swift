import Diagnostics
import Values

extension YAMLComposer {
  var lines: TextLines { TextLines(bytes: bytes) }

  /// Why the text is not read at all; nil where it is.
  func refusal() -> Diagnostic? {
    let start = Mark(source: source, line: baseLine + 1, column: 1)
    guard bytes.count <= limits.bytes else { return .tooLarge(limits.bytes, at: start) }
    guard !bytes.prefix(8000).contains(0) else { return .binary(at: start) }
    return nil
  }

  /// Reports a failure of the parser. Returns the offset in the whole text at which the next
  /// document begins, if any does.
  mutating func recover(
    from failure: YAMLEvents.Failure, in text: UnsafeBufferPointer<UInt8>, at offset: Int
  ) -> Int? {
    let lines = TextLines(bytes: text)
    if !isBroken { reading.diagnostics.append(diagnostic(of: failure, in: lines)) }
    let isUnclosed = failure.problem.contains("end of stream")
    let line = isUnclosed ? failure.contextPlace.line + 1 : failure.place.line
    return goOn(at: lines.documentStart(from: max(documentLine + 1, line)), offset)
  }

  /// The same for a failure of the encoding, which libyaml finds while it reads ahead: the
  /// documents that precede the byte are read again without it.
  mutating func recover(
    from failure: YAMLEvents.Failure, atByte place: Int, in text: UnsafeBufferPointer<UInt8>,
    at offset: Int
  ) -> Int? {
    let lines = TextLines(bytes: text)
    var place = min(place, text.count - 1)
    // The parser names the byte at which a character fails to go on, not the one that begins it.
    while place > 0, failure.problem.contains("trailing"), text[place - 1] & 0xC0 == 0x80 {
      place -= 1
    }
    if failure.problem.contains("trailing"), place > 0 { place -= 1 }
    if let cut = lines.documentStart(before: place)?.offset, cut > 0 {
      let whole = UnsafeBufferPointer(rebasing: text[..<cut])
      if let failure = compose(whole), failure.offset == nil, !isBroken {
        reading.diagnostics.append(diagnostic(of: failure, in: TextLines(bytes: whole)))
      }
    }
    let badPlace = lines.place(of: place)
    reading.diagnostics.append(.encoding(failure.problem, at: mark(badPlace)))
    return goOn(at: lines.documentStart(from: badPlace.line + 1), offset)
  }

  private mutating func goOn(at next: (line: Int, offset: Int)?, _ offset: Int) -> Int? {
    guard let next else { return nil }
    firstLine += next.line
    return offset + next.offset
  }

  private func diagnostic(of failure: YAMLEvents.Failure, in lines: TextLines) -> Diagnostic {
    let line = lines.line(failure.place.line)
    let isAtEnd = failure.problem.contains("end of stream")
    let place = isAtEnd ? failure.contextPlace : failure.place
    let mark = mark(place)
    if lines.isTemplate(failure.place.line, from: documentLine)
      || lines.isTemplate(failure.contextPlace.line, from: documentLine)
    {
      return .template(at: mark)
    }
    if failure.problem == "found character that cannot start any token",
      Self.character(failure.place.column, of: line) == UInt8(ascii: "\t")
    {
      return .tab(at: mark)
    }
    return .syntax(failure, at: mark, context: self.mark(failure.contextPlace))
  }

  private static func character(
    _ column: Int, of line: Slice<UnsafeBufferPointer<UInt8>>
  ) -> UInt8? {
    var column = column
    for byte in line where byte & 0xC0 != 0x80 {
      if column == 0 { return byte }
      column -= 1
    }
    return nil
  }
}
