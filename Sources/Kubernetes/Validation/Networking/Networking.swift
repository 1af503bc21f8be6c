extension KindRules {
  static let networking: [String: KindRules] = [
    "Ingress": Ingresses.rules,
    "IngressClass": IngressClasses.rules,
    "NetworkPolicy": NetworkPolicies.rules,
    "IPAddress": Addresses.rules,
    "ServiceCIDR": ServiceRanges.rules,
  ]

  static let discovery: [String: KindRules] = ["EndpointSlice": EndpointSlices.rules]
}

extension Format {
  /// The name of an IPAddress is the address in canonical form.
  static let address = Format(
    accepts: { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      return Address(text)?.description == text
    },
    problems: { text in
      Address(text)?.description == text ? [] : ["must be a canonical IP address"]
    })
}

enum Addresses {
  static let rules = KindRules.kind(.cluster, .address) { object in
    let parent = object["spec"]["parentRef"]
    guard parent.exists else { return parent.required() }
    for (name, format) in [("group", Format.dns1123Subdomain), ("namespace", .pathSegment)]
    where !parent[name].isEmpty {
      parent[name].check(format)
    }
    for name in ["resource", "name"] {
      if parent[name].isEmpty { parent[name].required() } else { parent[name].check(.pathSegment) }
    }
  } update: { new, old in
    Workloads.immutable(new["spec"]["parentRef"], old["spec"]["parentRef"])
  }
}

enum ServiceRanges {
  static let rules = KindRules.kind(.cluster, .dns1123Subdomain) { object in
    let ranges = object["spec"]["cidrs"]
    if ranges.isEmpty { return ranges.required("at least one CIDR required") }
    if ranges.count > 2 {
      return ranges.invalid("may only hold up to 2 values")
    }
    let families = ranges.texts.compactMap { AddressRange($0)?.address.isIPv4 }
    if families.count == 2, families[0] == families[1] {
      ranges.invalid(
        "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/96")
    }
    for element in ranges.elements { element.checkAddressRange() }
  } update: { new, old in
    Workloads.immutable(new["spec"]["cidrs"], old["spec"]["cidrs"])
  }
}
