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
}
