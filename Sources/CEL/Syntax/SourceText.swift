/// The text of an expression, for places in it.
struct SourceText: Sendable {
  let text: String
  let bytes: [UInt8]

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  /// The line, from 1, and the column in code points, from 0, of a byte.
  func place(of offset: Int) -> (line: Int, column: Int) {
    var line = 1
    var column = 0
    for byte in bytes.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 0
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return (line, column)
  }

  func line(_ number: Int) -> String {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard number >= 1, number <= lines.count else { return "" }
    return String(decoding: lines[number - 1], as: UTF8.self)
  }

  subscript(range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

/// A problem of an expression.
public struct Issue: Error, Hashable, Sendable {
  public var message: String
  /// From 1; -1 for a problem of the expression as a whole.
  public var line: Int
  /// In code points, from 0.
  public var column: Int
  /// A name that may have been meant.
  public var suggestion: String?

  public init(message: String, line: Int = -1, column: Int = -1) {
    self.message = message
    self.line = line
    self.column = column
  }

  init(_ message: String, at offset: Int, in source: SourceText) {
    let place = source.place(of: offset)
    self.init(message: message, line: place.line, column: place.column)
  }
}

/// Why an expression did not compile: every problem that was found, in the order of their places.
public struct CompileError: Error, Sendable, CustomStringConvertible {
  public let issues: [Issue]
  /// The type of an expression that checked, but that cannot be evaluated: a constant part fails.
  public let type: Type?
  let source: SourceText

  init(_ issues: [Issue], source: SourceText, type: Type? = nil) {
    self.type = type
    var seen: Set<Issue> = []
    self.issues = issues.filter { seen.insert($0).inserted }
      .enumerated().sorted { left, right in
        (left.element.line, left.element.column, left.offset)
          < (right.element.line, right.element.column, right.offset)
      }.map(\.element)
    self.source = source
  }

  /// Each problem with the line that it is on and a caret under its place.
  public var description: String { issues.map(render).joined(separator: "\n") }

  /// `ERROR: <input>:1:5: message`, the line, and a caret.
  public func render(_ issue: Issue) -> String {
    CompileError.render(issue, in: source)
  }

  static func render(_ issue: Issue, in source: SourceText) -> String {
    let head = "ERROR: <input>:\(issue.line):\(issue.column + 1): \(issue.message)"
    guard issue.line > 0 else { return head }
    let line = source.line(issue.line).replacingTabs
    let indent = line.unicodeScalars.prefix(issue.column)
      .map { $0.value >= 0x1100 ? "．" : "." }.joined()
    let help = issue.suggestion.map { "\n | did you mean '\($0)'?" } ?? ""
    return head + "\n | " + line + "\n | " + indent + "^" + help
  }
}

extension String {
  fileprivate var replacingTabs: String {
    String(map { $0 == "\t" ? " " : $0 })
  }
}
