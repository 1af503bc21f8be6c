import Values

/// Defaults of the kinds that describe devices: pkg/apis/resource/*/defaults.go.
extension Defaulting {
  static let resource: [String: Rule] = [
    "ResourceClaim": { document, object, context in
      applyToClaimSpec(&document, of: object, context)
    },
    "ResourceClaimTemplate": { document, object, context in
      guard let template = document.mapping("spec", of: object) else { return }
      applyToClaimSpec(&document, of: template, context)
    },
  ]

  private static func applyToClaimSpec(
    _ document: inout Document, of parent: NodeID, _ context: Context
  ) {
    guard let spec = document.mapping("spec", of: parent),
      let devices = document.mapping("devices", of: spec)
    else { return }
    for request in document.elements("requests", of: devices) {
      if context.version == "v1beta1" {
        // The request itself says what it is for, unless it names alternatives.
        if document.has("deviceClassName", in: request) { applyToRequest(&document, request) }
        applyToTolerations(&document, of: request)
      } else if let exactly = document.mapping("exactly", of: request) {
        applyToRequest(&document, exactly)
        applyToTolerations(&document, of: exactly)
      }
      for alternative in document.elements("firstAvailable", of: request)
      where document[alternative].isMapping {
        applyToRequest(&document, alternative)
        applyToTolerations(&document, of: alternative)
      }
    }
  }

  private static func applyToRequest(_ document: inout Document, _ request: NodeID) {
    document.setDefault("allocationMode", "ExactCount", in: request)
    if document.text("allocationMode", of: request) == "ExactCount" {
      document.setDefaultNumber("count", 1, in: request)
    }
  }

  private static func applyToTolerations(_ document: inout Document, of request: NodeID) {
    for toleration in document.elements("tolerations", of: request)
    where document[toleration].isMapping {
      document.setDefault("operator", "Equal", in: toleration)
    }
  }

  /// Fields of devices that belong to features that are off in 1.36, unless the stored object uses
  /// them: attributes that are lists (`DRAListTypeAttributes`), and what a device has of the node's
  /// resources (`DRANodeAllocatableResources`).
  static func dropUnavailableDeviceFields(
    _ document: inout Document, spec: NodeID, old: Node? = nil
  ) {
    let lists = ["bools", "ints", "strings", "versions"]
    let mappings = "nodeAllocatableResourceMappings"
    let before = old?["devices"]?.elements.map { $0["basic"] ?? $0 } ?? []
    let keepsLists = before.contains { device in
      device["attributes"]?.entries.contains { attribute in
        lists.contains { attribute.value[$0] != nil }
      } ?? false
    }
    let keepsMappings = before.contains { $0[mappings] != nil }
    for element in document.elements("devices", of: spec) {
      let device = document.mapping("basic", of: element) ?? element
      if !keepsMappings { document.remove(mappings, from: device) }
      guard !keepsLists, let attributes = document.mapping("attributes", of: device) else {
        continue
      }
      for id in document[attributes].entries.map(\.value.id) {
        for list in lists { document.remove(list, from: id) }
      }
    }
  }
}
