import Testing

@testable import Kubernetes

/// What selectors of devices may cost: the estimates of k8s.io/dynamic-resource-allocation/cel.
struct DeviceSelectorTests {
  private static let costs: [(expression: String, cost: UInt64)] = [
    ("true", 0),
    (#"device.driver == """#, 2),
    (#"device.driver == "dra.example.com""#, 4),
    (#""dra.example.com" in device.attributes"#, 3),
    (#"device.attributes["dra.example.com"].name"#, 4),
    (#"device.attributes["dra.example.com"]["name"]"#, 4),
    (#"device.attributes["dra.example.com"].name > 0"#, 5),
    (#"device.attributes["dra.example.com"].name == "fish""#, 5),
    (#"cel.bind(dra, device.attributes["dra.example.com"], dra.name)"#, 15),
    (#"device.attributes["dra.example.com"].name.isGreaterThan(semver("0.0.1"))"#, 6),
    (#"device.capacity["dra.example.com"].name.isGreaterThan(quantity("1Ki"))"#, 6),
    (#"device.attributes.exists_one(x, x == "dra.example.com")"#, 164),
    (#"device.attributes["dra.example.com"].exists_one(x, x == "services")"#, 133),
    (#"device.attributes["dra.example.com"].services.split("example").size() >= 2"#, 19),
    (#"device.attributes["dra.example.com"].services.matches("[^a]?sym")"#, 18),
    (#"device.capacity.exists_one(x, x == "dra.example.com")"#, 164),
    (#"device.capacity["dra.example.com"].exists_one(x, x == "memory")"#, 133),
    ("device.allowMultipleAllocations == true", 3),
    (tooExpensive, 85_555_551),
  ]

  @Test(arguments: costs)
  func `what an expression costs at most`(expression: String, cost: UInt64) throws {
    #expect(try DeviceSelectors.compile(expression).cost == cost)
  }

  /// Seven loops over ten numbers, each in the one before.
  private static let tooExpensive =
    ["x", "y", "z", "z2", "z3", "z4", "z5"].reversed().reduce("int('1'.find('[0-9]*')) < 100") {
      "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].all(\($1), \($0))"
    }

  @Test func `one that costs too much is refused`() throws {
    let deviceClass = """
      apiVersion: resource.k8s.io/v1
      kind: DeviceClass
      metadata: {name: gpu}
      spec: {selectors: [{cel: {expression: "\(Self.tooExpensive)"}}]}
      """
    #expect(
      try Answers.create(deviceClass) == ["Forbidden spec.selectors[0].cel.expression"])
  }
}
