extension Timestamp {
  /// A time as the server writes it: in UTC, without fraction or with exactly as many digits as the
  /// type has. nil for a text that is no time.
  static func canonical(_ text: String, fractionDigits: Int) -> String? {
    let bytes = Array(text.utf8)
    guard bytes.withUnsafeBufferPointer({ isRFC3339($0) }), bytes.count >= 20 else { return nil }
    func number(_ range: Range<Int>) -> Int {
      range.reduce(0) { $0 * 10 + Int(bytes[$1]) - Int(UInt8(ascii: "0")) }
    }
    // An hour of one digit is read, but never written.
    guard bytes[13] == UInt8(ascii: ":") else { return nil }
    var end = 19
    var fraction = ""
    if bytes[19] == UInt8(ascii: ".") || bytes[19] == UInt8(ascii: ",") {
      end = 20
      while end < bytes.count, Characters.isDigit(bytes[end]) { end += 1 }
      fraction = String(decoding: bytes[20..<end], as: UTF8.self)
    }
    var offset = 0
    if bytes[end] != UInt8(ascii: "Z") {
      let hours = number(end + 1..<end + 3)
      let minutes = number(end + 4..<end + 6)
      offset = (hours * 60 + minutes) * (bytes[end] == UInt8(ascii: "-") ? -1 : 1)
    }
    let day = daysSinceEpoch(number(0..<4), number(5..<7), number(8..<10))
    let minutes = day * 1440 + number(11..<13) * 60 + number(14..<16) - offset
    let (date, time) = (minutes.floorQuotient(1440), minutes.floorRemainder(1440))
    let (year, month, dayOfMonth) = civil(date)
    guard (0...9999).contains(year) else { return nil }
    var result =
      "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))T"
      + "\(padded(time / 60, 2)):\(padded(time % 60, 2)):\(padded(number(17..<19), 2))"
    if fractionDigits > 0 {
      let digits = fraction.prefix(fractionDigits)
      result += "." + digits + String(repeating: "0", count: fractionDigits - digits.count)
    }
    return result + "Z"
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  /// Days of the proleptic Gregorian calendar, in eras of 400 years that begin in March.
  private static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted.floorQuotient(400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
      - 719_468
  }

  private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = shifted.floorQuotient(146_097)
    let day = shifted - era * 146_097
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
    let dayOfYear = day - (365 * year + year / 4 - year / 100)
    let month = (5 * dayOfYear + 2) / 153
    let calendarMonth = month < 10 ? month + 3 : month - 9
    return (
      year + era * 400 + (calendarMonth <= 2 ? 1 : 0), calendarMonth,
      dayOfYear - (153 * month + 2) / 5 + 1
    )
  }
}

extension Int {
  fileprivate func floorQuotient(_ divisor: Int) -> Int {
    self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
  }

  fileprivate func floorRemainder(_ divisor: Int) -> Int {
    self - floorQuotient(divisor) * divisor
  }
}
