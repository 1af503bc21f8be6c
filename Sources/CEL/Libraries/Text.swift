/// A string by its code points.
struct Text {
  private let bytes: [UInt8]
  /// Where each code point begins; nil where each is one byte.
  private let starts: [Int]?
  let count: Int

  init(_ value: Value) {
    self.init(bytes: value.withUTF8 { Array($0) } ?? [])
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.allSatisfy({ $0 < 0x80 }) {
      starts = nil
      count = bytes.count
    } else {
      let starts = bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 }
      self.starts = starts
      count = starts.count
    }
  }

  /// The byte at which a code point begins.
  private func byte(_ index: Int) -> Int {
    guard let starts else { return index }
    return index < starts.count ? starts[index] : bytes.count
  }

  /// The number of code points before a byte.
  private func index(ofByte byte: Int) -> Int {
    guard let starts else { return byte }
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] < byte { low = middle + 1 } else { high = middle }
    }
    return low
  }

  subscript(range: Range<Int>) -> String {
    String(decoding: bytes[byte(range.lowerBound)..<byte(range.upperBound)], as: UTF8.self)
  }

  func firstIndex(of part: Text, from start: Int) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      part.bytes.withUnsafeBufferPointer { bytes.firstIndex(of: $0, from: byte(start)) }
    }.map(index(ofByte:))
  }

  /// The last place where the part begins at or before an index.
  func lastIndex(of part: Text, upTo end: Int) -> Int? {
    guard bytes.count >= part.bytes.count else { return nil }
    var index = min(byte(min(end, count)), bytes.count - part.bytes.count)
    while index >= 0 {
      if bytes[index..<index + part.bytes.count].elementsEqual(part.bytes) {
        return self.index(ofByte: index)
      }
      index -= 1
    }
    return nil
  }

  /// Without the white space of Unicode at both ends.
  var trimmed: String {
    let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }

  var reversed: String {
    var result = String.UnicodeScalarView()
    result.append(contentsOf: String(decoding: bytes, as: UTF8.self).unicodeScalars.reversed())
    return String(result)
  }

  private static let longest = 10_000_000

  /// Nil where the result would be too long. An empty part stands before each code point and at the
  /// end, as Go's `strings.Replace` has it.
  func replacing(_ part: Text, with other: Text, limit: Int) -> String? {
    var result: [UInt8] = []
    var position = 0
    var replaced = 0
    while replaced < limit, let found = nextByte(of: part, from: position, isFirst: replaced == 0) {
      result += bytes[position..<found]
      result += other.bytes
      position = found + part.bytes.count
      replaced += 1
      guard result.count <= Self.longest else { return nil }
    }
    result += bytes[position...]
    return String(decoding: result, as: UTF8.self)
  }

  private func nextByte(of part: Text, from position: Int, isFirst: Bool) -> Int? {
    guard part.bytes.isEmpty else {
      return bytes.withUnsafeBufferPointer { bytes in
        part.bytes.withUnsafeBufferPointer { bytes.firstIndex(of: $0, from: position) }
      }
    }
    if isFirst { return 0 }
    guard position < bytes.count else { return nil }
    var next = position + 1
    while next < bytes.count, bytes[next] & 0xC0 == 0x80 { next += 1 }
    return next
  }

  func split(by separator: Text, limit: Int) -> [String] {
    var parts: [String] = []
    if separator.bytes.isEmpty {
      for index in 0..<min(count, limit) {
        let isLast = index == limit - 1
        parts.append(self[index..<(isLast ? count : index + 1)])
      }
      return parts
    }
    var position = 0
    while parts.count < limit - 1,
      let found = nextByte(of: separator, from: position, isFirst: false)
    {
      parts.append(String(decoding: bytes[position..<found], as: UTF8.self))
      position = found + separator.bytes.count
    }
    parts.append(String(decoding: bytes[position...], as: UTF8.self))
    return parts
  }

  /// As `strings.quote` writes it: safe to print, in double quotes.
  var quoted: String {
    var result = "\""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\u{07}": result += "\\a"
      case "\u{08}": result += "\\b"
      case "\u{0C}": result += "\\f"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0B}": result += "\\v"
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
