import Testing
import Values

@testable import Kubernetes

/// The kinds of `resource.k8s.io`, as upstream's tests state their rules.
@Suite struct DeviceValidationTests {
  private static let claim = """
    apiVersion: resource.k8s.io/v1
    kind: ResourceClaim
    metadata: {name: gpu, namespace: shop}
    spec: {devices: {requests: [{name: gpu, exactly: {deviceClassName: gpu.example.com}}]}}
    """

  private static func exactly(_ text: String) -> String {
    "spec: {devices: {requests: [{name: a, exactly: {\(text)}}]}}"
  }

  private static func alternatives(_ text: String) -> String {
    "spec: {devices: {requests: [{name: a, firstAvailable: [\(text)]}]}}"
  }

  private static let many = (0..<33).map { "{name: r\($0), exactly: {deviceClassName: a}}" }
    .joined(separator: ", ")

  @Test(arguments: [
    Fault("{}"),
    Fault("metadata: {name: A}", "Invalid metadata.name"),
    Fault("spec: {devices: {requests: [\(many)]}}", "TooMany spec.devices.requests"),
    Fault(
      "spec: {devices: {requests: [{name: A, exactly: {deviceClassName: a}}]}}",
      "Invalid spec.devices.requests[0].name"),
    Fault("spec: {devices: {requests: [{name: a}]}}", "Required spec.devices.requests[0]"),
    Fault(
      "spec: {devices: {requests: [{name: a, exactly: {deviceClassName: a}, firstAvailable: "
        + "[{name: b, deviceClassName: a}]}]}}", "Invalid spec.devices.requests[0]"),
    Fault(
      "spec: {devices: {requests: [{name: a, exactly: {deviceClassName: a}}, "
        + "{name: a, exactly: {deviceClassName: a}}]}}", "Duplicate spec.devices.requests[1]"),
    Fault(exactly("count: 1"), "Required spec.devices.requests[0].exactly.deviceClassName"),
    Fault(
      exactly("deviceClassName: A"), "Invalid spec.devices.requests[0].exactly.deviceClassName"),
    Fault(exactly("deviceClassName: a, allocationMode: All")),
    Fault(
      exactly("deviceClassName: a, allocationMode: All, count: 2"),
      "Invalid spec.devices.requests[0].exactly.count"),
    Fault(
      exactly("deviceClassName: a, count: -1"), "Invalid spec.devices.requests[0].exactly.count"),
    Fault(
      exactly("deviceClassName: a, allocationMode: Some"),
      "NotSupported spec.devices.requests[0].exactly.allocationMode"),
    Fault(
      exactly("deviceClassName: a, tolerations: [{operator: Exists, value: b}]"),
      "Invalid spec.devices.requests[0].exactly.tolerations[0].value"),
    Fault(
      exactly("deviceClassName: a, tolerations: [{key: a b, operator: Is, effect: Never}]"),
      "Invalid spec.devices.requests[0].exactly.tolerations[0].key",
      "NotSupported spec.devices.requests[0].exactly.tolerations[0].effect",
      "NotSupported spec.devices.requests[0].exactly.tolerations[0].operator"),
    Fault(alternatives("{name: b, deviceClassName: a}, {name: c, deviceClassName: a}")),
    Fault(
      alternatives("{name: b, deviceClassName: a}, {name: b}"),
      "Duplicate spec.devices.requests[0].firstAvailable[1]",
      "Required spec.devices.requests[0].firstAvailable[1].deviceClassName"),
  ])
  func `requests of a claim`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.claim)) == fault.causes)
  }

  private static func selector(_ text: String) -> String {
    exactly("deviceClassName: a, selectors: [\(text)]")
  }

  @Test(arguments: [
    Fault(selector("{cel: {expression: 'device.driver == \"dra.example.com\"'}}")),
    Fault(selector("{cel: {expression: 'device.attributes[\"dra.example.com\"].model == \"a\"'}}")),
    Fault(selector("{cel: {expression: 'device.attributes[\"dra.example.com\"].isBig'}}")),
    Fault(
      selector(
        "{cel: {expression: 'device.capacity[\"a\"].memory.compareTo(quantity(\"1Gi\")) >= 0'}}")),
    Fault(
      selector("{cel: {expression: 'cel.bind(dra, device.attributes[\"a\"], dra.x && dra.y)'}}")),
    Fault(selector("{cel: {expression: 'device.allowMultipleAllocations'}}")),
    Fault(selector("{}"), "Required spec.devices.requests[0].exactly.selectors[0].cel"),
    Fault(
      selector("{cel: {expression: '1'}}"),
      "Invalid spec.devices.requests[0].exactly.selectors[0].cel.expression"),
    Fault(
      selector("{cel: {expression: 'devices.driver == \"a\"'}}"),
      "Invalid spec.devices.requests[0].exactly.selectors[0].cel.expression"),
    Fault(
      selector("{cel: {expression: 'device.model == \"a\"'}}"),
      "Invalid spec.devices.requests[0].exactly.selectors[0].cel.expression"),
    Fault(
      selector("{cel: {expression: '\(String(repeating: "a", count: 10241))'}}"),
      "TooLong spec.devices.requests[0].exactly.selectors[0].cel.expression"),
  ])
  func `expressions that choose devices`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.claim)) == fault.causes)
  }

  private static func devices(_ text: String) -> String { "spec: {devices: {\(text)}}" }

  @Test(arguments: [
    Fault(devices("constraints: [{requests: [gpu], matchAttribute: a.example.com/b}]")),
    Fault(
      devices("constraints: [{matchAttribute: b}]"),
      "Invalid spec.devices.constraints[0].matchAttribute"),
    Fault(
      devices("constraints: [{distinctAttribute: a.example.com/b-c}]"),
      "Invalid spec.devices.constraints[0].distinctAttribute"),
    Fault(devices("constraints: [{}]"), "Required spec.devices.constraints[0]"),
    Fault(
      devices("constraints: [{requests: [tpu, gpu/a, a/b/c], matchAttribute: a.example.com/b}]"),
      "Invalid spec.devices.constraints[0].requests[0]",
      "Invalid spec.devices.constraints[0].requests[1]",
      "Invalid spec.devices.constraints[0].requests[2]"),
    Fault(
      devices("constraints: [{requests: [gpu, gpu], matchAttribute: a.example.com/b}]"),
      "Duplicate spec.devices.constraints[0].requests[1]"),
    Fault(devices("config: [{opaque: {driver: a.example.com, parameters: {a: b}}}]")),
    Fault(devices("config: [{}]"), "Required spec.devices.config[0].opaque"),
    Fault(
      devices("config: [{opaque: {driver: '', parameters: {}}}]"),
      "Required spec.devices.config[0].opaque.driver"),
    Fault(
      devices("config: [{opaque: {driver: a}}]"),
      "Required spec.devices.config[0].opaque.parameters"),
    Fault(
      devices(
        "config: [{opaque: {driver: a, parameters: {a: '\(String(repeating: "b", count: 10240))'}}}]"
      ), "TooLong spec.devices.config[0].opaque.parameters"),
  ])
  func `constraints and configuration of a claim`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.claim)) == fault.causes)
  }

  @Test func `a claim is made once`() throws {
    let other = Self.claim.replacing("gpu.example.com", with: "tpu.example.com")
    #expect(try Answers.update(Self.claim, to: other) == ["Invalid spec"])
    #expect(
      try Answers.update(
        Self.claim, to: Self.claim.replacing("shop}", with: "shop, labels: {a: b}}"))
        == [])
  }

  @Test func `a template is made once, of a claim`() throws {
    let template = """
      apiVersion: resource.k8s.io/v1
      kind: ResourceClaimTemplate
      metadata: {name: gpu, namespace: shop}
      spec:
        metadata: {labels: {a: b}}
        spec: {devices: {requests: [{name: gpu, exactly: {deviceClassName: a}}]}}
      """
    #expect(try Answers.create(template) == [])
    #expect(
      try Answers.create(template.replacing("labels: {a: b}", with: "name: c"))
        == ["Forbidden spec.metadata.name"])
    #expect(
      try Answers.create(template.replacing("deviceClassName: a", with: "count: 1"))
        == ["Required spec.spec.devices.requests[0].exactly.deviceClassName"])
    #expect(
      try Answers.update(template, to: template.replacing("a: b", with: "a: c"))
        == ["Invalid spec"])
  }

  @Test(arguments: [
    Fault("{}"),
    Fault("metadata: {name: A}", "Invalid metadata.name"),
    Fault("spec: {extendedResourceName: example.com/gpu}"),
    Fault("spec: {extendedResourceName: cpu}", "Invalid spec.extendedResourceName"),
    Fault("spec: {selectors: [{}]}", "Required spec.selectors[0].cel"),
    Fault("spec: {config: [{}]}", "Required spec.config[0].opaque"),
  ])
  func `classes`(fault: Fault) throws {
    let deviceClass = """
      apiVersion: resource.k8s.io/v1
      kind: DeviceClass
      metadata: {name: gpu}
      spec: {}
      """
    #expect(try Answers.create(fault.applied(to: deviceClass)) == fault.causes)
  }

  @Test func `defaults of a claim`() throws {
    let devices = try Answers.created(
      Self.claim.replacing(
        "deviceClassName: gpu.example.com",
        with: "deviceClassName: a, tolerations: [{key: b}]"
      )
    ).root["spec", "devices"]
    let exactly = devices?["requests"]?[0]?["exactly"]
    #expect(exactly?["allocationMode"]?.text == "ExactCount")
    #expect(exactly?["count"]?.int == 1)
    #expect(exactly?["tolerations"]?[0]?["operator"]?.text == "Equal")
  }

  @Test func `version v1beta1 has requests of one level`() throws {
    let flat = """
      apiVersion: resource.k8s.io/v1beta1
      kind: ResourceClaim
      metadata: {name: gpu, namespace: shop}
      spec: {devices: {requests: [{name: gpu, deviceClassName: a}]}}
      """
    #expect(try Answers.create(flat) == [])
    let request = try Answers.created(flat).root["spec", "devices", "requests"]?[0]
    #expect(request?["allocationMode"]?.text == "ExactCount")
    #expect(request?["count"]?.int == 1)
    #expect(
      try Answers.create(flat.replacing("deviceClassName: a", with: "deviceClassName: A"))
        == ["Invalid spec.devices.requests[0].exactly.deviceClassName"])
    #expect(
      try Answers.create(flat.replacing(", deviceClassName: a", with: ""))
        == ["Required spec.devices.requests[0]"])
    #expect(
      try Answers.create(
        flat.replacing(
          "deviceClassName: a", with: "firstAvailable: [{name: b, deviceClassName: a}]")) == [])
  }
}
