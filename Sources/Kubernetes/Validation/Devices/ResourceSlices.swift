/// What drivers publish of their devices.
enum ResourceSlices {
  static let rules = KindRules(
    create: { slice in
      Metadata.validate(slice["metadata"], scope: .cluster, name: .dns1123Subdomain)
      validateSpec(slice["spec"], old: nil)
    },
    update: { new, old in
      Metadata.validateUpdate(new["metadata"], old["metadata"])
      validateSpec(new["spec"], old: old["spec"])
    })

  private static let mostDevices = 128
  private static let mostDevicesWithMore = 64

  private static func validateSpec(_ spec: Field, old: Field?) {
    VolumeSource.validateDriver(spec["driver"])
    validatePool(spec["pool"])
    if let old {
      Workloads.immutable(spec["pool"]["name"], old["pool"]["name"])
      Workloads.immutable(spec["driver"], old["driver"])
      Workloads.immutable(spec["nodeName"], old["nodeName"])
    }
    validateNodes(spec)
    if spec["sharedCounters"].exists, spec["devices"].exists {
      spec.invalid("only one of `sharedCounters` or `devices` is allowed", value: "\"\"")
    }
    let devices = spec["devices"]
    let hasMore = devices.elements.contains {
      let device = Devices.unwrapped($0)
      return !device["taints"].isEmpty || !device["consumesCounters"].isEmpty
    }
    var before: [String: Field] = [:]
    for device in old?["devices"].elements.map({ $0 }) ?? [] {
      before[device["name"].text] = device
    }
    devices.validateSet(
      upTo: hasMore ? mostDevicesWithMore : mostDevices, by: "name"
    ) { device in
      Devices.validate(
        device, old: before[device["name"].text],
        choosesNodes: spec["perDeviceNodeSelection"].bool)
    }
    spec["sharedCounters"].validateSet(upTo: 8, by: "name") { set in
      DeviceCounters.validate(set, name: "name")
    }
  }

  private static func validatePool(_ pool: Field) {
    DeviceNames.validatePool(pool["name"])
    if pool["resourceSliceCount"].int <= 0 {
      pool["resourceSliceCount"].invalid("must be greater than zero", absent: "0")
    }
    if pool["generation"].int < 0 {
      pool["generation"].invalid("must be greater than or equal to zero")
    }
  }

  private static func validateNodes(_ spec: Field) {
    let nodes = NodeChoice(
      spec, emptyName: "must be either unset or set to a non-empty string",
      flags: ["allNodes", "perDeviceNodeSelection"])
    let terms = spec["nodeSelector"]["nodeSelectorTerms"]
    if spec["nodeSelector"].exists, terms.count != 1 {
      terms.invalid("must have exactly one node selector term", absent: "null")
    }
    let message =
      "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required"
    nodes.expectOne(
      missing: message, several: "\(message), but multiple fields are set")
  }
}

/// The ways to say which nodes have a device, of which one must be taken.
struct NodeChoice {
  private let owner: Field
  private var chosen: [String] = []

  /// - Parameters:
  ///   - emptyName: what is said of a node without a name.
  ///   - flags: fields that can only be true.
  init(_ owner: Field, emptyName: String, flags: [String]) {
    self.owner = owner
    let name = owner["nodeName"]
    if name.exists {
      if name.isEmpty {
        name.invalid(emptyName)
      } else {
        chosen.append("`nodeName`")
        name.check(.dns1123Subdomain)
      }
    }
    if owner["nodeSelector"].exists {
      chosen.append("`nodeSelector`")
      Pods.validateNodeSelector(owner["nodeSelector"], allowsInvalidValues: false)
    }
    for flag in flags where owner[flag].exists {
      if owner[flag].bool {
        chosen.append("`\(flag)`")
      } else {
        owner[flag].invalid("must be either unset or set to true")
      }
    }
  }

  func expectOne(missing: String, several: String) {
    if chosen.isEmpty {
      owner.required(missing)
    } else if chosen.count > 1 {
      owner.invalid(several, value: GoText.quoted("{\(chosen.joined(separator: ", "))}"))
    }
  }
}
