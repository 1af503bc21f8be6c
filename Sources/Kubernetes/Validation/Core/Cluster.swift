import Values

enum Namespaces {
  static let rules = KindRules.kind(.cluster, .dns1123Label) { object in
    let finalizers = object["spec"]["finalizers"]
    for name in finalizers.elements {
      let place = finalizers.beside(name.node)
      place.check(.qualifiedName)
      if !name.text.contains("/"),
        !name.isOne(of: ["kubernetes", "orphan", "foregroundDeletion"])
      {
        place.invalid("name is neither a standard finalizer name nor is it fully qualified")
      }
    }
  } update: { _, _ in
  }
}

enum Nodes {
  static let rules = KindRules.kind(.cluster, .dns1123Subdomain) { node in
    let spec = node["spec"]
    Pods.validateTaints(spec["taints"], at: node["metadata"]["taints"])
    validateAmounts(node["status"])
    let ranges = spec["podCIDRs"]
    for element in ranges.elements { element.checkAddressRange() }
    guard ranges.count > 1 else { return }
    let parsed = ranges.texts.map { AddressRange($0) }
    let hasBoth =
      parsed.contains { $0?.address.isIPv4 == true }
      && parsed.contains { $0?.address.isIPv4 == false }
    if !hasBoth || ranges.count > 2 {
      ranges.invalid("may specify no more than one CIDR for each IP family")
    }
    var seen: Set<String> = []
    for range in ranges.elements where !seen.insert(range.text).inserted { range.duplicate() }
  } update: { new, old in
    validateAmounts(new["status"])
    let (spec, oldSpec) = (new["spec"], old["spec"])
    let message = "except from \"\" to valid"
    if !oldSpec["podCIDRs"].isEmpty, !spec["podCIDRs"].says(oldSpec["podCIDRs"]) {
      spec["podCIDRs"].forbidden("node updates may not change podCIDR \(message)")
    }
    if !oldSpec["providerID"].isEmpty, spec["providerID"].text != oldSpec["providerID"].text {
      spec["providerID"].forbidden("node updates may not change providerID \(message)")
    }
    Pods.validateTaints(spec["taints"], at: new["metadata"]["taints"])
    if spec["externalID"].text != oldSpec["externalID"].text {
      spec["externalID"].forbidden("may not be updated")
    }
  }

  private static func validateAmounts(_ status: Field) {
    for list in ["capacity", "allocatable"] {
      for (name, value) in status[list].entries {
        Resources.validateAmount(name, status[list][name].beside(value.node))
      }
    }
  }
}

enum Endpoints {
  static let rules = KindRules.kind(.namespaced, .dns1123Subdomain, validate) { new, old in
    Metadata.validate(new["metadata"], scope: .namespaced, name: .dns1123Subdomain)
    // What was valid once may stay.
    if !new["subsets"].says(old["subsets"]) { validate(new) }
  }

  private static func validate(_ object: Field) {
    for subset in object["subsets"].elements {
      let lists = ["addresses", "notReadyAddresses"]
      if lists.allSatisfy({ subset[$0].isEmpty }) {
        subset.required("must specify `addresses` or `notReadyAddresses`")
      }
      for address in lists.flatMap({ Array(subset[$0].elements) }) {
        address["ip"].checkAddress()
        if !address["hostname"].isEmpty { address["hostname"].check(.dns1123Label) }
        if address["nodeName"].exists { address["nodeName"].check(.dns1123Subdomain) }
        address["ip"].checkNotSpecial()
      }
      let ports = subset["ports"]
      for port in ports.elements {
        if !port["name"].isEmpty {
          port["name"].check(.dns1123Label)
        } else if ports.count > 1 {
          port["name"].required()
        }
        port["port"].range(1...65535)
        port["protocol"].expectOne(of: ["SCTP", "TCP", "UDP"])
        if port["appProtocol"].exists { port["appProtocol"].check(.qualifiedName) }
      }
    }
  }
}
