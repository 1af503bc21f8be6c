extension GoText {
  /// A float64 as `%f` prints it, with six decimals.
  static func fixed(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
    let scaled = (abs(value) * 1_000_000).rounded()
    let whole = (scaled / 1_000_000).rounded(.down)
    let fraction = "\(Int64(scaled - whole * 1_000_000))"
    let sign = value.sign == .minus ? "-" : ""
    return "\(sign)\(Int64(whole))." + String(repeating: "0", count: max(0, 6 - fraction.count))
      + fraction
  }

  /// A float64 as `%v` prints it: the shortest digits that tell it apart, with an exponent below
  /// -4 and from 21 on.
  static func number(_ value: Double) -> String {
    if value.rounded() == value, abs(value) < 1e21 {
      if let integer = Int64(exactly: value) { return String(integer) }
      return plain(value)
    }
    var text = "\(value)"
    if text.hasSuffix(".0") { text.removeLast(2) }
    guard let mark = text.firstIndex(of: "e") else { return text }
    // Swift writes 1e-05 as 1e-05 and 1e+21 as 1e+21, but exponents below ten with one digit.
    let exponent = text[text.index(after: mark)...]
    let digits = exponent.drop { $0 == "+" || $0 == "-" }
    let sign = exponent.hasPrefix("-") ? "-" : "+"
    var mantissa = String(text[..<mark])
    if mantissa.hasSuffix(".0") { mantissa.removeLast(2) }
    return "\(mantissa)e\(sign)\(digits.count < 2 ? "0" : "")\(digits)"
  }

  /// The digits of a whole number that no Int64 holds.
  private static func plain(_ value: Double) -> String {
    let text = "\(value)"
    guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...])
    else { return text }
    let sign = text.hasPrefix("-") ? "-" : ""
    let digits = text[..<mark].filter { $0.isNumber }
    let point = text[..<mark].firstIndex(of: ".").map {
      text[text.index(after: $0)..<mark].count
    }
    return sign + digits + String(repeating: "0", count: max(0, exponent - (point ?? 0)))
  }
}
