extension Parser {
  /// The counts of `{n}`, `{n,}` or `{n,m}`; moves behind them. nil, moving nowhere, where the
  /// brace is a literal. A number too big to count reads as a nil `minimum`.
  mutating func parseCounts() -> (minimum: Int?, maximum: Int?)? {
    let start = position
    position += 1
    guard let minimum = parseNumber() else { return giveUp(start) }
    var maximum: Int? = minimum
    var isTooBig = minimum == .max
    if peek() == UInt8(ascii: ",") {
      position += 1
      if peek() == UInt8(ascii: "}") {
        maximum = nil
      } else {
        guard let number = parseNumber() else { return giveUp(start) }
        maximum = number
        isTooBig = isTooBig || number == .max
      }
    }
    guard peek() == UInt8(ascii: "}") else { return giveUp(start) }
    position += 1
    return (isTooBig ? nil : minimum, maximum)
  }

  private mutating func giveUp(_ start: Int) -> (minimum: Int?, maximum: Int?)? {
    position = start
    return nil
  }

  /// A decimal number without leading zeros; `Int.max` for one that is absurd.
  private mutating func parseNumber() -> Int? {
    func digit(_ byte: UInt8?) -> Int? {
      guard let byte, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      return Int(byte - UInt8(ascii: "0"))
    }
    guard let first = digit(peek()) else { return nil }
    if first == 0, digit(peek(1)) != nil { return nil }
    var value = 0
    while let next = digit(peek()) {
      value = value >= 100_000_000 ? .max : value * 10 + next
      position += 1
    }
    return value
  }

  /// What begins with `(?`: a named group, a group that does not capture, or flags.
  mutating func parsePerlGroup() throws(Failure) {
    let start = position
    let rest = bytes.count - start
    let pythonName =
      rest > 4 && bytes[start + 2] == UInt8(ascii: "P")
      && bytes[start + 3] == UInt8(ascii: "<")
    if pythonName || rest > 3 && bytes[start + 2] == UInt8(ascii: "<") {
      return try parseNamedGroup(start, nameStart: start + (pythonName ? 4 : 3))
    }
    position += 2
    var changed = flags
    var isClearing = false
    var sawFlag = false
    loop: while peek() != nil {
      switch Unicode.Scalar(nextScalar()) {
      case "i": changed.foldsCase = !isClearing
      case "m": changed.multiline = !isClearing
      case "s": changed.dotMatchesNewline = !isClearing
      case "U": changed.swapsGreed = !isClearing
      case "-":
        if isClearing { break loop }
        isClearing = true
        sawFlag = false
        continue loop
      case let end where end == ":" || end == ")":
        if isClearing, !sawFlag { break loop }
        if end == ":" { open(capturing: false, name: nil) }
        flags = changed
        return
      default: break loop
      }
      sawFlag = true
    }
    throw failure(.invalidPerlOperator, from: start)
  }

  private mutating func parseNamedGroup(_ start: Int, nameStart: Int) throws(Failure) {
    guard let end = bytes[start...].firstIndex(of: UInt8(ascii: ">")) else {
      throw failure(.invalidNamedCapture, from: start, to: bytes.count)
    }
    let name = end >= nameStart ? bytes[nameStart..<end] : []
    guard !name.isEmpty, name.allSatisfy({ $0 == UInt8(ascii: "_") || $0.isAlphanumeric }) else {
      throw failure(.invalidNamedCapture, from: start, to: end + 1)
    }
    position = end + 1
    open(capturing: true, name: String(decoding: name, as: UTF8.self))
  }
}

extension UInt8 {
  var isAlphanumeric: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: false
    }
  }
}
