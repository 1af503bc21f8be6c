import Documents
package import Values

/// Values as the API server's messages print them.
package enum GoText {
  /// A string as Go's `%q` writes it.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{07}": result += "\\a"
      case "\u{08}": result += "\\b"
      case "\u{0C}": result += "\\f"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0B}": result += "\\v"
      default:
        if isPrintable(scalar) {
          result.unicodeScalars.append(scalar)
        } else if scalar.value < 0x80 {
          result += "\\x" + hexadecimal(scalar.value, digits: 2)
        } else if scalar.value < 0x10000 {
          result += "\\u" + hexadecimal(scalar.value, digits: 4)
        } else {
          result += "\\U" + hexadecimal(scalar.value, digits: 8)
        }
      }
    }
    return result + "\""
  }

  /// A node as `json.Marshal` writes a Go map, slice or scalar: compact, keys sorted, and `<`,
  /// `>` and `&` escaped. Absent is a nil map: `null`.
  package static func json(_ node: Node?, sortedKeys: Bool = true) -> String {
    var result = ""
    write(node, sortedKeys: sortedKeys, depth: 0, to: &result)
    return result
  }

  /// What `field.Invalid` prints of a value: strings quoted as `%q` does, numbers as `%v` does, all
  /// else as JSON.
  package static func value(_ node: Node?, absent: String = "\"\"") -> String {
    guard let node, !node.isNull else { return absent }
    switch node.kind {
    case .string: return quoted(node.text)
    case .float: return node.double.map(number) ?? node.text
    default: return json(node)
    }
  }

  private static func write(_ node: Node?, sortedKeys: Bool, depth: Int, to result: inout String) {
    guard let node, depth < 600 else {
      result += "null"
      return
    }
    switch node.kind {
    case .null: result += "null"
    case .bool: result += node.bool == true ? "true" : "false"
    case .int, .float:
      if let integer = node.int {
        result += "\(integer)"
      } else {
        result += node.double.flatMap { $0.isFinite ? GoFloat.json($0) : nil } ?? node.text
      }
    case .string: writeString(node.text, to: &result)
    case .sequence:
      result += "["
      for (index, element) in node.elements.enumerated() {
        if index > 0 { result += "," }
        write(element, sortedKeys: sortedKeys, depth: depth + 1, to: &result)
      }
      result += "]"
    case .mapping:
      var entries = node.entries.map { ($0.name, $0.value) }
      if sortedKeys { entries.sort { Array($0.0.utf8).lexicographicallyPrecedes($1.0.utf8) } }
      result += "{"
      for (index, entry) in entries.enumerated() {
        if index > 0 { result += "," }
        writeString(entry.0, to: &result)
        result += ":"
        write(entry.1, sortedKeys: sortedKeys, depth: depth + 1, to: &result)
      }
      result += "}"
    }
  }

  static func writeString(_ text: String, to result: inout String) {
    result += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{08}": result += "\\b"
      case "\u{0C}": result += "\\f"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "<", ">", "&", "\u{2028}", "\u{2029}", "\u{00}"..<"\u{20}":
        result += "\\u" + hexadecimal(scalar.value, digits: 4)
      default: result.unicodeScalars.append(scalar)
      }
    }
    result += "\""
  }

  private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  /// As `strconv.IsPrint`: letters, marks, numbers, punctuation, symbols and the plain space.
  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value >= 0x20 && scalar.value < 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator:
      return false
    default: return true
    }
  }
}
