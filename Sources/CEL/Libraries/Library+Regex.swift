import RegularExpressions

extension Library {
  /// `regex.extract`, `regex.extractAll`, `regex.replace` (extension `regex`).
  public static let regex = Library(
    "regex",
    functions: [
      Function(
        "regex.extract",
        Overload("regex_extract_string_string", .string, .string, .optional(.string)) {
          text, pattern in
          withMatches(text, pattern, limit: 1, maximumGroups: 1) { matches in
            .optional(of: matches.first { !$0.isEmpty || matches.isWhole }.map { .string($0) })
          }
        }),
      Function(
        "regex.extractAll",
        Overload("regex_extractAll_string_string", .string, .string, .list(.string)) {
          text, pattern in
          withMatches(text, pattern, limit: nil, maximumGroups: 1) { matches in
            .list(matches.filter { !$0.isEmpty || matches.isWhole }.map { .string($0) })
          }
        }),
      Function(
        "regex.replace",
        Overload(
          "regex_replace_string_string_string", [.string, .string, .string], .string,
          variadic: replace),
        Overload(
          "regex_replace_string_string_string_int", [.string, .string, .string, .int], .string,
          variadic: replace)),
    ])

  /// The texts of the only group of each match, or of the match where there is no group.
  private struct Matches: Sequence {
    var texts: [String]
    var isWhole: Bool

    func makeIterator() -> IndexingIterator<[String]> { texts.makeIterator() }
  }

  private static func withMatches(
    _ text: Value, _ pattern: Value, limit: Int?, maximumGroups: Int,
    _ body: (Matches) -> Value
  ) -> Value {
    guard let text = text.string else { return .noSuchOverload }
    do {
      let expression = try Pattern.compile(pattern).get()
      guard expression.groupNames.count <= maximumGroups else {
        return .error(
          "regular expression has more than one capturing group: \"\(expression.pattern)\"")
      }
      let utf8 = Array(text.utf8)
      let found = try expression.allMatches(in: text, limit: limit)
      let texts = found.map { match in
        let range = expression.groupNames.isEmpty ? match.range : match.groups.first ?? nil
        return range.map { String(decoding: utf8[$0], as: UTF8.self) } ?? ""
      }
      return body(Matches(texts: texts, isWhole: expression.groupNames.isEmpty))
    } catch {
      return .error("\(error)")
    }
  }

  @Sendable
  private static func replace(_ arguments: [Value]) -> Value {
    guard let text = arguments[0].string, let replacement = arguments[2].string else {
      return .noSuchOverload
    }
    let limit = arguments.count > 3 ? arguments[3].int ?? -1 : -1
    if limit == 0 { return arguments[0] }
    do {
      let expression = try Pattern.compile(arguments[1]).get()
      let utf8 = Array(text.utf8)
      var result: [UInt8] = []
      var end = 0
      let matches = try expression.allMatches(
        in: text, limit: limit < 0 ? nil : Int(clamping: limit))
      for match in matches {
        result += utf8[end..<match.range.lowerBound]
        let groups = [match.range] + match.groups
        switch expand(replacement, utf8, groups, groupCount: expression.groupNames.count) {
        case .success(let bytes): result += bytes
        case .failure(let error): return .error(error)
        }
        end = match.range.upperBound
        guard result.count <= 10_000_000 else { return .error("regex.replace is too large") }
      }
      return .string(String(decoding: result + utf8[end...], as: UTF8.self))
    } catch {
      return .error("\(error)")
    }
  }

  /// `\1` to `\9` and `\0` stand for groups and the match, `\\` for a backslash.
  private static func expand(
    _ replacement: String, _ text: [UInt8], _ groups: [Range<Int>?], groupCount: Int
  ) -> Result<[UInt8], EvaluationError> {
    var result: [UInt8] = []
    var bytes = Array(replacement.utf8)[...]
    func invalid(_ reason: String) -> Result<[UInt8], EvaluationError> {
      .failure(EvaluationError("invalid replacement string: '\(replacement)' \(reason)"))
    }
    while let byte = bytes.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        continue
      }
      guard let next = bytes.popFirst() else { return invalid("\\ not allowed at end") }
      if next == UInt8(ascii: "\\") {
        result.append(next)
        continue
      }
      guard next.isDigit else { return invalid("\\ must be followed by a digit or \\") }
      let number = Int(next - UInt8(ascii: "0"))
      guard number <= groupCount else {
        return .failure(
          EvaluationError(
            "replacement string references group \(number) but regex has only \(groupCount) "
              + "group(s)"))
      }
      if let range = groups[number] { result += text[range] }
    }
    return .success(result)
  }
}
