/// A resource quantity as k8s.io/apimachinery/pkg/api/resource reads, compares and writes it.
///
/// The value is `unscaled * 10^scale`, exact up to 38 digits; what exceeds them is the largest
/// that fits. Fractions below a billionth are rounded away from zero.
package struct Quantity: Sendable {
  package enum Format: Sendable {
    case decimalSI, binarySI, decimalExponent
  }

  /// Why a text is no quantity, in the server's words.
  package enum ParseError: String, Error, Sendable {
    case format =
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
    case numeric = "unable to parse numeric part of quantity"
    case suffix = "unable to parse quantity's suffix"
  }

  var unscaled: Int128
  var scale: Int32
  package var format: Format
  /// Whether the server holds the value as a big decimal: it then never is an Int64 to it,
  /// whatever the number.
  var isBig: Bool
  /// The text as it was written, where the server would write it again so: its test for canonical
  /// forms lets some others through, such as `+5` and `1.500`.
  var spelling: String?

  init(
    unscaled: Int128, scale: Int32, format: Format, isBig: Bool = false, spelling: String? = nil
  ) {
    self.unscaled = unscaled
    self.scale = scale
    self.format = format
    self.isBig = isBig
    self.spelling = spelling
  }

  package init(_ value: Int64, format: Format = .decimalSI) {
    self.init(unscaled: Int128(value), scale: 0, format: format)
  }

  package static let zero = Quantity(0)
}

// MARK: - The number

extension Quantity {
  package var isZero: Bool { unscaled == 0 }

  /// -1, 0 or 1.
  package var sign: Int { unscaled.signum() == 0 ? 0 : (unscaled < 0 ? -1 : 1) }

  /// The value where the server has it as an Int64 without loss; `1000m` is none to it.
  package var int64: Int64? {
    guard !isBig, scale >= 0 else { return nil }
    guard unscaled != 0 else { return 0 }
    return Self.power(of: scale).flatMap { power in
      let (product, overflow) = unscaled.multipliedReportingOverflow(by: power)
      return overflow ? nil : Int64(exactly: product)
    }
  }

  /// `q / 10^scale`, rounded away from zero; 0 where an Int64 cannot hold it.
  package func scaled(to target: Int32) -> Int64 {
    Int64(exactly: rounded(to: target).unscaledValue(at: target) ?? 0) ?? 0
  }

  /// The value rounded away from zero to an integer.
  package var value: Int64 { scaled(to: 0) }

  /// The value in thousandths, rounded away from zero.
  package var milliValue: Int64 { scaled(to: -3) }

  /// The nearest double up to a rounding of the power, as `AsApproximateFloat64` gives it.
  package var approximateDouble: Double {
    let base = Double(unscaled)
    if scale == 0 { return base }
    guard scale > 0 else {
      return scale < -400 ? 0 : base * Self.doublePower(of: scale)
    }
    return scale > 400 ? (base == 0 ? 0 : base * .infinity) : base * Self.doublePower(of: scale)
  }

  private static func doublePower(of exponent: Int32) -> Double {
    Double("1e\(exponent)") ?? 0
  }

  private func unscaledValue(at target: Int32) -> Int128? {
    guard unscaled != 0 else { return 0 }
    guard scale >= target else { return nil }
    guard let power = Self.power(of: scale &- target) else { return nil }
    let (product, overflow) = unscaled.multipliedReportingOverflow(by: power)
    return overflow ? nil : product
  }

  /// The value with no digit below `10^target`, rounded away from zero.
  func rounded(to target: Int32) -> Quantity {
    guard scale < target else { return self }
    var result = self
    result.scale = target
    result.spelling = nil
    if let power = Self.power(of: Int32(clamping: Int64(target) - Int64(scale))) {
      let (quotient, remainder) = unscaled.quotientAndRemainder(dividingBy: power)
      result.unscaled = quotient + (remainder == 0 ? 0 : Int128(sign))
    } else {
      result.unscaled = Int128(sign)
    }
    return result
  }

  /// `10^exponent`, or nil where it exceeds 38 digits.
  static func power(of exponent: Int32) -> Int128? {
    guard exponent >= 0, exponent <= 38 else { return nil }
    return powers[Int(exponent)]
  }

  private static let powers: [Int128] = (0..<38).reduce(into: [1]) { powers, _ in
    powers.append((powers.last ?? 1) * 10)
  }

  private static func digits(of magnitude: UInt128) -> Int64 {
    var low = 0
    while low < powers.count, UInt128(powers[low]) <= magnitude { low += 1 }
    return Int64(low)
  }
}

extension Quantity: Comparable {
  package static func == (left: Quantity, right: Quantity) -> Bool {
    left.compare(right) == 0
  }

  package static func < (left: Quantity, right: Quantity) -> Bool { left.compare(right) < 0 }

  /// -1, 0 or 1, exact whatever the scales.
  package func compare(_ other: Quantity) -> Int {
    if scale == other.scale {
      return unscaled == other.unscaled ? 0 : (unscaled < other.unscaled ? -1 : 1)
    }
    if sign != other.sign { return sign < other.sign ? -1 : 1 }
    if sign == 0 { return 0 }
    let magnitude = compareMagnitude(other)
    return sign < 0 ? -magnitude : magnitude
  }

  private func compareMagnitude(_ other: Quantity) -> Int {
    let mine = Self.digits(of: unscaled.magnitude) + Int64(scale)
    let theirs = Self.digits(of: other.unscaled.magnitude) + Int64(other.scale)
    if mine != theirs { return mine < theirs ? -1 : 1 }
    // As many digits before the point: the scales differ by what 38 digits hold.
    if scale < other.scale { return -other.compareMagnitude(self) }
    guard let power = Self.power(of: scale - other.scale) else { return 1 }
    let (product, overflow) = unscaled.magnitude.multipliedReportingOverflow(
      by: UInt128(power))
    if overflow { return 1 }
    let right = other.unscaled.magnitude
    return product == right ? 0 : (product < right ? -1 : 1)
  }
}

// MARK: - Arithmetic

extension Quantity {
  /// The sum; a zero takes the other's format.
  package static func + (left: Quantity, right: Quantity) -> Quantity {
    var result = left
    result.spelling = nil
    if left.isZero { result.format = right.format }
    result.isBig = left.isBig || right.isBig
    if right.isZero { return result }
    if left.isZero {
      (result.unscaled, result.scale) = (right.unscaled, right.scale)
      return result
    }
    let scale = min(left.scale, right.scale)
    let sign = left.compareMagnitude(right) < 0 ? right.sign : left.sign
    if let mine = left.unscaledValue(at: scale), let theirs = right.unscaledValue(at: scale) {
      let (sum, overflow) = mine.addingReportingOverflow(theirs)
      result.unscaled = overflow || sum == .min ? (sign < 0 ? .min + 1 : .max) : sum
      result.scale = scale
    } else {
      // One is beyond the other's digits by far: it is the sum.
      let larger = left.compareMagnitude(right) < 0 ? right : left
      (result.unscaled, result.scale) = (larger.unscaled, larger.scale)
    }
    if Int64(exactly: result.unscaled) == nil { result.isBig = true }
    return result
  }

  package static prefix func - (quantity: Quantity) -> Quantity {
    var result = quantity
    result.spelling = nil
    let (negated, overflow) = Int128(0).subtractingReportingOverflow(quantity.unscaled)
    result.unscaled = overflow ? .max : negated
    return result
  }

  package static func - (left: Quantity, right: Quantity) -> Quantity { left + -right }

  /// The amount so many times, or the largest that fits.
  func multiplied(by factor: Int64) -> Quantity {
    var result = self
    result.spelling = nil
    let (product, overflow) = unscaled.multipliedReportingOverflow(by: Int128(factor))
    let isNegative = (sign < 0) != (factor < 0)
    // The least Int128 has no counterpart above zero.
    result.unscaled = overflow || product == .min ? (isNegative ? .min + 1 : .max) : product
    if Int64(exactly: result.unscaled) == nil { result.isBig = true }
    return result
  }
}
