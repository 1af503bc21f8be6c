import Documents

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

  /// A float64 as `%v` prints it.
  static func number(_ value: Double) -> String { GoFloat.general(value) }
}
