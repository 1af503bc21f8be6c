/// IP addresses and CIDR ranges as Go's net package reads and writes them.
struct Address: Equatable {
  /// 4 or 16 bytes.
  var bytes: [UInt8]
  /// Leading zeros in the dotted parts, which the server reads for old objects' sake.
  var hasLeadingZeros = false
  /// An IPv4 address that was written as an IPv6 one.
  var isMapped = false

  var isIPv4: Bool { bytes.count == 4 }

  init?(_ text: some StringProtocol) {
    let text = Array(text.utf8)
    if text.contains(UInt8(ascii: ":")) {
      self.init(ipv6: text)
    } else {
      self.init(ipv4: text[...])
    }
  }

  private init?(ipv4 text: ArraySlice<UInt8>) {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    bytes = []
    for part in parts {
      guard !part.isEmpty, part.allSatisfy(Characters.isDigit) else { return nil }
      if part.count > 1, part.first == UInt8(ascii: "0") { hasLeadingZeros = true }
      var value = 0
      for digit in part {
        value = value * 10 + Int(digit - UInt8(ascii: "0"))
        guard value <= 255 else { return nil }
      }
      bytes.append(UInt8(value))
    }
  }

  private init?(ipv6 text: [UInt8]) {
    guard text.count <= 45 else { return nil }
    var groups: [UInt16] = []
    var gap: Int?
    var rest = text[...]
    let colon = UInt8(ascii: ":")
    if rest.starts(with: [colon, colon]) {
      gap = 0
      rest = rest.dropFirst(2)
    } else if rest.first == colon {
      return nil
    }
    var embedded: Address?
    while !rest.isEmpty {
      let part = rest.prefix { $0 != colon }
      if part.contains(UInt8(ascii: ".")) {
        guard part.endIndex == rest.endIndex, let ipv4 = Address(ipv4: part) else { return nil }
        embedded = ipv4
        groups.append(UInt16(ipv4.bytes[0]) << 8 | UInt16(ipv4.bytes[1]))
        groups.append(UInt16(ipv4.bytes[2]) << 8 | UInt16(ipv4.bytes[3]))
        rest = []
        break
      }
      guard (1...4).contains(part.count),
        let value = UInt16(String(decoding: part, as: UTF8.self), radix: 16),
        part.first != UInt8(ascii: "+"), part.first != UInt8(ascii: "-")
      else { return nil }
      groups.append(value)
      rest = rest.dropFirst(part.count)
      guard !rest.isEmpty else { break }
      rest = rest.dropFirst()
      if rest.first == colon {
        guard gap == nil else { return nil }
        gap = groups.count
        rest = rest.dropFirst()
      } else if rest.isEmpty {
        return nil
      }
    }
    if let gap {
      guard groups.count < 8 else { return nil }
      groups.insert(contentsOf: Array(repeating: 0, count: 8 - groups.count), at: gap)
    }
    guard groups.count == 8 else { return nil }
    bytes = groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    hasLeadingZeros = embedded?.hasLeadingZeros ?? false
    if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
      bytes = Array(bytes[12...])
      isMapped = true
    }
  }
}

extension Address: CustomStringConvertible {
  /// RFC 5952.
  var description: String {
    if isIPv4 { return bytes.map { String($0) }.joined(separator: ".") }
    let groups = stride(from: 0, to: 16, by: 2).map {
      UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
    }
    var longest = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8, groups[end] == 0 { end += 1 }
      if end - start > max(longest.count, 1) { longest = start..<end }
      start = max(end, start + 1)
    }
    func text(_ range: Range<Int>) -> String {
      range.map { String(groups[$0], radix: 16) }.joined(separator: ":")
    }
    if longest.isEmpty { return text(0..<8) }
    return "\(text(0..<longest.lowerBound))::\(text(longest.upperBound..<8))"
  }
}

extension Address {
  var isUnspecified: Bool { bytes.allSatisfy { $0 == 0 } }

  var isLoopback: Bool {
    isIPv4 ? bytes[0] == 127 : bytes[15] == 1 && bytes[..<15].allSatisfy { $0 == 0 }
  }

  var isLinkLocalUnicast: Bool {
    isIPv4
      ? bytes[0] == 169 && bytes[1] == 254 : bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80
  }

  var isLinkLocalMulticast: Bool {
    isIPv4
      ? bytes[0] == 224 && bytes[1] == 0 && bytes[2] == 0
      : bytes[0] == 0xFF && bytes[1] & 0x0F == 0x02
  }
}

struct AddressRange {
  var address: Address
  var length: Int
  var hasLeadingZeros: Bool

  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = Address(parts[0]), !parts[1].isEmpty,
      parts[1].utf8.count <= 3, parts[1].utf8.allSatisfy(Characters.isDigit),
      let length = Int(parts[1]), length <= (parts[0].contains(":") ? 128 : 32)
    else { return nil }
    self.address = address
    self.length = address.isMapped ? max(length - 96, 0) : length
    hasLeadingZeros =
      address.hasLeadingZeros || (parts[1].utf8.count > 1 && parts[1].hasPrefix("0"))
  }

  var masked: Address {
    var result = address
    for index in result.bytes.indices {
      let kept = min(max(length - 8 * index, 0), 8)
      result.bytes[index] &= UInt8(truncatingIfNeeded: 0xFF00 >> kept)
    }
    return result
  }

  func contains(_ other: AddressRange) -> Bool {
    guard address.isIPv4 == other.address.isIPv4, length <= other.length else { return false }
    var narrowed = other
    narrowed.length = length
    return narrowed.masked.bytes == masked.bytes
  }
}

// MARK: - Rules

extension Field {
  /// `IsValidIP`, or for fields that were lenient once, `IsValidIPForLegacyField`.
  @discardableResult
  func checkAddress(canonical: Bool = false) -> Bool {
    guard let address = Address(text) else {
      invalid("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")
      return false
    }
    let before = report.errors.count
    if address.hasLeadingZeros { invalid("must not have leading 0s") }
    if address.isMapped { invalid("must not be an IPv4-mapped IPv6 address") }
    if canonical, report.errors.count == before, text != address.description {
      invalid("must be in canonical form (\(GoText.quoted(address.description)))")
    }
    return report.errors.count == before
  }

  /// `IsValidCIDRForLegacyField`.
  @discardableResult
  func checkAddressRange(_ text: String? = nil) -> Bool {
    let text = text ?? self.text
    let value = GoText.quoted(text)
    guard let range = AddressRange(text) else {
      invalid(
        "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)", value: value)
      return false
    }
    if range.hasLeadingZeros {
      invalid("must not have leading 0s in IP or prefix length", value: value)
    } else if range.address.isMapped {
      invalid("must not have an IPv4-mapped IPv6 address", value: value)
    } else if range.masked.bytes != range.address.bytes {
      invalid("must not have bits set beyond the prefix length", value: value)
    } else {
      return true
    }
    return false
  }

  /// `ValidateEndpointIP`: an address that something outside its host can reach.
  func checkNotSpecial() {
    guard let address = Address(text) else { return invalid("must be a valid IP address") }
    if address.isUnspecified { invalid("may not be unspecified (\(text))") }
    if address.isLoopback {
      invalid("may not be in the loopback range (127.0.0.0/8, ::1/128)")
    }
    if address.isLinkLocalUnicast {
      invalid("may not be in the link-local range (169.254.0.0/16, fe80::/10)")
    }
    if address.isLinkLocalMulticast {
      invalid("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)")
    }
  }
}
