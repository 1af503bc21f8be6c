/// Times as Go's `time.Parse` reads them.
enum Timestamp {
  /// Whether the text is a time of RFC 3339.
  ///
  /// - Parameter fractionDigits: how many digits the fraction must have; nil for any number of
  ///   them, and none. Go takes a comma for a point there.
  static func isRFC3339(
    _ bytes: UnsafeBufferPointer<UInt8>, fractionDigits: Int? = nil
  ) -> Bool {
    var reader = Reader(bytes: bytes)
    guard let year = reader.number(4), reader.take("-"), let month = reader.number(2),
      reader.take("-"), let day = reader.number(2), reader.take("T"),
      let hour = reader.number(2, least: 1), reader.take(":"), let minute = reader.number(2),
      reader.take(":"), let second = reader.number(2)
    else { return false }
    guard (1...12).contains(month), day >= 1, day <= days(in: month, of: year), hour < 24,
      minute < 60, second < 60
    else { return false }

    let hasFraction = reader.take(".") || reader.take(",")
    let digits = hasFraction ? reader.digits() : 0
    if hasFraction && digits == 0 { return false }
    if let fractionDigits, digits != fractionDigits { return false }

    if reader.take("Z") { return reader.isAtEnd }
    guard reader.take("+") || reader.take("-"), let hours = reader.number(2), reader.take(":"),
      let minutes = reader.number(2)
    else { return false }
    return hours <= 24 && minutes < 60 && reader.isAtEnd
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  private struct Reader {
    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0

    init(bytes: UnsafeBufferPointer<UInt8>) {
      self.bytes = bytes
    }

    var isAtEnd: Bool { index == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
      index += 1
      return true
    }

    /// A number of `count` digits, or at least `least`.
    mutating func number(_ count: Int, least: Int? = nil) -> Int? {
      var value = 0
      var read = 0
      while read < count, index < bytes.count, let digit = digit(bytes[index]) {
        value = value * 10 + digit
        read += 1
        index += 1
      }
      return read >= least ?? count ? value : nil
    }

    mutating func digits() -> Int {
      let start = index
      while index < bytes.count, digit(bytes[index]) != nil { index += 1 }
      return index - start
    }

    private func digit(_ byte: UInt8) -> Int? {
      byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? Int(byte - UInt8(ascii: "0")) : nil
    }
  }
}
