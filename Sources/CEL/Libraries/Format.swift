/// `string.format` (extension `strings`).
enum Format {
  enum Style {
    /// Before version 4 of the extension: `%f` with separators of thousands, `%e` with a power of
    /// ten, collections quoted.
    case first
    case specified
  }

  enum Verb {
    case string
    case decimal
    case fixed(Int)
    case scientific(Int)
    case binary
    case hexadecimal(isUpper: Bool)
    case octal
  }

  enum Piece {
    case text(String)
    case clause(Verb)
  }

  struct Problem: Error {
    var message: String
    /// The argument at fault, if it is one's.
    var argument: Int?
  }

  static let longestPrecision = 1000

  static func apply(_ text: String, to arguments: Value, style: Style) -> Value {
    guard let arguments = arguments.elements else { return .noSuchOverload }
    var result = ""
    var index = 0
    do throws(Problem) {
      try parse(text, argumentCount: arguments.count) { piece throws(Problem) in
        switch piece {
        case .text(let text): result += text
        case .clause(let verb):
          result += try format(arguments[index], verb, style, argument: index)
          guard result.utf8.count <= 10_000_000 else {
            throw Problem(message: "the result of format is too large")
          }
          index += 1
        }
      }
    } catch {
      return .error(error.message)
    }
    return .string(result)
  }

  // MARK: Reading

  /// Hands out the pieces of a format in order, as far as it can be read.
  ///
  /// - Parameter isChecking: when compiling, a format that ends too early is told before a missing
  ///   argument.
  static func parse(
    _ text: String, argumentCount: Int, isChecking: Bool = false,
    _ body: (Piece) throws(Problem) -> Void
  ) throws(Problem) {
    var bytes = Array(text.utf8)[...]
    var index = 0
    while let percent = bytes.firstIndex(of: UInt8(ascii: "%")) {
      try body(.text(String(decoding: bytes[..<percent], as: UTF8.self)))
      bytes = bytes[(percent + 1)...]
      if bytes.first == UInt8(ascii: "%") {
        try body(.text("%"))
        bytes.removeFirst()
        continue
      }
      if isChecking, bytes.isEmpty { throw Problem(message: "unexpected end of string") }
      guard index < argumentCount else {
        throw Problem(message: "index \(index) out of range")
      }
      guard !bytes.isEmpty else { throw Problem(message: "unexpected end of string") }
      try body(.clause(try verb(&bytes)))
      index += 1
    }
    try body(.text(String(decoding: bytes, as: UTF8.self)))
  }

  private static func verb(_ bytes: inout ArraySlice<UInt8>) throws(Problem) -> Verb {
    let failure = "could not parse formatting clause: "
    var precision = 6
    if bytes.first == UInt8(ascii: ".") {
      bytes.removeFirst()
      let digits = bytes.prefix(while: \.isDigit)
      bytes.removeFirst(digits.count)
      guard !bytes.isEmpty else {
        throw Problem(
          message: failure + "error while parsing precision: could not find end of precision "
            + "specifier")
      }
      let number = String(decoding: digits, as: UTF8.self)
      guard let parsed = Int(number) else {
        throw Problem(
          message: failure + "error while parsing precision: error while converting precision to "
            + "integer: strconv.Atoi: parsing \"\(number)\": invalid syntax")
      }
      guard parsed <= longestPrecision else {
        throw Problem(
          message: failure + "error while parsing precision: precision \(parsed) exceeds maximum "
            + "allowed precision \(longestPrecision)")
      }
      precision = parsed
    }
    guard let letter = bytes.popFirst() else {
      throw Problem(message: "unexpected end of string")
    }
    switch Unicode.Scalar(letter) {
    case "s": return .string
    case "d": return .decimal
    case "f": return .fixed(precision)
    case "e": return .scientific(precision)
    case "b": return .binary
    case "x": return .hexadecimal(isUpper: false)
    case "X": return .hexadecimal(isUpper: true)
    case "o": return .octal
    default:
      throw Problem(
        message: failure + "unrecognized formatting clause \"\(Unicode.Scalar(letter))\"")
    }
  }

  // MARK: Refusing

  /// Whether values of a type may be formatted, from what is known when compiling.
  static func accepts(_ type: Type, _ verb: Verb, _ style: Style) -> Bool {
    switch (verb, type) {
    case (_, .dyn), (_, .any), (_, .error), (_, .variable), (_, .parameter): true
    case (.string, .list), (.string, .map), (.string, .type), (.string, .bool), (.string, .int),
      (.string, .uint), (.string, .double), (.string, .string), (.string, .bytes),
      (.string, .timestamp), (.string, .duration), (.string, .null):
      true
    case (.decimal, .int), (.decimal, .uint): true
    case (.decimal, .double): style == .specified
    case (.fixed, .double), (.scientific, .double): true
    case (.fixed, .int), (.fixed, .uint), (.scientific, .int), (.scientific, .uint):
      style == .specified
    case (.binary, .int), (.binary, .uint), (.binary, .bool): true
    case (.hexadecimal, .int), (.hexadecimal, .uint), (.hexadecimal, .string),
      (.hexadecimal, .bytes):
      true
    case (.octal, .int), (.octal, .uint): true
    default: false
    }
  }

  static func refusal(
    _ type: String, _ verb: Verb, _ style: Style, argument: Int
  ) -> Problem {
    let reason =
      switch verb {
      case .string:
        "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, "
          + "types, durations, and timestamps"
      case .decimal:
        style == .first
          ? "decimal clause can only be used on integers"
          : "decimal clause can only be used on ints, uints, and doubles"
      case .fixed:
        style == .first
          ? "fixed-point clause can only be used on doubles"
          : "fixed-point clause can only be used on ints, uints, and doubles"
      case .scientific:
        style == .first
          ? "scientific clause can only be used on doubles"
          : "scientific clause can only be used on ints, uints, and doubles"
      case .binary:
        style == .first
          ? "only integers and bools can be formatted as binary"
          : "only ints, uints, and bools can be formatted as binary"
      case .hexadecimal:
        style == .first
          ? "only integers, byte buffers, and strings can be formatted as hex"
          : "only ints, uints, bytes, and strings can be formatted as hex"
      case .octal:
        style == .first
          ? "octal clause can only be used on integers"
          : "octal clause can only be used on ints and uints"
      }
    return Problem(
      message: "error during formatting: \(reason), was given \(type)", argument: argument)
  }
}
