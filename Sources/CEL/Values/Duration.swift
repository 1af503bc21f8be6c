/// A duration: a count of nanoseconds within Int64, some 292 years either way, as `Duration` of the
/// reference implementation is (language definition, "Timestamps and durations").
public struct Duration: Hashable, Comparable, Sendable {
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Nil where the duration does not fit.
  public init?(seconds: Int64, nanoseconds: Int64) {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, sumOverflow) = product.addingReportingOverflow(nanoseconds)
    guard !overflow, !sumOverflow else { return nil }
    self.nanoseconds = sum
  }

  public static func < (left: Duration, right: Duration) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// Reads Go's notation: a sign, then numbers with units `h m s ms us µs ns`, as `1h2.5m`.
  public init?(_ text: String) {
    var bytes = Array(text.utf8)[...]
    var isNegative = false
    if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      bytes.removeFirst()
    }
    if bytes.elementsEqual([UInt8(ascii: "0")]) {
      nanoseconds = 0
      return
    }
    guard !bytes.isEmpty else { return nil }
    var total: UInt64 = 0
    while !bytes.isEmpty {
      guard let part = Self.readPart(&bytes) else { return nil }
      let (sum, overflow) = total.addingReportingOverflow(part)
      guard !overflow, sum <= 1 << 63 else { return nil }
      total = sum
    }
    if isNegative {
      nanoseconds = Int64(truncatingIfNeeded: 0 &- total)
    } else {
      guard let value = Int64(exactly: total) else { return nil }
      nanoseconds = value
    }
  }

  private static func readPart(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
    var whole: UInt64 = 0
    var digits = 0
    while let digit = bytes.first.flatMap(Self.digit) {
      let (product, overflow) = whole.multipliedReportingOverflow(by: 10)
      let (sum, sumOverflow) = product.addingReportingOverflow(UInt64(digit))
      guard !overflow, !sumOverflow, sum <= 1 << 63 else { return nil }
      whole = sum
      digits += 1
      bytes.removeFirst()
    }
    var fraction: UInt64 = 0
    var scale = 1.0
    if bytes.first == UInt8(ascii: ".") {
      bytes.removeFirst()
      var overflowed = false
      while let digit = bytes.first.flatMap(Self.digit) {
        digits += 1
        bytes.removeFirst()
        guard !overflowed else { continue }
        let next = fraction &* 10 &+ UInt64(digit)
        if fraction > (1 << 63 - 1) / 10 || next > 1 << 63 {
          overflowed = true
          continue
        }
        fraction = next
        scale *= 10
      }
    }
    guard digits > 0 else { return nil }
    let name = bytes.prefix { $0 != UInt8(ascii: ".") && Self.digit($0) == nil }
    bytes = bytes.dropFirst(name.count)
    guard let unit = units[String(decoding: name, as: UTF8.self)] else { return nil }
    let (product, overflow) = whole.multipliedReportingOverflow(by: unit)
    guard !overflow, product <= 1 << 63 else { return nil }
    guard fraction > 0 else { return product }
    let (sum, sumOverflow) = product.addingReportingOverflow(
      UInt64(Double(fraction) * (Double(unit) / scale)))
    return sumOverflow || sum > 1 << 63 ? nil : sum
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? byte - UInt8(ascii: "0") : nil
  }

  private static let units: [String: UInt64] = [
    "ns": 1, "us": 1000, "µs": 1000, "μs": 1000, "ms": 1_000_000, "s": 1_000_000_000,
    "m": 60_000_000_000, "h": 3_600_000_000_000,
  ]
}

extension Duration: CustomStringConvertible {
  /// Seconds in the shortest decimal notation, as `1.5s`.
  public var description: String {
    let seconds =
      Double(nanoseconds / 1_000_000_000)
      + Double(nanoseconds % 1_000_000_000) / 1e9
    return GoNumber.fixed(seconds) + "s"
  }
}
