/// Whether one character is in a set. Beyond ASCII PCRE2 is asked, so that both ways to search
/// know the same sets.
struct CharacterTest: Sendable {
  private let low: UInt64
  private let high: UInt64
  private let code: PCRE2Code?

  init(_ pattern: String) {
    let code = PCRE2Code("\\A" + pattern)
    var low: UInt64 = 0
    var high: UInt64 = 0
    for value in UInt8(0)..<128 where Self.search(code, for: [value]) {
      if value < 64 { low |= 1 << UInt64(value) } else { high |= 1 << UInt64(value - 64) }
    }
    self.low = low
    self.high = high
    self.code = code
  }

  /// - Parameter bytes: the UTF-8 of the character.
  func accepts(_ value: UInt32, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if value < 64 { return low >> UInt64(value) & 1 == 1 }
    if value < 128 { return high >> UInt64(value - 64) & 1 == 1 }
    guard let code else { return false }
    return code.matches(bytes) == .match
  }

  private static func search(_ code: PCRE2Code?, for bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { code?.matches($0) == .match }
  }
}
