/// A rule for all years, as POSIX writes it in `TZ`: `EST5EDT,M3.2.0,M11.1.0`.
struct ZoneRule: Sendable {
  private var standard: Int64 = 0
  private var summer: (offset: Int64, start: Day, end: Day)?

  /// A day of each year, with a time of the local clock.
  private struct Day: Sendable {
    var month: Int64
    /// 5 is the last.
    var week: Int64
    /// From 0, a Sunday.
    var weekday: Int64
    var time: Int64

    func seconds(in year: Int64) -> Int64 {
      let first = CivilTime(year: year, month: month, day: 1)
      var day = 1 + (weekday - first.dayOfWeek + 7) % 7 + (week - 1) * 7
      let length = CivilTime.daysIn(month: month, year: year)
      while day > length { day -= 7 }
      return CivilTime(year: year, month: month, day: day).seconds + time
    }
  }

  func offset(at seconds: Int64) -> Int64 {
    guard let summer else { return standard }
    let year = CivilTime(seconds: seconds + standard).year
    let start = summer.start.seconds(in: year) - standard
    let end = summer.end.seconds(in: year) - summer.offset
    let isSummer =
      start < end ? seconds >= start && seconds < end : seconds >= start || seconds < end
    return isSummer ? summer.offset : standard
  }

  init?(_ text: String) {
    var reader = Reader(text)
    guard reader.skipName(), let west = reader.time() else { return nil }
    standard = -west
    guard !reader.isAtEnd else { return }
    guard reader.skipName() else { return nil }
    let offset = reader.peek == UInt8(ascii: ",") ? standard + 3600 : reader.time().map { -$0 }
    guard let offset, let start = Self.day(&reader), let end = Self.day(&reader) else {
      return nil
    }
    summer = (offset, start, end)
  }

  private static func day(_ reader: inout Reader) -> Day? {
    guard reader.take(","), reader.take("M"), let month = reader.number(), reader.take("."),
      let week = reader.number(), reader.take("."), let weekday = reader.number(),
      (1...12).contains(month), (1...5).contains(week), (0...6).contains(weekday)
    else { return nil }
    guard reader.take("/") else {
      return Day(month: month, week: week, weekday: weekday, time: 7200)
    }
    return reader.time().map { Day(month: month, week: week, weekday: weekday, time: $0) }
  }

  private struct Reader {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) {
      rest = Array(text.utf8)[...]
    }

    var peek: UInt8? { rest.first }
    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest.removeFirst()
      return true
    }

    mutating func skipName() -> Bool {
      if take("<") {
        while let byte = rest.popFirst() {
          if byte == UInt8(ascii: ">") { return true }
        }
        return false
      }
      let count = rest.prefix(while: \.isLetter).count
      rest.removeFirst(count)
      return count > 0
    }

    mutating func number() -> Int64? {
      let digits = rest.prefix(while: \.isDigit)
      guard !digits.isEmpty, digits.count <= 6 else { return nil }
      rest.removeFirst(digits.count)
      return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time() -> Int64? {
      let sign: Int64 = take("-") ? -1 : 1
      if sign > 0 { _ = take("+") }
      guard var seconds = number().map({ $0 * 3600 }) else { return nil }
      if take(":"), let minutes = number() {
        seconds += minutes * 60
        if take(":"), let more = number() { seconds += more }
      }
      return sign * seconds
    }
  }
}
