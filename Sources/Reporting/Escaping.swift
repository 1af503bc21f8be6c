/// Text from the input, made harmless for the medium that it goes to.
package enum Escaping {
  /// No control character reaches a terminal, where it could move the cursor or set a title; nor
  /// one that turns the writing direction, which could make a line read as another.
  package static func terminal(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      if isHarmless(scalar) {
        escaped.unicodeScalars.append(scalar)
      } else {
        escaped += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    return escaped
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F: true
    case ..<0xA0: false
    // Directional marks, isolates and overrides; invisible joiners; line and paragraph ends; tags.
    case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xE0000...0xE0FFF: false
    default: true
    }
  }

  /// A Markdown code span in which nothing is markup.
  static func code(_ text: String) -> String {
    let text = terminal(text)
    var longest = 0
    var run = 0
    for character in text.utf8 {
      run = character == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let needsSpace = text.isEmpty || text.hasPrefix("`") || text.hasSuffix("`")
    let space = needsSpace ? " " : ""
    return fence + space + text + space + fence
  }

  /// Markdown prose in which nothing of the input is markup, a mention, a link or HTML.
  static func markdown(_ text: String) -> String {
    var escaped = ""
    let scalars = Array(terminal(text).unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      // As references these are not linked, but read the same.
      case "@": escaped += "&#64;"
      case "#": escaped += "&#35;"
      // `://` would become a link, `:name:` a picture.
      case ":" where index + 1 < scalars.count && scalars[index + 1] != " ": escaped += "&#58;"
      case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "!", "|", "~", "$":
        escaped += "\\"
        escaped.unicodeScalars.append(scalar)
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// The message of a workflow command.
  static func command(_ text: String) -> String {
    escaped(text, ["%": "%25", "\r": "%0D", "\n": "%0A"])
  }

  /// A property of a workflow command.
  static func property(_ text: String) -> String {
    escaped(text, ["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"])
  }

  /// Scalar by scalar: to a search for characters a line feed after a carriage return is invisible.
  private static func escaped(
    _ text: String, _ replacements: [Unicode.Scalar: String]
  ) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if let replacement = replacements[scalar] {
        result += replacement
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Text inside an HTML element.
  static func html(_ text: String) -> String {
    escaped(terminal(text), ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"])
  }
}
