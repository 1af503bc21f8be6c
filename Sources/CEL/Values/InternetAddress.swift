/// An IPv4 or IPv6 address as Go's `net/netip` reads and writes it.
public struct InternetAddress: Hashable, Sendable {
  /// The address, in the lowest 32 bits for IPv4.
  public let bits: UInt128
  public let isIPv6: Bool
  /// What stands behind `%`; empty for most.
  public let zone: String

  public init(bits: UInt128, isIPv6: Bool, zone: String = "") {
    self.bits = bits
    self.isIPv6 = isIPv6
    self.zone = zone
  }

  public var bitWidth: Int { isIPv6 ? 128 : 32 }

  /// Whether this is an IPv6 address that stands for an IPv4 one: `::ffff:1.2.3.4`.
  public var isMapped: Bool { isIPv6 && bits >> 32 == 0xFFFF }

  private var unmapped: InternetAddress {
    isMapped ? InternetAddress(bits: bits & 0xFFFF_FFFF, isIPv6: false) : self
  }

  /// The 16 bits from the top, of IPv6, or of IPv4.
  private var top: UInt16 { UInt16(truncatingIfNeeded: bits >> (isIPv6 ? 112 : 16)) }

  public var isUnspecified: Bool { bits == 0 && zone.isEmpty }

  public var isLoopback: Bool {
    let address = unmapped
    return address.isIPv6 ? address.bits == 1 : address.top >> 8 == 127
  }

  public var isMulticast: Bool {
    let address = unmapped
    return address.isIPv6 ? address.top >> 8 == 0xFF : address.top >> 12 == 0xE
  }

  public var isLinkLocalMulticast: Bool {
    let address = unmapped
    return address.isIPv6
      ? address.top & 0xFF0F == 0xFF02 : address.bits >> 8 == 0xE0_0000
  }

  public var isLinkLocalUnicast: Bool {
    let address = unmapped
    return address.isIPv6 ? address.top & 0xFFC0 == 0xFE80 : address.top == 0xA9FE
  }

  /// Private addresses count as global, as they do to Go.
  public var isGlobalUnicast: Bool {
    let address = unmapped
    if !address.isIPv6, address.bits == 0 || address.bits == 0xFFFF_FFFF { return false }
    return !isUnspecified && !isLoopback && !isMulticast && !isLinkLocalUnicast
  }

  /// The address with all but its first bits cleared.
  public func masked(to length: Int) -> InternetAddress {
    let dropped = max(bitWidth - length, 0)
    let kept = dropped >= 128 ? 0 : (bits >> UInt128(dropped)) << UInt128(dropped)
    return InternetAddress(bits: kept, isIPv6: isIPv6)
  }
}

extension InternetAddress: CustomStringConvertible {
  /// The canonical text (RFC 5952).
  public var description: String {
    guard isIPv6 else { return Self.dotted(bits) }
    let suffix = zone.isEmpty ? "" : "%" + zone
    if isMapped { return "::ffff:" + Self.dotted(bits & 0xFFFF_FFFF) + suffix }
    let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> UInt128(112 - 16 * $0)) }
    var longest = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8, groups[end] == 0 { end += 1 }
      if end - start >= 2, end - start > longest.count { longest = start..<end }
      start = max(end, start + 1)
    }
    func text(_ range: Range<Int>) -> String {
      range.map { String(groups[$0], radix: 16) }.joined(separator: ":")
    }
    guard !longest.isEmpty else { return text(0..<8) + suffix }
    return "\(text(0..<longest.lowerBound))::\(text(longest.upperBound..<8))\(suffix)"
  }

  private static func dotted(_ bits: UInt128) -> String {
    [24, 16, 8, 0].map { "\(UInt8(truncatingIfNeeded: bits >> UInt128($0)))" }
      .joined(separator: ".")
  }
}

/// A range of addresses in CIDR notation. The address keeps its bits beyond the prefix.
public struct InternetPrefix: Hashable, Sendable {
  public let address: InternetAddress
  /// The bits that all addresses of the range share.
  public let length: Int

  public init(address: InternetAddress, length: Int) {
    self.address = address
    self.length = length
  }

  public var masked: InternetPrefix {
    InternetPrefix(address: address.masked(to: length), length: length)
  }

  public func contains(_ other: InternetAddress) -> Bool {
    other.zone.isEmpty && other.isIPv6 == address.isIPv6
      && other.masked(to: length) == address.masked(to: length)
  }

  /// Whether all addresses of the other are addresses of this.
  public func contains(_ other: InternetPrefix) -> Bool {
    length <= other.length && contains(other.address)
  }
}

extension InternetPrefix: CustomStringConvertible {
  public var description: String { "\(address)/\(length)" }
}
