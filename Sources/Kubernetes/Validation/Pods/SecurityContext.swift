extension Pods {
  private static let identifiers: ClosedRange<Int64> = 0...Int64(Int32.max)

  static func validateSecurityContext(
    _ context: Field, of spec: Field, _ options: PodOptions
  ) {
    guard context.exists else { return }
    for name in ["fsGroup", "runAsUser", "runAsGroup"] where context[name].exists {
      context[name].range(identifiers)
    }
    for element in context["supplementalGroups"].elements { element.range(identifiers) }
    let shared = spec["shareProcessNamespace"]
    if shared.bool, spec["hostPID"].bool {
      context["shareProcessNamespace"].beside(shared.node).invalid(
        "ShareProcessNamespace and HostPID cannot both be enabled")
    }
    validateSysctls(context["sysctls"], of: spec, options)
    for (name, values) in [
      ("fsGroupChangePolicy", ["Always", "OnRootMismatch"])
    ] where context[name].exists && !context[name].isOne(of: values) {
      context[name].notSupported(values)
    }
    validateSeccomp(context["seccompProfile"])
    validateWindowsOptions(context["windowsOptions"])
    validateAppArmor(context["appArmorProfile"])
    for (name, values) in [
      ("supplementalGroupsPolicy", ["Merge", "Strict"]),
      ("seLinuxChangePolicy", ["MountOption", "Recursive"]),
    ] where context[name].exists && !context[name].isOne(of: values) {
      context[name].notSupported(values)
    }
  }

  static func validateContainerSecurity(_ context: Field, sharesHostUsers: Bool) {
    guard context.exists else { return }
    for name in ["runAsUser", "runAsGroup"] where context[name].exists {
      context[name].range(identifiers)
    }
    let mount = context["procMount"]
    if mount.exists {
      if !mount.isOne(of: ["Default", "Unmasked"]) { mount.notSupported(["Default", "Unmasked"]) }
      if sharesHostUsers, mount == "Unmasked" {
        mount.invalid("`hostUsers` must be false to use `Unmasked`")
      }
    }
    validateSeccomp(context["seccompProfile"])
    if context["allowPrivilegeEscalation"].truth == false {
      if context["privileged"].bool {
        context.invalid(
          "cannot set `allowPrivilegeEscalation` to false and `privileged` to true")
      }
      for capability in context["capabilities"]["add"].elements
      where capability == "CAP_SYS_ADMIN" {
        context.invalid(
          "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN")
      }
    }
    validateWindowsOptions(context["windowsOptions"])
    validateAppArmor(context["appArmorProfile"])
  }

  private static func validateSeccomp(_ profile: Field) {
    guard profile.exists else { return }
    profile["type"].expectOne(
      of: ["Localhost", "RuntimeDefault", "Unconfined"],
      required: "type is required when seccompProfile is set")
    let local = profile["localhostProfile"]
    if profile["type"] == "Localhost" {
      if local.exists {
        Paths.validateDescending(local)
      } else {
        local.required("must be set when seccomp type is Localhost")
      }
    } else if local.exists {
      local.invalid(
        "can only be set when seccomp type is Localhost", value: GoText.json(profile.node))
    }
  }

  private static func validateAppArmor(_ profile: Field) {
    guard profile.exists else { return }
    let (type, local) = (profile["type"], profile["localhostProfile"])
    if type == "Localhost" {
      guard local.exists else {
        return local.required("must be set when AppArmor type is Localhost")
      }
      let text = local.text
      if text.isEmpty {
        local.required("must be set when AppArmor type is Localhost")
      } else if text.first?.isWhitespace == true || text.last?.isWhitespace == true {
        local.invalid("must not be padded with whitespace")
      }
      if text.utf8.count > 4095 { local.tooLong(4095) }
    } else if type.isOne(of: ["RuntimeDefault", "Unconfined"]) {
      if local.exists { local.invalid("can only be set when AppArmor type is Localhost") }
    } else {
      type.expectOne(
        of: ["Localhost", "RuntimeDefault", "Unconfined"],
        required: "type is required when appArmorProfile is set")
    }
  }

  // MARK: - Sysctls

  private static func validateSysctls(
    _ sysctls: Field, of spec: Field, _ options: PodOptions
  ) {
    var names: Set<String> = []
    for sysctl in sysctls.elements {
      let name = sysctl["name"]
      if name.isEmpty {
        name.required()
      } else if !isSysctl(name.text) {
        let segment = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
        name.invalid(
          "must have at most 253 characters and match regex ^(\(segment)[\\./])*\(segment)$")
      } else if names.contains(name.text) {
        name.duplicate()
      }
      if !options.allowsHostSysctls, let shared = sharedNamespace(ofSysctl: name.text, spec) {
        name.invalid("may not be specified when '\(shared)' is true")
      }
      names.insert(name.text)
    }
  }

  /// The field by which the pod shares the namespace of a sysctl with the host, where it does.
  static func sharedNamespace(ofSysctl name: String, _ spec: Field) -> String? {
    switch namespace(ofSysctl: name) {
    case "net" where spec["hostNetwork"].bool: "hostNetwork"
    case "ipc" where spec["hostIPC"].bool: "hostIPC"
    default: nil
    }
  }

  private static func isSysctl(_ name: String) -> Bool {
    name.utf8.count <= 253
      && name.utf8.split(
        omittingEmptySubsequences: false,
        whereSeparator: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") }
      ).allSatisfy { segment in
        guard let first = segment.first, let last = segment.last else { return false }
        let isEnd = { Characters.isLowercase($0) || Characters.isDigit($0) }
        return isEnd(first) && isEnd(last)
          && segment.allSatisfy { Characters.isLabelCharacter($0) || $0 == UInt8(ascii: "_") }
      }
  }

  private static func namespace(ofSysctl name: String) -> String {
    let separator = name.first { $0 == "." || $0 == "/" }
    let dotted = separator == "/" ? name.split(separator: "/").joined(separator: ".") : name
    if dotted.hasPrefix("net.") { return "net" }
    let ipc = ["kernel.shmall", "kernel.shmmax", "kernel.shmmni", "kernel.sem"]
    let isIPC =
      ipc.contains(dotted) || dotted.hasPrefix("kernel.shm") || dotted.hasPrefix("kernel.msg")
      || dotted.hasPrefix("fs.mqueue.")
    return isIPC ? "ipc" : ""
  }
}
