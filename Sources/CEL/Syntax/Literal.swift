/// The values of literal tokens (language definition, "Literals").
enum Literal {
  struct Failure: Error {
    let message: String
  }

  static func int(_ text: String, isNegative: Bool) -> Int64? {
    let sign = isNegative ? "-" : ""
    return text.hasPrefix("0x")
      ? Int64(sign + text.dropFirst(2), radix: 16) : Int64(sign + text)
  }

  static func uint(_ text: String) -> UInt64? {
    let digits = text.dropLast()
    return digits.hasPrefix("0x")
      ? UInt64(digits.dropFirst(2), radix: 16) : UInt64(digits)
  }

  /// Nil for what does not fit.
  static func double(_ text: String, isNegative: Bool) -> Double? {
    guard let value = Double(text), value.isFinite else { return nil }
    return isNegative ? -value : value
  }

  /// The bytes that a string or bytes token stands for.
  static func bytes(
    of token: ArraySlice<UInt8>, isBytes: Bool
  ) throws(Failure) -> [UInt8] {
    var content = token
    if isBytes { content.removeFirst() }
    let isRaw = content.first.map { $0 | 0x20 == UInt8(ascii: "r") } ?? false
    if isRaw { content.removeFirst() }
    let quotes = content.count >= 6 && content.prefix(3).allSatisfy { $0 == content.first } ? 3 : 1
    content = content.dropFirst(quotes).dropLast(quotes)
    var result: [UInt8] = []
    result.reserveCapacity(content.count)
    var index = content.startIndex
    while index < content.endIndex {
      let byte = content[index]
      if byte == UInt8(ascii: "\r") {
        result.append(UInt8(ascii: "\n"))
        index += 1
        if index < content.endIndex, content[index] == UInt8(ascii: "\n") { index += 1 }
      } else if byte == UInt8(ascii: "\\"), !isRaw {
        index = try unescape(content, at: index + 1, isBytes: isBytes, into: &result)
      } else {
        result.append(byte)
        index += 1
      }
    }
    return result
  }

  private static func unescape(
    _ content: ArraySlice<UInt8>, at index: Int, isBytes: Bool, into result: inout [UInt8]
  ) throws(Failure) -> Int {
    guard index < content.endIndex else { throw Failure(message: "unable to unescape string") }
    let letter = Unicode.Scalar(content[index])
    if let simple = simpleEscapes[letter] {
      result.append(simple)
      return index + 1
    }
    let (start, count, radix): (Int, Int, UInt32) =
      switch letter {
      case "x", "X": (index + 1, 2, 16)
      case "u": (index + 1, 4, 16)
      case "U": (index + 1, 8, 16)
      default: (index, 3, 8)
      }
    guard start + count <= content.endIndex,
      let value = UInt32(
        String(decoding: content[start..<start + count], as: UTF8.self), radix: Int(radix)),
      !isBytes || count < 4
    else { throw Failure(message: "unable to unescape string") }
    if isBytes {
      result.append(UInt8(truncatingIfNeeded: value))
    } else {
      guard let scalar = Unicode.Scalar(value) else {
        throw Failure(message: "invalid unicode code point")
      }
      result.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
    }
    return start + count
  }

  private static let simpleEscapes: [Unicode.Scalar: UInt8] = [
    "a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11, "\\": 92, "'": 39, "\"": 34,
    "`": 96, "?": 63,
  ]
}
