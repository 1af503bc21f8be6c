/// The fields of a date and time in the proleptic Gregorian calendar.
struct CivilTime {
  var year: Int64
  /// From 1.
  var month: Int64
  /// From 1.
  var day: Int64
  var hour: Int64
  var minute: Int64
  var second: Int64

  static let secondsPerDay: Int64 = 86400

  /// - Parameter seconds: since 1970-01-01T00:00:00, in the zone that the fields are wanted in.
  init(seconds: Int64) {
    let days = seconds.flooredQuotient(by: Self.secondsPerDay)
    let rest = seconds - days * Self.secondsPerDay
    hour = rest / 3600
    minute = rest / 60 % 60
    second = rest % 60
    // Days are counted in eras of 400 years that begin on a first of March.
    let shifted = days + 719_468
    let era = shifted.flooredQuotient(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  init(
    year: Int64, month: Int64, day: Int64, hour: Int64 = 0, minute: Int64 = 0, second: Int64 = 0
  ) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// Days since 1970-01-01.
  var days: Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear.flooredQuotient(by: 400)
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  var seconds: Int64 { days * Self.secondsPerDay + hour * 3600 + minute * 60 + second }

  /// From 0.
  var dayOfYear: Int64 { days - CivilTime(year: year, month: 1, day: 1).days }

  /// From 0, a Sunday.
  var dayOfWeek: Int64 {
    let remainder = (days + 4) % 7
    return remainder < 0 ? remainder + 7 : remainder
  }

  static func daysIn(month: Int64, year: Int64) -> Int64 {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}

extension Int64 {
  fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
