/// Dates as go-yaml reads them from plain scalars: a year of four digits first, then one of the
/// four layouts of parseTimestamp in resolve.go.
package struct Timestamp {
  private var year = 0
  private var month = 0
  private var day = 0
  private var hour = 0
  private var minute = 0
  private var second = 0
  /// The digits behind the point of the seconds, without zeros at the end.
  private var fraction: [UInt8] = []
  /// `Z` or an offset as written; empty where the layout has none, which is UTC.
  private var zone: [UInt8] = []

  package static func isTimestamp(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    // Strings hardly ever begin like a date.
    guard text.count > 4, text[4] == UInt8(ascii: "-"), NumberText.isDigit(text[0]) else {
      return false
    }
    return Timestamp(text) != nil
  }

  package init?(_ text: UnsafeBufferPointer<UInt8>) {
    var scanner = Scanner(rest: text[...])
    guard text.count > 4, text[4] == UInt8(ascii: "-"),
      let year = scanner.number(digits: 4...4), scanner.take("-"),
      let month = scanner.number(digits: 1...2), scanner.take("-"),
      let day = scanner.number(digits: 1...2)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
    guard (1...12).contains(month), day >= 1, day <= Self.days(of: month, in: year) else {
      return nil
    }
    if scanner.rest.isEmpty { return }
    let hasZone = scanner.take("T") || scanner.take("t")
    guard hasZone || scanner.take(" ") else { return nil }
    guard let hour = scanner.number(digits: 1...2), scanner.take(":"),
      let minute = scanner.number(digits: 1...2), scanner.take(":"),
      let second = scanner.number(digits: 1...2), hour < 24, minute < 60, second < 60
    else { return nil }
    (self.hour, self.minute, self.second) = (hour, minute, second)
    if scanner.take(".") || scanner.take(",") {
      fraction = scanner.digits()
      guard !fraction.isEmpty else { return nil }
      fraction = Array(fraction.prefix(9))
      while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
    }
    if hasZone {
      guard scanner.zone(into: &zone) else { return nil }
    }
    guard scanner.rest.isEmpty else { return nil }
  }

  private static func days(of month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// As `encoding/json` writes a time: RFC 3339 with as many digits of the second as it has.
  package var json: String {
    func pad(_ value: Int, _ width: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    let point = fraction.isEmpty ? "" : "." + String(decoding: fraction, as: UTF8.self)
    let zone = zone.isEmpty ? "Z" : String(decoding: zone, as: UTF8.self)
    return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
      + "T\(pad(hour, 2)):\(pad(minute, 2)):\(pad(second, 2))\(point)\(zone)"
  }

  private struct Scanner {
    var rest: Slice<UnsafeBufferPointer<UInt8>>

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest.removeFirst()
      return true
    }

    mutating func digits() -> [UInt8] {
      let digits = rest.prefix(while: NumberText.isDigit)
      rest = rest.dropFirst(digits.count)
      return Array(digits)
    }

    mutating func number(digits range: ClosedRange<Int>) -> Int? {
      let digits = rest.prefix(range.upperBound).prefix(while: NumberText.isDigit)
      guard digits.count >= range.lowerBound else { return nil }
      rest = rest.dropFirst(digits.count)
      return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// `Z`, or an offset with a colon. One of zero is written as `Z`.
    mutating func zone(into zone: inout [UInt8]) -> Bool {
      if take("Z") { return true }
      let start = rest
      guard take("+") || take("-"), let hours = number(digits: 2...2), take(":"),
        let minutes = number(digits: 2...2), hours <= 24, minutes < 60
      else { return false }
      if hours + minutes > 0 { zone = Array(start.prefix(6)) }
      return true
    }
  }
}
