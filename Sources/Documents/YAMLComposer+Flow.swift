import Values

/// Lists and mappings in brackets, as far as their scalars are quoted or plain words.
extension YAMLComposer {
  /// Reads what stands in the bracket at the cursor, and passes it.
  mutating func readFlow(_ cursor: inout BlockCursor) throws(BlockCursor.Beyond) {
    /// The brackets that close those that are open.
    var closing: [UInt8] = []
    repeat {
      switch cursor.byte {
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        let isMapping = cursor.byte == UInt8(ascii: "{")
        open(
          YAMLEvents.Container(kind: isMapping ? .mapping : .sequence, style: .flow, anchor: nil),
          at: cursor.place)
        guard !isBroken else { throw BlockCursor.Beyond() }
        closing.append(isMapping ? UInt8(ascii: "}") : UInt8(ascii: "]"))
        cursor.index += 1
        try cursor.skipFlowSpace()
        guard cursor.byte == closing.last else { continue }
      default:
        let isKey = builder.expectsKey
        try readFlowScalar(&cursor)
        if isKey { continue }
        try cursor.skipFlowSpace()
      }
      try closeFlow(&cursor, &closing)
    } while !closing.isEmpty
  }

  /// Passes the brackets that close at the cursor, and the comma that follows.
  private mutating func closeFlow(
    _ cursor: inout BlockCursor, _ closing: inout [UInt8]
  ) throws(BlockCursor.Beyond) {
    while let bracket = closing.last, cursor.byte == bracket {
      close()
      guard !isBroken else { throw BlockCursor.Beyond() }
      closing.removeLast()
      cursor.index += 1
      if closing.isEmpty { return }
      try cursor.skipFlowSpace()
    }
    guard cursor.byte == UInt8(ascii: ",") else { throw BlockCursor.Beyond() }
    cursor.index += 1
    try cursor.skipFlowSpace()
  }

  /// Adds a scalar, and passes the colon if it is a key.
  private mutating func readFlowScalar(
    _ cursor: inout BlockCursor
  ) throws(BlockCursor.Beyond) {
    let isKey = builder.expectsKey
    let start = cursor.index
    let scalar: Scanned
    switch cursor.byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): scalar = try quoted(&cursor)
    default:
      let (place, indent) = (cursor.place, cursor.indent)
      scalar = Scanned(range: try cursor.flowWord(), style: .plain, place: place, indent: indent)
    }
    if isKey {
      let isQuoted = scalar.style != .plain
      guard cursor.byte == UInt8(ascii: ":"), cursor.line == scalar.place.line,
        isQuoted || cursor.byte(1) == 0x20, cursor.index - start < 1000
      else { throw BlockCursor.Beyond() }
    }
    try add(scalar, cursor)
    if isKey {
      cursor.index += 1
      try cursor.skipFlowSpace()
    }
  }
}

extension BlockCursor {
  /// Goes to the next character that is no space or line feed.
  mutating func skipFlowSpace() throws(Beyond) {
    while true {
      skipSpaces()
      guard byte == 0x0A else { break }
      newLine()
      guard !isAtDocumentMark else { throw Beyond() }
    }
  }

  /// Passes a plain scalar in brackets.
  mutating func flowWord() throws(Beyond) -> Range<Int> {
    let start = index
    guard Self.isFlowWord(byte) || byte == UInt8(ascii: "-") && Self.isFlowWord(byte(1)) else {
      throw Beyond()
    }
    var end = start
    while true {
      if Self.isFlowWord(byte) || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: ":") && Self.isFlowWord(byte(1))
      {
        index += 1
        end = index
      } else if byte == 0x20 {
        index += 1
      } else {
        break
      }
    }
    return start..<end
  }

  /// Whether a byte has no meaning of its own anywhere in brackets.
  private static func isFlowWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "$"),
      UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "~"), 0x80...0xFF:
      true
    default: false
    }
  }
}
