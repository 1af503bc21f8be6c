/// A semantic version as github.com/blang/semver/v4 reads and compares it.
struct SemanticVersion: Sendable {
  var major: UInt64
  var minor: UInt64
  var patch: UInt64
  var prerelease: [Identifier]
  var build: [String]

  enum Identifier: Hashable, Sendable {
    case number(UInt64)
    case text(String)
  }

  struct ParseError: Error, Sendable, CustomStringConvertible {
    let description: String
  }

  init(_ text: String) throws(ParseError) {
    guard !text.isEmpty else { throw ParseError(description: "Version string empty") }
    let parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else {
      throw ParseError(description: "No Major.Minor.Patch elements found")
    }
    major = try Self.number(parts[0], named: "major")
    minor = try Self.number(parts[1], named: "minor")
    var rest = parts[2]
    var buildParts: [Substring] = []
    if let plus = rest.firstIndex(of: "+") {
      buildParts = rest[rest.index(after: plus)...]
        .split(separator: ".", omittingEmptySubsequences: false)
      rest = rest[..<plus]
    }
    var prereleaseParts: [Substring] = []
    if let dash = rest.firstIndex(of: "-") {
      prereleaseParts = rest[rest.index(after: dash)...]
        .split(separator: ".", omittingEmptySubsequences: false)
      rest = rest[..<dash]
    }
    patch = try Self.number(rest, named: "patch")
    prerelease = []
    for part in prereleaseParts { prerelease.append(try Self.identifier(part)) }
    build = []
    for part in buildParts {
      guard !part.isEmpty else { throw ParseError(description: "Build meta data is empty") }
      guard part.utf8.allSatisfy(Self.isIdentifierCharacter) else {
        throw Self.invalid("Invalid character(s) found in build meta data", part)
      }
      build.append(String(part))
    }
  }

  /// Reads what is nearly a version: a leading `v`, leading zeros, missing parts.
  init(normalizing text: String) throws(ParseError) {
    let text = text.hasPrefix("v") ? text.dropFirst() : text[...]
    var parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
      .map { part in
        guard part.utf8.count > 1 else { return String(part) }
        let rest = part.drop { $0 == "0" }
        let startsWithDigit = rest.utf8.first.map(Self.isDigit) ?? false
        return startsWithDigit ? String(rest) : "0" + rest
      }
    if parts.count < 3 {
      if let last = parts.last, last.contains("+") || last.contains("-") {
        throw ParseError(
          description: "short version cannot contain PreRelease/Build meta data")
      }
      parts += Array(repeating: "0", count: 3 - parts.count)
    }
    try self.init(parts.joined(separator: "."))
  }

  private static func number(_ text: Substring, named name: String) throws(ParseError) -> UInt64 {
    guard text.utf8.allSatisfy(isDigit) else {
      throw invalid("Invalid character(s) found in \(name) number", text)
    }
    if text.utf8.count > 1, text.hasPrefix("0") {
      let capital = name.prefix(1).uppercased() + name.dropFirst()
      throw invalid("\(capital) number must not contain leading zeroes", text)
    }
    return try number(text)
  }

  private static func number(_ text: Substring) throws(ParseError) -> UInt64 {
    if let number = UInt64(text) { return number }
    let problem = text.isEmpty ? "invalid syntax" : "value out of range"
    throw ParseError(
      description: "strconv.ParseUint: parsing \(GoText.quoted(String(text))): \(problem)")
  }

  private static func identifier(_ text: Substring) throws(ParseError) -> Identifier {
    if text.isEmpty { throw ParseError(description: "Prerelease is empty") }
    if text.utf8.allSatisfy(isDigit) {
      if text.utf8.count > 1, text.hasPrefix("0") {
        throw invalid("Numeric PreRelease version must not contain leading zeroes", text)
      }
      return .number(try number(text))
    }
    guard text.utf8.allSatisfy(isIdentifierCharacter) else {
      throw invalid("Invalid character(s) found in prerelease", text)
    }
    return .text(String(text))
  }

  private static func invalid(_ problem: String, _ text: Substring) -> ParseError {
    ParseError(description: "\(problem) \(GoText.quoted(String(text)))")
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func isIdentifierCharacter(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "-")
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}

extension SemanticVersion: Comparable {
  /// What was built does not count.
  static func == (left: Self, right: Self) -> Bool {
    (left.major, left.minor, left.patch) == (right.major, right.minor, right.patch)
      && left.prerelease == right.prerelease
  }

  static func < (left: Self, right: Self) -> Bool {
    let mine = (left.major, left.minor, left.patch)
    let theirs = (right.major, right.minor, right.patch)
    guard mine == theirs else { return mine < theirs }
    if left.prerelease.isEmpty || right.prerelease.isEmpty {
      return !left.prerelease.isEmpty && right.prerelease.isEmpty
    }
    return left.prerelease.lexicographicallyPrecedes(right.prerelease)
  }
}

extension SemanticVersion.Identifier: Comparable {
  static func < (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.number(let left), .number(let right)): left < right
    case (.number, .text): true
    case (.text, .number): false
    case (.text(let left), .text(let right)):
      left.utf8.lexicographicallyPrecedes(right.utf8)
    }
  }
}

extension SemanticVersion: CustomStringConvertible {
  var description: String {
    var text = "\(major).\(minor).\(patch)"
    let identifiers = prerelease.map { identifier in
      switch identifier {
      case .number(let number): "\(number)"
      case .text(let text): text
      }
    }
    if !identifiers.isEmpty { text += "-" + identifiers.joined(separator: ".") }
    if !build.isEmpty { text += "+" + build.joined(separator: ".") }
    return text
  }
}
