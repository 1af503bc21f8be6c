/// Whether a text is one email address, with a display name or without: Go's `mail.ParseAddress`,
/// which reads RFC 5322 with comments and groups.
struct EmailAddress {
  private var rest: Substring.UnicodeScalarView

  static func isValid(_ text: String) -> Bool {
    var parser = EmailAddress(rest: text.unicodeScalars[...])
    guard let count = parser.address(inGroup: false), parser.skipComments() else { return false }
    return parser.rest.isEmpty && count == 1
  }

  /// - Returns: how many addresses there are, which is one unless they are a group; nil where they
  ///   are malformed.
  private mutating func address(inGroup: Bool) -> Int? {
    skipSpace()
    let start = rest
    if specification() {
      skipSpace()
      return rest.first != "(" || take("(") && comment() ? 1 : nil
    }
    rest = start
    if rest.first != "<", !phrase() { return nil }
    skipSpace()
    if !inGroup, take(":") { return group() }
    return take("<") && specification() && take(">") ? 1 : nil
  }

  private mutating func group() -> Int? {
    var count = 0
    skipSpace()
    guard !take(";") else { return skipComments() ? 0 : nil }
    while true {
      guard let found = address(inGroup: true), skipComments() else { return nil }
      count += found
      if take(";") { return skipComments() ? count : nil }
      guard take(",") else { return nil }
    }
  }

  // MARK: - Parts

  /// A local part and a domain.
  private mutating func specification() -> Bool {
    skipSpace()
    if rest.first == "\"" {
      guard let length = quoted(), length > 0 else { return false }
    } else if !atom(mayHaveAnyDots: false) {
      return false
    }
    guard take("@") else { return false }
    skipSpace()
    return rest.first == "[" ? literal() : atom(mayHaveAnyDots: false)
  }

  /// Words, with comments between them.
  private mutating func phrase() -> Bool {
    var hasWords = false
    while true {
      if hasWords, !skipComments() { return false }
      skipSpace()
      let start = rest
      guard rest.first == "\"" ? quoted() != nil : atom(mayHaveAnyDots: true) else {
        rest = start
        return hasWords
      }
      hasWords = true
    }
  }

  private mutating func atom(mayHaveAnyDots: Bool) -> Bool {
    let text = String(String.UnicodeScalarView(rest.prefix(while: Self.isAtomText)))
    rest = rest.dropFirst(text.unicodeScalars.count)
    guard !text.isEmpty else { return false }
    return mayHaveAnyDots || !text.hasPrefix(".") && !text.hasSuffix(".") && !text.contains("..")
  }

  /// - Returns: how many characters are between the quotes; nil where they do not end.
  private mutating func quoted() -> Int? {
    guard take("\"") else { return nil }
    var length = 0
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"": return length
      case "\\":
        guard let escaped = rest.popFirst(), Self.isVisible(escaped) || Self.isSpace(escaped) else {
          return nil
        }
      default: guard Self.isVisible(scalar) || Self.isSpace(scalar) else { return nil }
      }
      length += 1
    }
    return nil
  }

  /// An IP address in brackets in the place of a domain.
  private mutating func literal() -> Bool {
    guard take("["), let end = rest.firstIndex(of: "]") else { return false }
    let text = String(String.UnicodeScalarView(rest[..<end]))
    rest = rest[end...].dropFirst()
    let label = "IPv6:"
    guard text.hasPrefix(label) else { return StringFormat.isIPv4(text[...], isStrict: true) }
    let address = text.dropFirst(label.count)
    return StringFormat.isIPv4(address, isStrict: true)
      || StringFormat.isIPv6(address, isStrict: true)
  }

  // MARK: - Space

  private mutating func skipSpace() {
    rest = rest.drop(while: Self.isSpace)
  }

  private mutating func skipComments() -> Bool {
    skipSpace()
    while take("(") {
      guard comment() else { return false }
      skipSpace()
    }
    return true
  }

  /// What follows an opening parenthesis, up to the one that closes it.
  private mutating func comment() -> Bool {
    var depth = 1
    while depth > 0 {
      guard let scalar = rest.popFirst() else { return false }
      switch scalar {
      case "\\": _ = rest.popFirst()
      case "(": depth += 1
      case ")": depth -= 1
      default: break
      }
    }
    return true
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard rest.first == scalar else { return false }
    rest.removeFirst()
    return true
  }

  // MARK: - Characters

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    ("!"..."~").contains(scalar) || !scalar.isASCII
  }

  private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
    isVisible(scalar) && !"()<>[]:;@\\,\"".unicodeScalars.contains(scalar)
  }
}
