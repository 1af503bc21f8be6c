import Git

/// Tells of most words that they do not stand in a text, without looking through it again: a Bloom
/// filter of the pieces between the characters that can stand before or after a path in YAML.
///
/// A large repository asks each of thousands of kustomizations for each of many names.
struct WordFilter {
  private var bits = SIMD16<UInt64>()

  init(_ text: [UInt8]) {
    text.withUnsafeBufferPointer { text in
      Self.forEachWord(in: text) { hash in
        let (word, mask) = Self.place(of: hash)
        bits[word] |= mask
        return true
      }
    }
  }

  /// False only where the name stands nowhere as the component of a path.
  func mayHold(_ name: TreePath.Name) -> Bool {
    var mayHold = true
    name.withUnsafeBufferPointer { name in
      Self.forEachWord(in: name) { hash in
        let (word, mask) = Self.place(of: hash)
        mayHold = bits[word] & mask == mask
        return mayHold
      }
    }
    return mayHold
  }

  /// Two bits of one of the words, by the upper bits of the hash, which are mixed best.
  private static func place(of hash: UInt64) -> (word: Int, mask: UInt64) {
    (Int(hash >> 60), 1 << (hash >> 54 & 63) | 1 << (hash >> 48 & 63))
  }

  private static func forEachWord(
    in text: UnsafeBufferPointer<UInt8>, _ body: (UInt64) -> Bool
  ) {
    let start: UInt64 = 0xcbf2_9ce4_8422_2325
    var hash = start
    for byte in text {
      guard separates(byte) else {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        continue
      }
      if hash != start, !body(hash &* 0x9e37_79b9_7f4a_7c15) { return }
      hash = start
    }
    if hash != start { _ = body(hash &* 0x9e37_79b9_7f4a_7c15) }
  }

  /// Beyond ASCII there are further line breaks, so that all of it separates.
  private static func separates(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, 0x7F..., UInt8(ascii: "/"), UInt8(ascii: "\""), UInt8(ascii: "'"),
      UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"):
      true
    default: false
    }
  }
}
