/// Time zones by name, from the system's database, or by offset ("Time zones").
enum TimeZone {
  /// Seconds east of UTC at a time, in seconds since 1970.
  static func offset(of name: String, at seconds: Int64) -> Result<Int64, EvaluationError> {
    // The local zone is that of nobody in particular.
    if name.isEmpty || name == "UTC" || name == "Local" { return .success(0) }
    if name.contains(":") { return fixedOffset(name) }
    guard let file = ZoneFile.named(name) else {
      return .failure(EvaluationError("unknown time zone \(name)"))
    }
    return .success(file.offset(at: seconds))
  }

  /// `+05:30`, `-08:00`, `02:00`.
  private static func fixedOffset(_ text: String) -> Result<Int64, EvaluationError> {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let hours = number(parts[0]), let minutes = number(parts[1]) else {
      return .failure(EvaluationError("invalid time zone offset: \(text)"))
    }
    guard (0...59).contains(minutes) else {
      return .failure(
        EvaluationError("timezone offset minutes out of range [0, 59]: \(text)"))
    }
    let total = hours * 60 + (text.hasPrefix("-") ? -minutes : minutes)
    return .success(total * 60)
  }

  private static func number(_ text: Substring) -> Int64? {
    guard text.utf8.count <= 8 else { return nil }
    return Int64(text)
  }
}
