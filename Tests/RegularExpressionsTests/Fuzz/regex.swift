import RegularExpressions

#if FUZZING
  typealias FuzzedTarget = RegexFuzz
#endif

/// The first line of an input is the pattern, the rest is searched.
enum RegexFuzz {
  static func run(_ input: UnsafeBufferPointer<UInt8>) {
    let lines = input.split(
      separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = lines.first else { return }
    let pattern = String(decoding: first, as: UTF8.self)
    let rest = lines.count > 1 ? lines[1] : Slice(base: input, bounds: 0..<0)
    let text = String(decoding: rest.prefix(200), as: UTF8.self)
    do {
      let expression = try RegularExpression(pattern)
      let found = try expression.matches(in: text)
      let matches = try expression.allMatches(in: text, limit: 10)
      precondition(found == !matches.isEmpty)
      for match in matches {
        precondition(match.groups.count == expression.groupNames.count)
        precondition(match.range.upperBound <= text.utf8.count)
      }
      _ = try rest.withContiguousStorageIfAvailable { bytes throws in
        try expression.matches(in: bytes)
      }
    } catch {
      precondition(!"\(error)".isEmpty)
    }
  }
}
