/// A regular expression with RE2's syntax and meaning (https://github.com/google/re2/wiki/Syntax):
/// it accepts what Go's `regexp` accepts, refuses what that refuses, and finds the leftmost match
/// that a search by preference would find.
///
/// A value is immutable and may be used from any number of tasks at once.
public struct RegularExpression: Sendable {
  /// The text that it was made from.
  public let pattern: String
  /// The names of the groups in the order of their opening parentheses; nil for one without.
  public let groupNames: [String?]
  let engine: Engine

  /// - Throws: `RegularExpressionError.syntax`, with Go's words.
  public init(_ pattern: String) throws(RegularExpressionError) {
    let (tree, names) = try Parser.parse(pattern)
    self.init(pattern, tree, names)
  }

  /// Finds out whether a pattern is valid, which costs less than making an expression of it.
  ///
  /// - Throws: as the initializer does.
  public static func check(_ pattern: String) throws(RegularExpressionError) {
    _ = try Parser.parse(pattern)
  }

  /// An expression that matches only where the whole text does, as `^(?:pattern)$` would.
  public init(matchingWhole pattern: String) throws(RegularExpressionError) {
    let (tree, names) = try Parser.parse(pattern)
    self.init(
      pattern, .concatenation([.assertion(.beginText), tree, .assertion(.endText)]), names)
  }

  private init(_ pattern: String, _ tree: SyntaxTree, _ names: [String?]) {
    self.pattern = pattern
    groupNames = names
    engine = Engine(tree, groupCount: names.count)
  }
}

// MARK: - Searching

extension RegularExpression {
  /// Whether the expression matches anywhere in the text.
  ///
  /// - Throws: `RegularExpressionError.limit` where the answer could not be found within bounds.
  public func matches(in text: String) throws(RegularExpressionError) -> Bool {
    var text = text
    if let found = text.withUTF8({ engine.matchesQuickly($0) }) { return found }
    return try withBytes(of: text) { bytes throws(RegularExpressionError) in
      try engine.matches(bytes)
    }
  }

  /// Whether the expression matches anywhere in the bytes, which should be UTF-8: any byte that is
  /// not part of it counts as U+FFFD.
  public func matches(
    in bytes: UnsafeBufferPointer<UInt8>
  ) throws(RegularExpressionError) -> Bool {
    guard UTF8Text.isValid(bytes) else { return try matches(in: UTF8Text.repaired(bytes)) }
    return try engine.matches(bytes)
  }

  /// The leftmost match at or after an offset in the text's UTF-8, which is moved forward to the
  /// next character where it lies within one.
  public func firstMatch(
    in text: String, from offset: Int = 0
  ) throws(RegularExpressionError) -> Match? {
    try withBytes(of: text) { bytes throws(RegularExpressionError) in
      var start = min(max(offset, 0), bytes.count)
      while start < bytes.count, bytes[start] & 0xC0 == 0x80 { start += 1 }
      return try engine.firstMatch(bytes, from: start)
    }
  }

  /// All matches from left to right, without overlap; an empty match next to the one before does
  /// not count (Go's `FindAll`).
  ///
  /// - Parameter limit: how many at most; nil for all.
  public func allMatches(
    in text: String, limit: Int? = nil
  ) throws(RegularExpressionError) -> [Match] {
    try withBytes(of: text) { bytes throws(RegularExpressionError) in
      var matches: [Match] = []
      var position = 0
      var previousEnd = -1
      while matches.count < limit ?? .max, position <= bytes.count,
        let match = try engine.firstMatch(bytes, from: position)
      {
        let range = match.range
        let counts = range.upperBound > position || range.lowerBound != previousEnd
        if range.upperBound > position {
          position = range.upperBound
        } else {
          position += 1
          while position < bytes.count, bytes[position] & 0xC0 == 0x80 { position += 1 }
        }
        previousEnd = range.upperBound
        if counts { matches.append(match) }
      }
      return matches
    }
  }

  /// Where a match and its groups lie, in bytes of the text's UTF-8.
  public struct Match: Sendable, Hashable {
    public let range: Range<Int>
    /// The groups from the first on; nil for one that took no part.
    public let groups: [Range<Int>?]

    public init(range: Range<Int>, groups: [Range<Int>?]) {
      self.range = range
      self.groups = groups
    }
  }

  private func withBytes<Result>(
    of text: String,
    _ body: (UnsafeBufferPointer<UInt8>) throws(RegularExpressionError) -> Result
  ) throws(RegularExpressionError) -> Result {
    var text = text
    let result = text.withUTF8 { bytes in
      Swift.Result<Result, RegularExpressionError> { () throws(RegularExpressionError) in
        try body(bytes)
      }
    }
    return try result.get()
  }
}

extension RegularExpression: Equatable {
  public static func == (left: Self, right: Self) -> Bool {
    left.pattern == right.pattern && left.engine === right.engine
  }
}
