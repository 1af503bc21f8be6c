import Values

/// The number forms of YAML as Go reads them: `strconv.ParseInt` with base 0, then
/// `strconv.ParseFloat` for what looks like a YAML float. Underscores are dropped.
enum NumberText {
  /// The kind of a plain scalar that begins with a digit or a sign.
  static func kind(of text: UnsafeBufferPointer<UInt8>) -> Kind {
    if isSmallDecimal(text) || IntegerText(bytes: text) != nil { return .int }
    guard text.contains(UInt8(ascii: "_")) else { return isFloat(text) ? .float : .string }
    let plain = text.filter { $0 != UInt8(ascii: "_") }
    return plain.withUnsafeBufferPointer { isFloat($0) } ? .float : .string
  }

  /// Whether the text is a positive integer as JSON writes it, of few enough digits for an Int64.
  static func isSmallDecimal(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count < 18, let first = text.first, first > UInt8(ascii: "0") else { return false }
    return text.allSatisfy(isDigit)
  }

  /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?` within the range of a double.
  static func isFloat(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var rest = text[...]
    func dropDigits() -> Int {
      let before = rest.count
      rest = rest.drop(while: isDigit)
      return before - rest.count
    }
    func dropSign() {
      if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    }
    dropSign()
    let whole = dropDigits()
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard dropDigits() + whole > 0 else { return false }
    } else if whole == 0 {
      return false
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest.removeFirst()
      dropSign()
      guard dropDigits() > 0 else { return false }
    }
    guard rest.isEmpty else { return false }
    return Double(String(decoding: text, as: UTF8.self))?.isFinite ?? false
  }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  /// Whether the text is a number as JSON writes it.
  static func isJSON(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var rest = text[...]
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    guard let first = rest.first, isDigit(first) else { return false }
    rest.removeFirst()
    if first != UInt8(ascii: "0") { rest = rest.drop(while: isDigit) }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard let digit = rest.first, isDigit(digit) else { return false }
      rest = rest.drop(while: isDigit)
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest.removeFirst()
      if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
      guard let digit = rest.first, isDigit(digit) else { return false }
      rest = rest.drop(while: isDigit)
    }
    return rest.isEmpty
  }

  /// The kind of a number that JSON wrote: an integer is one that an Int64 holds.
  static func kindOfJSON(_ text: UnsafeBufferPointer<UInt8>) -> Kind {
    for byte in text where !isDigit(byte) && byte != UInt8(ascii: "-") { return .float }
    guard text.count > 18, let integer = IntegerText(bytes: text) else {
      return text.count > 18 ? .float : .int
    }
    return Int64(exactly: integer) == nil ? .float : .int
  }

  /// The value of a YAML float.
  static func double(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    let text = String(decoding: text.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    return switch text {
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": .infinity
    case "-.inf", "-.Inf", "-.INF": -.infinity
    case ".nan", ".NaN", ".NAN": .nan
    default: Double(text)
    }
  }
}
