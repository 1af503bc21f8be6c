/// Text from the input, made harmless for the medium that it goes to.
package enum Escaping {
  /// No control character reaches a terminal, where it could move the cursor or set a title; nor
  /// one that turns the writing direction, which could make a line read as another; nor what the
  /// log of a pipeline would take for a command, such as `::stop-commands::x` or `##vso[x]`.
  package static func terminal(_ text: String) -> String {
    guard !isPlain(text) else { return text }
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    let scalars = text.unicodeScalars
    var isWordStart = true
    for index in scalars.indices {
      let scalar = scalars[index]
      if isHarmless(scalar), !startsCommand(scalars[index...], isWordStart: isWordStart) {
        escaped.unicodeScalars.append(scalar)
      } else {
        escaped += "\\u{\(String(scalar.value, radix: 16))}"
      }
      isWordStart = scalar.properties.isWhitespace
    }
    return escaped
  }

  /// Whether nothing in it can need an escape, which is true of most texts and soon seen.
  private static func isPlain(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var previous: UInt8 = 0
      for byte in bytes {
        guard (0x20..<0x7F).contains(byte) else { return false }
        if byte == previous, byte == UInt8(ascii: ":") || byte == UInt8(ascii: "#") { return false }
        previous = byte
      }
      return true
    }
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (0x20..<0x7F).contains(scalar.value) }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
      return false
    default:
      // Nobody sees these either, but for the selectors that follow an emoji.
      return !scalar.properties.isDefaultIgnorableCodePoint
        || (0xFE00...0xFE0F).contains(scalar.value)
    }
  }

  /// GitHub reads a line that begins with `::word`, after white space, and `##[word]` anywhere;
  /// Azure `##vso[`. A line of ours may be wrapped before any word.
  private static func startsCommand(
    _ rest: Substring.UnicodeScalarView, isWordStart: Bool
  ) -> Bool {
    let next = rest.prefix(3)
    guard let first = next.first, first == ":" || first == "#", next.count == 3,
      let last = next.last, next.dropFirst().first == first
    else { return false }
    let isLetter = last.properties.isAlphabetic
    return first == "#" ? last == "[" || isLetter : isWordStart && isLetter
  }

  /// JSON without the characters that it may hold but a terminal must not be sent: they can stand in
  /// strings alone, and are spelt out there.
  package static func json(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 0x7F }) else { return text }
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      if scalar.value < 0x7F || isHarmless(scalar) {
        escaped.unicodeScalars.append(scalar)
      } else {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
    return escaped
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

  /// The same in a cell of a table, which a bar would end even there.
  static func cell(_ text: String) -> String { escaped(code(text), ["|": "\\|"]) }

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
      // A line may begin here, and what begins a list or underlines a heading does so there.
      case "-" where index == 0, "+" where index == 0, "=" where index == 0:
        escaped += "\\"
        escaped.unicodeScalars.append(scalar)
      case "." where isMarkup(dotAt: index, in: scalars): escaped += "&#46;"
      case ")" where isNumber(scalars[..<index]): escaped += "&#41;"
      case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "!", "|", "~", "$":
        escaped += "\\"
        escaped.unicodeScalars.append(scalar)
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// `www.` becomes a link, and `1.` at the start a list.
  private static func isMarkup(dotAt index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    if isNumber(scalars[..<index]) { return true }
    return index >= 3 && scalars[(index - 3)..<index].allSatisfy { $0 == "w" || $0 == "W" }
  }

  private static func isNumber(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    !scalars.isEmpty && scalars.allSatisfy { ("0"..."9").contains($0) }
  }

  /// The message of a workflow command.
  static func command(_ text: String) -> String {
    escaped(text, ["%": "%25", "\r": "%0D", "\n": "%0A"])
  }

  /// A property of a workflow command.
  static func property(_ text: String) -> String {
    escaped(
      terminal(text), ["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"])
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
