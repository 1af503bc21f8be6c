import Diagnostics

/// A label selector as text: `app=web,tier in (a,b),!legacy` (apimachinery's labels.Parse).
struct LabelSelector: Sendable {
  private var requirements: [Requirement] = []

  private struct Requirement: Sendable {
    var key: String
    var relation: Relation
    var values: Set<String> = []
  }

  private enum Relation {
    case exists, absent, isIn, notIn, above, below
  }

  func matches(_ labels: [String: String]) -> Bool {
    requirements.allSatisfy { requirement in
      let value = labels[requirement.key]
      switch requirement.relation {
      case .exists: return value != nil
      case .absent: return value == nil
      case .isIn: return value.map(requirement.values.contains) ?? false
      case .notIn: return !(value.map(requirement.values.contains) ?? false)
      case .above, .below:
        guard let value = value.flatMap({ Int64($0) }),
          let bound = requirement.values.first.flatMap({ Int64($0) })
        else { return false }
        return requirement.relation == .above ? value > bound : value < bound
      }
    }
  }

  init(_ text: String) throws(Diagnostic) {
    var parser = Parser(text)
    while parser.next != .end {
      requirements.append(try parser.requirement())
      switch parser.take() {
      case .end: return
      case .symbol(","):
        guard parser.next.isWord || parser.next == .symbol("!") else { throw parser.failure }
      default: throw parser.failure
      }
    }
  }

  private enum Token: Equatable {
    case word(String)
    case symbol(String)
    case end

    var isWord: Bool { if case .word = self { true } else { false } }
  }

  private struct Parser {
    private let text: String
    private var tokens: [Token] = []
    private var index = 0

    init(_ text: String) {
      self.text = text
      var rest = text[...]
      while let first = rest.first {
        if first == " " || first == "\t" || first == "\n" || first == "\r" {
          rest.removeFirst()
        } else if let symbol = ["==", "!=", "=", "!", "(", ")", ",", ">", "<"].first(
          where: { rest.hasPrefix($0) })
        {
          tokens.append(.symbol(symbol))
          rest.removeFirst(symbol.count)
        } else {
          let word = rest.prefix { !" \t\r\n=!(),><".contains($0) }
          // A line end of two characters is one to Swift and no part of a word.
          guard !word.isEmpty else { break }
          tokens.append(.word(String(word)))
          rest.removeFirst(word.count)
        }
      }
    }

    var next: Token { index < tokens.count ? tokens[index] : .end }

    mutating func take() -> Token {
      defer { index += 1 }
      return next
    }

    var failure: Diagnostic {
      Diagnostic(code: "kustomize-selector", "unable to parse the selector '\(text)'")
    }

    mutating func requirement() throws(Diagnostic) -> Requirement {
      let isAbsent = next == .symbol("!")
      if isAbsent { index += 1 }
      guard case .word(let key) = take(), LabelSyntax.isQualifiedName(key) else { throw failure }
      if isAbsent { return Requirement(key: key, relation: .absent) }
      if next == .end || next == .symbol(",") { return Requirement(key: key, relation: .exists) }
      let requirement: Requirement
      switch take() {
      case .symbol("="), .symbol("=="):
        requirement = Requirement(key: key, relation: .isIn, values: [try value()])
      case .symbol("!="):
        requirement = Requirement(key: key, relation: .notIn, values: [try value()])
      case .symbol(">"):
        requirement = Requirement(key: key, relation: .above, values: [try number()])
      case .symbol("<"):
        requirement = Requirement(key: key, relation: .below, values: [try number()])
      case .word("in"): requirement = Requirement(key: key, relation: .isIn, values: try values())
      case .word("notin"):
        requirement = Requirement(key: key, relation: .notIn, values: try values())
      default: throw failure
      }
      guard requirement.values.allSatisfy(LabelSyntax.isValue) else { throw failure }
      return requirement
    }

    private mutating func number() throws(Diagnostic) -> String {
      let text = try value()
      guard Int64(text) != nil else { throw failure }
      return text
    }

    private mutating func value() throws(Diagnostic) -> String {
      if next == .end || next == .symbol(",") { return "" }
      guard case .word(let value) = take() else { throw failure }
      return value
    }

    private mutating func values() throws(Diagnostic) -> Set<String> {
      guard take() == .symbol("(") else { throw failure }
      var values: Set<String> = []
      var expectsValue = true
      while true {
        switch take() {
        case .word(let value):
          guard expectsValue else { throw failure }
          values.insert(value)
          expectsValue = false
        case .symbol(","):
          if expectsValue { values.insert("") }
          expectsValue = true
        case .symbol(")"):
          if expectsValue { values.insert("") }
          return values
        default: throw failure
        }
      }
    }
  }
}

/// The syntax of label keys and values (apimachinery's validation).
enum LabelSyntax {
  static func isQualifiedName(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let name = parts.last, !name.isEmpty, isValue(String(name)) else {
      return false
    }
    guard parts.count == 2 else { return true }
    return isSubdomain(parts[0])
  }

  static func isValue(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count <= 63 else { return false }
    guard let first = bytes.first, let last = bytes.last else { return true }
    return isAlphanumeric(first) && isAlphanumeric(last)
      && bytes.allSatisfy {
        isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
          || $0 == UInt8(ascii: ".")
      }
  }

  private static func isSubdomain(_ text: Substring) -> Bool {
    guard !text.isEmpty, text.utf8.count <= 253 else { return false }
    return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      guard let first = label.utf8.first, let last = label.utf8.last else { return false }
      return isLower(first) && isLower(last)
        && label.utf8.allSatisfy { isLower($0) || $0 == UInt8(ascii: "-") }
    }
  }

  private static func isLower(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
