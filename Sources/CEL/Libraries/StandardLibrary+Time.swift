extension StandardLibrary {
  /// The accessors of timestamps and durations ("Standard definitions", "Date/time functions").
  static func timeFunctions(_ options: Environment.Options) -> [Function] {
    [
      accessor("getFullYear", "year") { civil, _ in civil.year },
      accessor("getMonth", "month") { civil, _ in civil.month - 1 },
      accessor("getDayOfYear", "day_of_year") { civil, _ in civil.dayOfYear },
      accessor("getDayOfMonth", "day_of_month") { civil, _ in civil.day - 1 },
      accessor("getDate", "day_of_month_1_based") { civil, _ in civil.day },
      accessor("getDayOfWeek", "day_of_week") { civil, _ in civil.dayOfWeek },
      accessor("getHours", "hours", perUnit: 3_600_000_000_000) { civil, _ in civil.hour },
      accessor("getMinutes", "minutes", perUnit: 60_000_000_000) { civil, _ in civil.minute },
      accessor("getSeconds", "seconds", withZone: "seconds_tz", perUnit: 1_000_000_000) {
        civil, _ in
        civil.second
      },
      accessor(
        "getMilliseconds", "milliseconds", perUnit: 1_000_000,
        within: options.wholeMilliseconds ? .max : 1000
      ) { _, timestamp in
        Int64(timestamp.nanoseconds) / 1_000_000
      },
    ]
  }

  private static func accessor(
    _ name: String, _ id: String, withZone zoneID: String? = nil, perUnit unit: Int64? = nil,
    within whole: Int64 = .max,
    _ read: @escaping @Sendable (CivilTime, Timestamp) -> Int64
  ) -> Function {
    var overloads = [
      Overload("timestamp_to_\(id)", isMember: true, .timestamp, .int) { value in
        guard case .timestamp(let timestamp) = value else { return .noSuchOverload }
        return .int(read(timestamp.civil(offset: 0), timestamp))
      },
      Overload(
        "timestamp_to_\(zoneID ?? id + "_with_tz")", isMember: true, .timestamp, .string, .int
      ) { value, zone in
        guard case .timestamp(let timestamp) = value, let name = zone.string else {
          return .noSuchOverload
        }
        switch TimeZone.offset(of: name, at: timestamp.seconds) {
        case .success(let offset): return .int(read(timestamp.civil(offset: offset), timestamp))
        case .failure(let error): return .error(error)
        }
      },
    ]
    if let unit {
      overloads.append(
        Overload("duration_to_\(id)", isMember: true, .duration, .int) { value in
          guard case .duration(let duration) = value else { return .noSuchOverload }
          return .int(duration.nanoseconds / unit % whole)
        })
    }
    return Function(name, overloads)
  }
}
