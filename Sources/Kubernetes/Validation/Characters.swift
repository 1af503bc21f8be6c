/// The server's regular expressions for names, spelled out over bytes: they run on every name of
/// every object.
enum Characters {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  static func isLowercase(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
  }

  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    isDigit(byte) || isLowercase(byte | 0x20)
  }

  /// `[-a-z0-9]`
  static func isLabelCharacter(_ byte: UInt8) -> Bool {
    isLowercase(byte) || isDigit(byte) || byte == UInt8(ascii: "-")
  }

  /// `[-._a-zA-Z0-9]`
  static func isKeyCharacter(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: ".")
  }

  /// `[a-z0-9]([-a-z0-9]*[a-z0-9])?`
  static func isLabel(_ bytes: Bytes) -> Bool {
    guard let first = bytes.first, let last = bytes.last, first != UInt8(ascii: "-"),
      last != UInt8(ascii: "-")
    else { return false }
    return bytes.allSatisfy(isLabelCharacter)
  }

  /// Labels, with dots between them.
  static func isSubdomain(_ bytes: Bytes) -> Bool {
    var previous = UInt8(ascii: ".")
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "."):
        if previous == UInt8(ascii: ".") || previous == UInt8(ascii: "-") { return false }
      case UInt8(ascii: "-"): if previous == UInt8(ascii: ".") { return false }
      default: if !isLowercase(byte) && !isDigit(byte) { return false }
      }
      previous = byte
    }
    return previous != UInt8(ascii: ".") && previous != UInt8(ascii: "-")
  }

  /// `_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?`, with dots between them.
  static func isUnderscoredSubdomain(_ bytes: Bytes) -> Bool {
    bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .allSatisfy { label in
        let rest = label.first == UInt8(ascii: "_") ? label.dropFirst() : label
        guard let first = rest.first, let last = rest.last else { return false }
        return isLowercase(first) || isDigit(first)
          ? (isLowercase(last) || isDigit(last))
            && rest.allSatisfy { isLabelCharacter($0) || $0 == UInt8(ascii: "_") } : false
      }
  }

  /// `(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?`
  static func isLabelText(_ bytes: Bytes) -> Bool {
    guard let first = bytes.first, let last = bytes.last else { return true }
    return isAlphanumeric(first) && isAlphanumeric(last) && bytes.allSatisfy(isKeyCharacter)
  }

  /// A label key: an optional subdomain and a slash, and a name of at most 63 bytes.
  static func isQualifiedName(_ bytes: Bytes) -> Bool {
    var name = bytes
    if let slash = bytes.firstIndex(of: UInt8(ascii: "/")) {
      guard slash > 0, slash <= 253, isSubdomain(Bytes(rebasing: bytes[..<slash])) else {
        return false
      }
      name = Bytes(rebasing: bytes[(slash + 1)...])
    }
    return !name.isEmpty && name.count <= 63 && isLabelText(name)
  }
}
