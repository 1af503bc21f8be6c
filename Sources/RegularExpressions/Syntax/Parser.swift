/// Reads RE2's syntax as Go's `regexp/syntax` does with its flags `Perl`, and refuses what that
/// refuses, in its words. It works on a stack of its own: nesting costs no call depth.
struct Parser {
  typealias Failure = RegularExpressionError

  /// The tree's greatest height, Go's `maxHeight`.
  static let maximumHeight = 1000
  /// The most that a repetition, or the product of nested ones, may count (Go's `maxRepeat`).
  static let maximumRepeat = 1000
  /// The most instructions that a pattern may compile to (Go's `maxSize`).
  static let maximumSize = 128 << 20 / 40

  struct Flags {
    var foldsCase = false
    var multiline = false
    var dotMatchesNewline = false
    var swapsGreed = false
  }

  /// An open group, with the alternatives read so far.
  private struct Group {
    var alternatives: [Piece] = []
    var current: [Piece] = []
    var captures = false
    /// The flags to go back to where it ends.
    var flags = Flags()
  }

  let bytes: [UInt8]
  var position = 0
  var flags = Flags()
  private var groups = [Group()]
  private(set) var names: [String?] = []

  private init(_ pattern: String) {
    bytes = Array(pattern.utf8)
  }

  /// The tree, and the names of the groups in order (nil where a group has none).
  static func parse(_ pattern: String) throws(Failure) -> (tree: SyntaxTree, names: [String?]) {
    var parser = Parser(pattern)
    let tree = try parser.parse()
    return (tree, parser.names)
  }

  private mutating func parse() throws(Failure) -> SyntaxTree {
    var lastRepeat: Int?
    while let byte = peek() {
      var repeatStart: Int?
      switch byte {
      case UInt8(ascii: "("):
        if peek(1) == UInt8(ascii: "?") {
          try parsePerlGroup()
        } else {
          position += 1
          open(capturing: true, name: nil)
        }
      case UInt8(ascii: "|"):
        position += 1
        try endAlternative()
      case UInt8(ascii: ")"):
        position += 1
        try close()
      case UInt8(ascii: "^"):
        position += 1
        try push(.assertion(flags.multiline ? .beginLine : .beginText))
      case UInt8(ascii: "$"):
        position += 1
        try push(.assertion(flags.multiline ? .endLine : .endText))
      case UInt8(ascii: "."):
        position += 1
        try push(.anyCharacter(includingNewline: flags.dotMatchesNewline))
      case UInt8(ascii: "["): try push(.characterClass(parseClass()))
      case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"):
        repeatStart = position
        position += 1
        let repetition = Repetition(
          minimum: byte == UInt8(ascii: "+") ? 1 : 0,
          maximum: byte == UInt8(ascii: "?") ? 1 : nil, isGreedy: true)
        try applyRepetition(repetition, counted: false, from: position - 1, after: lastRepeat)
      case UInt8(ascii: "{"):
        let start = position
        guard let counts = parseCounts() else {
          position += 1
          try push(literal: UInt32(byte))
          break
        }
        repeatStart = start
        guard let minimum = counts.minimum, minimum <= Self.maximumRepeat,
          counts.maximum.map({ $0 <= Self.maximumRepeat && $0 >= minimum }) ?? true
        else { throw failure(.invalidRepeatSize, from: start) }
        let repetition = Repetition(minimum: minimum, maximum: counts.maximum, isGreedy: true)
        try applyRepetition(repetition, counted: true, from: start, after: lastRepeat)
      case UInt8(ascii: "\\"): try parseBackslash()
      default: try push(literal: nextScalar())
      }
      lastRepeat = repeatStart
    }
    guard groups.count == 1, let group = groups.popLast() else {
      throw failure(.missingParenthesis, from: 0)
    }
    return try close(group).tree
  }
}

// MARK: - The stack

extension Parser {
  mutating func push(literal value: UInt32) throws(Failure) {
    try push(.literal(value, foldsCase: flags.foldsCase))
  }

  mutating func push(_ leaf: SyntaxTree) throws(Failure) {
    try push(Piece(leaf: leaf))
  }

  private mutating func push(_ piece: Piece) throws(Failure) {
    try check(piece)
    groups[groups.count - 1].current.append(piece)
  }

  mutating func open(capturing: Bool, name: String?) {
    if capturing { names.append(name) }
    groups.append(Group(captures: capturing, flags: flags))
  }

  private mutating func endAlternative() throws(Failure) {
    let last = groups.count - 1
    let piece = Piece(concatenating: groups[last].current)
    try check(piece)
    groups[last].alternatives.append(piece)
    groups[last].current = []
  }

  private mutating func close() throws(Failure) {
    guard groups.count > 1, let group = groups.popLast() else {
      throw failure(.unexpectedParenthesis, from: 0, to: bytes.count)
    }
    flags = group.flags
    let piece = try close(group)
    try push(group.captures ? Piece(capturing: piece) : piece)
  }

  private func close(_ group: Group) throws(Failure) -> Piece {
    let last = Piece(concatenating: group.current)
    let piece = Piece(alternating: group.alternatives + [last])
    try check(piece)
    return piece
  }

  private mutating func applyRepetition(
    _ repetition: Repetition, counted: Bool, from start: Int, after lastRepeat: Int?
  ) throws(Failure) {
    var repetition = repetition
    repetition.isGreedy = !flags.swapsGreed
    if peek() == UInt8(ascii: "?") {
      position += 1
      repetition.isGreedy.toggle()
    }
    if let lastRepeat { throw failure(.invalidRepeatOperator, from: lastRepeat) }
    let last = groups.count - 1
    guard let operand = groups[last].current.popLast() else {
      throw failure(.missingRepeatArgument, from: start)
    }
    let piece = Piece(repeating: operand, repetition, counted: counted)
    try check(piece)
    let counts = repetition.minimum >= 2 || (repetition.maximum ?? 0) >= 2
    if counted, counts, piece.product > Self.maximumRepeat {
      throw failure(.invalidRepeatSize, from: start)
    }
    groups[last].current.append(piece)
  }

  private func check(_ piece: Piece) throws(Failure) {
    if piece.height > Self.maximumHeight {
      throw failure(.nestingDepth, from: 0, to: bytes.count)
    }
    if piece.size > Self.maximumSize { throw failure(.tooLarge, from: 0, to: bytes.count) }
  }
}

// MARK: - Text

extension Parser {
  func peek(_ offset: Int = 0) -> UInt8? {
    position + offset < bytes.count ? bytes[position + offset] : nil
  }

  /// The next code point; the caller has seen that there is one. Patterns are valid UTF-8.
  mutating func nextScalar() -> UInt32 {
    guard let first = peek() else { return 0 }
    let count = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    var value = UInt32(first) & (count == 1 ? 0x7F : 0x7F >> UInt32(count))
    for offset in 1..<max(count, 1) {
      value = value << 6 | UInt32((peek(offset) ?? 0) & 0x3F)
    }
    position = min(position + count, bytes.count)
    return value
  }

  func text(from start: Int, to end: Int) -> String {
    String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
  }

  /// An error about the text from `start` up to where the parser stands.
  func failure(
    _ error: RegularExpressionError.SyntaxError, from start: Int, to end: Int? = nil
  ) -> Failure {
    .syntax(error, expression: text(from: start, to: end ?? position))
  }
}
