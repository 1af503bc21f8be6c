import Values

enum Services {
  static let rules = KindRules.kind(.namespaced, .dns1123Label) { object in
    validate(object, old: nil)
    reserveNodePorts(object["spec"])
  } update: { new, old in
    validateUpdate(new["spec"], old["spec"])
    validate(new, old: old)
    reserveNodePorts(new["spec"])
  }

  /// What is good otherwise gets its node ports, the first one that there is not to be had ends it
  /// (pkg/registry/core/service/storage/alloc.go). The range to take them from is the cluster's:
  /// what is told here is that no range has such a port.
  private static func reserveNodePorts(_ spec: Field) {
    guard spec.report.errors.isEmpty else { return }
    let number = spec["ports"].elements.lazy.map { $0["nodePort"] }
      .first { !(0...65535).contains($0.int) }
    number?.invalid(
      "provided port is not in the valid range. The range of valid ports is 30000-32767")
  }

  static func isHeadless(_ spec: Field) -> Bool {
    spec["clusterIPs"].count == 1 && spec["clusterIPs"][0] == "None"
  }

  private static let types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]

  /// - Parameter old: whose addresses and ranges may stay, whatever they are.
  private static func validate(_ object: Field, old: Field?) {
    let (annotations, spec) = (object["metadata"]["annotations"], object["spec"])
    let type = spec["type"]
    let hints = annotations.key("service.kubernetes.io/topology-aware-hints")
    let mode = annotations.key("service.kubernetes.io/topology-mode")
    if hints.exists, mode.exists, hints.text != mode.text {
      mode.invalid(
        "must match annotations[service.kubernetes.io/topology-aware-hints] when both are "
          + "specified")
    }
    let isHeadless = isHeadless(spec)
    if spec["ports"].isEmpty, !isHeadless, type != "ExternalName" { spec["ports"].required() }
    switch type.text {
    case "LoadBalancer", "NodePort":
      if isHeadless {
        spec["clusterIPs"][0].invalid(
          "may not be set to 'None' for \(type.text) services")
      }
    case "ExternalName": validateExternalName(spec)
    default: break
    }
    validatePorts(spec)
    Metadata.labels(spec["selector"])
    validateAffinity(spec)
    validateClusterAddresses(spec, old: old?["spec"])
    let stored = Set(old?["spec"]["externalIPs"].texts ?? [])
    for address in spec["externalIPs"].elements
    where stored.contains(address.text) || address.checkAddress() {
      address.checkNotSpecial()
    }
    type.expectOne(of: types)
    validatePortUse(spec)
    validateLoadBalancer(object, old: old)
    validateTrafficPolicies(spec)
  }

  private static func validateExternalName(_ spec: Field) {
    for name in ["clusterIPs", "ipFamilies"] where !spec[name].isEmpty {
      spec[name].forbidden("may not be set for ExternalName services")
    }
    if spec["ipFamilyPolicy"].exists {
      spec["ipFamilyPolicy"].forbidden("may not be set for ExternalName services")
    }
    let name = spec["externalName"]
    var text = name.text
    if text.hasSuffix(".") { text.removeLast() }
    if text.isEmpty { return name.required() }
    for problem in Format.dns1123Subdomain.problems(of: text) {
      name.invalid(problem, value: GoText.quoted(text))
    }
  }

  private static func validatePorts(_ spec: Field) {
    let ports = spec["ports"]
    var names: Set<String> = []
    for port in ports.elements {
      let name = port["name"]
      if name.isEmpty {
        if ports.count > 1 { name.required() }
      } else {
        name.check(.dns1123Label)
        if !names.insert(name.text).inserted { name.duplicate() }
      }
      port["port"].range(1...65535)
      port["protocol"].expectOne(of: ["SCTP", "TCP", "UDP"])
      Pods.validatePort(port["targetPort"])
      if port["appProtocol"].exists { port["appProtocol"].check(.qualifiedName) }
    }
  }

  private static func validateAffinity(_ spec: Field) {
    let (affinity, config) = (spec["sessionAffinity"], spec["sessionAffinityConfig"])
    affinity.expectOne(of: ["ClientIP", "None"])
    if affinity == "None", config.exists {
      config.forbidden("must not be set when session affinity is None")
    } else if affinity == "ClientIP" {
      let detail = "when session affinity type is ClientIP"
      let timeout = config["clientIP"]["timeoutSeconds"]
      for field in [config, config["clientIP"], timeout] where !field.exists {
        return field.required(detail)
      }
      if !(1...86400).contains(timeout.int) {
        timeout.invalid("must be greater than 0 and less than 86400")
      }
    }
  }

  private static func validatePortUse(_ spec: Field) {
    let ports = spec["ports"]
    if spec["type"] == "ClusterIP" {
      for port in ports.elements where port["nodePort"].int != 0 {
        port["nodePort"].forbidden("may not be used when `type` is 'ClusterIP'")
      }
    }
    var nodePorts: Set<String> = []
    for port in ports.elements where port["nodePort"].int != 0 {
      let key = "\(port["protocol"].text)/\(port["nodePort"].int)"
      if !nodePorts.insert(key).inserted { port["nodePort"].duplicate() }
    }
    var numbers: Set<String> = []
    for port in ports.elements {
      let (name, number) = (port["protocol"].text, port["port"].int)
      if !numbers.insert("\(name)/\(number)").inserted {
        // The server prints the key that it compares, a port of nothing else.
        port.duplicate(
          value: "{\"Name\":\"\",\"Protocol\":\(GoText.quoted(name)),\"AppProtocol\":null,"
            + "\"Port\":\(number),\"TargetPort\":0,\"NodePort\":0}")
      }
    }
  }

  private static func validateLoadBalancer(_ object: Field, old: Field?) {
    let spec = object["spec"]
    let isBalancer = spec["type"] == "LoadBalancer"
    let only = "may only be used when `type` is 'LoadBalancer'"
    let ranges = spec["LoadBalancerSourceRanges"].beside(spec["loadBalancerSourceRanges"].node)
    let name = "service.beta.kubernetes.io/load-balancer-source-ranges"
    let annotation = object["metadata"]["annotations"].key(name)
    if !ranges.isEmpty {
      if !isBalancer { ranges.forbidden(only) }
      let stored = Set(old?["spec"]["loadBalancerSourceRanges"].texts.map(trimmed) ?? [])
      for range in ranges.elements where !stored.contains(trimmed(range.text)) {
        range.checkAddressRange(trimmed(range.text))
      }
    } else if annotation.exists {
      if !isBalancer { annotation.forbidden(only) }
      let list = trimmed(annotation.text)
      let stored = old?["metadata"]["annotations"].key(name)
      let isStored = stored.map { $0.exists && $0.text == annotation.text } ?? false
      if !list.isEmpty, !isStored {
        for range in list.split(separator: ",", omittingEmptySubsequences: false) {
          annotation.checkAddressRange(trimmed(String(range)))
        }
      }
    }
    let allocate = spec["allocateLoadBalancerNodePorts"]
    if allocate.exists, !isBalancer { allocate.forbidden(only) }
    let balancerClass = spec["loadBalancerClass"]
    if balancerClass.exists {
      if isBalancer { balancerClass.check(.qualifiedName) } else { balancerClass.forbidden(only) }
    }
  }

  private static func trimmed(_ text: String) -> String {
    var rest = text[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }

  static func isExternallyAccessible(_ spec: Field) -> Bool {
    switch spec["type"].text {
    case "LoadBalancer", "NodePort": true
    case "ClusterIP": !spec["externalIPs"].isEmpty
    default: false
    }
  }

  private static func validateTrafficPolicies(_ spec: Field) {
    let (external, check) = (spec["externalTrafficPolicy"], spec["healthCheckNodePort"])
    if isExternallyAccessible(spec) {
      external.expectOne(of: ["Cluster", "Local"])
    } else if !external.isEmpty {
      external.invalid("may only be set for externally-accessible services")
    }
    let needsCheck = spec["type"] == "LoadBalancer" && external == "Local"
    if !needsCheck, check.int != 0 {
      check.invalid(
        "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'")
    } else if needsCheck, check.int != 0 {
      // Where it is 0, the server allocates one before it looks.
      check.range(1...65535)
    }
    let policy = spec["internalTrafficPolicy"]
    if policy.exists {
      if !policy.isOne(of: ["Cluster", "Local"]) { policy.notSupported(["Cluster", "Local"]) }
    } else if spec["type"].isOne(of: ["NodePort", "LoadBalancer", "ClusterIP"]) {
      policy.required()
    }
    let distribution = spec["trafficDistribution"]
    let distributions = ["PreferClose", "PreferSameNode", "PreferSameZone"]
    if distribution.exists, !distribution.isOne(of: distributions) {
      distribution.notSupported(distributions)
    }
  }
}
