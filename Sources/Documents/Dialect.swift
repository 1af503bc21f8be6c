package import Values

/// How the text of a plain YAML scalar becomes a value.
package enum Dialect: Sendable {
  /// As kubectl and most Go tools read: `y n yes no on off` are booleans, and numbers become what
  /// JSON makes of them (`1.0` is the integer 1), after sigs.k8s.io/yaml.
  case yaml11
  /// As kustomize reads resources: only true and false are booleans, numbers keep their text, after
  /// go.yaml.in/yaml/v3.
  case yaml12
}

extension Dialect {
  /// The kind that a plain scalar has.
  package func kind(ofPlain text: String) -> Kind {
    var text = text
    return text.withUTF8 { kind(of: $0) }
  }

  package func kind(of text: UnsafeBufferPointer<UInt8>) -> Kind {
    guard let first = text.first else { return .null }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"):
      return Self.isSpecialFloat(text) ? .float : NumberText.kind(of: text)
    case UInt8(ascii: "."):
      if Self.isSpecialFloat(text) { return .float }
      return NumberText.isFloat(text) ? .float : .string
    case UInt8(ascii: "~"):
      return text.count == 1 ? .null : .string
    case UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "n"), UInt8(ascii: "N"),
      UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"),
      UInt8(ascii: "o"), UInt8(ascii: "O"):
      return word(text)
    default:
      return .string
    }
  }

  /// Whether a text of kind bool means true.
  static func isTrue(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch text.first {
    case UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "y"), UInt8(ascii: "Y"): true
    default: text.count == 2 && text[1] | 0x20 == UInt8(ascii: "n")
    }
  }

  private func word(_ text: UnsafeBufferPointer<UInt8>) -> Kind {
    guard text.count <= 5, let word = Self.lowercased(text) else { return .string }
    switch word {
    case Word.null: return .null
    case Word.true, Word.false: return .bool
    case Word.y, Word.yes, Word.on, Word.n, Word.no, Word.off:
      return self == .yaml11 ? .bool : .string
    default: return .string
    }
  }

  /// The words that are no strings, as `lowercased` packs them.
  private enum Word {
    static let null: UInt64 = 0x6E75_6C6C
    static let `true`: UInt64 = 0x7472_7565
    static let `false`: UInt64 = 0x66_616C_7365
    static let y: UInt64 = 0x79
    static let yes: UInt64 = 0x79_6573
    static let on: UInt64 = 0x6F6E
    static let n: UInt64 = 0x6E
    static let no: UInt64 = 0x6E6F
    static let off: UInt64 = 0x6F_6666
  }

  /// The letters of a short word as one number, in lower case; nil where it is not written in one
  /// of the ways that count: `word`, `Word`, `WORD`.
  private static func lowercased(_ text: UnsafeBufferPointer<UInt8>) -> UInt64? {
    var number: UInt64 = 0
    var capitals = 0
    for byte in text {
      guard byte | 0x20 >= UInt8(ascii: "a"), byte | 0x20 <= UInt8(ascii: "z") else { return nil }
      if byte & 0x20 == 0 { capitals += 1 }
      number = number << 8 | UInt64(byte | 0x20)
    }
    let startsWithCapital = (text.first ?? 0) & 0x20 == 0
    guard capitals == 0 || capitals == text.count || capitals == 1 && startsWithCapital else {
      return nil
    }
    return number
  }

  private static func isSpecialFloat(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count == 4 || text.count == 5 else { return false }
    return switch String(decoding: text, as: UTF8.self) {
    case ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf",
      "-.Inf", "-.INF":
      true
    default: false
    }
  }
}
