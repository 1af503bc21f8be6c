import Glibc

extension Format {
  static func format(
    _ value: Value, _ verb: Verb, _ style: Style, argument: Int
  ) throws(Problem) -> String {
    let refused = refusal(value.type.runtimeName, verb, style, argument: argument)
    switch (verb, value) {
    case (.string, _):
      var size = 0
      guard let text = style == .first ? firstText(value) : text(value, &size) else {
        throw refused
      }
      return text
    case (.decimal, .int(let int)): return String(int)
    case (.decimal, .uint(let uint)): return String(uint)
    case (.decimal, .double(let double)) where style == .specified: return text(double)
    case (.fixed(let precision), _):
      guard let number = number(value, style) else { throw refused }
      return fixed(number, precision, style)
    case (.scientific(let precision), _):
      guard let number = number(value, style) else { throw refused }
      return scientific(number, precision, style)
    case (.binary, .bool(let bool)): return bool ? "1" : "0"
    case (.binary, .int), (.binary, .uint): return integer(value, radix: 2, isUpper: false)
    case (.octal, .int), (.octal, .uint): return integer(value, radix: 8, isUpper: false)
    case (.hexadecimal(let isUpper), .int), (.hexadecimal(let isUpper), .uint):
      return integer(value, radix: 16, isUpper: isUpper)
    case (.hexadecimal(let isUpper), .bytes(let bytes)):
      return bytes.withUnsafeBufferPointer { hexadecimal($0, isUpper: isUpper) }
    case (.hexadecimal(let isUpper), _):
      guard let text = value.withUTF8({ hexadecimal($0, isUpper: isUpper) }) else { throw refused }
      return text
    default: throw refused
    }
  }

  private static func integer(_ value: Value, radix: Int, isUpper: Bool) -> String {
    switch value {
    case .int(let int): String(int, radix: radix, uppercase: isUpper)
    case .uint(let uint): String(uint, radix: radix, uppercase: isUpper)
    default: ""
    }
  }

  private static func hexadecimal(
    _ bytes: UnsafeBufferPointer<UInt8>, isUpper: Bool
  ) -> String {
    var text = ""
    for byte in bytes {
      text += (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: isUpper)
    }
    return text
  }

  // MARK: Numbers

  private static func number(_ value: Value, _ style: Style) -> Double? {
    switch value {
    case .double(let double): return double
    case .int(let int): return style == .specified ? Double(int) : nil
    case .uint(let uint): return style == .specified ? Double(uint) : nil
    default:
      // The first version took these words for numbers.
      guard style == .first, let text = value.string else { return nil }
      return ["NaN": Double.nan, "Infinity": .infinity, "-Infinity": -.infinity][text]
    }
  }

  private static func special(_ number: Double, _ style: Style) -> String? {
    if number.isNaN { return "NaN" }
    if number.isInfinite {
      return (number < 0 ? "-" : "") + (style == .first ? "∞" : "Infinity")
    }
    return nil
  }

  private static func fixed(_ number: Double, _ precision: Int, _ style: Style) -> String {
    if let special = special(number, style) { return special }
    let text = printed("%.\(precision)f", number)
    return style == .first ? groupingThousands(text) : text
  }

  private static func scientific(_ number: Double, _ precision: Int, _ style: Style) -> String {
    if let special = special(number, style) { return special }
    guard style == .first else { return printed("%.\(precision)e", number) }
    // The first version took the precision for a width, and wrote the power of ten out.
    let parts = printed("%.6e", number).split(separator: "e")
    let superscripts = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    var exponent = ""
    for character in parts.last ?? "" {
      if character == "-" { exponent += "⁻" }
      if let digit = character.wholeNumberValue { exponent.append(superscripts[digit]) }
    }
    return "\(parts.first ?? "")×10\(exponent)"
  }

  private static func printed(_ format: String, _ number: Double) -> String {
    withVaList([number]) { arguments in
      var buffer = [CChar](repeating: 0, count: 400 + longestPrecision)
      let count = vsnprintf(&buffer, buffer.count, format, arguments)
      return String(
        decoding: buffer.prefix(max(0, min(Int(count), buffer.count - 1)))
          .map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  private static func groupingThousands(_ text: String) -> String {
    let digits = text.prefix { $0 != "." }
    let sign = digits.hasPrefix("-") ? "-" : ""
    let whole = Array(digits.dropFirst(sign.count))
    var grouped = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { grouped += "," }
      grouped.append(digit)
    }
    return sign + grouped + text.dropFirst(digits.count)
  }

  private static func text(_ double: Double) -> String {
    special(double, .specified) ?? GoNumber.fixed(double)
  }

  // MARK: Strings

  private static let largest = 100_000

  /// - Parameter size: how many values were written; parts that are shared may be many.
  private static func text(_ value: Value, _ size: inout Int) -> String? {
    size += 1
    guard size < largest else { return nil }
    switch value {
    case .null: return "null"
    case .double(let double): return text(double)
    case .timestamp(let timestamp): return timestamp.utcDescription
    case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
    case .type(let type): return type.runtimeName
    case .bool, .int, .uint, .duration: return StandardLibrary.string(value).string
    case .string, .text: return value.string
    default: break
    }
    if let elements = value.elements {
      var parts: [String] = []
      for element in elements {
        guard let part = text(element, &size) else { return nil }
        parts.append(part)
      }
      return "[" + parts.joined(separator: ", ") + "]"
    }
    guard let entries = value.entries else { return nil }
    var parts: [(key: String, value: String)] = []
    for entry in entries {
      guard let key = text(entry.key, &size),
        let value = text(entry.value, &size)
      else { return nil }
      parts.append((key, value))
    }
    parts.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    return "{" + parts.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
  }

  private static func firstText(_ value: Value) -> String? {
    switch value {
    case .null: return "null"
    case .type(let type): return type.runtimeName
    case .list, .sequence, .adaptedList, .map, .mapping, .adaptedMap:
      var size = 0
      return firstNested(value, &size)
    case .object, .optional, .error, .unknown: return nil
    default: return StandardLibrary.string(value).string
    }
  }

  /// A part of a collection, written as a literal.
  private static func firstNested(_ value: Value, _ size: inout Int) -> String? {
    size += 1
    guard size < largest else { return nil }
    switch value {
    case .string, .text: return quoted(value.withUTF8 { Array($0) } ?? [])
    case .bytes(let bytes): return "b" + quoted(bytes)
    case .timestamp(let timestamp): return "timestamp(\"\(timestamp.description)\")"
    case .duration(let duration): return "duration(\"\(duration.description)\")"
    case .type(let type): return "type(\(type.runtimeName))"
    case .double(let double):
      if double.isFinite { return printed("%.6f", double) }
      return double.isNaN ? "\"NaN\"" : double < 0 ? "\"-Inf\"" : "\"+Inf\""
    case .null, .bool, .int, .uint: return firstText(value)
    default: break
    }
    if let elements = value.elements {
      var parts: [String] = []
      for element in elements {
        guard let part = firstNested(element, &size) else { return nil }
        parts.append(part)
      }
      return "[" + parts.joined(separator: ", ") + "]"
    }
    guard let entries = value.entries else { return nil }
    var parts: [(key: String, value: String)] = []
    for entry in entries {
      guard let key = firstNested(entry.key, &size),
        let value = firstNested(entry.value, &size)
      else { return nil }
      parts.append((key, value))
    }
    parts.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    return "{" + parts.map { "\($0.key):\($0.value)" }.joined(separator: ", ") + "}"
  }

  private static func quoted(_ bytes: [UInt8]) -> String {
    Text(.string(String(decoding: bytes, as: UTF8.self))).quoted
  }
}
