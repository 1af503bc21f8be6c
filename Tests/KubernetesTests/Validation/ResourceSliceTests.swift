import Testing
import Values

@testable import Kubernetes

/// What drivers publish, as upstream's tests state the rules.
@Suite struct ResourceSliceTests {
  private static let slice = """
    apiVersion: resource.k8s.io/v1
    kind: ResourceSlice
    metadata: {name: node-1}
    spec:
      driver: dra.example.com
      nodeName: node-1
      pool: {name: node-1, generation: 0, resourceSliceCount: 1}
      devices: [{name: gpu}]
    """

  private static func device(_ text: String) -> String {
    "spec: {devices: [{name: gpu, \(text)}]}"
  }

  private static let manyDevices = (0..<65).map { "{name: d\($0)}" }.joined(separator: ", ")

  @Test(arguments: [
    Fault("{}"),
    Fault("metadata: {namespace: shop}"),
    Fault("spec: {driver: null}", "Required spec.driver"),
    Fault("spec: {nodeName: null}", "Required spec"),
    Fault("spec: {nodeName: ''}", "Invalid spec.nodeName", "Required spec"),
    Fault("spec: {allNodes: true}", "Invalid spec"),
    Fault("spec: {nodeName: null, allNodes: false}", "Invalid spec.allNodes", "Required spec"),
    Fault("spec: {nodeName: null, allNodes: true}"),
    Fault(
      "spec: {nodeName: null, nodeSelector: {nodeSelectorTerms: []}}",
      "Invalid spec.nodeSelector.nodeSelectorTerms",
      "Required spec.nodeSelector.nodeSelectorTerms"),
    Fault("spec: {pool: {name: a//b}}", "Invalid spec.pool.name"),
    Fault(
      "spec: {pool: {generation: -1, resourceSliceCount: 0}}", "Invalid spec.pool.generation",
      "Invalid spec.pool.resourceSliceCount"),
    Fault("spec: {sharedCounters: []}", "Invalid spec"),
    Fault("spec: {devices: [{name: gpu}, {name: gpu}]}", "Duplicate spec.devices[1]"),
    Fault("spec: {devices: [{name: A}]}", "Invalid spec.devices[0].name"),
    Fault("spec: {devices: [\(manyDevices)]}"),
    Fault(
      "spec: {devices: [{name: gpu, taints: [{key: a, effect: None}]}, \(manyDevices)]}",
      "TooMany spec.devices"),
    Fault(
      "spec: {devices: null, sharedCounters: [{name: a, counters: {memory: {value: 1Gi}}}]}"),
    Fault(
      "spec: {devices: null, sharedCounters: [{name: a}, {name: a, counters: {M: {value: 1}}}]}",
      "Duplicate spec.sharedCounters[1]", "Invalid spec.sharedCounters[1].counters[M]",
      "Required spec.sharedCounters[0].counters"),
  ])
  func `slices`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.slice)) == fault.causes)
  }

  @Test(arguments: [
    Fault(device("attributes: {model: {string: a}, dra.example.com/cores: {int: 0}}")),
    Fault(
      device("attributes: {model: {}, cores: {int: 1, bool: true}}"),
      "Invalid spec.devices[0].attributes[cores]", "Invalid spec.devices[0].attributes[model]"),
    // Lists belong to a feature that is off, so that nothing is left of them.
    Fault(device("attributes: {a: {ints: [1]}}"), "Invalid spec.devices[0].attributes[a]"),
    Fault(
      device("attributes: {a-b: {int: 1}, /c: {int: 1}}"),
      "Invalid spec.devices[0].attributes[/c]", "Invalid spec.devices[0].attributes[a-b]"),
    Fault(
      device("attributes: {a: {version: '1.2'}, b: {version: 1.2.3-rc.1+5}}"),
      "Invalid spec.devices[0].attributes[a].version"),
    Fault(
      device("attributes: {a: {string: '\(String(repeating: "b", count: 65))'}}"),
      "TooLong spec.devices[0].attributes[a].string"),
    Fault(
      device(
        "attributes: {"
          + (0..<33).map { "a\($0): {int: 1}" }.joined(separator: ", ") + "}"),
      "Invalid spec.devices[0]"),
    Fault(device("capacity: {memory: {value: 1Gi}}")),
    Fault(
      device("capacity: {memory: {value: 1Gi, requestPolicy: {default: 1Mi}}}"),
      "Forbidden spec.devices[0].capacity[memory].requestPolicy"),
    Fault(device("taints: [{key: a, value: b, effect: NoSchedule}]")),
    Fault(
      device("taints: [{key: a b, effect: Never}, {key: a, effect: ''}]"),
      "Invalid spec.devices[0].taints[0].key", "NotSupported spec.devices[0].taints[0].effect",
      "Required spec.devices[0].taints[1].effect"),
    Fault(device("consumesCounters: [{counterSet: a, counters: {memory: {value: 1}}}]")),
    Fault(
      device("consumesCounters: [{counterSet: a}, {counterSet: '', counters: {m: {value: 1}}}]"),
      "Required spec.devices[0].consumesCounters[0].counters",
      "Required spec.devices[0].consumesCounters[1].counterSet"),
    Fault(device("nodeName: node-1"), "Invalid spec.devices[0]"),
    Fault(device("bindingConditions: [a], bindingFailureConditions: [b]")),
    Fault(
      device("bindingConditions: [a, a], bindingFailureConditions: [a]"),
      "Duplicate spec.devices[0].bindingConditions[1]",
      "Invalid spec.devices[0].bindingFailureConditions[0]"),
    Fault(
      device("bindingConditions: [a]"), "Invalid spec.devices[0].bindingFailureConditions"),
  ])
  func `devices`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.slice)) == fault.causes)
  }

  private static func policy(_ text: String) -> String {
    device(
      "allowMultipleAllocations: true, capacity: {memory: {value: 8Gi, requestPolicy: {\(text)}}}")
  }

  private static let place = "spec.devices[0].capacity[memory].requestPolicy"

  @Test(arguments: [
    Fault(policy("default: 1Gi, validValues: [1Gi, 2Gi]")),
    Fault(policy("default: 1Gi, validRange: {min: 1Gi, max: 4Gi, step: 1Gi}")),
    Fault(policy("validValues: [1Gi]"), "Required \(place).default"),
    Fault(policy("default: 3Gi, validValues: [1Gi, 2Gi]"), "Invalid \(place).validValues"),
    Fault(
      policy("default: 1Gi, validValues: [1Gi, 16Gi, 2Gi]"), "Invalid \(place).validValues[1]",
      "Invalid \(place).validValues[2]"),
    Fault(
      policy("default: 1Gi, validValues: [1Gi, 1Gi]"), "Duplicate \(place).validValues[1]"),
    Fault(
      policy("default: 1Gi, validValues: [1Gi], validRange: {min: 1Gi}"), "Forbidden \(place)"),
    Fault(policy("default: 1Gi, validRange: {}"), "Required \(place).validRange.min"),
    Fault(policy("default: 1Gi, validRange: {min: 2Gi}"), "Invalid \(place).validRange.min"),
    Fault(
      policy("default: 5Gi, validRange: {min: 1Gi, max: 4Gi}"),
      "Invalid \(place).validRange.max"),
    Fault(
      policy("default: 1536Mi, validRange: {min: 1Gi, step: 1Gi}"),
      "Invalid \(place).validRange.step"),
    // The server divides by it.
    Fault(policy("default: 1Gi, validRange: {min: 1Gi, step: '0'}")),
  ])
  func `how capacity may be asked for`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.slice)) == fault.causes)
  }

  @Test func `nodes device by device`() throws {
    func causes(_ device: String) throws -> [String] {
      try Answers.create(
        Self.slice.replacing("nodeName: node-1", with: "perDeviceNodeSelection: true")
          .replacing("{name: gpu}", with: "{name: gpu\(device)}"))
    }
    #expect(try causes(", nodeName: node-2") == [])
    #expect(try causes("") == ["Required spec.devices[0]"])
    #expect(try causes(", nodeName: a, allNodes: true") == ["Invalid spec.devices[0]"])
  }

  @Test func `what identifies a slice stays`() throws {
    let changed = Self.slice.replacing("driver: dra", with: "driver: dri")
      .replacing("nodeName: node-1", with: "nodeName: node-2")
      .replacing("{name: node-1, generation", with: "{name: node-2, generation")
    #expect(
      try Answers.update(Self.slice, to: changed)
        == ["Invalid spec.driver", "Invalid spec.nodeName", "Invalid spec.pool.name"])
    #expect(
      try Answers.update(
        Self.slice, to: Self.slice.replacing("generation: 0", with: "generation: 1")) == [])
  }

  @Test func `taints that are stored are not judged again`() throws {
    func slice(_ effect: String) -> String {
      Self.slice.replacing(
        "{name: gpu}", with: "{name: gpu, taints: [{key: a, effect: \(effect)}]}")
    }
    #expect(try Answers.update(slice("Later"), to: slice("Later")) == [])
    #expect(
      try Answers.update(slice("None"), to: slice("Later"))
        == ["NotSupported spec.devices[0].taints[0].effect"])
  }

  @Test func `a stored list of an attribute's values stays`() throws {
    let lists = Self.slice.replacing(
      "{name: gpu}", with: "{name: gpu, attributes: {a: {ints: [1]}}}")
    let resource = try Answers.resource(Answers.document(lists))
    var kept = try Answers.document(lists)
    Defaulting.prepareForUpdate(&kept, old: try Answers.document(lists), as: resource)
    let attribute = kept.root["spec", "devices"]?[0]?["attributes"]?["a"]
    #expect(attribute?["ints"]?.count == 1)
  }

  @Test func `long keys are cut in the middle of paths`() {
    let key = String(repeating: "a", count: 60) + String(repeating: "b", count: 60)
    let short = DeviceNames.shortened(key, to: DeviceNames.longestKey)
    #expect(short.utf8.count == 96)
    #expect(short.contains("a...b"))
    #expect(DeviceNames.shortened("a", to: 1) == "a")
  }
}
