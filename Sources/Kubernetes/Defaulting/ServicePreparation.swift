import Values

/// The fields of a Service that follow from its type and from what is allocated to it:
/// pkg/registry/core/service. Addresses and ports that only the server can choose stay open.
enum ServicePreparation {
  static func create(_ document: inout Document, spec: NodeID) {
    if document.isEmpty("clusterIPs", of: spec), document.has("clusterIP", in: spec) {
      let list = document.addList([document.text("clusterIP", of: spec)])
      document.set("clusterIPs", to: list, in: spec)
    }
    defaultFamilies(&document, spec: spec)
  }

  /// A cluster of one family, IPv4, is what is assumed where addresses say nothing.
  private static func defaultFamilies(_ document: inout Document, spec: NodeID) {
    guard document.text("type", of: spec) != "ExternalName" else { return }
    let addresses = document[spec]["clusterIPs"]?.elements.map(\.text) ?? []
    let given = document[spec]["ipFamilies"]?.elements.map(\.text) ?? []
    let isHeadless = addresses.first == "None"
    if isHeadless, document.isEmpty("selector", of: spec) {
      document.setPointer("ipFamilyPolicy", "RequireDualStack", in: spec)
    }
    document.setPointer("ipFamilyPolicy", "SingleStack", in: spec)
    guard given.isEmpty else { return }
    var families =
      isHeadless ? [] : addresses.compactMap { Address($0).map { $0.isIPv4 ? "IPv4" : "IPv6" } }
    if families.isEmpty { families = ["IPv4"] }
    let policy = document.text("ipFamilyPolicy", of: spec)
    if isHeadless, policy == "RequireDualStack", families.count == 1,
      document.isEmpty("selector", of: spec)
    {
      families.append(families[0] == "IPv4" ? "IPv6" : "IPv4")
    }
    let list = document.addList(families)
    document.set("ipFamilies", to: list, in: spec)
  }

  // MARK: - Update

  static func update(_ document: inout Document, spec: NodeID, old: Node) {
    patchAllocated(&document, spec: spec, old: old)
    dropDependent(&document, spec: spec, old: old)
    normalizeAddresses(&document, spec: spec, old: old)
    defaultFamilies(&document, spec: spec)
  }

  private static func needsAddress(_ type: String) -> Bool { type != "ExternalName" }

  private static func needsPorts(_ spec: Node) -> Bool {
    let type = spec["type"]?.text ?? ""
    return type == "NodePort"
      || (type == "LoadBalancer" && spec["allocateLoadBalancerNodePorts"]?.bool != false)
  }

  /// What was allocated and is left out is meant to stay.
  private static func patchAllocated(_ document: inout Document, spec: NodeID, old: Node) {
    let type = document.text("type", of: spec)
    let oldType = old["type"]?.text ?? ""
    if needsAddress(type), needsAddress(oldType) {
      if !document.has("clusterIP", in: spec), let address = old["clusterIP"] {
        document.set("clusterIP", to: address.text, in: spec)
      }
      if document.isEmpty("clusterIPs", of: spec), let addresses = old["clusterIPs"],
        document.text("clusterIP", of: spec) == old["clusterIP"]?.text
      {
        let copy = document.graft(addresses)
        document.set("clusterIPs", to: copy, in: spec)
      }
    }
    if needsPorts(document[spec]), needsPorts(old) { patchPorts(&document, spec: spec, old: old) }
    if checksHealth(document[spec]), checksHealth(old), let port = old["healthCheckNodePort"]?.int {
      document.setDefaultNumber("healthCheckNodePort", port, in: spec)
    }
  }

  private static func checksHealth(_ spec: Node) -> Bool {
    spec["type"]?.text == "LoadBalancer" && spec["externalTrafficPolicy"]?.text == "Local"
  }

  private static func patchPorts(_ document: inout Document, spec: NodeID, old: Node) {
    func key(_ port: Node) -> String {
      "\(port["protocol"]?.text ?? "")/\(port["port"]?.int ?? 0)"
    }
    var allocated: [String: Int64] = [:]
    for port in old["ports"]?.elements.map({ $0 }) ?? [] {
      if let number = port["nodePort"]?.int, number != 0 { allocated[key(port)] = number }
    }
    let ports = document.elements("ports", of: spec)
    var taken = Set(ports.compactMap { document[$0]["nodePort"]?.int }.filter { $0 != 0 })
    for port in ports where (document[port]["nodePort"]?.int ?? 0) == 0 {
      guard let number = allocated[key(document[port])], taken.insert(number).inserted else {
        continue
      }
      document.set("nodePort", to: number, in: port)
    }
  }

  /// What the old type needed and the new one does not goes, unless the user changed it.
  private static func dropDependent(_ document: inout Document, spec: NodeID, old: Node) {
    func isSame(_ name: String) -> Bool {
      SemanticEquality.equal(document[spec][name], old[name])
    }
    let type = document.text("type", of: spec)
    let oldType = old["type"]?.text ?? ""
    if needsAddress(oldType), !needsAddress(type) {
      for names in [["clusterIP", "clusterIPs"], ["ipFamilies", "ipFamilyPolicy"]]
      where names.allSatisfy(isSame) {
        for name in names { document.remove(name, from: spec) }
      }
    }
    if needsPorts(old), !needsPorts(document[spec]) {
      let before = Set(old["ports"]?.elements.compactMap { $0["nodePort"]?.int } ?? [])
      for port in document.elements("ports", of: spec) {
        if let number = document[port]["nodePort"]?.int, before.contains(number) {
          document.remove("nodePort", from: port)
        }
      }
    }
    if checksHealth(old), !checksHealth(document[spec]), isSame("healthCheckNodePort") {
      document.remove("healthCheckNodePort", from: spec)
    }
    if oldType == "LoadBalancer", type != "LoadBalancer" {
      for name in ["allocateLoadBalancerNodePorts", "loadBalancerClass"] where isSame(name) {
        document.remove(name, from: spec)
      }
    }
    let isExternal =
      type == "NodePort" || type == "LoadBalancer"
      || (type == "ClusterIP" && !document.isEmpty("externalIPs", of: spec))
    if !isExternal, isSame("externalTrafficPolicy") {
      document.remove("externalTrafficPolicy", from: spec)
    }
  }

  /// `clusterIP` and the first of `clusterIPs` follow each other, whichever the user changed.
  private static func normalizeAddresses(_ document: inout Document, spec: NodeID, old: Node) {
    let address = document.text("clusterIP", of: spec)
    let addresses = document[spec]["clusterIPs"]?.elements.map(\.text) ?? []
    let before = old["clusterIPs"]?.elements.map(\.text) ?? []
    let oldAddress = old["clusterIP"]?.text ?? ""
    guard document.text("type", of: spec) != "ExternalName" || !address.isEmpty else { return }
    let isSameList = addresses == before
    if address != oldAddress, isSameList || addresses.isEmpty {
      if address.isEmpty {
        document.remove("clusterIPs", from: spec)
      } else {
        let list = document.addList([address])
        document.set("clusterIPs", to: list, in: spec)
      }
    } else if address == oldAddress, !isSameList, addresses.isEmpty {
      document.remove("clusterIP", from: spec)
    } else if addresses.isEmpty, !address.isEmpty {
      let list = document.addList([address])
      document.set("clusterIPs", to: list, in: spec)
    }
  }
}
