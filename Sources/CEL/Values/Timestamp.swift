/// A point in time from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z (language
/// definition, "Timestamps and durations").
public struct Timestamp: Sendable {
  /// Since 1970-01-01T00:00:00Z.
  public let seconds: Int64
  /// 0 to 999,999,999, counting forward.
  public let nanoseconds: Int32
  /// The zone that the text named, in minutes east of UTC: converted to a string it shows again.
  let zone: Int16

  static let earliest: Int64 = -62_135_596_800
  static let latest: Int64 = 253_402_300_799

  /// Nil outside the range.
  public init?(seconds: Int64, nanoseconds: Int32 = 0, zone: Int = 0) {
    guard seconds >= Self.earliest, seconds <= Self.latest, nanoseconds >= 0,
      nanoseconds < 1_000_000_000, let zone = Int16(exactly: zone)
    else { return nil }
    self.seconds = seconds
    self.nanoseconds = nanoseconds
    self.zone = zone
  }

  /// Reads RFC 3339 as Go's `time.Parse` does.
  public init?(_ text: String) {
    var reader = Reader(bytes: Array(text.utf8))
    guard let time = reader.readTime(), let timestamp = time else { return nil }
    self = timestamp
  }

  func adding(_ duration: Duration) -> Timestamp? {
    let nanoseconds = Int64(nanoseconds) + duration.nanoseconds % 1_000_000_000
    let carry: Int64 = nanoseconds < 0 ? -1 : nanoseconds >= 1_000_000_000 ? 1 : 0
    let (sum, overflow) = seconds.addingReportingOverflow(
      duration.nanoseconds / 1_000_000_000 + carry)
    guard !overflow else { return nil }
    return Timestamp(
      seconds: sum, nanoseconds: Int32(nanoseconds - carry * 1_000_000_000), zone: Int(zone))
  }

  func since(_ other: Timestamp) -> Duration? {
    Duration(
      seconds: seconds - other.seconds, nanoseconds: Int64(nanoseconds) - Int64(other.nanoseconds))
  }

  /// The fields in a zone, by default the one that the text named.
  func civil(offset: Int64? = nil) -> CivilTime {
    CivilTime(seconds: seconds + (offset ?? Int64(zone) * 60))
  }
}

extension Timestamp: Hashable, Comparable {
  public static func == (left: Timestamp, right: Timestamp) -> Bool {
    left.seconds == right.seconds && left.nanoseconds == right.nanoseconds
  }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(seconds)
    hasher.combine(nanoseconds)
  }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 with as many digits of the fraction as count, in the zone that the text named.
  public var description: String { text(zone: Int64(zone)) }

  /// RFC 3339 in UTC.
  public var utcDescription: String { text(zone: 0) }

  private func text(zone: Int64) -> String {
    let civil = civil(offset: zone * 60)
    var text = "\(padded(civil.year, 4))-\(padded(civil.month))-\(padded(civil.day))"
    text += "T\(padded(civil.hour)):\(padded(civil.minute)):\(padded(civil.second))"
    if nanoseconds > 0 {
      var fraction = padded(Int64(nanoseconds), 9)
      while fraction.hasSuffix("0") { fraction.removeLast() }
      text += "." + fraction
    }
    guard zone != 0 else { return text + "Z" }
    let minutes = Int64(zone.magnitude)
    return text + (zone < 0 ? "-" : "+") + padded(minutes / 60) + ":" + padded(minutes % 60)
  }

  private func padded(_ number: Int64, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

private struct Reader {
  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Nil where the text is no time, `.some(nil)` where the time is out of range.
  mutating func readTime() -> Timestamp?? {
    guard let year = digits(4...4), take("-"), let month = digits(2...2), take("-"),
      let day = digits(2...2), take("T"), let hour = digits(1...2), take(":"),
      let minute = digits(2...2), take(":"), let second = digits(2...2),
      (1...12).contains(month), day >= 1, day <= CivilTime.daysIn(month: month, year: year),
      hour < 24, minute < 60, second < 60, let nanoseconds = fraction(), let zone = zone(),
      position == bytes.count
    else { return nil }
    let civil = CivilTime(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    return Timestamp(
      seconds: civil.seconds - zone * 60, nanoseconds: nanoseconds, zone: Int(zone))
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func digits(_ count: ClosedRange<Int>) -> Int64? {
    var value: Int64 = 0
    var read = 0
    while read < count.upperBound, let digit = digit() {
      value = value * 10 + digit
      read += 1
    }
    return read >= count.lowerBound ? value : nil
  }

  private mutating func digit() -> Int64? {
    guard position < bytes.count, bytes[position] >= UInt8(ascii: "0"),
      bytes[position] <= UInt8(ascii: "9")
    else { return nil }
    position += 1
    return Int64(bytes[position - 1] - UInt8(ascii: "0"))
  }

  private mutating func fraction() -> Int32? {
    guard take(".") || take(",") else { return 0 }
    var value: Int64 = 0
    var read = 0
    while let digit = digit() {
      if read < 9 { value = value * 10 + digit }
      read += 1
    }
    guard read > 0 else { return nil }
    for _ in 0..<max(0, 9 - read) { value *= 10 }
    return Int32(value)
  }

  /// Minutes east of UTC.
  private mutating func zone() -> Int64? {
    if take("Z") { return 0 }
    let sign: Int64 = take("-") ? -1 : 1
    if sign > 0, !take("+") { return nil }
    guard let hours = digits(2...2), take(":"), let minutes = digits(2...2), hours <= 24,
      minutes < 60
    else { return nil }
    return sign * (hours * 60 + minutes)
  }
}
