extension Library {
  /// IP addresses and ranges (extension `network`).
  ///
  /// - Parameter refusesMapped: refuses IPv6 addresses that stand for IPv4 ones however they are
  ///   written, and not only where they show the IPv4 address with dots.
  public static func network(refusesMapped: Bool = false) -> Library {
    let ip = NetworkAddress.type
    let cidr = NetworkPrefix.type
    @Sendable func parse(_ text: Value) -> Value {
      NetworkAddress.parse(text.string ?? "", refusesMapped: refusesMapped)
    }
    @Sendable func parsePrefix(_ text: Value) -> Value {
      NetworkPrefix.parse(text.string ?? "", refusesMapped: refusesMapped)
    }
    let addresses = [
      Function("ip", Overload("string_to_ip", .string, ip, unary: parse)),
      Function(
        "isIP", Overload("is_ip", .string, .bool) { .bool(parse($0).isObject) }),
      Function(
        "ip.isCanonical",
        Overload("ip_is_canonical", .string, .bool) { text in
          let address = parse(text)
          guard case .object(let object) = address else { return address }
          return .bool(object.description == text.string)
        }),
      test("family", .int) { .int($0.isIPv6 ? 6 : 4) },
      test("isUnspecified", .bool) { .bool($0.isUnspecified) },
      test("isLoopback", .bool) { .bool($0.isLoopback) },
      test("isGlobalUnicast", .bool) { .bool($0.isGlobalUnicast) },
      test("isLinkLocalMulticast", .bool) { .bool($0.isLinkLocalMulticast) },
      test("isLinkLocalUnicast", .bool) { .bool($0.isLinkLocalUnicast) },
      Function(
        "string",
        Overload("ip_to_string", ip, .string) { describe($0) },
        Overload("cidr_to_string", cidr, .string) { describe($0) }),
    ]
    let prefixes = [
      Function("cidr", Overload("string_to_cidr", .string, cidr, unary: parsePrefix)),
      Function(
        "isCIDR", Overload("is_cidr", .string, .bool) { .bool(parsePrefix($0).isObject) }),
      Function(
        "containsIP",
        Overload("cidr_contains_ip_ip", isMember: true, cidr, ip, .bool, binary: containsAddress),
        Overload("cidr_contains_ip_string", isMember: true, cidr, .string, .bool) {
          let address = parse($1)
          return address.isObject ? containsAddress($0, address) : address
        }),
      Function(
        "containsCIDR",
        Overload("cidr_contains_cidr", isMember: true, cidr, cidr, .bool, binary: containsPrefix),
        Overload("cidr_contains_cidr_string", isMember: true, cidr, .string, .bool) {
          let prefix = parsePrefix($1)
          return prefix.isObject ? containsPrefix($0, prefix) : prefix
        }),
      read("ip", "cidr_ip", ip) { .object(NetworkAddress($0.address)) },
      read("masked", "cidr_masked", cidr) { .object(NetworkPrefix($0.masked)) },
      read("prefixLength", "cidr_prefix_length", .int) { .int(Int64($0.length)) },
    ]
    return Library("network", functions: addresses + prefixes, types: [ip, cidr])
  }

  @Sendable
  private static func describe(_ value: Value) -> Value {
    guard case .object(let object) = value else { return .noSuchOverload }
    return .string(object.description)
  }

  private static func test(
    _ name: String, _ result: Type, _ body: @escaping @Sendable (InternetAddress) -> Value
  ) -> Function {
    Function(
      name,
      Overload(
        "ip_\(name.snakeCased)", isMember: true, NetworkAddress.type, result
      ) { value in
        value.object(as: NetworkAddress.self).map { body($0.address) } ?? .noSuchOverload
      })
  }

  private static func read(
    _ name: String, _ id: String, _ result: Type,
    _ body: @escaping @Sendable (InternetPrefix) -> Value
  ) -> Function {
    Function(
      name,
      Overload(id, isMember: true, NetworkPrefix.type, result) { value in
        value.object(as: NetworkPrefix.self).map { body($0.prefix) } ?? .noSuchOverload
      })
  }

  @Sendable
  private static func containsAddress(_ prefix: Value, _ address: Value) -> Value {
    guard let prefix = prefix.object(as: NetworkPrefix.self),
      let address = address.object(as: NetworkAddress.self)
    else { return .noSuchOverload }
    return .bool(prefix.prefix.contains(address.address))
  }

  @Sendable
  private static func containsPrefix(_ prefix: Value, _ other: Value) -> Value {
    guard let prefix = prefix.object(as: NetworkPrefix.self),
      let other = other.object(as: NetworkPrefix.self)
    else { return .noSuchOverload }
    return .bool(prefix.prefix.contains(other.prefix))
  }
}

extension String {
  /// `is_link_local` of `isLinkLocal`.
  fileprivate var snakeCased: String {
    var text = ""
    for character in self {
      if character.isUppercase { text += "_" }
      text += character.lowercased()
    }
    return text
  }
}
