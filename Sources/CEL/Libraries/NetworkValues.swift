/// A value of the type `net.IP`.
public final class NetworkAddress: ObjectValue {
  public static let type = Type.opaque("net.IP", [])

  public let address: InternetAddress

  public init(_ address: InternetAddress) {
    self.address = address
  }

  public var type: Type { Self.type }

  /// An IPv6 address that stands for an IPv4 one equals that.
  public func isEqual(to other: any ObjectValue) -> Bool {
    (other as? NetworkAddress).map { $0.address.plain == address.plain } ?? false
  }

  /// The bytes of the address.
  public var costSize: Int { address.isIPv6 ? 16 : 4 }

  public var description: String { address.description }

  /// An address, or the error that tells why the text is none.
  static func parse(_ text: String, refusesMapped: Bool) -> Value {
    do {
      let address = try InternetAddress(text)
      if !address.zone.isEmpty {
        return .error("IP address \"\(text)\" with zone value is not allowed")
      }
      if address.isMapped, refusesMapped || text.contains(".") {
        return .error("IPv4-mapped IPv6 address \"\(text)\" is not allowed")
      }
      return .object(NetworkAddress(address))
    } catch {
      return .error("IP Address \"\(text)\" parse error during conversion from string: \(error)")
    }
  }
}

/// A value of the type `net.CIDR`.
public final class NetworkPrefix: ObjectValue {
  public static let type = Type.opaque("net.CIDR", [])

  public let prefix: InternetPrefix

  public init(_ prefix: InternetPrefix) {
    self.prefix = prefix
  }

  public var type: Type { Self.type }

  public func isEqual(to other: any ObjectValue) -> Bool {
    (other as? NetworkPrefix).map { $0.prefix == prefix } ?? false
  }

  /// The bytes that the prefix reaches into.
  public var costSize: Int { (prefix.length + 7) / 8 }

  public var description: String { prefix.description }

  /// A range, or the error that tells why the text is none.
  static func parse(_ text: String, refusesMapped: Bool) -> Value {
    do {
      let prefix = try InternetPrefix(text)
      if !prefix.address.zone.isEmpty {
        return .error("CIDR \"\(text)\" with zone value is not allowed")
      }
      if prefix.address.isMapped, refusesMapped || text.contains(".") {
        return .error("IPv4-mapped IPv6 address \"\(text)\" is not allowed")
      }
      return .object(NetworkPrefix(prefix))
    } catch {
      let message = "network address parse error during conversion from string: "
      return .error(message + message + "\(error)")
    }
  }
}

extension InternetAddress {
  /// The IPv4 address that this stands for, or itself.
  fileprivate var plain: InternetAddress {
    isMapped ? InternetAddress(bits: bits & 0xFFFF_FFFF, isIPv6: false) : self
  }
}
