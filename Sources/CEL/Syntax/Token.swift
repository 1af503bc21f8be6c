/// A lexical element (language definition, "Syntax").
struct Token {
  enum Kind: UInt8 {
    case equals, notEquals, `in`, less, lessEquals, greaterEquals, greater, and, or
    case leftBracket, rightBracket, leftBrace, rightBrace, leftParenthesis, rightParenthesis
    case dot, comma, minus, exclamation, question, colon, plus, star, slash, percent
    case `true`, `false`, null
    case float, int, uint, string, bytes, identifier, escapedIdentifier
    case end
  }

  var kind: Kind
  var start: Int
  var end: Int
}
