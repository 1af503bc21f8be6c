// Reading and writing, as `ParseQuantity` and `CanonicalizeBytes` do it, quirks included: the
// server compares and stores what they give.

extension Quantity {
  package init(_ text: String) throws(ParseError) {
    var copy = text
    let parsed = copy.withUTF8 { Self.parse($0) }
    self = try parsed.get()
  }

  /// - Parameter bytes: UTF-8, without the white space around that the decoder drops.
  package static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<Quantity, ParseError> {
    guard let parts = Parts(bytes) else { return .failure(.format) }
    guard let suffix = Suffix(bytes[parts.suffix]) else { return .failure(.suffix) }
    return .success(parts.quantity(suffix, of: bytes))
  }

  /// The places of sign, digits and suffix in a text.
  private struct Parts {
    var isNegative = false
    var whole = 0..<0
    var fraction = 0..<0
    var suffix = 0..<0

    /// nil where the text does not have the form of a quantity.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
      guard !bytes.isEmpty else { return nil }
      var index = 0
      if bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") {
        isNegative = bytes[0] == UInt8(ascii: "-")
        index = 1
      }
      index = Self.end(of: bytes, from: index) { $0 == UInt8(ascii: "0") }
      var end = Self.end(of: bytes, from: index, while: Self.isDigit)
      whole = index..<end
      if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
        let start = end + 1
        end = Self.end(of: bytes, from: start, while: Self.isDigit)
        fraction = start..<end
      }
      let start = end
      end = Self.end(of: bytes, from: end) { "eEinumkKMGTP".utf8.contains($0) }
      if end < bytes.count, bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: "+") {
        end += 1
      }
      end = Self.end(of: bytes, from: end, while: Self.isDigit)
      guard end == bytes.count else { return nil }
      suffix = start..<end
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
      byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private static func end(
      of bytes: UnsafeBufferPointer<UInt8>, from start: Int, while holds: (UInt8) -> Bool
    ) -> Int {
      var index = start
      while index < bytes.count, holds(bytes[index]) { index += 1 }
      return index
    }

    func quantity(_ suffix: Suffix, of bytes: UnsafeBufferPointer<UInt8>) -> Quantity {
      // An empty whole part counts as the digit 0.
      let digits = max(whole.count, 1) + fraction.count
      let isFast: Bool =
        switch suffix.format {
        case .binarySI:
          fraction.isEmpty && digits + Int(suffix.exponent) * 3 / 10 + 1 <= 15
        default:
          digits <= 18 && suffix.exponent >= Int32.min + 64
            && suffix.exponent - Int32(fraction.count) >= -9
        }
      return isFast ? small(suffix, of: bytes) : big(suffix, of: bytes)
    }

    private func small(_ suffix: Suffix, of bytes: UnsafeBufferPointer<UInt8>) -> Quantity {
      var digits: Int64 = 0
      for index in whole { digits = digits &* 10 &+ Int64(bytes[index] - UInt8(ascii: "0")) }
      for index in fraction { digits = digits &* 10 &+ Int64(bytes[index] - UInt8(ascii: "0")) }
      let isBinary = suffix.format == .binarySI
      let product = isBinary ? Int128(digits) << Int128(suffix.exponent) : Int128(digits)
      let scale = isBinary ? 0 : suffix.exponent - Int32(fraction.count)
      let keepsSpelling: Bool
      if isBinary {
        keepsSpelling = digits & 7 != 0
      } else {
        keepsSpelling =
          scale % 3 == 0 && !whole.isEmpty && bytes[whole.lowerBound] != UInt8(ascii: "0")
          && digits % 1000 != 0
      }
      return Quantity(
        unscaled: isNegative ? -product : product, scale: scale, format: suffix.format,
        spelling: keepsSpelling ? String(decoding: bytes, as: UTF8.self) : nil)
    }

    private func big(_ suffix: Suffix, of bytes: UnsafeBufferPointer<UInt8>) -> Quantity {
      var value: Int128 = 0
      var scale = Int64(suffix.format == .binarySI ? 0 : suffix.exponent)
      var isLost = false
      var isFull = false
      for index in Array(whole) + Array(fraction) {
        let isFraction = index >= fraction.lowerBound && !fraction.isEmpty
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(
          Int128(bytes[index] - UInt8(ascii: "0")))
        if isFull || overflow || carry {
          isFull = true
          isLost = isLost || bytes[index] != UInt8(ascii: "0")
          if !isFraction { scale += 1 }
        } else {
          value = sum
          if isFraction { scale -= 1 }
        }
      }
      if isLost, value < .max { value += 1 }
      var format = suffix.format
      var exact = Quantity(
        unscaled: value, scale: Int32(clamping: scale), format: format, isBig: true)
      if format == .binarySI {
        let (product, overflow) = value.multipliedReportingOverflow(
          by: Int128(1) << Int128(suffix.exponent))
        // The server's cap below is far below what overflows.
        exact.unscaled = overflow ? .max : product
      }
      exact = exact.rounded(to: -9)
      if format == .binarySI {
        if exact > Quantity(Int64.max) {
          (exact.unscaled, exact.scale) = (Int128(Int64.max), 0)
        }
        if exact < Quantity(1), !exact.isZero { format = .decimalSI }
      }
      exact.format = format
      if isNegative { exact.unscaled = -exact.unscaled }
      return exact
    }
  }

  private struct Suffix {
    var exponent: Int32
    var format: Format

    init?(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
      guard let first = bytes.first else {
        (exponent, format) = (0, .decimalSI)
        return
      }
      let isBinary = bytes.count == 2 && bytes[bytes.startIndex + 1] == UInt8(ascii: "i")
      if bytes.count == 1 || isBinary {
        guard let entry = Self.names.first(where: { $0.name == first && $0.isBinary == isBinary })
        else { return nil }
        (exponent, format) = (entry.exponent, isBinary ? .binarySI : .decimalSI)
        return
      }
      guard first == UInt8(ascii: "e") || first == UInt8(ascii: "E"),
        let parsed = Int64(String(decoding: bytes.dropFirst(), as: UTF8.self))
      else { return nil }
      (exponent, format) = (Int32(truncatingIfNeeded: parsed), .decimalExponent)
    }

    static let names: [(name: UInt8, isBinary: Bool, exponent: Int32)] = [
      (UInt8(ascii: "n"), false, -9), (UInt8(ascii: "u"), false, -6),
      (UInt8(ascii: "m"), false, -3), (UInt8(ascii: "k"), false, 3),
      (UInt8(ascii: "M"), false, 6), (UInt8(ascii: "G"), false, 9),
      (UInt8(ascii: "T"), false, 12), (UInt8(ascii: "P"), false, 15),
      (UInt8(ascii: "E"), false, 18), (UInt8(ascii: "K"), true, 10),
      (UInt8(ascii: "M"), true, 20), (UInt8(ascii: "G"), true, 30),
      (UInt8(ascii: "T"), true, 40), (UInt8(ascii: "P"), true, 50),
      (UInt8(ascii: "E"), true, 60),
    ]

    static func name(_ exponent: Int32, isBinary: Bool) -> String {
      guard
        let entry = names.first(where: { $0.exponent == exponent && $0.isBinary == isBinary })
      else { return "" }
      return String(UnicodeScalar(entry.name)) + (isBinary ? "i" : "")
    }
  }
}

extension Quantity: CustomStringConvertible {
  /// The text that the server writes.
  package var description: String { spelling ?? canonical }

  private var canonical: String {
    guard !isZero else { return "0" }
    if format == .binarySI, !(self > Quantity(-1024) && self < Quantity(1024)) {
      let whole = rounded(to: 0)
      if whole == self, var amount = whole.unscaledValueAtZero {
        var exponent: Int32 = 0
        while amount % 1024 == 0 {
          amount /= 1024
          exponent += 10
        }
        return "\(amount)" + Suffix.name(exponent, isBinary: true)
      }
    }
    var amount = unscaled
    var exponent = scale
    while amount % 10 == 0 {
      amount /= 10
      exponent &+= 1
    }
    var zeros = ""
    while exponent % 3 != 0 {
      zeros += "0"
      exponent &-= 1
    }
    let suffix: String
    if format == .decimalExponent {
      suffix = exponent == 0 ? "" : "e\(exponent)"
    } else {
      suffix = Suffix.name(exponent, isBinary: false)
    }
    return "\(amount)\(zeros)\(suffix)"
  }

  private var unscaledValueAtZero: Int128? {
    guard let power = Self.power(of: max(scale, 0)) else { return nil }
    let (product, overflow) = unscaled.multipliedReportingOverflow(by: power)
    return overflow ? nil : product
  }
}
