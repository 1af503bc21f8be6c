import Diagnostics
import Values

/// Reads JSON values from a text straight into documents.
struct JSONScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  let limits: Limits
  var offset = 0
  var line = 1
  /// The offset at which the line would begin if each of its characters were one byte, so that
  /// columns count characters.
  var lineStart = 0
  var builder: Document.Builder
  /// Whether a number was no integer of 64 bits.
  private(set) var hasFloats = false
  /// The keys that were found twice.
  var repetitions: [Diagnostic] = []
  /// The text of a string with its escapes replaced.
  var unescaped: [UInt8] = []

  init(_ bytes: UnsafeBufferPointer<UInt8>, source: Source, limits: Limits) {
    self.bytes = bytes
    self.limits = limits
    builder = Document.Builder(source: source)
    builder.reserve(bytes: min(bytes.count, limits.bytes))
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      offset = 3
      lineStart = 3
    }
  }

  var source: Source { builder.source }

  /// Whether another value follows.
  mutating func hasMore() -> Bool { next() != nil }

  /// Throws where anything follows.
  mutating func finish() throws(Diagnostic) {
    guard next() == nil else { throw unexpected("the value has ended before") }
  }

  /// The next value.
  mutating func document() throws(Diagnostic) -> Document {
    guard bytes.count <= limits.bytes else { throw .tooLarge(limits.bytes, at: mark) }
    defer { builder.reset() }
    try value()
    while builder.depth > 0 {
      guard let byte = next() else { throw endsEarly }
      let isMapping = builder.isInMapping
      switch byte {
      case UInt8(ascii: ","):
        offset += 1
        if isMapping { try key() }
        try value()
      case UInt8(ascii: "]") where !isMapping, UInt8(ascii: "}") where isMapping:
        offset += 1
        close()
      default:
        throw unexpected("expected ',' or '\(isMapping ? "}" : "]")'")
      }
    }
    guard let document = builder.finish() else { throw endsEarly }
    return document
  }

  /// Skips white space and returns the byte after it, which is not consumed.
  @inline(__always)
  private mutating func next() -> UInt8? {
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte > UInt8(ascii: " ") { return byte }
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): offset += 1
      case UInt8(ascii: "\n"):
        offset += 1
        line += 1
        lineStart = offset
      default: return byte
      }
    }
    return nil
  }

  private mutating func close() {
    for repetition in builder.close() where repetitions.count < limits.problems {
      repetitions.append(
        .duplicateKey(
          builder.text(of: repetition.second), at: builder.mark(of: repetition.second),
          first: builder.mark(of: repetition.first)))
    }
  }
}

// MARK: - Values

extension JSONScanner {
  /// Reads a value. Of a container it reads the beginning, up to the first value in it that is none.
  private mutating func value() throws(Diagnostic) {
    while true {
      guard let byte = next() else { throw endsEarly }
      guard builder.nodeCount < limits.nodes else { throw .tooManyNodes(limits.nodes, at: mark) }
      switch byte {
      case UInt8(ascii: "\""):
        let (line, column) = (line, column)
        let text = try string()
        text.withBytes(bytes, unescaped) {
          builder.addScalar(.string, .doubleQuoted, text: $0, line: line, column: column)
        }
        return
      case UInt8(ascii: "{"):
        try open(.mapping)
        guard let first = next() else { throw endsEarly }
        if first == UInt8(ascii: "}") {
          offset += 1
          return close()
        }
        try key()
      case UInt8(ascii: "["):
        try open(.sequence)
        guard let first = next() else { throw endsEarly }
        if first == UInt8(ascii: "]") {
          offset += 1
          return close()
        }
      case UInt8(ascii: "t"): return try word("true", .bool)
      case UInt8(ascii: "f"): return try word("false", .bool)
      case UInt8(ascii: "n"): return try word("null", .null)
      default: return try number()
      }
    }
  }

  private mutating func open(_ kind: Kind) throws(Diagnostic) {
    guard builder.depth < limits.depth else { throw .tooDeep(limits.depth, at: mark) }
    builder.open(kind, .flow, line: line, column: column)
    offset += 1
  }

  private mutating func key() throws(Diagnostic) {
    guard let first = next() else { throw endsEarly }
    guard first == UInt8(ascii: "\"") else {
      if first == UInt8(ascii: "{"), offset > 0, bytes[offset - 1] == first {
        throw .template(at: mark)
      }
      throw unexpected("expected a key in double quotes")
    }
    let (line, column) = (line, column)
    let text = try string()
    text.withBytes(bytes, unescaped) {
      builder.addKey(.string, .doubleQuoted, text: $0, line: line, column: column)
    }
    guard next() == UInt8(ascii: ":") else { throw unexpected("expected ':' after the key") }
    offset += 1
  }

  private mutating func word(_ word: StaticString, _ kind: Kind) throws(Diagnostic) {
    let count = word.utf8CodeUnitCount
    let expected = UnsafeBufferPointer(start: word.utf8Start, count: count)
    guard bytes.count - offset >= count,
      bytes[offset..<offset + count].elementsEqual(expected)
    else { throw unexpected("expected a value") }
    builder.addScalar(kind, .plain, text: expected, line: line, column: column)
    offset += count
  }

  private mutating func number() throws(Diagnostic) {
    let start = offset
    var end = offset
    var isInteger = true
    while end < bytes.count {
      switch bytes[end] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): break
      case UInt8(ascii: "-") where end == start: break
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"),
        UInt8(ascii: "-"):
        isInteger = false
      default:
        return try number(start..<end, isInteger)
      }
      end += 1
    }
    try number(start..<end, isInteger)
  }

  private mutating func number(_ range: Range<Int>, _ isInteger: Bool) throws(Diagnostic) {
    let text = UnsafeBufferPointer(rebasing: bytes[range])
    guard NumberText.isJSON(text) else { throw unexpected("expected a value") }
    guard text.count <= 4096 else { throw .scalarTooLarge(4096, at: mark) }
    let kind: Kind = isInteger ? NumberText.kindOfJSON(text) : .float
    if kind == .float { hasFloats = true }
    builder.addScalar(kind, .plain, text: text, line: line, column: column)
    offset = range.upperBound
  }
}

// MARK: - Problems

extension JSONScanner {
  var column: Int { offset - lineStart + 1 }
  var mark: Mark { Mark(source: source, line: line, column: column) }

  var endsEarly: Diagnostic {
    Diagnostic(
      code: "invalid-json", "the text ends before the value does", at: mark,
      help: "the file is cut off or a bracket is not closed")
  }

  func unexpected(_ expectation: String) -> Diagnostic {
    let found = offset < bytes.count ? Self.description(of: bytes[offset]) : "the end"
    return Diagnostic(code: "invalid-json", "\(expectation), found \(found)", at: mark)
  }

  private static func description(of byte: UInt8) -> String {
    byte > 0x20 && byte < 0x7F
      ? "'\(Unicode.Scalar(byte))'" : "byte 0x" + String(byte, radix: 16, uppercase: true)
  }
}
