/// How expressions name the fields of a custom resource: `Escape` and `Unescape` of
/// k8s.io/apiserver/pkg/cel/escaping.go.
enum FieldName {
  private static let reserved: Set<String> = [
    "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function",
    "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while",
  ]

  private static let symbols: [(name: String, text: String)] = [
    ("underscores", "__"), ("dot", "."), ("dash", "-"), ("slash", "/"),
  ]

  static func isReserved(_ field: String) -> Bool { reserved.contains(field) }

  /// The name in an expression; nil for a field that none can name.
  static func escaped(_ field: String) -> String? {
    guard let first = field.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    else { return nil }
    if reserved.contains(field) { return "__\(field)__" }
    var result = ""
    var rest = field.utf8[...]
    while let byte = rest.first {
      if let symbol = symbols.first(where: { rest.starts(with: $0.text.utf8) }) {
        result += "__\(symbol.name)__"
        rest = rest.dropFirst(symbol.text.utf8.count)
        continue
      }
      guard isNameCharacter(byte) else { return nil }
      result.unicodeScalars.append(Unicode.Scalar(byte))
      rest = rest.dropFirst()
    }
    return result
  }

  /// The field that a name stands for; nil for an escape that there is not.
  static func unescaped(_ name: String) -> String? {
    guard name.utf8.count > 4, name.contains("__") else { return name }
    let underscore = UInt8(ascii: "_")
    var result: [UInt8] = []
    var rest = Array(name.utf8)[...]
    while let byte = rest.first {
      guard rest.starts(with: [underscore, underscore]) else {
        result.append(byte)
        rest = rest.dropFirst()
        continue
      }
      let word = rest.dropFirst(2).prefix { $0 != underscore }
      let end = rest[word.endIndex...]
      guard !word.isEmpty, end.starts(with: [underscore, underscore]) else {
        result.append(byte)
        rest = rest.dropFirst()
        continue
      }
      let text = String(decoding: word, as: UTF8.self)
      if let symbol = symbols.first(where: { $0.name == text }) {
        result += symbol.text.utf8
      } else if reserved.contains(text), word.count + 4 == name.utf8.count {
        result += word
      } else {
        return nil
      }
      rest = end.dropFirst(2)
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isNameCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
