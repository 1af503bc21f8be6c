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
    // What is written to `deprecatedTopology` is dropped before it is looked at.
    if endpoint["hostname"].exists { endpoint["hostname"].check(.dns1123Label) }
    validateHints(endpoint["hints"]["forZones"], .labelValue)
    validateHints(endpoint["hints"]["forNodes"], .dns1123Subdomain)
  }

  private static func validateHints(_ hints: Field, _ format: Format) {
    if hints.count > 8 { return hints.tooMany(hints.count, limit: 8) }
    var seen: Set<String> = []
    for hint in hints.elements {
      let name = hint["name"]
      if !seen.insert(name.text).inserted { name.duplicate() }
      name.check(format)
    }
  }

  private static let protocols = ["SCTP", "TCP", "UDP"]

  private static func validatePorts(_ ports: Field) {
    if ports.count > 20000 { return ports.tooMany(ports.count, limit: 20000) }
    var names: Set<String> = []
    for port in ports.elements {
      let (name, `protocol`) = (port["name"], port["protocol"])
      if !name.isEmpty { name.check(.dns1123Label) }
      if !names.insert(name.text).inserted { name.duplicate() }
      if !`protocol`.exists {
        `protocol`.required()
      } else if !`protocol`.isOne(of: protocols) {
        `protocol`.notSupported(protocols)
      }
      if port["appProtocol"].exists { port["appProtocol"].check(.qualifiedName) }
    }
  }
}
