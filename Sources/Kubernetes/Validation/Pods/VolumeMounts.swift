extension Pods {
  static func validateVolumeMounts(_ container: Field, _ context: PodContext) {
    let mounts = container["volumeMounts"]
    guard mounts.exists else { return }
    let devices = places(container["volumeDevices"], "devicePath")
    var taken: Set<String> = []
    for mount in mounts.elements {
      let (name, path) = (mount["name"], mount["mountPath"])
      if name.isEmpty { name.required() }
      if context.volumes[name.text] == nil { name.add(.notFound, value: GoText.quoted(name.text)) }
      if path.isEmpty { path.required() }
      if !taken.insert(path.text).inserted { path.invalid("must be unique") }
      if devices[name.text] != nil { name.invalid("must not already exist in volumeDevices") }
      if devices.values.contains(path.text) {
        path.invalid("must not already exist as a path in volumeDevices")
      }
      let (subPath, expression) = (mount["subPath"], mount["subPathExpr"])
      // Here and below the server leaves the mount's index out of its path.
      if !subPath.isEmpty {
        Paths.validateDescending(mounts["subPath"].beside(subPath.node))
      }
      if !expression.isEmpty {
        if !subPath.isEmpty {
          expression.invalid("subPathExpr and subPath are mutually exclusive")
        }
        Paths.validateDescending(mounts["subPathExpr"].beside(expression.node))
      }
      validatePropagation(
        mounts["mountPropagation"].beside(mount["mountPropagation"].node), of: container)
      validateRecursive(mount, at: mounts["recursiveReadOnly"])
    }
  }

  private static func validatePropagation(_ propagation: Field, of container: Field) {
    guard propagation.exists else { return }
    let supported = ["Bidirectional", "HostToContainer", "None"]
    if !propagation.isOne(of: supported) { propagation.notSupported(supported) }
    if propagation == "Bidirectional", !container["securityContext"]["privileged"].bool {
      propagation.forbidden(
        "Bidirectional mount propagation is available only to privileged containers")
    }
  }

  private static func validateRecursive(_ mount: Field, at place: Field) {
    let mode = place.beside(mount["recursiveReadOnly"].node)
    guard mode.exists, mode != "Disabled" else { return }
    guard mode.isOne(of: ["Enabled", "IfPossible"]) else {
      return mode.notSupported(["Disabled", "Enabled", "IfPossible"])
    }
    if !mount["readOnly"].bool { mode.forbidden("may only be specified when readOnly is true") }
    if mount["mountPropagation"].exists, mount["mountPropagation"] != "None" {
      mode.forbidden("may only be specified when mountPropagation is None or not specified")
    }
  }

  static func validateVolumeDevices(_ container: Field, _ context: PodContext) {
    let devices = container["volumeDevices"]
    guard devices.exists else { return }
    let mounts = places(container["volumeMounts"], "mountPath")
    var names: Set<String> = []
    var paths: Set<String> = []
    for device in devices.elements {
      let (name, path) = (device["name"], device["devicePath"])
      if name.isEmpty { name.required() }
      if names.contains(name.text) { name.invalid("must be unique") }
      if let volume = context.volumes[name.text] {
        if !volume["persistentVolumeClaim"].exists, !volume["ephemeral"].exists {
          name.invalid(
            "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode")
        }
      } else {
        name.add(.notFound, value: GoText.quoted(name.text))
      }
      if path.isEmpty { path.required() }
      if paths.contains(path.text) { path.invalid("must be unique") }
      if Paths.hasBacksteps(path.text) {
        path.invalid("can not contain backsteps ('..')")
      } else {
        paths.insert(path.text)
      }
      if mounts[name.text] != nil { name.invalid("must not already exist in volumeMounts") }
      if mounts.values.contains(path.text) {
        path.invalid("must not already exist as a path in volumeMounts")
      }
      if !name.isEmpty { names.insert(name.text) }
    }
  }

  private static func places(_ list: Field, _ path: String) -> [String: String] {
    var places: [String: String] = [:]
    for element in list.elements { places[element["name"].text] = element[path].text }
    return places
  }
}
