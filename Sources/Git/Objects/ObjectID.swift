/// The hash function that names the objects of a repository.
package enum ObjectFormat: Sendable, Hashable {
  case sha1, sha256

  /// Bytes of an object id.
  package var length: Int {
    switch self {
    case .sha1: 20
    case .sha256: 32
    }
  }
}

/// The name of a Git object: the hash of its kind, size and bytes. Equal ids hold equal bytes, so
/// whatever was read or parsed under an id need never be read again.
package struct ObjectID: Hashable, Sendable {
  package let format: ObjectFormat
  // Big-endian words; a SHA-1 leaves the last 12 bytes zero.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// Takes the first `format.length` bytes; what is missing of them counts as zero.
  package init(_ bytes: some Sequence<UInt8>, format: ObjectFormat) {
    let loaded = bytes.withContiguousStorageIfAvailable { buffer in
      buffer.count < format.length ? nil : Self.words(UnsafeRawBufferPointer(buffer), format)
    }
    if case .some(.some(let words)) = loaded {
      self.format = format
      self.words = words
      return
    }
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    var index = 0
    for byte in bytes where index < format.length {
      let shifted = UInt64(byte) &<< UInt64((7 - index % 8) * 8)
      switch index / 8 {
      case 0: words.0 |= shifted
      case 1: words.1 |= shifted
      case 2: words.2 |= shifted
      default: words.3 |= shifted
      }
      index += 1
    }
    self.format = format
    self.words = words
  }

  /// `bytes` holds `format.length` bytes or more.
  private static func words(
    _ bytes: UnsafeRawBufferPointer, _ format: ObjectFormat
  ) -> (UInt64, UInt64, UInt64, UInt64) {
    func word(_ offset: Int) -> UInt64 {
      UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    switch format {
    case .sha1:
      let last = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
      return (word(0), word(8), UInt64(last) << 32, 0)
    case .sha256: return (word(0), word(8), word(16), word(24))
    }
  }

  /// From 40 or 64 hexadecimal digits of either case; nil for anything else.
  package init?(hex: some StringProtocol) {
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in hex.utf8 {
      guard let digit = Self.digit(character), bytes.count < 32 else { return nil }
      if let first = high {
        bytes.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    guard high == nil else { return nil }
    switch bytes.count {
    case ObjectFormat.sha1.length: self.init(bytes, format: .sha1)
    case ObjectFormat.sha256.length: self.init(bytes, format: .sha256)
    default: return nil
    }
  }

  /// The id that stands for "no object" in hooks and reference updates.
  package static func zero(_ format: ObjectFormat) -> ObjectID { ObjectID([], format: format) }

  package var isZero: Bool { words == (0, 0, 0, 0) }

  package static func == (left: ObjectID, right: ObjectID) -> Bool {
    left.words == right.words && left.format == right.format
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
  }

  package var bytes: [UInt8] { withBytes { Array($0) } }

  /// Calls with the `format.length` bytes of the id.
  func withBytes<Result>(_ body: (Slice<UnsafeRawBufferPointer>) -> Result) -> Result {
    let words = (
      words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian
    )
    return withUnsafeBytes(of: words) { body($0.prefix(format.length)) }
  }

  /// All digits, in lower case.
  package var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(format.length * 2)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The first seven digits, for people.
  package var abbreviated: String { String(hex.prefix(7)) }

  private static func digit(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension ObjectID: Comparable {
  package static func < (left: ObjectID, right: ObjectID) -> Bool { left.words < right.words }
}

extension ObjectID: CustomStringConvertible {
  package var description: String { hex }
}
