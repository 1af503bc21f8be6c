/// A pattern as RE2 reads it. Its height is at most `Parser.maximumHeight`, so that recursion over
/// it is bounded.
indirect enum SyntaxTree: Sendable {
  case empty
  /// A code point; one that is no Unicode scalar (a surrogate) matches nothing.
  case literal(UInt32, foldsCase: Bool)
  case anyCharacter(includingNewline: Bool)
  case characterClass(CharacterClass)
  case assertion(Assertion)
  case capture(SyntaxTree)
  case concatenation([SyntaxTree])
  case alternation([SyntaxTree])
  case repetition(SyntaxTree, Repetition)
}

enum Assertion: Sendable {
  case beginText
  case endText
  case beginLine
  case endLine
  case wordBoundary
  case notWordBoundary
}

struct Repetition: Sendable {
  var minimum: Int
  /// nil: without end.
  var maximum: Int?
  var isGreedy: Bool
}

extension SyntaxTree {
  /// Whether an unbounded repetition repeats something that may be empty. There backtracking
  /// engines and RE2 agree on whether there is a match, but not on what the groups captured.
  var repeatsEmpty: Bool {
    switch self {
    case .empty, .literal, .anyCharacter, .characterClass, .assertion: false
    case .capture(let child): child.repeatsEmpty
    case .concatenation(let children), .alternation(let children):
      children.contains(where: \.repeatsEmpty)
    case .repetition(let child, let repetition):
      repetition.maximum == nil && child.mayBeEmpty || child.repeatsEmpty
    }
  }

  var mayBeEmpty: Bool {
    switch self {
    case .empty, .assertion: true
    case .literal, .anyCharacter, .characterClass: false
    case .capture(let child): child.mayBeEmpty
    case .concatenation(let children): children.allSatisfy(\.mayBeEmpty)
    case .alternation(let children): children.contains(where: \.mayBeEmpty)
    case .repetition(let child, let repetition): repetition.minimum == 0 || child.mayBeEmpty
    }
  }
}
