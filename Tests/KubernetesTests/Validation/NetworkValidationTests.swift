import Testing

@testable import Kubernetes

struct NetworkValidationTests {
  private static let ingress = """
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: web, namespace: shop, annotations: {kubernetes.io/ingress.class: nginx}}
    spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
    """

  @Test(arguments: [
    Fault("{}"), Fault("spec: {ingressClassName: nginx}"),
    Fault("spec: {ingressClassName: other}", "Invalid annotations.kubernetes.io/ingress.class"),
  ])
  func `a class that is named twice`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.ingress)) == fault.causes)
  }

  private static func policy(_ block: String) -> String {
    """
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: web, namespace: shop}
    spec: {podSelector: {}, ingress: [{from: [{ipBlock: {\(block)}}]}]}
    """
  }

  @Test(arguments: [
    ("cidr: 10.0.0.0/8, except: [10.1.0.0/16]", []),
    ("cidr: 10.0.0.0/8, except: [x, 11.0.0.0/16]", ["Invalid .except[0]", "Invalid .except[1]"]),
    ("cidr: 10.0.0.1/8, except: [11.0.0.0/16]", ["Invalid .cidr", "Invalid .except[0]"]),
    ("cidr: 10.0.0.0/8, except: [10.0.0.0/8]", ["Invalid .except[0]"]),
    ("cidr: x, except: [z]", ["Invalid .cidr"]),
  ])
  func `ranges and their exceptions`(block: String, causes: [String]) throws {
    let place = " spec.ingress[0].from[0].ipBlock"
    #expect(
      try Answers.create(Self.policy(block)) == causes.map { $0.replacing(" ", with: place) })
  }

  @Test func `ranges that are stored may stay`() throws {
    let old = Self.policy("cidr: 10.0.0.1/8")
    #expect(try Answers.update(old, to: Self.policy("cidr: 10.0.0.1/8")) == [])
    #expect(
      try Answers.update(old, to: Self.policy("cidr: 10.0.0.2/8"))
        == ["Invalid spec.ingress[0].from[0].ipBlock.cidr"])
  }

  @Test func `no range is stored where a peer has none`() throws {
    func policy(_ except: String) -> String {
      """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: a, namespace: b}
      spec:
        podSelector: {}
        ingress: [{from: [{podSelector: {}}, {ipBlock: {cidr: 10.0.0.0/8, except: [\(except)]}}]}]
      """
    }
    #expect(
      try Answers.update(policy("10.1.0.0/16"), to: policy("''"))
        == ["Invalid spec.ingress[0].from[1].ipBlock.except[0]"])
  }

  // MARK: - What holds endpoints and node ports

  private static let slice = """
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: a, namespace: b}
    addressType: IPv4
    endpoints: [{addresses: [10.0.0.1]}]
    ports: [{name: http, port: 80}]
    """

  private static func endpoint(_ rest: String) -> String {
    "endpoints: [{addresses: [10.0.0.1], \(rest)}]"
  }

  @Test(arguments: [
    Fault("{}"), Fault("ports: [{port: 80, protocol: ''}]", "NotSupported ports[0].protocol"),
    Fault("ports: [{port: 80}, {port: 81}]", "Duplicate ports[1].name"),
    Fault(endpoint("hints: {forZones: [{name: ''}]}")),
    Fault(
      endpoint("hints: {forZones: [{name: a}, {name: a}]}"),
      "Duplicate endpoints[0].hints.forZones[1].name"),
    Fault(
      endpoint("hints: {forNodes: [{name: ''}]}"), "Invalid endpoints[0].hints.forNodes[0].name"),
    Fault(endpoint("deprecatedTopology: {kubernetes.io/hostname: c}")),
  ])
  func `a slice of endpoints`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.slice)) == fault.causes)
  }

  @Test(arguments: [
    (30000, [String]()), (-1, ["Invalid spec.ports[1].nodePort"]),
    (70000, ["Invalid spec.ports[1].nodePort"]),
  ])
  func `a port of nodes is one that there is`(number: Int, causes: [String]) throws {
    func service(_ rest: String) -> String {
      """
      apiVersion: v1
      kind: Service
      metadata: {name: a, namespace: b}
      spec:
        type: NodePort
        ports: [{name: c, port: 80}, {name: d, port: 81, nodePort: \(number)\(rest)}]
      """
    }
    #expect(try Answers.create(service("")) == causes)
    // Nothing is reserved for what is refused already.
    #expect(
      try Answers.create(service(", protocol: HTTP")) == ["NotSupported spec.ports[1].protocol"])
  }
}
