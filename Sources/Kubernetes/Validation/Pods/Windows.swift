extension Pods {
  static func validateWindowsOptions(_ options: Field) {
    guard options.exists else { return }
    let name = options["gmsaCredentialSpecName"]
    if name.exists { name.check(.dns1123Subdomain) }
    let spec = options["gmsaCredentialSpec"]
    if spec.exists {
      let length = spec.text.utf8.count
      if length == 0 {
        spec.invalid("gmsaCredentialSpec cannot be an empty string")
      } else if length > 64 * 1024 {
        spec.invalid("gmsaCredentialSpec size must be under 64 KiB")
      }
    }
    if options["runAsUserName"].exists { validateUserName(options["runAsUserName"]) }
  }

  private static func validateUserName(_ name: Field) {
    let text = name.text
    if text.isEmpty { return name.invalid("runAsUserName cannot be an empty string") }
    if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      return name.invalid("runAsUserName cannot contain control characters")
    }
    let parts = text.split(separator: "\\", omittingEmptySubsequences: false).map { String($0) }
    if parts.count > 2 {
      return name.invalid("runAsUserName cannot contain more than one backslash")
    }
    if parts.count == 2 {
      if parts[0].utf8.count >= 256 {
        name.invalid("runAsUserName's Domain length must be under 256 characters")
      }
      if !isNetBIOS(parts[0]), !isDomain(parts[0]) {
        name.invalid("runAsUserName's Domain doesn't match the NetBios nor the DNS format")
      }
    }
    let user = parts.last ?? ""
    if user.isEmpty {
      name.invalid("runAsUserName's User cannot be empty")
    } else if user.utf8.count > 104 {
      name.invalid("runAsUserName's User length must not be longer than 104 characters")
    }
    if !user.isEmpty, user.allSatisfy({ $0 == "." || $0 == " " }) {
      name.invalid("runAsUserName's User cannot contain only periods or spaces")
    }
    if user.contains(where: { "\"/\\:;|=,+*?<>@[]".contains($0) }) {
      name.invalid(
        "runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]")
    }
  }

  private static func isNetBIOS(_ name: String) -> Bool {
    (1...15).contains(name.count) && !name.hasPrefix(".")
      && !name.contains { "\\/:*?\"<>|".contains($0) }
  }

  private static func isDomain(_ name: String) -> Bool {
    name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .allSatisfy { label in
        guard let first = label.first, let last = label.last, label.count <= 63 else {
          return false
        }
        return Characters.isAlphanumeric(first) && Characters.isAlphanumeric(last)
          && label.allSatisfy { Characters.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
      }
  }

  /// All containers of the pod with their kind of list.
  static func allContainers(_ spec: Field) -> [Field] {
    ["initContainers", "containers", "ephemeralContainers"].flatMap { Array(spec[$0].elements) }
  }

  static func validateHostProcess(_ spec: Field) {
    let pod = spec["securityContext"]["windowsOptions"]["hostProcess"].truth
    var (total, hostProcesses) = (0, 0)
    for container in allContainers(spec) {
      total += 1
      let field = container["securityContext"]["windowsOptions"]["hostProcess"]
      let own = field.truth
      if let pod, let own, pod != own {
        field.invalid("pod hostProcess value must be identical if both are specified, was \(pod)")
      }
      if own ?? pod == true { hostProcesses += 1 }
    }
    guard hostProcesses > 0 else { return }
    if hostProcesses != total {
      spec.invalid(
        "If pod contains any hostProcess containers then all containers must be HostProcess "
          + "containers", value: "\"\"")
    }
    if !spec["hostNetwork"].bool {
      spec["hostNetwork"].invalid(
        "hostNetwork must be true if pod contains any hostProcess containers", value: "false")
    }
  }

  static func validateOperatingSystem(_ spec: Field) {
    let system = spec["os"]
    guard system.exists else { return }
    if system["name"].isEmpty { return system["name"].required("cannot be empty") }
    if system["name"] == "linux" {
      let contexts = [spec] + allContainers(spec)
      for context in contexts.map({ $0["securityContext"]["windowsOptions"] })
      where context.exists {
        context.forbidden("windows options cannot be set for a linux pod")
      }
    } else if system["name"] == "windows" {
      validateWindows(spec)
    } else {
      system.notSupported(["linux", "windows"], value: GoText.quoted(system["name"].text))
    }
  }

  private static func validateWindows(_ spec: Field) {
    let message = "cannot be set for a windows pod"
    let context = spec["securityContext"]
    let podFields = [
      "appArmorProfile", "seLinuxOptions", "seccompProfile", "fsGroup", "fsGroupChangePolicy",
      "sysctls", "runAsUser", "runAsGroup", "supplementalGroups", "supplementalGroupsPolicy",
      "seLinuxChangePolicy",
    ]
    for name in podFields where context[name].exists { context[name].forbidden(message) }
    for name in ["hostUsers", "shareProcessNamespace"] where spec[name].exists {
      spec[name].forbidden(message)
    }
    for name in ["hostPID", "hostIPC"] where spec[name].bool { spec[name].forbidden(message) }
    let containerFields = [
      "appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities",
      "readOnlyRootFilesystem", "privileged", "allowPrivilegeEscalation", "procMount",
      "runAsUser", "runAsGroup",
    ]
    for container in allContainers(spec) {
      let context = container["securityContext"]
      for name in containerFields where context[name].exists { context[name].forbidden(message) }
    }
  }
}
