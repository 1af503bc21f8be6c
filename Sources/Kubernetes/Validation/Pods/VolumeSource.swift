/// A type of volume: the fields that it must have, and rules beyond them.
struct VolumeSource: Sendable {
  let name: String
  /// Names that the server's paths have where they are not the field's own.
  var nameInErrors: String
  var nameInConflict: String
  let required: [String]
  let rule: (@Sendable (Field) -> Void)?

  init(
    _ name: String, inErrors: String? = nil, inConflict: String? = nil,
    required: [String] = [], rule: (@Sendable (Field) -> Void)? = nil
  ) {
    self.name = name
    nameInErrors = inErrors ?? name
    nameInConflict = inConflict ?? name
    self.required = required
    self.rule = rule
  }

  func validate(_ source: Field, at place: Field) {
    let source = place.beside(source.node)
    for field in required where source[field].isEmpty { source[field].required() }
    rule?(source)
  }

  /// In the order in which the server looks.
  static let all: [VolumeSource] = [
    VolumeSource("emptyDir") { source in
      if let limit = source["sizeLimit"].quantity, limit.sign < 0 {
        source["sizeLimit"].forbidden("SizeLimit field must be a valid resource quantity")
      }
    },
    hostPath,
    VolumeSource("gitRepo", required: ["repository"]) {
      Paths.validateDescending($0["directory"])
    },
    gcePersistentDisk, awsElasticBlockStore,
    VolumeSource("secret", required: ["secretName"], rule: validateItems),
    nfs, iscsi,
    VolumeSource("glusterfs", required: ["endpoints", "path"]),
    flocker,
    VolumeSource("persistentVolumeClaim", required: ["claimName"]),
    VolumeSource("rbd", required: ["monitors", "image"]),
    VolumeSource("cinder", required: ["volumeID"]) { requireSecretName($0["secretRef"]) },
    VolumeSource("cephfs", inConflict: "cephFS", required: ["monitors"]),
    quobyte,
    VolumeSource("downwardAPI", inConflict: "downwarAPI") { source in
      Paths.validateMode(source["defaultMode"])
      for item in source["items"].elements { validateDownwardFile(source.beside(item.node)) }
    },
    fc,
    flexVolume,
    VolumeSource("configMap", required: ["name"], rule: validateItems),
    VolumeSource("azureFile", required: ["secretName", "shareName"]),
    vsphereVolume, photonPersistentDisk, portworxVolume, azureDisk,
    VolumeSource("storageos") { source in
      validateStorageOS(source)
      requireSecretName(source["secretRef"])
    },
    VolumeSource("projected", rule: ProjectedVolume.validate),
    VolumeSource("scaleIO", required: ["gateway", "system", "volumeName"]),
    VolumeSource("csi") { source in
      validateDriver(source["driver"])
      let secret = source["nodePublishSecretRef"]
      guard secret.exists else { return }
      if secret["name"].isEmpty {
        secret["name"].required()
      } else {
        source["name"].beside(secret["name"].node).check(.dns1123Subdomain)
      }
    },
    VolumeSource("ephemeral") { source in
      let template = source["volumeClaimTemplate"]
      guard template.exists else { return template.required() }
      Metadata.validateTemplate(template["metadata"])
      PersistentVolumeClaims.validateSpec(template["spec"])
    },
    VolumeSource("image") { Pods.validatePullPolicy($0["pullPolicy"]) },
  ]

  // MARK: - Sources that a PersistentVolume has too

  static let hostPath = VolumeSource("hostPath", required: ["path"]) { source in
    guard !source["path"].isEmpty else { return }
    Paths.validateNoBacksteps(source["path"])
    let types = [
      "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate",
      "Socket",
    ]
    if !source["type"].isOne(of: types) { source["type"].notSupported(types) }
  }

  static let gcePersistentDisk = VolumeSource(
    "gcePersistentDisk", inErrors: "persistentDisk", required: ["pdName"],
    rule: validatePartition)

  static let awsElasticBlockStore = VolumeSource(
    "awsElasticBlockStore", required: ["volumeID"], rule: validatePartition)

  private static func validatePartition(_ source: Field) {
    let partition = source["partition"]
    if !(0...255).contains(partition.int) {
      partition.invalid("must be between 1 and 255, inclusive")
    }
  }

  static let nfs = VolumeSource("nfs", required: ["server", "path"]) { source in
    if !source["path"].text.hasPrefix("/") {
      source["path"].invalid("must be an absolute path")
    }
  }

  static let iscsi = VolumeSource("iscsi", required: ["targetPortal", "iqn"]) {
    validateTarget($0, isPersistent: false)
  }

  /// - Parameter isPersistent: of a PersistentVolume, of whose names less is said.
  static func validateTarget(_ source: Field, isPersistent: Bool) {
    validateInitiator(source["iqn"], isPersistent: isPersistent)
    source["lun"].range(0...255)
    if source["chapAuthDiscovery"].bool || source["chapAuthSession"].bool,
      !source["secretRef"].exists
    {
      source["secretRef"].required()
    }
    let initiator = source["initiatorName"]
    if initiator.exists {
      validateInitiator(
        source["initiatorname"].beside(initiator.node), allowsEmpty: false,
        isPersistent: isPersistent)
    }
  }

  private static func validateInitiator(
    _ name: Field, allowsEmpty: Bool = true, isPersistent: Bool
  ) {
    let text = name.text
    if text.isEmpty, allowsEmpty { return }
    let rest = text.dropFirst(3)
    switch text.prefix(3) {
    case "iqn":
      // iqn.yyyy-mm.authority:name
      let parts = rest.dropFirst().split(
        separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
      let date = parts.first.map { Array($0.utf8) } ?? []
      let isDate =
        date.count == 7 && date[4] == UInt8(ascii: "-")
        && date.enumerated().allSatisfy { $0.offset == 4 || Characters.isDigit($0.element) }
      let authority = parts.count == 2 ? parts[1].prefix { $0 != ":" } : ""
      let unique = parts.count == 2 ? parts[1].dropFirst(authority.count + 1) : ""
      let isName = !unique.isEmpty && !unique.contains { ",;*&$|".contains($0) || $0.isWhitespace }
      let isAuthority = authority.utf8.allSatisfy {
        Characters.isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
      }
      if !rest.hasPrefix(".") || !isDate || authority.isEmpty || !isAuthority || !isName {
        name.invalid("must be valid format")
      }
    case "eui", "naa":
      let length = text.hasPrefix("eui") ? 16 : 32
      let digits = rest.dropFirst().utf8
      if digits.count != length || !digits.allSatisfy(Characters.isAlphanumeric) {
        name.invalid("must be valid format")
      }
    default:
      name.invalid(
        isPersistent
          ? "must be valid format" : "must be valid format starting with iqn, eui, or naa")
    }
  }

  static let fc = VolumeSource("fc") { source in
    let (targets, identifiers) = (source["targetWWNs"], source["wwids"])
    if targets.isEmpty, identifiers.isEmpty {
      targets.required("must specify either targetWWNs or wwids, but not both")
    }
    if !targets.isEmpty, !identifiers.isEmpty {
      targets.invalid("targetWWNs and wwids can not be specified simultaneously")
    }
    guard !targets.isEmpty else { return }
    if source["lun"].exists {
      source["lun"].range(0...255)
    } else {
      source["lun"].required("lun is required if targetWWNs is specified")
    }
  }

  static let flocker = VolumeSource("flocker") { source in
    let (name, uuid) = (source["datasetName"], source["datasetUUID"])
    if name.isEmpty, uuid.isEmpty {
      source.required("one of datasetName and datasetUUID is required")
    }
    if !name.isEmpty, !uuid.isEmpty {
      source.invalid(
        "datasetName and datasetUUID can not be specified simultaneously", value: "\"resource\"")
    }
    if name.text.contains("/") { name.invalid("must not contain '/'") }
  }

  static let quobyte = VolumeSource("quobyte") { source in
    let registry = source["registry"]
    let form = "must be a host:port pair or multiple pairs separated by commas"
    if registry.isEmpty {
      registry.required(form)
    } else if source["tenant"].text.utf8.count >= 65 {
      source["tenant"].required("must be a UUID and may not exceed a length of 64 characters")
    } else {
      for pair in registry.text.split(separator: ",", omittingEmptySubsequences: false)
      where pair.filter({ $0 == ":" }).count != 1 && !pair.hasPrefix("[") {
        registry.invalid(form)
      }
    }
    if source["volume"].isEmpty { source["volume"].required() }
  }

  static let flexVolume = VolumeSource("flexVolume", required: ["driver"]) { source in
    for (name, value) in source["options"].entries {
      let namespace = name.split(separator: "/", maxSplits: 1).first ?? ""
      let normalized = ".\(namespace.lowercased())"
      if normalized.hasSuffix(".kubernetes.io") || normalized.hasSuffix(".k8s.io") {
        value.invalid(
          "kubernetes.io and k8s.io namespaces are reserved", value: GoText.quoted(name))
      }
    }
  }

  static let vsphereVolume = VolumeSource("vsphereVolume", required: ["volumePath"])
  static let photonPersistentDisk = VolumeSource("photonPersistentDisk", required: ["pdID"])
  static let portworxVolume = VolumeSource("portworxVolume", required: ["volumeID"])

  static let azureDisk = VolumeSource("azureDisk", required: ["diskName", "diskURI"]) { source in
    let (mode, kind, uri) = (source["cachingMode"], source["kind"], source["diskURI"])
    let modes = ["None", "ReadOnly", "ReadWrite"]
    if mode.exists, !mode.isOne(of: modes) { mode.notSupported(modes) }
    let kinds = ["Dedicated", "Managed", "Shared"]
    if kind.exists, !kind.isOne(of: kinds) { kind.notSupported(kinds) }
    if kind == "Managed", !uri.text.hasPrefix("/subscriptions/") {
      uri.notSupported([
        "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/"
          + "{disk-id}"
      ])
    }
    if kind.exists, kind != "Managed", !uri.text.hasPrefix("https://") {
      uri.notSupported([
        "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"
      ])
    }
  }

  // MARK: - Parts

  static func requireSecretName(_ secret: Field) {
    if secret.exists, secret["name"].isEmpty { secret["name"].required() }
  }

  static func validateStorageOS(_ source: Field) {
    let (name, namespace) = (source["volumeName"], source["volumeNamespace"])
    if name.isEmpty { name.required() } else { name.check(.dns1123Label) }
    if !namespace.isEmpty { namespace.check(.dns1123Label) }
  }

  static func validateDriver(_ driver: Field) {
    let text = driver.text
    if text.isEmpty { return driver.required() }
    if text.utf8.count > 63 { driver.tooLong(63) }
    for problem in Format.dns1123Subdomain.problems(of: text.lowercased()) {
      driver.invalid(problem)
    }
  }

  static func validateItems(_ source: Field) {
    Paths.validateMode(source["defaultMode"])
    source["items"].elements.forEach(validateItem)
  }

  static func validateItem(_ item: Field) {
    for name in ["key", "path"] where item[name].isEmpty { item[name].required() }
    Paths.validateUnreserved(item["path"])
    Paths.validateMode(item["mode"])
  }

  static func validateDownwardFile(_ file: Field) {
    if file["path"].isEmpty { file["path"].required() }
    Paths.validateUnreserved(file["path"])
    let (field, resource) = (file["fieldRef"], file["resourceFieldRef"])
    if field.exists {
      Pods.validateFieldReference(field, supported: Pods.volumeFields)
      if resource.exists {
        file.invalid(
          "fieldRef and resourceFieldRef can not be specified simultaneously",
          value: "\"resource\"")
      }
    } else if resource.exists {
      Pods.validateResourceReference(resource, inVolume: true)
    } else {
      file.required("one of fieldRef and resourceFieldRef is required")
    }
    Paths.validateMode(file["mode"])
  }
}
