extension TreePath {
  /// The path for people and reports: as it stands where it is plain UTF-8, otherwise in double
  /// quotes with escapes, as `git` prints unusual names. One line always, never a control
  /// character, and no two paths have the same text.
  package var text: String { Self.text(of: bytes) }

  package static func text(of name: some Collection<UInt8>) -> String {
    if let plain = plainText(of: name) { return plain }
    var quoted = "\""
    for byte in name {
      switch byte {
      case UInt8(ascii: "\""): quoted += "\\\""
      case UInt8(ascii: "\\"): quoted += "\\\\"
      case UInt8(ascii: "\n"): quoted += "\\n"
      case UInt8(ascii: "\t"): quoted += "\\t"
      case UInt8(ascii: "\r"): quoted += "\\r"
      case 0x20..<0x7F: quoted.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        quoted += "\\"
        for shift in [6, 3, 0] as [UInt8] { quoted += String((byte >> shift) & 7) }
      }
    }
    return quoted + "\""
  }

  private static func plainText(of name: some Collection<UInt8>) -> String? {
    guard let text = String(validating: name, as: UTF8.self) else { return nil }
    for scalar in text.unicodeScalars where !isPlain(scalar) { return nil }
    return text
  }

  /// Whether a character shows as itself: no control, no invisible formatting (which could reverse
  /// what a reader sees), and nothing that the quoted form needs for itself.
  static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\"", "\\": false
    case "!"..."~", " ": true
    default:
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
        .unassigned:
        false
      default: true
      }
    }
  }
}
