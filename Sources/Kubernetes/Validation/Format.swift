/// A form that the server asks of a text: how it is told fast, and in which words it is refused.
///
/// From k8s.io/apimachinery/pkg/util/validation and pkg/api/validate/content.
struct Format: Sendable {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// What is wrong with a text; nothing where it is accepted.
  let problems: @Sendable (String) -> [String]
  private let fast: @Sendable (Bytes) -> Bool

  init(
    accepts: @escaping @Sendable (Bytes) -> Bool,
    problems: @escaping @Sendable (String) -> [String]
  ) {
    fast = accepts
    self.problems = problems
  }

  func accepts(_ bytes: Bytes) -> Bool { fast(bytes) }

  func accepts(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { fast($0) }
  }

  func problems(of text: String) -> [String] { problems(text) }

  /// The format of a name that something is appended to: a trailing dash is no fault.
  var ofPrefix: Format {
    Format(
      accepts: { [fast] in $0.last != UInt8(ascii: "-") && fast($0) },
      problems: { [problems] in problems(Self.withoutTrailingDash($0)) })
  }

  private static func withoutTrailingDash(_ name: String) -> String {
    guard name.utf8.count > 1, name.hasSuffix("-") else { return name }
    return String(name.dropLast(2)) + "a"
  }

  /// A format of one regular expression and one length, as most are.
  private init(
    limit: Int = .max, unit: String = "characters", expression: String, message: String,
    examples: [String], accepts: @escaping @Sendable (Bytes) -> Bool
  ) {
    fast = { $0.count <= limit && accepts($0) }
    problems = { text in
      var problems: [String] = []
      if text.utf8.count > limit { problems.append("must be no more than \(limit) \(unit)") }
      var copy = text
      if !copy.withUTF8({ accepts($0) }) {
        problems.append(Self.mismatch(message, expression, examples))
      }
      return problems
    }
  }

  static func mismatch(_ message: String, _ expression: String, _ examples: [String]) -> String {
    let hints = examples.map { "'\($0)', " }.joined(separator: " or ")
    return "\(message) (\(examples.isEmpty ? "" : "e.g. \(hints)")regex used for validation is "
      + "'\(expression)')"
  }
}

// MARK: - Names

extension Format {
  static let dns1123Label = Format(
    accepts: { $0.count <= 63 && Characters.isLabel($0) }, problems: labelProblems)

  private static let labelProblems: @Sendable (String) -> [String] = { text in
    var problems: [String] = []
    if text.utf8.count > 63 { problems.append("must be no more than 63 characters") }
    var copy = text
    if !copy.withUTF8({ Characters.isLabel($0) }) {
      if copy.withUTF8({ Characters.isSubdomain($0) }) {
        problems.append("must not contain dots")
      } else {
        problems.append(
          mismatch(
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or "
              + "'-', and must start and end with an alphanumeric character",
            "[a-z0-9]([-a-z0-9]*[a-z0-9])?", ["my-name", "123-abc"]))
      }
    }
    return problems
  }

  static let dns1123Subdomain = Format(
    limit: 253, expression: #"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"#,
    message: subdomainMessage, examples: ["example.com"], accepts: Characters.isSubdomain)

  private static let subdomainMessage =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or "
    + "'.', and must start and end with an alphanumeric character"

  static let dns1123SubdomainWithUnderscore = Format(
    limit: 253,
    expression:
      #"_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*"#,
    message:
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', "
      + "'-' or '.', and must start and end with an alphanumeric character",
    examples: ["example.com"], accepts: Characters.isUnderscoredSubdomain)

  static let wildcardSubdomain = Format(
    limit: 253,
    expression:
      #"\*\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"#,
    message:
      "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, "
      + "which must consist of lower case alphanumeric characters, '-' or '.' and end with an "
      + "alphanumeric character",
    examples: ["*.example.com"]
  ) { bytes in
    bytes.starts(with: "*.".utf8) && Characters.isSubdomain(Bytes(rebasing: bytes.dropFirst(2)))
  }

  static let dns1035Label = Format(
    limit: 63, expression: "[a-z]([-a-z0-9]*[a-z0-9])?",
    message:
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an "
      + "alphabetic character, and end with an alphanumeric character",
    examples: ["my-name", "abc-123"]
  ) { bytes in
    guard let first = bytes.first else { return false }
    return Characters.isLowercase(first) && Characters.isLabel(bytes)
  }

  static let pathSegment = Format(
    accepts: { bytes in
      !bytes.elementsEqual(".".utf8) && !bytes.elementsEqual("..".utf8)
        && !bytes.contains(UInt8(ascii: "/")) && !bytes.contains(UInt8(ascii: "%"))
    },
    problems: { text in
      if text == "." || text == ".." { return ["may not be '\(text)'"] }
      return ["/", "%"].filter { text.contains($0) }.map { "may not contain '\($0)'" }
    })

  /// As `pathSegment`, but what is appended may make a `.` harmless.
  static let pathSegmentPrefix = Format(
    accepts: { !$0.contains(UInt8(ascii: "/")) && !$0.contains(UInt8(ascii: "%")) },
    problems: { text in
      ["/", "%"].filter { text.contains($0) }.map { "may not contain '\($0)'" }
    })
}

// MARK: - Labels and keys

extension Format {
  /// A label key, which the server also calls a qualified name.
  static let qualifiedName = Format(accepts: Characters.isQualifiedName) { text in
    let expression = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
    let examples = ["MyName", "my.name", "123-abc"]
    let message =
      "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
      + "alphanumeric character"
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
    guard parts.count <= 2, var name = parts.last else {
      return [
        "a valid label key \(mismatch(message, expression, examples)) with an optional DNS "
          + "subdomain prefix and '/' (e.g. 'example.com/MyName')"
      ]
    }
    var problems: [String] = []
    if parts.count == 2 {
      if parts[0].isEmpty {
        problems.append("prefix part must be non-empty")
      } else {
        problems += dns1123Subdomain.problems(of: parts[0]).map {
          "prefix part \($0.replacingSuffix("characters", with: "bytes"))"
        }
      }
    }
    if name.isEmpty {
      problems.append("name part must be non-empty")
    } else if name.utf8.count > 63 {
      problems.append("name part must be no more than 63 bytes")
    }
    if !name.withUTF8({ Characters.isLabelText($0) && !$0.isEmpty }) {
      problems.append("name part \(mismatch(message, expression, examples))")
    }
    return problems
  }

  static let labelValue = Format(
    limit: 63, unit: "bytes", expression: "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?",
    message:
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or "
      + "'.', and must start and end with an alphanumeric character",
    examples: ["MyValue", "my_value", "12345"], accepts: Characters.isLabelText)

  static let configMapKey = Format(
    accepts: { bytes in
      bytes.count <= 253 && !bytes.isEmpty && bytes.allSatisfy(Characters.isKeyCharacter)
        && !bytes.elementsEqual(".".utf8) && !bytes.starts(with: "..".utf8)
    },
    problems: { text in
      var problems: [String] = []
      if text.utf8.count > 253 { problems.append("must be no more than 253 characters") }
      if text.isEmpty || !text.utf8.allSatisfy(Characters.isKeyCharacter) {
        problems.append(
          mismatch(
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
            "[-._a-zA-Z0-9]+", ["key.name", "KEY_NAME", "key-name"]))
      }
      return problems + directoryChange(text)
    })

  private static func directoryChange(_ text: String) -> [String] {
    if text == "." || text == ".." { return ["must not be '\(text)'"] }
    return text.hasPrefix("..") ? ["must not start with '..'"] : []
  }

  /// The name of an environment variable: any printable ASCII but `=`.
  static let environmentName = Format(
    accepts: { bytes in
      !bytes.isEmpty
        && bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "=") }
    },
    problems: { text in
      text.isEmpty
        ? ["environment variable name must be non-empty"]
        : [
          "a valid environment variable name must consist only of printable ASCII characters "
            + "other than '='"
        ]
    })

  static let headerName = Format(
    expression: "[-A-Za-z0-9]+",
    message: "a valid HTTP header must consist of alphanumeric characters or '-'",
    examples: ["X-Header-Name"]
  ) { bytes in
    !bytes.isEmpty
      && bytes.allSatisfy { Characters.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
  }

  static let cIdentifier = Format(
    expression: "[A-Za-z_][A-Za-z0-9_]*",
    message:
      "a valid C identifier must start with alphabetic character or '_', followed by a string of "
      + "alphanumeric characters or '_'",
    examples: ["my_name", "MY_NAME", "MyName"]
  ) { bytes in
    guard let first = bytes.first, first < UInt8(ascii: "0") || first > UInt8(ascii: "9") else {
      return false
    }
    return bytes.allSatisfy { Characters.isAlphanumeric($0) || $0 == UInt8(ascii: "_") }
  }

  static let percentage = Format(
    expression: "[0-9]+%",
    message: "a valid percent string must be a numeric string followed by an ending '%'",
    examples: ["1%", "93%"]
  ) { bytes in
    bytes.count > 1 && bytes.last == UInt8(ascii: "%")
      && bytes.dropLast().allSatisfy(Characters.isDigit)
  }

  static let portName = Format(
    accepts: { bytes in
      bytes.count <= 15 && !bytes.isEmpty && bytes.contains(where: Characters.isLowercase)
        && Characters.isLabel(bytes)
        && !zip(bytes, bytes.dropFirst()).contains { $0 == $1 && $1 == UInt8(ascii: "-") }
    },
    problems: { text in
      var problems: [String] = []
      if text.utf8.count > 15 { problems.append("must be no more than 15 characters") }
      if text.isEmpty || !text.utf8.allSatisfy(Characters.isLabelCharacter) {
        problems.append(
          "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
      }
      if !text.utf8.contains(where: Characters.isLowercase) {
        problems.append("must contain at least one letter (a-z)")
      }
      if text.contains("--") { problems.append("must not contain consecutive hyphens") }
      if text.hasPrefix("-") || text.hasSuffix("-") {
        problems.append("must not begin or end with a hyphen")
      }
      return problems
    })
}

extension String {
  fileprivate func replacingSuffix(_ suffix: String, with other: String) -> String {
    hasSuffix(suffix) ? dropLast(suffix.count) + other : self
  }
}
