/// The standard cron format as github.com/robfig/cron's ParseStandard reads it.
enum CronSchedule {
  /// What is wrong with a schedule, in the parser's words; nil where it is one.
  static func problem(in schedule: String) -> String? {
    var rest = schedule[...]
    if rest.hasPrefix("TZ=") || rest.hasPrefix("CRON_TZ=") {
      guard let space = rest.firstIndex(of: " ") else { return "provided bad location" }
      rest = rest[space...]
      while rest.first == " " { rest.removeFirst() }
    }
    if rest.hasPrefix("@") { return descriptorProblem(String(rest)) }
    let fields = rest.split { $0.isWhitespace }.map { String($0) }
    guard fields.count == bounds.count else {
      let list = fields.joined(separator: " ")
      return "expected exactly \(bounds.count) fields, found \(fields.count): [\(list)]"
    }
    for (field, bound) in zip(fields, bounds) {
      for part in field.split(separator: ",") {
        if let problem = problem(inRange: String(part), bound) { return problem }
      }
    }
    return nil
  }

  private static func descriptorProblem(_ text: String) -> String? {
    let names = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"]
    if names.contains(text) { return nil }
    guard text.hasPrefix("@every ") else {
      return "unrecognized descriptor: \(text)"
    }
    let duration = String(text.dropFirst("@every ".count))
    return isDuration(duration)
      ? nil
      : "failed to parse duration \(text): time: invalid duration \(GoText.quoted(duration))"
  }

  /// A Go duration: `1h30m`, `.5s`, `-2ms`.
  static func isDuration(_ text: String) -> Bool {
    var rest = text.utf8[...]
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      rest = rest.dropFirst()
    }
    if rest.elementsEqual("0".utf8) { return true }
    guard !rest.isEmpty else { return false }
    while !rest.isEmpty {
      let number = rest.prefix { Characters.isDigit($0) || $0 == UInt8(ascii: ".") }
      guard number.contains(where: Characters.isDigit),
        number.count(where: { $0 == UInt8(ascii: ".") }) <= 1
      else { return false }
      rest = rest.dropFirst(number.count)
      let unit = rest.prefix { !Characters.isDigit($0) && $0 != UInt8(ascii: ".") }
      guard ["ns", "us", "µs", "μs", "ms", "s", "m", "h"].contains(String(unit) ?? "") else {
        return false
      }
      rest = rest.dropFirst(unit.count)
    }
    return true
  }

  private struct Bound: Sendable {
    var minimum: Int
    var maximum: Int
    var names: [String] = []
    /// The number of the first name.
    var first = 0
  }

  private static let bounds = [
    Bound(minimum: 0, maximum: 59), Bound(minimum: 0, maximum: 23),
    Bound(minimum: 1, maximum: 31),
    Bound(
      minimum: 1, maximum: 12,
      names: [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
      ], first: 1),
    Bound(
      minimum: 0, maximum: 6, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
  ]

  private static func problem(inRange text: String, _ bound: Bound) -> String? {
    let rangeAndStep = text.split(separator: "/", omittingEmptySubsequences: false)
    let lowAndHigh = rangeAndStep[0].split(separator: "-", omittingEmptySubsequences: false)
    var (start, end) = (bound.minimum, bound.maximum)
    if lowAndHigh[0] != "*", lowAndHigh[0] != "?" {
      switch number(String(lowAndHigh[0]), bound) {
      case .failure(let problem): return problem.text
      case .success(let value): start = value
      }
      switch lowAndHigh.count {
      case 1: end = start
      case 2:
        switch number(String(lowAndHigh[1]), bound) {
        case .failure(let problem): return problem.text
        case .success(let value): end = value
        }
      default: return "too many hyphens: \(text)"
      }
    }
    var step = 1
    if rangeAndStep.count == 2 {
      switch number(String(rangeAndStep[1]), Bound(minimum: 0, maximum: 0)) {
      case .failure(let problem): return problem.text
      case .success(let value): step = value
      }
      if lowAndHigh.count == 1, lowAndHigh[0] != "*", lowAndHigh[0] != "?" { end = bound.maximum }
    } else if rangeAndStep.count > 2 {
      return "too many slashes: \(text)"
    }
    if start < bound.minimum {
      return "beginning of range (\(start)) below minimum (\(bound.minimum)): \(text)"
    }
    if end > bound.maximum {
      return "end of range (\(end)) above maximum (\(bound.maximum)): \(text)"
    }
    if start > end { return "beginning of range (\(start)) beyond end of range (\(end)): \(text)" }
    if step == 0 { return "step of range should be a positive number: \(text)" }
    return nil
  }

  private struct Problem: Error {
    var text: String
  }

  private static func number(_ text: String, _ bound: Bound) -> Result<Int, Problem> {
    if let index = bound.names.firstIndex(of: text.lowercased()) {
      return .success(index + bound.first)
    }
    guard let value = Int(text) else {
      return .failure(
        Problem(
          text: "failed to parse int from \(text): strconv.Atoi: parsing "
            + "\(GoText.quoted(text)): invalid syntax"))
    }
    if value < 0 {
      return .failure(Problem(text: "negative number (\(value)) not allowed: \(text)"))
    }
    return .success(value)
  }
}
