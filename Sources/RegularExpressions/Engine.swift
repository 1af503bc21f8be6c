/// What runs a pattern.
final class Engine: Sendable {
  private let tree: SyntaxTree
  private let groupCount: Int
  /// nil where PCRE2 cannot take the pattern.
  private let matcher: PCRE2Code?

  init(_ tree: SyntaxTree, groupCount: Int) {
    self.tree = tree
    self.groupCount = groupCount
    matcher = PCRE2Code(Emitter.emit(tree, captures: true))
  }

  func matches(_ bytes: UnsafeBufferPointer<UInt8>) throws(RegularExpressionError) -> Bool {
    guard let matcher else { throw .limit(.patternSize) }
    switch matcher.search(bytes) {
    case .match: return true
    case .noMatch: return false
    case .limit: throw .limit(.steps)
    }
  }

  func firstMatch(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) throws(RegularExpressionError) -> RegularExpression.Match? {
    guard let matcher else { throw .limit(.patternSize) }
    var match: RegularExpression.Match?
    let outcome = matcher.search(bytes, from: start) { bounds in
      match = RegularExpression.Match(bounds: bounds)
    }
    if case .limit = outcome { throw .limit(.steps) }
    return match
  }
}

extension RegularExpression.Match {
  /// From the starts and ends of the match and its groups; a negative start for a group that took
  /// no part. nil where there is no match.
  init?(bounds: UnsafeBufferPointer<Int>) {
    func range(_ index: Int) -> Range<Int>? {
      let start = bounds[2 * index]
      let end = bounds[2 * index + 1]
      return start >= 0 && start <= end ? start..<end : nil
    }
    guard bounds.count >= 2, let whole = range(0) else { return nil }
    self.init(range: whole, groups: (1..<max(bounds.count / 2, 1)).map(range))
  }
}
