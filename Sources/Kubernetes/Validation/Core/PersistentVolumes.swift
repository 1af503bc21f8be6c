import Values

enum PersistentVolumes {
  static let rules = KindRules(
    create: { validate($0, old: nil) },
    update: { new, old in
      validate(new, old: old)
      validateUpdate(new["spec"], old["spec"], of: new)
    })

  private static func validate(_ object: Field, old: Field?) {
    Metadata.validate(object["metadata"], scope: .cluster, name: .dns1123Subdomain)
    let terms = old?["spec"]["nodeAffinity"]["required"]["nodeSelectorTerms"]
    validateSpec(
      object["spec"], name: object["metadata"]["name"].text,
      allowsInvalidValues: terms?.elements.contains { LabelSelector.hasInvalidValues($0) }
        ?? false)
  }

  /// In the order in which the server looks.
  private static let sources: [VolumeSource] = [
    .hostPath, .gcePersistentDisk, .awsElasticBlockStore,
    VolumeSource("glusterfs", required: ["endpoints", "path"]) { source in
      let namespace = source["endpointsNamespace"]
      if namespace.exists {
        if namespace.isEmpty {
          namespace.invalid("if the endpointnamespace is set, it must be a valid namespace name")
        } else {
          namespace.check(.dns1123Label)
        }
      }
    },
    .flocker, .nfs,
    VolumeSource("rbd", required: ["monitors", "image"]),
    .quobyte,
    VolumeSource("cephfs", inConflict: "cephFS", required: ["monitors"]),
    VolumeSource("iscsi", required: ["targetPortal", "iqn"]) { source in
      VolumeSource.validateTarget(source, isPersistent: true)
      if source["secretRef"].exists, source["secretRef"]["name"].isEmpty {
        source["secretRef"]["name"].required()
      }
    },
    VolumeSource("cinder", required: ["volumeID"]) { requireReference($0["secretRef"]) },
    .fc, .flexVolume,
    VolumeSource("azureFile", required: ["secretName", "shareName"]) { source in
      if source["secretNamespace"].exists, source["secretNamespace"].isEmpty {
        source["secretNamespace"].required()
      }
    },
    .vsphereVolume, .photonPersistentDisk, .portworxVolume, .azureDisk,
    VolumeSource("scaleIO", required: ["gateway", "system", "volumeName"]),
    VolumeSource("local", required: ["path"]) { source in
      if !source["path"].isEmpty { Paths.validateNoBacksteps(source["path"]) }
    },
    VolumeSource("storageos") { source in
      VolumeSource.validateStorageOS(source)
      requireReference(source["secretRef"])
    },
    VolumeSource("csi") { source in
      VolumeSource.validateDriver(source["driver"])
      if source["volumeHandle"].isEmpty { source["volumeHandle"].required() }
      for name in [
        "controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef",
        "nodeExpandSecretRef",
      ] where source[name].exists {
        let secret = source[name]
        for (part, format) in [("name", Format.dns1123Subdomain), ("namespace", .dns1123Label)] {
          if secret[part].isEmpty { secret[part].required() } else { secret[part].check(format) }
        }
      }
    },
  ]

  private static func requireReference(_ secret: Field) {
    guard secret.exists else { return }
    for name in ["name", "namespace"] where secret[name].isEmpty { secret[name].required() }
  }

  /// - Parameter allowsInvalidValues: whether values of the node affinity need be no labels.
  private static func validateSpec(
    _ spec: Field, name: String, allowsInvalidValues: Bool
  ) {
    let (modes, capacity) = (spec["accessModes"], spec["capacity"])
    if modes.isEmpty { modes.required() }
    PersistentVolumeClaims.validateAccessModes(modes)
    if capacity.isEmpty { capacity.required() }
    if !capacity.key("storage").exists || capacity.count > 1 {
      capacity.notSupported(["storage"], value: GoText.json(capacity.node))
    }
    for (_, value) in capacity.entries {
      guard let quantity = value.quantity else { continue }
      if quantity.value < 0 {
        value.invalid("must be a valid resource quantity", value: "\(quantity.value)")
      }
      _ = Resources.validatePositive(value)
    }
    let policy = spec["persistentVolumeReclaimPolicy"]
    let policies = ["Delete", "Recycle", "Retain"]
    if !policy.isEmpty, !policy.isOne(of: policies) { policy.notSupported(policies) }
    let affinity = spec["nodeAffinity"]
    if affinity.exists {
      if affinity["required"].exists {
        Pods.validateNodeSelector(
          affinity["required"], allowsInvalidValues: allowsInvalidValues)
      } else {
        affinity["required"].required("must specify required node constraints")
      }
    }
    var count = 0
    for source in sources where spec[source.name].exists {
      count += 1
      if count > 1, source.name != "flexVolume" {
        spec[source.nameInConflict].forbidden("may not specify more than 1 volume type")
      } else {
        source.validate(spec[source.name], at: spec[source.nameInErrors])
      }
      if source.name == "iscsi", spec["iscsi"]["initiatorName"].exists {
        let portal = spec["iscsi"]["targetPortal"]
        if name.utf8.count + 1 + portal.text.utf8.count > 64 {
          spec["iscsi"]["targetportal"].beside(portal.node).invalid(
            "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if "
              + "iscsi.initiatorName is specified.")
        }
      }
      if source.name == "local", !affinity.exists {
        affinity.required("Local volume requires node affinity")
      }
    }
    if count == 0 { spec.required("must specify a volume type") }
    let isRoot =
      spec["hostPath"].exists
      && spec["hostPath"]["path"].text.allSatisfy { $0 == "/" || $0 == "." }
      && spec["hostPath"]["path"].text.hasPrefix("/")
    if isRoot, policy == "Recycle" {
      policy.forbidden("may not be 'recycle' for a hostPath mount of '/'")
    }
    if !spec["storageClassName"].isEmpty { spec["storageClassName"].check(.dns1123Subdomain) }
    let mode = spec["volumeMode"]
    if mode.exists, !mode.isOne(of: ["Block", "Filesystem"]) {
      mode.notSupported(["Block", "Filesystem"])
    }
    let attributes = spec["volumeAttributesClassName"]
    if attributes.exists {
      if attributes.isEmpty {
        attributes.required("an empty string is disallowed")
      } else {
        attributes.check(.dns1123Subdomain)
      }
      if !spec["csi"].exists {
        spec["csi"].required("has to be specified when using volumeAttributesClassName")
      }
    }
  }

  private static func validateUpdate(_ new: Field, _ old: Field, of object: Field) {
    let isSame = sources.allSatisfy { source in
      let (now, before) = (new[source.name], old[source.name])
      guard source.name == "csi", now.exists, before.exists,
        !before["controllerExpandSecretRef"].exists
      else { return now.exists == before.exists && now.says(before) }
      return Set(now.entries.map(\.name) + before.entries.map(\.name)).allSatisfy {
        $0 == "controllerExpandSecretRef" || now[$0].says(before[$0])
      }
    }
    if !isSame {
      new["persistentvolumesource"].forbidden(
        "spec.persistentvolumesource is immutable after creation")
    }
    if new["volumeMode"].text != old["volumeMode"].text {
      object["volumeMode"].beside(new["volumeMode"].node).invalid("field is immutable")
    }
    if old["nodeAffinity"].exists, !new["nodeAffinity"].says(old["nodeAffinity"]) {
      object["nodeAffinity"].beside(new["nodeAffinity"].node).invalid(
        "field is immutable, except for updating from beta label to GA", absent: "null")
    }
    let name = "volumeAttributesClassName"
    if old[name].exists, !new[name].exists {
      new[name].forbidden("update from non-nil value to nil is forbidden")
    }
  }
}
