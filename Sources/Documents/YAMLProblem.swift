/// What a problem that libyaml names means to the person who wrote the text.
struct YAMLProblem {
  var headline: String
  var help: String

  /// By libyaml's own words.
  static let known: [String: YAMLProblem] = [
    "mapping values are not allowed in this context": YAMLProblem(
      headline:
        "a second ': ' on the line, or wrong indentation, starts a mapping where none may be",
      help: "quote the value if the colon belongs to it, or correct the indentation"),
    "did not find expected key": YAMLProblem(
      headline: "the line is not indented as the lines before it, or is no 'key: value'",
      help: "correct the indentation"),
    "could not find expected ':'": YAMLProblem(
      headline: "a key has no ':' after it",
      help: "add the colon, or quote and indent a text of several lines"),
    "did not find expected '-' indicator": YAMLProblem(
      headline: "a list goes on with something that is no '- ' item",
      help: "correct the indentation"),
    "block sequence entries are not allowed in this context": YAMLProblem(
      headline: "a '- ' item stands where no list can begin",
      help: "put the list on a line of its own, or quote the value"),
    "found unexpected end of stream": YAMLProblem(
      headline: "the quote that opens here is never closed",
      help: "close the quote"),
    "found unexpected document indicator": YAMLProblem(
      headline: "the document ends inside a quoted text",
      help: "close the quote"),
    "found character that cannot start any token": YAMLProblem(
      headline: "no value can begin with this character",
      help: "quote the value"),
    "did not find expected ',' or ']'": YAMLProblem(
      headline: "the list in brackets goes on without ',' or ends without ']'",
      help: "close the bracket, or quote the value"),
    "did not find expected ',' or '}'": YAMLProblem(
      headline: "the mapping in braces goes on without ',' or ends without '}'",
      help: "close the brace, or quote the value"),
    "did not find expected <document start>": YAMLProblem(
      headline: "the document goes on after its value has ended",
      help: "correct the indentation, or separate documents with a line '---'"),
    "found unknown escape character": YAMLProblem(
      headline: "the text in double quotes has a backslash that starts no escape",
      help: "double the backslash, or use single quotes"),
    "control characters are not allowed": YAMLProblem(
      headline: "a control character stands in the text",
      help: "remove it, or write it as an escape in double quotes"),
  ]
}
