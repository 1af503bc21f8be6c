/// One device of a ResourceSlice.
enum Devices {
  private static let mostProperties = 32
  private static let longestValue = 64
  private static let mostConditions = 4

  /// The device in v1beta1, where it is in a field `basic` of its own; paths leave that out.
  static func unwrapped(_ device: Field) -> Field {
    device["basic"].exists ? device.beside(device["basic"].node) : device
  }

  /// - Parameter choosesNodes: each device of the slice says where it is.
  static func validate(_ element: Field, old: Field?, choosesNodes: Bool) {
    let device = unwrapped(element)
    element["name"].check(.dns1123Label)
    let (attributes, capacity) = (device["attributes"], device["capacity"])
    let properties = attributes.count + capacity.count
    if properties > mostProperties {
      device.invalid(
        "the total number of attributes and capacities must not exceed \(mostProperties)",
        value: "\(properties)")
    }
    attributes.validateMap(keysOf: DeviceNames.longestKey) { name, attribute in
      DeviceNames.validateQualified(name, at: attribute)
      validateAttribute(attribute)
    }
    let isShared = device["allowMultipleAllocations"].bool
    capacity.validateMap(keysOf: DeviceNames.longestKey) { name, capacity in
      DeviceNames.validateQualified(name, at: capacity)
      DeviceCapacity.validate(capacity, isShared: isShared)
    }
    if !(old.map { unwrapped($0)["taints"].says(device["taints"]) } ?? false) {
      DeviceTaints.validate(device["taints"])
    }
    device["consumesCounters"].validateSet(upTo: 2, by: "counterSet") { set in
      DeviceCounters.validate(set, name: "counterSet")
    }
    validateNodes(device, choosesNodes: choosesNodes)
    validateBinding(device)
  }

  private static func validateAttribute(_ attribute: Field) {
    let (text, version) = (attribute["string"], attribute["version"])
    if text.exists, text.text.utf8.count > longestValue { text.tooLong(longestValue) }
    if version.exists {
      if (try? SemanticVersion(version.text)) == nil {
        version.invalid("must be a string compatible with semver.org spec 2.0.0")
      }
      if version.text.utf8.count > longestValue { version.tooLong(longestValue) }
    }
    let count = ["bool", "int", "string", "version"].count { attribute[$0].exists }
    if count != 1 {
      attribute.invalid(
        "exactly one value must be specified", value: count == 0 ? "\"\"" : nil)
    }
  }

  private static func validateNodes(_ device: Field, choosesNodes: Bool) {
    guard choosesNodes else {
      if ["nodeName", "nodeSelector", "allNodes"].contains(where: { device[$0].exists }) {
        device.invalid(
          "`nodeName`, `nodeSelector` and `allNodes` can only be set if "
            + "`perDeviceNodeSelection` is set to true in the ResourceSlice spec", value: "null")
      }
      return
    }
    let message =
      "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when "
      + "`perDeviceNodeSelection` is set to true in the ResourceSlice spec"
    NodeChoice(device, emptyName: "must not be empty", flags: ["allNodes"])
      .expectOne(missing: message, several: message)
  }

  /// `validateDeviceBindingParameters`
  private static func validateBinding(_ device: Field) {
    let (conditions, failures) = (
      device["bindingConditions"], device["bindingFailureConditions"]
    )
    for list in [conditions, failures] {
      list.validateList(upTo: mostConditions) { $0.check(.qualifiedName) }
    }
    for list in [conditions, failures] {
      var seen: Set<String> = []
      for condition in list.elements where !seen.insert(condition.text).inserted {
        condition.duplicate()
      }
    }
    let names = Set(conditions.texts)
    for failure in failures.elements where names.contains(failure.text) {
      failure.invalid("bindingFailureConditions must not overlap with bindingConditions")
    }
    if conditions.isEmpty, !failures.isEmpty {
      conditions.invalid(
        "bindingConditions are required to use bindingFailureConditions", absent: "null")
    }
    if failures.isEmpty, !conditions.isEmpty {
      failures.invalid(
        "bindingFailureConditions are required to use bindingConditions", absent: "null")
    }
  }
}

/// Counters that devices share.
enum DeviceCounters {
  static func validate(_ set: Field, name: String) {
    if set[name].isEmpty { set[name].required() } else { set[name].check(.dns1123Label) }
    let counters = set["counters"]
    if counters.isEmpty { return counters.required() }
    counters.validateMap(upTo: 32, keysOf: 63) { name, counter in
      for problem in Format.dns1123Label.problems(of: name) {
        counter.invalid(problem, value: GoText.quoted(name))
      }
    }
  }
}
