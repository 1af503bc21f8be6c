/// Floating-point numbers as Go prints them: the shortest digits that read back as the same number.
package enum GoFloat {
  /// As `encoding/json` prints a float64. The value must be finite.
  package static func json(_ value: Double) -> String {
    let decimal = Decimal(value.description)
    let magnitude = value.magnitude
    guard magnitude != 0, magnitude < 1e-6 || magnitude >= 1e21 else { return decimal.fixed }
    return decimal.exponential(minimumDigits: magnitude < 1 ? 1 : 2)
  }

  /// As `strconv.FormatFloat(value, 'g', -1, 32)` prints it, which is how sigs.k8s.io/yaml turns a
  /// number that is a key into text.
  package static func key(_ value: Double) -> String {
    let value = Float(value)
    guard value.isFinite else { return value.isNaN ? ".nan" : value < 0 ? "-.inf" : ".inf" }
    let decimal = Decimal(value.description)
    return decimal.exponent < -4 || decimal.exponent >= 6
      ? decimal.exponential(minimumDigits: 2) : decimal.fixed
  }

  /// As `strconv.FormatFloat(value, 'g', -1, 64)` prints it, and go-yaml with it.
  package static func general(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? ".nan" : value < 0 ? "-.inf" : ".inf" }
    let decimal = Decimal(value.description)
    return decimal.exponent < -4 || decimal.exponent >= 6
      ? decimal.exponential(minimumDigits: 2) : decimal.fixed
  }

  /// The digits of a number as Swift prints it, which are the shortest too.
  private struct Decimal {
    var isNegative = false
    var digits: [UInt8] = []
    /// The power of ten of the first digit.
    var exponent = 0

    init(_ description: String) {
      var power = 0
      var seenPoint = false
      var bytes = description.utf8[...]
      if bytes.first == UInt8(ascii: "-") {
        isNegative = true
        bytes.removeFirst()
      }
      if let mark = bytes.firstIndex(of: UInt8(ascii: "e")) {
        power = Int(String(bytes[bytes.index(after: mark)...]) ?? "") ?? 0
        bytes = bytes[..<mark]
      }
      for byte in bytes {
        if byte == UInt8(ascii: ".") {
          seenPoint = true
        } else {
          digits.append(byte)
          if seenPoint { power -= 1 }
        }
      }
      while digits.count > 1, digits.last == UInt8(ascii: "0") {
        digits.removeLast()
        power += 1
      }
      while digits.count > 1, digits.first == UInt8(ascii: "0") { digits.removeFirst() }
      exponent = digits == [UInt8(ascii: "0")] ? 0 : power + digits.count - 1
    }

    private var sign: String { isNegative ? "-" : "" }

    var fixed: String {
      let digits = String(decoding: digits, as: UTF8.self)
      if exponent < 0 { return "\(sign)0.\(zeros(-exponent - 1))\(digits)" }
      let whole = exponent + 1
      if digits.count <= whole { return "\(sign)\(digits)\(zeros(whole - digits.count))" }
      return "\(sign)\(digits.prefix(whole)).\(digits.dropFirst(whole))"
    }

    func exponential(minimumDigits: Int) -> String {
      let digits = String(decoding: digits, as: UTF8.self)
      let power = String(exponent.magnitude)
      return "\(sign)\(digits.prefix(1))\(digits.count > 1 ? "." : "")\(digits.dropFirst())e"
        + "\(exponent < 0 ? "-" : "+")\(zeros(minimumDigits - power.count))\(power)"
    }

    private func zeros(_ count: Int) -> String { String(repeating: "0", count: max(0, count)) }
  }
}
