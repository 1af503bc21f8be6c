extension KindRules {
  static let storage: [String: KindRules] = [
    "StorageClass": StorageClasses.rules,
    "VolumeAttachment": VolumeAttachments.rules,
    "CSIDriver": Drivers.rules,
    "CSINode": Drivers.nodes,
    "CSIStorageCapacity": StorageCapacities.rules,
    "VolumeAttributesClass": VolumeAttributesClasses.rules,
  ]
}

enum StorageClasses {
  static let rules = KindRules.kind(.cluster, .dns1123Subdomain, validate) { new, old in
    Metadata.validate(new["metadata"], scope: .cluster, name: .dns1123Subdomain)
    validate(new)
    for name in ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"]
    where !new[name].says(old[name]) {
      let absent = name == "parameters" ? "null" : "\"\""
      new[name].invalid("field is immutable", absent: absent)
    }
  }

  private static func validate(_ object: Field) {
    validateProvisioner(object["provisioner"])
    validateParameters(object["parameters"])
    let policy = object["reclaimPolicy"]
    if policy.exists, !policy.isEmpty, !policy.isOne(of: ["Delete", "Retain"]) {
      policy.notSupported(["Delete", "Retain"])
    }
    let mode = object["volumeBindingMode"]
    if !mode.exists {
      mode.required()
    } else if !mode.isOne(of: ["Immediate", "WaitForFirstConsumer"]) {
      mode.notSupported(["Immediate", "WaitForFirstConsumer"])
    }
    validateTopologies(object["allowedTopologies"])
  }

  static func validateProvisioner(_ provisioner: Field) {
    if provisioner.isEmpty { provisioner.required() }
    for problem in Format.qualifiedName.problems(of: provisioner.text.lowercased())
    where !provisioner.isEmpty {
      provisioner.invalid(problem)
    }
  }

  static func validateParameters(_ parameters: Field, allowsEmpty: Bool = true) {
    if parameters.count > 512 {
      return parameters.tooLong(512)
    }
    var size = 0
    for (name, value) in parameters.entries {
      if name.isEmpty {
        parameters.invalid("field can not be empty.", value: "\"\"")
      }
      size += name.utf8.count + value.text.utf8.count
    }
    if size > 256 * 1024 { parameters.tooLong(256 * 1024) }
    if !allowsEmpty, parameters.isEmpty {
      parameters.required("must contain at least one key/value pair")
    }
  }

  private static func validateTopologies(_ topologies: Field) {
    var seen: Set<[String: Set<String>]> = []
    for topology in topologies.elements {
      var terms: [String: Set<String>] = [:]
      for expression in topology["matchLabelExpressions"].elements {
        let (key, values) = (expression["key"], expression["values"])
        if values.isEmpty { values.required() }
        var set: Set<String> = []
        for value in values.elements where !set.insert(value.text).inserted {
          value.duplicate()
        }
        key.check(.qualifiedName)
        if terms[key.text] != nil { key.duplicate() }
        terms[key.text] = set
      }
      // To the server, a term without expressions repeats one that is not there.
      if terms.isEmpty || !seen.insert(terms).inserted {
        topology["matchLabelExpressions"].duplicate(value: "\"\"")
      }
    }
  }
}

enum VolumeAttributesClasses {
  static let rules = KindRules.kind(.cluster, .dns1123Subdomain, validate) { new, old in
    for name in ["driverName", "parameters"] where !new[name].says(old[name]) {
      new[name].forbidden("updates to \(name) are forbidden.")
    }
    validate(new)
  }

  private static func validate(_ object: Field) {
    StorageClasses.validateProvisioner(object["driverName"])
    StorageClasses.validateParameters(object["parameters"], allowsEmpty: false)
  }
}

enum VolumeAttachments {
  static let rules = KindRules.kind(.cluster, .dns1123Subdomain, validate) { new, old in
    validate(new)
    Workloads.immutable(new["spec"], old["spec"])
  }

  private static func validate(_ object: Field) {
    let spec = object["spec"]
    validateAttacher(spec["attacher"])
    let (inline, name) = (
      spec["source"]["inlineVolumeSpec"], spec["source"]["persistentVolumeName"]
    )
    if !inline.exists, !name.exists {
      spec["source"].required(
        "must specify exactly one of inlineVolumeSpec and persistentVolumeName")
    } else if inline.exists, name.exists {
      spec["source"].forbidden(
        "must specify exactly one of inlineVolumeSpec and persistentVolumeName")
    } else if name.exists {
      if name.isEmpty { name.required("must specify non empty persistentVolumeName") }
      if !name.isEmpty { name.check(.dns1123Subdomain) }
    }
    spec["nodeName"].check(.dns1123Subdomain)
  }
}

extension VolumeAttachments {
  private static func validateAttacher(_ attacher: Field) {
    if attacher.isEmpty { attacher.required() } else { VolumeSource.validateDriver(attacher) }
  }
}

enum StorageCapacities {
  static let rules = KindRules.kind(.namespaced, .dns1123Subdomain) { object in
    LabelSelector.validate(object["nodeTopology"])
    object["storageClassName"].check(.dns1123Subdomain)
    if let quantity = object["capacity"].quantity, quantity.sign < 0 {
      object["capacity"].invalid(
        "must be greater than or equal to 0", value: GoText.quoted("\(quantity)"))
    }
  } update: { new, old in
    for name in ["nodeTopology", "storageClassName"] {
      Workloads.immutable(new[name], old[name])
    }
  }
}

/// CSI drivers and what nodes have of them.
enum Drivers {
  static let rules = KindRules.kind(.cluster, .dns1123Subdomain) { object in
    validate(object["spec"])
  } update: { new, old in
    validate(new["spec"])
    Workloads.immutable(attachment(new["spec"]), attachment(old["spec"]))
    let modes = "volumeLifecycleModes"
    Workloads.immutable(new["spec"][modes], old["spec"][modes])
  }

  /// The server spells the field's name otherwise where it finds fault with it.
  private static func attachment(_ spec: Field) -> Field {
    spec["attachedRequired"].beside(spec["attachRequired"].node)
  }

  private static func validate(_ spec: Field) {
    let needed = [attachment(spec), spec["podInfoOnMount"], spec["storageCapacity"]]
    for field in needed where !field.exists { field.required() }
    let policy = spec["fsGroupPolicy"]
    let policies = ["File", "None", "ReadWriteOnceWithFSType"]
    if policy.exists, !policy.isOne(of: policies) { policy.notSupported(policies) }
    var audiences: Set<String> = []
    for request in spec["tokenRequests"].elements {
      let audience = request["audience"]
      guard audiences.insert(audience.text).inserted else {
        audience.duplicate()
        continue
      }
      let seconds = request["expirationSeconds"]
      guard seconds.exists else { continue }
      if seconds.int < 600 {
        seconds.invalid("may not specify a duration less than 10 minutes")
      }
      if seconds.int > 1 << 32 {
        seconds.invalid("may not specify a duration larger than 2^32 seconds")
      }
    }
    let modes = spec["volumeLifecycleModes"]
    for mode in modes.elements where !mode.isOne(of: ["Persistent", "Ephemeral"]) {
      modes.beside(mode.node).notSupported(["Ephemeral", "Persistent"])
    }
    let period = spec["nodeAllocatableUpdatePeriodSeconds"]
    if period.exists, period.int < 10 {
      period.invalid("must be greater than or equal to 10 seconds")
    }
    let inSecrets = spec["serviceAccountTokenInSecrets"]
    if inSecrets.exists, spec["tokenRequests"].isEmpty {
      inSecrets.invalid("serviceAccountTokenInSecrets is set but no tokenRequests are specified")
    }
  }

  static let nodes = KindRules.kind(.cluster, .dns1123Subdomain, validateNode) { new, old in
    validateNode(new)
    let drivers = new["spec"]["drivers"]
    for driver in drivers.elements {
      for stored in old["spec"]["drivers"].elements
      where stored["name"].text == driver["name"].text {
        // What a node can take changes with the node.
        let isSame = ["nodeID", "topologyKeys"].allSatisfy { driver[$0].says(stored[$0]) }
        if !isSame {
          drivers.beside(driver.node).invalid("field is immutable", value: GoText.json(driver.node))
        }
      }
    }
  }

  private static func validateNode(_ object: Field) {
    var names: Set<String> = []
    for driver in object["spec"]["drivers"].elements {
      VolumeSource.validateDriver(driver["name"])
      if driver["nodeID"].isEmpty {
        driver["nodeID"].required()
      } else if driver["nodeID"].text.utf8.count > 256 {
        driver["nodeID"].invalid("must be 256 characters or less")
      }
      driver["allocatable"]["count"].nonNegative()
      if !names.insert(driver["name"].text).inserted { driver["name"].duplicate() }
      validateKeys(driver)
    }
  }

  /// The server says of a driver as a whole what is wrong with its keys.
  private static func validateKeys(_ driver: Field) {
    var keys: Set<String> = []
    for key in driver["topologyKeys"].elements {
      let place = driver.beside(key.node)
      if key.isEmpty { place.required() }
      if !keys.insert(key.text).inserted { place.duplicate() }
      place.check(.qualifiedName)
    }
  }
}

extension Format {
  /// Whatever is not empty; the kind has rules of its own.
  static let any = Format(accepts: { _ in true }, problems: { _ in [] })
}
