enum EndpointSlices {
  static let rules = KindRules.kind(.namespaced, .dns1123Subdomain) { object in
    validate(object, old: nil)
  } update: { new, old in
    validate(new, old: old)
    Workloads.immutable(new["addressType"], old["addressType"])
  }

  /// - Parameter old: whose endpoints may stay, whatever they are.
  private static func validate(_ slice: Field, old: Field?) {
    let type = slice["addressType"]
    let types = ["FQDN", "IPv4", "IPv6"]
    if type.isEmpty {
      type.required()
    } else if !type.isOne(of: types) {
      type.notSupported(types)
    }
    validatePorts(slice["ports"])
    let endpoints = slice["endpoints"]
    if let old, endpoints.says(old["endpoints"]) { return }
    if endpoints.count > 1000 { return endpoints.tooMany(endpoints.count, limit: 1000) }
    for endpoint in endpoints.elements { validate(endpoint, type: type.text) }
  }

  private static func validate(_ endpoint: Field, type: String) {
    let addresses = endpoint["addresses"]
    if addresses.isEmpty {
      addresses.required("must contain at least 1 address")
    } else if addresses.count > 100 {
      addresses.tooMany(addresses.count, limit: 100)
    }
    for address in addresses.elements {
      switch type {
      case "IPv4", "IPv6":
        address.checkAddress()
        if let parsed = Address(address.text), parsed.isIPv4 != (type == "IPv4") {
          address.invalid("must be an \(type) address")
        }
        address.checkNotSpecial()
      case "FQDN": address.check(.dns1123Subdomain)
      default: break
      }
    }
    if endpoint["nodeName"].exists { endpoint["nodeName"].check(.dns1123Subdomain) }
    let topology = endpoint["deprecatedTopology"]
    if topology.count > 16 { topology.tooMany(topology.count, limit: 16) }
    for (name, value) in topology.entries {
      if name == "kubernetes.io/hostname" {
        value.invalid(
          "may not be set; use nodeName", value: GoText.quoted(value.text))
      }
    }
    if endpoint["hostname"].exists { endpoint["hostname"].check(.dns1123Label) }
    for (list, limit) in [("forZones", 8), ("forNodes", 8)] {
      let hints = endpoint["hints"][list]
      if hints.count > limit { hints.tooMany(hints.count, limit: limit) }
      var seen: Set<String> = []
      for hint in hints.elements {
        if !seen.insert(hint["name"].text).inserted { hint["name"].duplicate() }
        if hint["name"].isEmpty {
          hint["name"].required()
        } else if list == "forZones" {
          hint["name"].check(.labelValue)
        } else {
          hint["name"].check(.dns1123Subdomain)
        }
      }
    }
  }

  private static func validatePorts(_ ports: Field) {
    if ports.count > 20000 { return ports.tooMany(ports.count, limit: 20000) }
    var names: Set<String> = []
    for port in ports.elements {
      let name = port["name"]
      if !name.isEmpty { name.check(.dns1123Label) }
      if !names.insert(name.text).inserted { name.duplicate() }
      port["protocol"].expectOne(of: ["SCTP", "TCP", "UDP"])
      if port["appProtocol"].exists { port["appProtocol"].check(.qualifiedName) }
    }
  }
}
