enum NetworkPolicies {
  static let rules = KindRules.kind(.namespaced, .dns1123Subdomain) { object in
    validate(object["spec"], old: nil)
  } update: { new, old in
    validate(new["spec"], old: old["spec"])
  }

  private static func validate(_ spec: Field, old: Field?) {
    let allowsInvalid = old.map { !LabelSelector.isInterpretable($0["podSelector"]) } ?? false
    let stored = Set(old.map(ranges) ?? [])
    LabelSelector.validate(spec["podSelector"], allowsInvalidValues: allowsInvalid)
    for (direction, peers) in [("ingress", "from"), ("egress", "to")] {
      for rule in spec[direction].elements {
        rule["ports"].elements.forEach(validatePort)
        for element in rule[peers].elements {
          validatePeer(element, allowsInvalid: allowsInvalid, stored: stored)
        }
      }
    }
    let types = spec["policyTypes"]
    if types.count > 2 {
      return types.invalid("may not specify more than two policyTypes")
    }
    for type in types.elements where !type.isOne(of: ["Ingress", "Egress"]) {
      type.notSupported(["Ingress", "Egress"])
    }
  }

  /// All address ranges of a policy, wherever they stand: those of the stored one may stay.
  private static func ranges(_ spec: Field) -> [String] {
    [("ingress", "from"), ("egress", "to")].flatMap { direction, peers in
      spec[direction].elements.flatMap { $0[peers].elements }.map { $0["ipBlock"] }
        .filter(\.exists).flatMap { [$0["cidr"].text] + $0["except"].texts }
    }
  }

  private static func validatePort(_ port: Field) {
    let (name, number, end) = (port["protocol"], port["port"], port["endPort"])
    if name.exists, !name.isOne(of: ["TCP", "UDP", "SCTP"]) {
      name.notSupported(["TCP", "UDP", "SCTP"])
    }
    if !number.exists {
      if end.exists { end.invalid("may not be specified when `port` is not specified") }
    } else if number.isString {
      if end.exists { end.invalid("may not be specified when `port` is non-numeric") }
      number.check(.portName)
    } else {
      number.range(1...65535)
      guard end.exists else { return }
      if end.int < number.int {
        end.invalid(
          "must be greater than or equal to `port`", value: "\(number.int)")
      }
      end.range(1...65535)
    }
  }

  private static func validatePeer(_ peer: Field, allowsInvalid: Bool, stored: Set<String>) {
    let (pods, namespaces, block) = (
      peer["podSelector"], peer["namespaceSelector"], peer["ipBlock"]
    )
    LabelSelector.validate(pods, allowsInvalidValues: allowsInvalid)
    LabelSelector.validate(namespaces, allowsInvalidValues: allowsInvalid)
    if block.exists { validateBlock(block, stored: stored) }
    if !pods.exists, !namespaces.exists, !block.exists {
      peer.required("must specify a peer")
    } else if block.exists, pods.exists || namespaces.exists {
      peer.forbidden("may not specify both ipBlock and another peer")
    }
  }

  private static func validateBlock(_ block: Field, stored: Set<String>) {
    let range = block["cidr"]
    if range.isEmpty { return range.required() }
    if !stored.contains(range.text) { range.checkAddressRange() }
    guard let outer = AddressRange(range.text) else { return }
    for exception in block["except"].elements {
      if !stored.contains(exception.text) { exception.checkAddressRange() }
      guard let inner = AddressRange(exception.text) else { continue }
      if !outer.contains(inner) || outer.length >= inner.length {
        exception.invalid("must be a strict subset of `cidr`")
      }
    }
  }
}
