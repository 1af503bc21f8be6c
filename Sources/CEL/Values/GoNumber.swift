/// Numbers as Go writes them, which CEL's conversions and formats are defined by.
enum GoNumber {
  /// The shortest digits that read back to the same number, and the place of the decimal point:
  /// the value is 0.d₁d₂… × 10^point.
  static func shortest(_ value: Double) -> (isNegative: Bool, digits: [UInt8], point: Int) {
    var digits: [UInt8] = []
    var point = 0
    var exponent = 0
    var seenPoint = false
    var bytes = Array(value.magnitude.description.utf8)[...]
    if let mark = bytes.firstIndex(of: UInt8(ascii: "e")) {
      exponent = Int(String(decoding: bytes[(mark + 1)...], as: UTF8.self)) ?? 0
      bytes = bytes[..<mark]
    }
    for byte in bytes {
      if byte == UInt8(ascii: ".") {
        seenPoint = true
        continue
      }
      digits.append(byte)
      if !seenPoint { point += 1 }
    }
    let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
    digits.removeFirst(zeros)
    point += exponent - zeros
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    if digits.isEmpty { point = 0 }
    return (value.sign == .minus, digits, point)
  }

  private static func special(_ value: Double) -> String? {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return nil
  }

  /// `strconv.FormatFloat(value, 'f', -1, 64)`.
  static func fixed(_ value: Double) -> String {
    if let special = special(value) { return special }
    let (isNegative, digits, point) = shortest(value)
    return (isNegative ? "-" : "") + fixed(digits: digits, point: point)
  }

  private static func fixed(digits: [UInt8], point: Int) -> String {
    var bytes: [UInt8] = []
    if point <= 0 {
      bytes.append(UInt8(ascii: "0"))
    } else {
      for index in 0..<point {
        bytes.append(index < digits.count ? digits[index] : UInt8(ascii: "0"))
      }
    }
    if point < digits.count {
      bytes.append(UInt8(ascii: "."))
      for index in point..<digits.count {
        bytes.append(index < 0 ? UInt8(ascii: "0") : digits[index])
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// `strconv.FormatFloat(value, 'g', -1, 64)`, also `%g`: an exponent from 1e6 on.
  static func general(_ value: Double) -> String {
    if let special = special(value) { return special }
    let (isNegative, digits, point) = shortest(value)
    let sign = isNegative ? "-" : ""
    guard !digits.isEmpty else { return sign + "0" }
    let exponent = point - 1
    guard exponent < -4 || exponent >= 6 else {
      return sign + fixed(digits: digits, point: point)
    }
    return sign + scientific(digits: digits, exponent: exponent)
  }

  private static func scientific(digits: [UInt8], exponent: Int) -> String {
    var text = String(UnicodeScalar(digits[0]))
    if digits.count > 1 { text += "." + String(decoding: digits[1...], as: UTF8.self) }
    let magnitude = String(exponent.magnitude)
    return text + "e" + (exponent < 0 ? "-" : "+") + (magnitude.count < 2 ? "0" : "") + magnitude
  }
}
