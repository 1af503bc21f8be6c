/// Why a pattern was refused, or a search could not be finished.
public enum RegularExpressionError: Error, Hashable, Sendable {
  /// The pattern is not RE2's syntax; `expression` is the part at fault.
  case syntax(SyntaxError, expression: String)
  /// A bound on time, memory or size was hit: the answer is unknown, not "no match".
  case limit(Limit)

  /// The reasons that Go's `regexp/syntax` knows (`ErrorCode`), in its words.
  public enum SyntaxError: String, Sendable {
    case invalidCharacterRange = "invalid character class range"
    case invalidEscape = "invalid escape sequence"
    case invalidNamedCapture = "invalid named capture"
    case invalidPerlOperator = "invalid or unsupported Perl syntax"
    case invalidRepeatOperator = "invalid nested repetition operator"
    case invalidRepeatSize = "invalid repeat count"
    case missingBracket = "missing closing ]"
    case missingParenthesis = "missing closing )"
    case missingRepeatArgument = "missing argument to repetition operator"
    case trailingBackslash = "trailing backslash at end of expression"
    case unexpectedParenthesis = "unexpected )"
    case nestingDepth = "expression nests too deeply"
    case tooLarge = "expression too large"
  }

  public enum Limit: String, Sendable {
    case patternSize = "the regular expression is too large to run"
    case steps = "the search took too many steps"
    case memory = "the search took too much memory"
  }
}

extension RegularExpressionError: CustomStringConvertible {
  /// As Go prints it: ``error parsing regexp: missing closing ]: `[a` ``.
  public var description: String {
    switch self {
    case .syntax(let error, let expression):
      "error parsing regexp: \(error.rawValue): `\(expression)`"
    case .limit(let limit): limit.rawValue
    }
  }
}
