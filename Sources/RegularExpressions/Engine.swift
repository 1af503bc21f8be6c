import Synchronization

/// What runs a pattern: PCRE2, which is quick, and where that cannot answer, an automaton, which
/// always can.
final class Engine: Sendable {
  private let tree: SyntaxTree
  private let groupCount: Int
  /// nil where PCRE2 cannot take the pattern, because its format has no room for it.
  private let code: PCRE2Code?
  private let findsGroupsByProgram: Bool
  private let program = Mutex<Program?>(nil)

  init(_ tree: SyntaxTree, groupCount: Int) {
    self.tree = tree
    self.groupCount = groupCount
    code = PCRE2Code(Emitter.emit(tree, captures: true))
    findsGroupsByProgram = tree.repeatsEmpty
  }

  /// What PCRE2 says; nil where it cannot.
  func matchesQuickly(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool? {
    switch code?.matches(bytes) {
    case .match: true
    case .noMatch: false
    case .limit, nil: nil
    }
  }

  func matches(_ bytes: UnsafeBufferPointer<UInt8>) throws(RegularExpressionError) -> Bool {
    if let found = matchesQuickly(bytes) { return found }
    var machine = try Machine(compiledProgram(), bytes, groupCount: nil)
    return try machine.search(from: 0) != nil
  }

  func firstMatch(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) throws(RegularExpressionError) -> RegularExpression.Match? {
    if let code, !findsGroupsByProgram {
      var match: RegularExpression.Match?
      let outcome = code.search(bytes, from: start) { match = .init(bounds: $0) }
      guard case .limit = outcome else { return match }
    }
    var machine = try Machine(compiledProgram(), bytes, groupCount: groupCount)
    return try machine.search(from: start).flatMap { bounds in
      bounds.withUnsafeBufferPointer { RegularExpression.Match(bounds: $0) }
    }
  }

  private func compiledProgram() throws(RegularExpressionError) -> Program {
    if let known = program.withLock({ $0 }) { return known }
    let compiled = try Program(tree)
    program.withLock { $0 = compiled }
    return compiled
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
