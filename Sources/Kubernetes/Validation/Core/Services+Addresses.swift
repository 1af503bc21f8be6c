import Values

extension Services {
  static func validateClusterAddresses(_ spec: Field, old: Field?) {
    guard spec["type"] != "ExternalName" else { return }
    let (address, addresses) = (spec["clusterIP"], spec["clusterIPs"])
    let (families, policy) = (spec["ipFamilies"], spec["ipFamilyPolicy"])
    if !address.isEmpty {
      if addresses.isEmpty {
        addresses.required()
      } else if addresses[0].text != address.text {
        addresses.invalid("first value must match `clusterIP`")
      }
    } else if !addresses.isEmpty {
      addresses.invalid("must be empty when `clusterIP` is not specified")
    }
    var seen: Set<String> = []
    for family in families.elements {
      if !family.isOne(of: ["IPv4", "IPv6"]) { family.notSupported(["IPv4", "IPv6"]) }
      if !seen.insert(family.text).inserted { family.duplicate() }
    }
    let policies = ["PreferDualStack", "RequireDualStack", "SingleStack"]
    if policy.exists, !policy.isOne(of: policies) { policy.notSupported(policies) }

    let stored = Set(old?["clusterIPs"].texts ?? [])
    var areValid = true
    for (index, address) in addresses.elements.enumerated() {
      if index == 0, address == "None" {
        if addresses.count > 1 {
          areValid = false
          addresses.invalid("'None' must be the first and only value")
        }
      } else if !stored.contains(address.text) {
        areValid = address.checkAddress() && areValid
      }
    }
    if addresses.count > 2 { addresses.invalid("may only hold up to 2 values") }
    guard areValid else { return }
    let parsed = addresses.elements.map { Address($0.text) }
    if parsed.count > 1 {
      let hasBoth =
        parsed.contains { $0?.isIPv4 == true } && parsed.contains { $0?.isIPv4 == false }
      if !hasBoth { addresses.invalid("may specify no more than one IP for each IP family") }
    }
    guard !isHeadless(spec) else { return }
    for (index, pair) in zip(parsed, families.elements).enumerated() {
      guard let address = pair.0 else { continue }
      if pair.1 == "IPv4" && !address.isIPv4 || pair.1 == "IPv6" && address.isIPv4 {
        addresses[index].invalid(
          "expected an \(pair.1.text) value as indicated by `ipFamilies[\(index)]`")
      }
    }
  }

  // MARK: - Update

  static func validateUpdate(_ new: Field, _ old: Field) {
    let isExternal = new["type"] == "ExternalName" || old["type"] == "ExternalName"
    let (isHeadless, wasHeadless) = (isHeadless(new), isHeadless(old))
    if !isExternal {
      if !(isHeadless && wasHeadless) {
        validateChange(
          new["clusterIPs"], old["clusterIPs"], of: new, what: "clusterIP", eachIndex: true)
      }
      if !isHeadless, !wasHeadless {
        validateChange(
          new["ipFamilies"], old["ipFamilies"], of: new, what: "ipFamily", eachIndex: false)
      }
    }
    if new["type"] == "LoadBalancer", old["type"] == "LoadBalancer",
      !new["loadBalancerClass"].says(old["loadBalancerClass"])
    {
      new["loadBalancerClass"].invalid("may not change once set", absent: "null")
    }
    let needsCheck = [new, old].allSatisfy {
      $0["type"] == "LoadBalancer" && $0["externalTrafficPolicy"] == "Local"
    }
    if needsCheck, new["healthCheckNodePort"].int != old["healthCheckNodePort"].int {
      new["healthCheckNodePort"].forbidden("field is immutable")
    }
  }

  /// Addresses and families may be added and removed, but the first stays.
  private static func validateChange(
    _ new: Field, _ old: Field, of spec: Field, what: String, eachIndex: Bool
  ) {
    let (before, after) = (old.texts, new.texts)
    let value = GoText.json(new.node)
    if before.count == after.count {
      for (index, pair) in zip(before, after).enumerated() where pair.0 != pair.1 {
        new[eachIndex ? index : 0].invalid("may not change once set", value: value)
      }
      return
    }
    if before.count > after.count {
      if spec["clusterIPs"].isEmpty {
        new[0].invalid("primary \(what) can not be unset", value: value)
      }
      if after.count == 1, spec["ipFamilyPolicy"] != "SingleStack" {
        spec["ipFamilyPolicy"].invalid(
          "must be set to 'SingleStack' when releasing the secondary \(what)", absent: "null")
      }
    }
    if let first = before.first, let now = after.first, first != now {
      new[0].invalid("may not change once set", value: value)
    }
  }
}
