import Values

/// Nearly all manifests are blocks of plain and quoted scalars. Those are read here, straight from
/// the bytes, several times faster than libyaml makes its tokens and events of them. A document that
/// holds anything else, or anything wrong, is left to libyaml from its first line on: what is no
/// YAML, and why, libyaml alone says. Both ways end in the same nodes, with the same marks.
extension YAMLComposer {
  /// Reads documents until one needs libyaml. Returns where that begins; nil where there is none, or
  /// where as many problems were reported as the limits allow.
  mutating func readBlocks(
    _ text: UnsafeBufferPointer<UInt8>, _ kind: PrintableText
  ) -> (offset: Int, line: Int)? {
    var cursor = BlockCursor(text, kind)
    var stack: [Block] = []
    stack.reserveCapacity(16)
    repeat {
      let start = cursor.lineStart
      let line = cursor.line
      let problems = reading.diagnostics.count
      begin()
      do throws(BlockCursor.Beyond) {
        try readDocument(&cursor, &stack)
      } catch {
        reading.diagnostics.removeLast(reading.diagnostics.count - problems)
        begin()
        isOverLimit = false
        return (start, line)
      }
      end()
    } while !cursor.isAtEnd && reading.diagnostics.count < limits.problems
    return nil
  }

  /// A block that is open. The outermost stands for the document.
  struct Block {
    var kind: Kind?
    /// The column of its keys or hyphens, from 0.
    var indent: Int
    /// Where the next value is missing, if it is: after its colon or hyphen.
    var missing: YAMLEvents.Place?
  }

  /// Reads one document, up to the mark of the next.
  private mutating func readDocument(
    _ cursor: inout BlockCursor, _ stack: inout [Block]
  ) throws(BlockCursor.Beyond) {
    stack.removeAll(keepingCapacity: true)
    guard try cursor.nextContent() else { return }
    if cursor.isAtDocumentMark {
      guard cursor.byte == UInt8(ascii: "-") else { throw BlockCursor.Beyond() }
      cursor.index += 3
      try cursor.finishLine()
    }
    stack.append(Block(kind: nil, indent: -1, missing: cursor.place))
    while try cursor.nextContent(), !cursor.isAtDocumentMark {
      try readLine(&cursor, &stack)
    }
    // What may follow three dots is not for here.
    guard cursor.byte != UInt8(ascii: ".") else { throw BlockCursor.Beyond() }
    try close(&stack, deeperThan: -1)
  }

  /// Reads what stands on one line, and the lines that its last value goes on for.
  private mutating func readLine(
    _ cursor: inout BlockCursor, _ stack: inout [Block]
  ) throws(BlockCursor.Beyond) {
    try close(&stack, deeperThan: cursor.indent)
    while cursor.byte == UInt8(ascii: "-"), BlockCursor.isBlankOrEnd(cursor.byte(1)) {
      try openElement(cursor, &stack)
      cursor.index += 1
      stack[stack.count - 1].missing = cursor.place
      guard !cursor.isEndOfLine() else { return }
    }
    let (start, place) = (cursor.index, cursor.place)
    let scalar: Scanned?
    switch cursor.byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      scalar = try quoted(&cursor)
      let end = cursor.index
      cursor.skipSpaces()
      guard cursor.byte == UInt8(ascii: ":") else {
        cursor.index = end
        break
      }
    case let byte where Self.beginsPlain(byte, before: cursor.byte(1)):
      let end = try cursor.plainLine()
      scalar = Scanned(
        range: start..<end, style: .plain, place: place, indent: start - cursor.lineStart)
    default: scalar = nil
    }
    guard let scalar else { return try readValue(&cursor, &stack) }
    guard cursor.byte == UInt8(ascii: ":") else {
      return try readScalar(scalar, &cursor, &stack)
    }
    // A key stands on one line, and libyaml looks back 1,024 characters for it.
    guard BlockCursor.isBlankOrEnd(cursor.byte(1)), cursor.line == place.line,
      cursor.index - start < 1000
    else { throw BlockCursor.Beyond() }
    try addKey(scalar, cursor, &stack)
    cursor.index += 1
    stack[stack.count - 1].missing = cursor.place
    guard !cursor.isEndOfLine() else { return }
    try readValue(&cursor, &stack)
  }

  /// Reads the value that the innermost block misses.
  private mutating func readValue(
    _ cursor: inout BlockCursor, _ stack: inout [Block]
  ) throws(BlockCursor.Beyond) {
    switch cursor.byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let scalar = try quoted(&cursor)
      try readScalar(scalar, &cursor, &stack)
    case UInt8(ascii: "|"), UInt8(ascii: ">"):
      let style: Style = cursor.byte == UInt8(ascii: "|") ? .literal : .folded
      let (place, indent) = (cursor.place, cursor.indent)
      try cursor.blockScalar(in: try takeMissing(&stack, at: indent))
      try add(Scanned(range: nil, style: style, place: place, indent: indent), cursor)
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      _ = try takeMissing(&stack, at: cursor.indent)
      try readFlow(&cursor)
      try cursor.finishLine()
    case let byte where Self.beginsPlain(byte, before: cursor.byte(1)):
      let (start, place, indent) = (cursor.index, cursor.place, cursor.indent)
      let end = try cursor.plainLine()
      let scalar = Scanned(range: start..<end, style: .plain, place: place, indent: indent)
      try readScalar(scalar, &cursor, &stack)
    default: throw BlockCursor.Beyond()
    }
  }

  /// Adds a scalar, of which the first line is passed where it is plain, as the missing value.
  private mutating func readScalar(
    _ scalar: Scanned, _ cursor: inout BlockCursor, _ stack: inout [Block]
  ) throws(BlockCursor.Beyond) {
    let indent = try takeMissing(&stack, at: scalar.indent)
    var scalar = scalar
    if scalar.style == .plain, let firstLine = scalar.range {
      guard cursor.byte != UInt8(ascii: ":") else { throw BlockCursor.Beyond() }
      scalar.range = try cursor.plain(firstLine, deeperThan: indent)
      if cursor.byte == UInt8(ascii: "#") { cursor.skipToLineEnd() }
    } else {
      try cursor.finishLine()
    }
    try add(scalar, cursor)
  }
}

// MARK: - Blocks

extension YAMLComposer {
  /// Closes the blocks that a line with the given indentation ends.
  private mutating func close(
    _ stack: inout [Block], deeperThan indent: Int
  ) throws(BlockCursor.Beyond) {
    while let block = stack.last, block.indent > indent { try closeInnermost(&stack) }
  }

  private mutating func closeInnermost(_ stack: inout [Block]) throws(BlockCursor.Beyond) {
    try fillMissing(&stack)
    stack.removeLast()
    close()
    guard !isBroken else { throw BlockCursor.Beyond() }
  }

  /// Adds the null that stands for a value that is not written.
  private mutating func fillMissing(_ stack: inout [Block]) throws(BlockCursor.Beyond) {
    guard let place = stack.last?.missing else { return }
    stack[stack.count - 1].missing = nil
    let nothing = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    add(YAMLEvents.Scalar(text: nothing, style: .plain, tag: nil, anchor: nil), at: place)
    guard !isBroken else { throw BlockCursor.Beyond() }
  }

  /// Makes way for the value that is missing, at a column from 0. Returns the indentation of the
  /// block that it is in.
  private func takeMissing(
    _ stack: inout [Block], at column: Int
  ) throws(BlockCursor.Beyond) -> Int {
    guard let block = stack.last, block.missing != nil, block.indent < column else {
      throw BlockCursor.Beyond()
    }
    stack[stack.count - 1].missing = nil
    return block.indent
  }

  /// Makes way for an element whose hyphen stands at the cursor, and opens its sequence if it is the
  /// first. A sequence may stand at the column of the key that it is the value of.
  private mutating func openElement(
    _ cursor: BlockCursor, _ stack: inout [Block]
  ) throws(BlockCursor.Beyond) {
    guard let block = stack.last else { throw BlockCursor.Beyond() }
    if block.kind == .sequence, block.indent == cursor.indent {
      return try fillMissing(&stack)
    }
    guard block.missing != nil,
      block.indent < cursor.indent || block.kind == .mapping && block.indent == cursor.indent
    else { throw BlockCursor.Beyond() }
    try open(.sequence, cursor.place, indent: cursor.indent, &stack)
  }

  private mutating func addKey(
    _ key: Scanned, _ cursor: BlockCursor, _ stack: inout [Block]
  ) throws(BlockCursor.Beyond) {
    let indent = key.indent
    if let block = stack.last, block.kind == .sequence, block.indent == indent {
      try closeInnermost(&stack)
    }
    guard let block = stack.last else { throw BlockCursor.Beyond() }
    if block.kind == .mapping, block.indent == indent {
      try fillMissing(&stack)
    } else {
      guard block.missing != nil, block.indent < indent else { throw BlockCursor.Beyond() }
      try open(.mapping, key.place, indent: indent, &stack)
    }
    try add(key, cursor)
  }

  private mutating func open(
    _ kind: Kind, _ place: YAMLEvents.Place, indent: Int, _ stack: inout [Block]
  ) throws(BlockCursor.Beyond) {
    stack[stack.count - 1].missing = nil
    open(YAMLEvents.Container(kind: kind, style: .block, anchor: nil), at: place)
    guard !isBroken else { throw BlockCursor.Beyond() }
    stack.append(Block(kind: kind, indent: indent, missing: nil))
  }
}

// MARK: - Scalars

extension YAMLComposer {
  /// A scalar that was passed.
  struct Scanned {
    /// Where its text stands as it reads; nil where the cursor holds it unfolded.
    var range: Range<Int>?
    var style: Style
    var place: YAMLEvents.Place
    /// The column that it begins in, from 0, in bytes.
    var indent: Int
  }

  func quoted(_ cursor: inout BlockCursor) throws(BlockCursor.Beyond) -> Scanned {
    let style: Style = cursor.byte == UInt8(ascii: "'") ? .singleQuoted : .doubleQuoted
    let (place, indent) = (cursor.place, cursor.indent)
    return Scanned(range: try cursor.quoted(), style: style, place: place, indent: indent)
  }

  mutating func add(
    _ scanned: Scanned, _ cursor: borrowing BlockCursor
  ) throws(BlockCursor.Beyond) {
    func scalar(_ text: UnsafeBufferPointer<UInt8>) -> YAMLEvents.Scalar {
      YAMLEvents.Scalar(text: text, style: scanned.style, tag: nil, anchor: nil)
    }
    if let range = scanned.range {
      add(scalar(UnsafeBufferPointer(rebasing: cursor.bytes[range])), at: scanned.place)
    } else {
      cursor.unfolded.withUnsafeBufferPointer { add(scalar($0), at: scanned.place) }
    }
    guard !isBroken else { throw BlockCursor.Beyond() }
  }

  /// Whether a plain scalar of a block can begin so.
  static func beginsPlain(_ byte: UInt8, before next: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"): !BlockCursor.isBlankOrEnd(next)
    case 0...0x20, UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "#"),
      UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"), UInt8(ascii: "|"),
      UInt8(ascii: ">"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "%"),
      UInt8(ascii: "@"), UInt8(ascii: "`"):
      false
    default: true
    }
  }
}
