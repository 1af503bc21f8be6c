import Values

enum PersistentVolumeClaims {
  static let rules = KindRules.kind(.namespaced, .dns1123Subdomain) { object in
    validateSpec(object["spec"])
  } update: { new, old in
    Metadata.validate(new["metadata"], scope: .namespaced, name: .dns1123Subdomain)
    validateSpec(new["spec"], old: old["spec"])
    validateUpdate(new, old)
  }

  static let accessModes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"]

  static func validateSpec(_ spec: Field, old: Field? = nil) {
    let modes = spec["accessModes"]
    if modes.isEmpty { modes.required("at least 1 access mode is required") }
    LabelSelector.validate(
      spec["selector"],
      allowsInvalidValues: old.map { LabelSelector.hasInvalidValues($0["selector"]) } ?? false)
    validateAccessModes(modes)
    let storage = spec["resources"].key("storage").beside(
      spec["resources"]["requests"].key("storage").node)
    if !storage.exists {
      storage.required()
    } else if Resources.validatePositive(storage) {
      Resources.validateAmount("storage", storage)
    }
    let className = spec["storageClassName"]
    if !className.isEmpty { className.check(.dns1123Subdomain) }
    let mode = spec["volumeMode"]
    if mode.exists, !mode.isOne(of: ["Block", "Filesystem"]) {
      mode.notSupported(["Block", "Filesystem"])
    }
    validateSources(spec, old: old)
    let attributes = spec["volumeAttributesClassName"]
    if !attributes.isEmpty { attributes.check(.dns1123Subdomain) }
  }

  static func validateAccessModes(_ modes: Field) {
    var (hasSinglePod, hasOther) = (false, false)
    for mode in modes.elements {
      if !mode.isOne(of: accessModes) { modes.beside(mode.node).notSupported(accessModes) }
      if mode == "ReadWriteOncePod" {
        hasSinglePod = true
      } else if mode.isOne(of: accessModes) {
        hasOther = true
      }
    }
    if hasSinglePod, hasOther {
      modes.forbidden("may not use ReadWriteOncePod with other access modes")
    }
  }

  private static func validateSources(_ spec: Field, old: Field?) {
    let (source, reference) = (spec["dataSource"], spec["dataSourceRef"])
    let allowsAnyGroup =
      old.map { $0["dataSource"]["apiGroup"].exists || $0["dataSourceRef"]["apiGroup"].exists }
      ?? false
    for field in [source, reference] where field.exists {
      for name in ["name", "kind"] where field[name].isEmpty { field[name].required() }
      let group = field["apiGroup"]
      if group.isEmpty {
        if field["kind"] != "PersistentVolumeClaim" {
          field.invalid(
            "must be 'PersistentVolumeClaim' when referencing the default apiGroup",
            value: GoText.quoted(field["kind"].text))
        }
      } else if !allowsAnyGroup {
        group.check(.dns1123Subdomain)
      }
    }
    let namespace = reference["namespace"]
    if !namespace.isEmpty { namespace.check(.dns1123Label) }
    guard source.exists, reference.exists else { return }
    if !namespace.isEmpty {
      spec.invalid(
        "may not be specified when dataSourceRef.namespace is specified", value: "{}")
    } else if source["apiGroup"].exists != reference["apiGroup"].exists
      || ["apiGroup", "kind", "name"].contains(where: { source[$0].text != reference[$0].text })
    {
      spec.invalid("must match dataSourceRef", value: "{}")
    }
  }

  // MARK: - Update

  private static let betaClass = "volume.beta.kubernetes.io/storage-class"

  private static func validateUpdate(_ new: Field, _ old: Field) {
    let (spec, oldSpec) = (new["spec"], old["spec"])
    let (annotation, oldAnnotation) = (
      new["metadata"]["annotations"].key(betaClass), old["metadata"]["annotations"].key(betaClass)
    )
    let (name, oldName) = (spec["storageClassName"], oldSpec["storageClassName"])
    var free: Set<String> = ["resources", "volumeAttributesClassName"]
    let isUpgrade =
      oldAnnotation.exists && !oldName.exists && name.exists && name.text == oldAnnotation.text
      && (!annotation.exists || annotation.text == oldAnnotation.text)
    if isUpgrade {
      free.insert("storageClassName")
    } else {
      if annotation.text != oldAnnotation.text {
        new["metadata"]["annotations"][betaClass].beside(annotation.node)
          .invalid("field is immutable")
      }
      if name.exists, !oldName.exists, !oldAnnotation.exists || name.text == oldAnnotation.text {
        free.insert("storageClassName")
      }
    }
    if oldSpec["volumeName"].isEmpty { free.insert("volumeName") }
    let isBound = new["status"]["phase"] == "Bound"
    var isSame = true
    for field in Set(spec.entries.map(\.name) + oldSpec.entries.map(\.name)).subtracting(free) {
      isSame = isSame && spec[field].says(oldSpec[field])
    }
    isSame = isSame && hasSameResources(spec, oldSpec, isBound: isBound)
    let (attributes, oldAttributes) = (
      spec["volumeAttributesClassName"], oldSpec["volumeAttributesClassName"]
    )
    if !isBound { isSame = isSame && attributes.says(oldAttributes) }
    if !isSame {
      spec.forbidden(
        "spec is immutable after creation except resources.requests and "
          + "volumeAttributesClassName for bound claims")
    }
    let storage = spec["resources"]["requests"]["storage"]
    let size = storage.quantity ?? .zero
    if size < oldSpec["resources"]["requests"]["storage"].quantity ?? .zero,
      size <= old["status"]["capacity"]["storage"].quantity ?? .zero
    {
      storage.forbidden("field can not be less than status.capacity")
    }
    if spec["volumeMode"].text != oldSpec["volumeMode"].text {
      new["volumeMode"].beside(spec["volumeMode"].node).invalid("field is immutable")
    }
    // What the volume has come to have cannot be taken away.
    let current = "status.currentVolumeAttributesClassName"
    if old["status"]["currentVolumeAttributesClassName"].exists, !attributes.says(oldAttributes),
      attributes.isEmpty
    {
      let value = attributes.exists ? "empty string" : "nil"
      attributes.forbidden("update to \(value) is forbidden when \(current) is not nil")
    }
  }

  /// Of a bound claim the requested size may change.
  private static func hasSameResources(_ new: Field, _ old: Field, isBound: Bool) -> Bool {
    let (new, old) = (new["resources"], old["resources"])
    guard new["limits"].says(old["limits"]) else { return false }
    let (requests, oldRequests) = (new["requests"], old["requests"])
    guard isBound, requests.exists else { return requests.says(oldRequests) }
    let names = Set(requests.entries.map(\.name) + oldRequests.entries.map(\.name))
    return names.allSatisfy { $0 == "storage" || requests.key($0).says(oldRequests.key($0)) }
  }
}
