extension InternetAddress {
  /// Why a text is no address: what Go's `netip.ParseAddr` says.
  public struct ParseError: Error, Sendable, CustomStringConvertible {
    public let description: String

    fileprivate init(_ text: String, _ problem: String, at rest: ArraySlice<UInt8> = []) {
      let place = String(decoding: rest, as: UTF8.self)
      let suffix = place.isEmpty ? "" : " (at \(goQuoted(place)))"
      description = "ParseAddr(\(goQuoted(text))): \(problem)\(suffix)"
    }

    fileprivate init(prefix text: String, _ problem: String) {
      description = "netip.ParsePrefix(\(goQuoted(text))): \(problem)"
    }
  }

  public init(_ text: String) throws(ParseError) {
    let bytes = Array(text.utf8)
    switch bytes.first(where: { [UInt8(ascii: "."), UInt8(ascii: ":"), percent].contains($0) }) {
    case UInt8(ascii: "."):
      self.init(bits: UInt128(try Self.dotted(bytes[...], of: text)), isIPv6: false)
    case UInt8(ascii: ":"): self = try Self.ipv6(bytes, of: text)
    case percent: throw ParseError(text, "missing IPv6 address")
    default: throw ParseError(text, "unable to parse IP")
    }
  }

  private static func dotted(
    _ bytes: ArraySlice<UInt8>, of text: String
  ) throws(ParseError) -> UInt32 {
    var result: UInt32 = 0
    var value: UInt32 = 0
    var dots = 0
    var digits = 0
    for (index, byte) in zip(bytes.indices, bytes) {
      if let digit = decimal(byte) {
        if digits == 1, value == 0 {
          throw ParseError(text, "IPv4 field has octet with leading zero")
        }
        value = value * 10 + digit
        digits += 1
        if value > 255 { throw ParseError(text, "IPv4 field has value >255") }
      } else if byte == UInt8(ascii: ".") {
        if digits == 0 || index == bytes.endIndex - 1 {
          throw ParseError(text, "IPv4 field must have at least one digit", at: bytes[index...])
        }
        if dots == 3 { throw ParseError(text, "IPv4 address too long") }
        result = result << 8 | value
        (value, digits, dots) = (0, 0, dots + 1)
      } else {
        throw ParseError(text, "unexpected character", at: bytes[index...])
      }
    }
    if dots < 3 { throw ParseError(text, "IPv4 address too short") }
    return result << 8 | value
  }

  private static func ipv6(
    _ bytes: [UInt8], of text: String
  ) throws(ParseError) -> InternetAddress {
    var rest = bytes[...]
    var zone = ""
    if let index = rest.firstIndex(of: percent) {
      zone = String(decoding: rest[(index + 1)...], as: UTF8.self)
      rest = rest[..<index]
      if zone.isEmpty { throw ParseError(text, "zone must be a non-empty string") }
    }
    var groups: [UInt16] = []
    var ellipsis: Int?
    if rest.starts(with: "::".utf8) {
      ellipsis = 0
      rest = rest.dropFirst(2)
      if rest.isEmpty { return InternetAddress(bits: 0, isIPv6: true, zone: zone) }
    }
    while groups.count < 8 {
      let digits = rest.prefix { hexadecimal($0) != nil }
      if digits.count > 4 {
        throw ParseError(text, "each group must have 4 or less digits", at: rest)
      }
      if digits.isEmpty {
        throw ParseError(
          text, "each colon-separated field must have at least one digit", at: rest)
      }
      if digits.endIndex < rest.endIndex, rest[digits.endIndex] == UInt8(ascii: ".") {
        if ellipsis == nil, groups.count != 6 {
          throw ParseError(
            text, "embedded IPv4 address must replace the final 2 fields of the address",
            at: rest)
        }
        if groups.count > 6 {
          throw ParseError(
            text, "too many hex fields to fit an embedded IPv4 at the end of the address",
            at: rest)
        }
        let value = try dotted(rest, of: text)
        groups += [UInt16(value >> 16), UInt16(truncatingIfNeeded: value)]
        rest = []
        break
      }
      groups.append(digits.reduce(0) { $0 << 4 | UInt16(hexadecimal($1) ?? 0) })
      rest = rest[digits.endIndex...]
      guard let next = rest.first else { break }
      guard next == UInt8(ascii: ":") else {
        throw ParseError(text, "unexpected character, want colon", at: rest)
      }
      if rest.count == 1 {
        throw ParseError(text, "colon must be followed by more characters", at: rest)
      }
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: ":") {
        if ellipsis != nil { throw ParseError(text, "multiple :: in address", at: rest) }
        ellipsis = groups.count
        rest = rest.dropFirst()
        if rest.isEmpty { break }
      }
    }
    if !rest.isEmpty { throw ParseError(text, "trailing garbage after address", at: rest) }
    if groups.count < 8 {
      guard let ellipsis else { throw ParseError(text, "address string too short") }
      let zeros = Array(repeating: UInt16(0), count: 8 - groups.count)
      groups.insert(contentsOf: zeros, at: ellipsis)
    } else if ellipsis != nil {
      throw ParseError(text, "the :: must expand to at least one field of zeros")
    }
    return InternetAddress(
      bits: groups.reduce(0) { $0 << 16 | UInt128($1) }, isIPv6: true, zone: zone)
  }
}

extension InternetPrefix {
  /// As Go's `netip.ParsePrefix`.
  public init(_ text: String) throws(InternetAddress.ParseError) {
    let bytes = Array(text.utf8)
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else {
      throw InternetAddress.ParseError(prefix: text, "no '/'")
    }
    let address: InternetAddress
    do {
      address = try InternetAddress(String(decoding: bytes[..<slash], as: UTF8.self))
    } catch {
      throw InternetAddress.ParseError(prefix: text, error.description)
    }
    guard address.zone.isEmpty else {
      throw InternetAddress.ParseError(prefix: text, "IPv6 zones cannot be present in a prefix")
    }
    let digits = bytes[(slash + 1)...]
    guard !digits.isEmpty, digits.allSatisfy({ decimal($0) != nil }),
      digits.count == 1 || digits.first != UInt8(ascii: "0"), digits.count <= 18
    else {
      let quoted = goQuoted(String(decoding: digits, as: UTF8.self))
      throw InternetAddress.ParseError(prefix: text, "bad bits after slash: \(quoted)")
    }
    let length = digits.reduce(0) { $0 * 10 + Int(decimal($1) ?? 0) }
    guard length <= address.bitWidth else {
      throw InternetAddress.ParseError(prefix: text, "prefix length out of range")
    }
    self.init(address: address, length: length)
  }
}

private let percent = UInt8(ascii: "%")

private func decimal(_ byte: UInt8) -> UInt32? {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? UInt32(byte) - 48 : nil
}

private func hexadecimal(_ byte: UInt8) -> UInt32? {
  if let digit = decimal(byte) { return digit }
  let letter = byte | 0x20
  return (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(letter) ? UInt32(letter) - 87 : nil
}

/// A text as Go's `strconv.Quote` writes it, near enough for a message: control characters and
/// what is not printable are escaped.
private func goQuoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case "\u{7}": result += "\\a"
    case "\u{8}": result += "\\b"
    case "\u{B}": result += "\\v"
    case "\u{C}": result += "\\f"
    default:
      if scalar.value < 0x20 || scalar.value == 0x7F {
        let digits = String(scalar.value, radix: 16)
        result += "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }
  return result + "\""
}
