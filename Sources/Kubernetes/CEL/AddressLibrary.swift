import CEL

/// `k8s.io/apiserver/pkg/cel/library/ip.go` and `cidr.go`.
enum AddressLibrary {
  static let addressType = Type.opaque("net.IP", [])
  static let prefixType = Type.opaque("net.CIDR", [])

  static let library = Library(
    "kubernetes.net",
    functions: addressFunctions + prefixFunctions + [
      Function(
        "string",
        Overload("ip_to_string", addressType, .string) { address in
          withContent(address) { (address: InternetAddress) in .string(address.description) }
        },
        Overload("cidr_to_string", prefixType, .string) { prefix in
          withContent(prefix) { (prefix: InternetPrefix) in .string(prefix.description) }
        })
    ], types: [addressType, prefixType])

  private struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private static func value(_ address: InternetAddress) -> Value {
    .object(
      OpaqueValue(
        address, type: addressType, costSize: address.bitWidth / 8,
        description: address.description
      ) { $0 == $1 })
  }

  private static func value(_ prefix: InternetPrefix) -> Value {
    .object(
      OpaqueValue(
        prefix, type: prefixType, costSize: (prefix.length + 7) / 8,
        description: prefix.description
      ) { $0 == $1 })
  }

  private static func address(_ text: String) throws(Failure) -> InternetAddress {
    let quoted = GoText.quoted(text)
    let address: InternetAddress
    do {
      address = try InternetAddress(text)
    } catch {
      throw Failure(
        description: "IP Address \(quoted) parse error during conversion from string: \(error)")
    }
    guard address.zone.isEmpty else {
      throw Failure(description: "IP address \(quoted) with zone value is not allowed")
    }
    guard !address.isMapped else {
      throw Failure(description: "IPv4-mapped IPv6 address \(quoted) is not allowed")
    }
    return address
  }

  private static func prefix(_ text: String) throws(Failure) -> InternetPrefix {
    let prefix: InternetPrefix
    do {
      prefix = try InternetPrefix(text)
    } catch {
      throw Failure(
        description: "network address parse error during conversion from string: \(error)")
    }
    guard !prefix.address.isMapped else {
      let quoted = GoText.quoted(text)
      throw Failure(description: "IPv4-mapped IPv6 address \(quoted) is not allowed")
    }
    return prefix
  }

  private static func addressValue(_ text: Value) -> Value {
    withText(text) { text in
      do { return value(try address(text)) } catch { return .error("\(error)") }
    }
  }

  private static func prefixValue(_ text: Value) -> Value {
    withText(text) { text in
      do {
        return value(try prefix(text))
      } catch {
        return .error(
          "network address parse error during conversion from string: \(error)")
      }
    }
  }
}

// MARK: - Addresses

extension AddressLibrary {
  private static let addressFunctions = [
    Function(
      "ip", Overload("string_to_ip", .string, addressType, unary: addressValue),
      Overload("cidr_ip", isMember: true, prefixType, addressType) { prefix in
        withContent(prefix) { (prefix: InternetPrefix) in value(prefix.address) }
      }),
    Function(
      "isIP",
      Overload("is_ip", .string, .bool) { text in
        withText(text) { .bool((try? address($0)) != nil) }
      }),
    Function(
      "ip.isCanonical",
      Overload("ip_is_canonical", .string, .bool) { text in
        withText(text) { text in
          do {
            return .bool(try address(text).description == text)
          } catch {
            return .error("\(error)")
          }
        }
      }),
    Function(
      "family",
      Overload("ip_family", isMember: true, addressType, .int) { address in
        withContent(address) { (address: InternetAddress) in .int(address.isIPv6 ? 6 : 4) }
      }),
    property("isUnspecified", "ip_is_unspecified", \.isUnspecified),
    property("isLoopback", "ip_is_loopback", \.isLoopback),
    property("isLinkLocalMulticast", "ip_is_link_local_multicast", \.isLinkLocalMulticast),
    property("isLinkLocalUnicast", "ip_is_link_local_unicast", \.isLinkLocalUnicast),
    property("isGlobalUnicast", "ip_is_global_unicast", \.isGlobalUnicast),
  ]

  private static func property(
    _ name: String, _ id: String, _ path: any KeyPath<InternetAddress, Bool> & Sendable
  ) -> Function {
    Function(
      name,
      Overload(id, isMember: true, addressType, .bool) { address in
        withContent(address) { (address: InternetAddress) in .bool(address[keyPath: path]) }
      })
  }
}

// MARK: - Prefixes

extension AddressLibrary {
  private static let prefixFunctions = [
    Function("cidr", Overload("string_to_cidr", .string, prefixType, unary: prefixValue)),
    Function(
      "isCIDR",
      Overload("is_cidr", .string, .bool) { text in
        withText(text) { .bool((try? prefix($0)) != nil) }
      }),
    Function(
      "containsIP",
      Overload("cidr_contains_ip_ip", isMember: true, prefixType, addressType, .bool) {
        containsAddress($0, $1)
      },
      Overload("cidr_contains_ip_string", isMember: true, prefixType, .string, .bool) {
        containsAddress($0, addressValue($1))
      }),
    Function(
      "containsCIDR",
      Overload("cidr_contains_cidr", isMember: true, prefixType, prefixType, .bool) {
        containsPrefix($0, $1)
      },
      Overload("cidr_contains_cidr_string", isMember: true, prefixType, .string, .bool) {
        containsPrefix($0, prefixValue($1))
      }),
    Function(
      "prefixLength",
      Overload("cidr_prefix_length", isMember: true, prefixType, .int) { prefix in
        withContent(prefix) { (prefix: InternetPrefix) in .int(Int64(prefix.length)) }
      }),
    Function(
      "masked",
      Overload("cidr_masked", isMember: true, prefixType, prefixType) { prefix in
        withContent(prefix) { (prefix: InternetPrefix) in value(prefix.masked) }
      }),
  ]

  private static func containsAddress(_ prefix: Value, _ address: Value) -> Value {
    // The server says that no overload fits where the text is no address.
    withContent(prefix) { (prefix: InternetPrefix) in
      withContent(address) { (address: InternetAddress) in .bool(prefix.contains(address)) }
    }
  }

  private static func containsPrefix(_ prefix: Value, _ other: Value) -> Value {
    if case .error = other { return other }
    return withContents(prefix, other) { (prefix: InternetPrefix, other: InternetPrefix) in
      .bool(prefix.contains(other))
    }
  }
}
