/// The value of an integer as Go's base 0 reads it: decimal, `0x`, `0o` or a leading `0`, `0b`,
/// underscores dropped, a sign allowed. Holds every Int64 and UInt64.
public struct IntegerText: Sendable {
  public let magnitude: UInt64
  public let isNegative: Bool

  /// nil where the bytes are no integer, or one outside the range.
  public init?(bytes: UnsafeBufferPointer<UInt8>) {
    guard !bytes.contains(UInt8(ascii: "_")) else {
      let plain = bytes.filter { $0 != UInt8(ascii: "_") }
      guard let value = plain.withUnsafeBufferPointer({ IntegerText(bytes: $0) }) else {
        return nil
      }
      self = value
      return
    }
    var rest = bytes[...]
    var negative = false
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      negative = sign == UInt8(ascii: "-")
      rest = rest.dropFirst()
    }
    var base: UInt64 = 10
    if rest.count > 1, rest.first == UInt8(ascii: "0") {
      rest = rest.dropFirst()
      switch rest.first {
      case UInt8(ascii: "x"), UInt8(ascii: "X"): (base, rest) = (16, rest.dropFirst())
      case UInt8(ascii: "b"), UInt8(ascii: "B"): (base, rest) = (2, rest.dropFirst())
      case UInt8(ascii: "o"), UInt8(ascii: "O"): (base, rest) = (8, rest.dropFirst())
      default: base = 8
      }
    }
    var value: UInt64 = 0
    var digits = 0
    for byte in rest {
      let digit: UInt64
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt64(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = UInt64(byte - UInt8(ascii: "a")) + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = UInt64(byte - UInt8(ascii: "A")) + 10
      default: return nil
      }
      guard digit < base else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: base)
      let (sum, carry) = product.addingReportingOverflow(digit)
      guard !overflow, !carry else { return nil }
      value = sum
      digits += 1
    }
    guard digits > 0, !negative || value <= UInt64(Int64.max) + 1 else { return nil }
    magnitude = value
    isNegative = negative && value > 0
  }

  public init?(_ text: String) {
    var text = text
    guard let value = text.withUTF8({ IntegerText(bytes: $0) }) else { return nil }
    self = value
  }
}

extension Int64 {
  public init?(exactly integer: IntegerText) {
    if integer.isNegative {
      self = Int64(truncatingIfNeeded: 0 &- integer.magnitude)
    } else {
      self.init(exactly: integer.magnitude)
    }
  }
}

extension UInt64 {
  public init?(exactly integer: IntegerText) {
    guard !integer.isNegative else { return nil }
    self = integer.magnitude
  }
}

extension Double {
  public init(_ integer: IntegerText) {
    self = integer.isNegative ? -Double(integer.magnitude) : Double(integer.magnitude)
  }
}
