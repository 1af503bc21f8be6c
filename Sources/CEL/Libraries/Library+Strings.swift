extension Library {
  /// Functions on strings (extension `strings`). Positions count code points.
  ///
  /// - Parameters:
  ///   - version: 1 adds `format` and `quote`, 3 `reverse`; from 4 on `format` writes numbers as
  ///     the specification says, and not as its first version did.
  ///   - toleratesOffsets: whether a search from beyond the end finds nothing instead of failing.
  public static func strings(version: Int = 4, toleratesOffsets: Bool = false) -> Library {
    let strict = !toleratesOffsets
    var functions = [
      Function(
        "charAt",
        Overload("string_char_at_int", isMember: true, .string, .int, .string, binary: charAt)),
      Function(
        "indexOf",
        Overload("string_index_of_string", isMember: true, .string, .string, .int) {
          .int(Int64(Text($0).firstIndex(of: Text($1), from: 0) ?? -1))
        },
        Overload(
          "string_index_of_string_int", isMember: true, [.string, .string, .int], .int,
          variadic: { indexOf($0, isStrict: strict) })),
      Function(
        "lastIndexOf",
        Overload("string_last_index_of_string", isMember: true, .string, .string, .int) {
          .int(Int64(Text($0).lastIndex(of: Text($1), upTo: .max) ?? -1))
        },
        Overload(
          "string_last_index_of_string_int", isMember: true, [.string, .string, .int], .int,
          variadic: { lastIndexOf($0, isStrict: strict) })),
      Function(
        "lowerAscii",
        Overload("string_lower_ascii", isMember: true, .string, .string) { text in
          mapBytes(text) { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }
        }),
      Function(
        "upperAscii",
        Overload("string_upper_ascii", isMember: true, .string, .string) { text in
          mapBytes(text) { $0 >= 97 && $0 <= 122 ? $0 - 32 : $0 }
        }),
      Function(
        "replace",
        Overload(
          "string_replace_string_string", isMember: true, [.string, .string, .string], .string,
          variadic: replace),
        Overload(
          "string_replace_string_string_int", isMember: true, [.string, .string, .string, .int],
          .string, variadic: replace)),
      Function(
        "split",
        Overload(
          "string_split_string", isMember: true, .string, .string, .list(.string)
        ) { split($0, $1, limit: -1) },
        Overload(
          "string_split_string_int", isMember: true, [.string, .string, .int], .list(.string),
          variadic: { split($0[0], $0[1], limit: $0[2].int ?? -1) })),
      Function(
        "substring",
        Overload("string_substring_int", isMember: true, .string, .int, .string) {
          let text = Text($0)
          return substring(text, $1.int ?? 0, Int64(text.count))
        },
        Overload(
          "string_substring_int_int", isMember: true, [.string, .int, .int], .string,
          variadic: { substring(Text($0[0]), $0[1].int ?? 0, $0[2].int ?? 0) })),
      Function(
        "trim",
        Overload("string_trim", isMember: true, .string, .string) { .string(Text($0).trimmed) }),
      Function(
        "join",
        Overload("list_join", isMember: true, .list(.string), .string) {
          join($0, separator: .string(""))
        },
        Overload(
          "list_join_string", isMember: true, .list(.string), .string, .string, binary: join)),
    ]
    if version >= 1 {
      let style: Format.Style = version >= 4 ? .specified : .first
      functions += [
        Function(
          "format",
          Overload("string_format", isMember: true, .string, .list(.dyn), .string) {
            Format.apply($0.string ?? "", to: $1, style: style)
          }),
        Function(
          "strings.quote",
          Overload("strings_quote", .string, .string) { .string(Text($0).quoted) }),
      ]
    }
    if version >= 3 {
      functions.append(
        Function(
          "reverse",
          Overload("string_reverse", isMember: true, .string, .string) {
            .string(Text($0).reversed)
          }))
    }
    return Library("strings", functions: functions)
  }

  private static func outOfRange(_ index: Int64) -> Value {
    .error("index out of range: \(index)")
  }

  @Sendable
  private static func charAt(_ text: Value, _ index: Value) -> Value {
    let text = Text(text)
    let index = index.int ?? -1
    guard index >= 0, index <= text.count else { return outOfRange(index) }
    return .string(text[Int(index)..<min(Int(index) + 1, text.count)])
  }

  private static func indexOf(_ arguments: [Value], isStrict: Bool) -> Value {
    let text = Text(arguments[0])
    let part = Text(arguments[1])
    let offset = arguments[2].int ?? -1
    guard offset >= 0, offset <= text.count || !isStrict else { return outOfRange(offset) }
    guard offset <= text.count else { return .int(part.count == 0 ? Int64(text.count) : -1) }
    return .int(Int64(text.firstIndex(of: part, from: Int(offset)) ?? -1))
  }

  private static func lastIndexOf(_ arguments: [Value], isStrict: Bool) -> Value {
    let text = Text(arguments[0])
    let part = Text(arguments[1])
    let offset = arguments[2].int ?? -1
    guard offset >= 0, offset <= text.count || !isStrict else { return outOfRange(offset) }
    guard offset <= text.count else { return .int(part.count == 0 ? Int64(text.count) : -1) }
    if part.count > 0, offset == text.count { return .int(-1) }
    return .int(Int64(text.lastIndex(of: part, upTo: Int(offset)) ?? -1))
  }

  private static func mapBytes(_ text: Value, _ body: (UInt8) -> UInt8) -> Value {
    text.withUTF8 { bytes in
      .string(
        String(unsafeUninitializedCapacity: bytes.count) { buffer in
          for (index, byte) in bytes.enumerated() { buffer[index] = body(byte) }
          return bytes.count
        })
    } ?? .noSuchOverload
  }

  private static func substring(_ text: Text, _ start: Int64, _ end: Int64) -> Value {
    if start > end, start <= text.count || end < text.count {
      return .error("invalid substring range. start: \(start), end: \(end)")
    }
    guard start >= 0, start <= text.count else { return outOfRange(start) }
    guard end >= 0, end <= text.count else { return outOfRange(end) }
    return .string(text[Int(start)..<Int(end)])
  }

  @Sendable
  private static func replace(_ arguments: [Value]) -> Value {
    let limit = arguments.count > 3 ? arguments[3].int ?? -1 : -1
    let replaced = Text(arguments[0]).replacing(
      Text(arguments[1]), with: Text(arguments[2]), limit: limit < 0 ? .max : Int(clamping: limit))
    return replaced.map { .string($0) } ?? .error("the result of replace is too large")
  }

  private static func split(_ text: Value, _ separator: Value, limit: Int64) -> Value {
    if limit == 0 { return .list([]) }
    let parts = Text(text).split(
      by: Text(separator), limit: limit < 0 ? .max : Int(clamping: limit))
    return .list(parts.map { .string($0) })
  }

  @Sendable
  private static func join(_ list: Value, separator: Value) -> Value {
    guard let elements = list.elements else { return .noSuchOverload }
    var result: [UInt8] = []
    for (index, element) in elements.enumerated() {
      if index > 0 { separator.withUTF8 { result += $0 } }
      guard result.count <= 10_000_000 else { return .error("the result of join is too large") }
      guard element.withUTF8({ result += $0 }) != nil else {
        return .error("join: invalid input: \(element.keyText)")
      }
    }
    return .string(String(decoding: result, as: UTF8.self))
  }
}
