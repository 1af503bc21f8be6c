import Values

/// The checks of the baseline level, one for each file of the same name upstream.
extension PodSecurity {
  static func appArmorProfile(_ pod: PodUnderCheck) -> Violation? {
    func isBad(_ context: Node?) -> String? {
      guard let profile = context?.present("appArmorProfile") else { return nil }
      let type = profile["type"]?.text ?? ""
      return ["RuntimeDefault", "Localhost"].contains(type) ? nil : type
    }
    let prefix = "container.apparmor.security.beta.kubernetes.io/"
    /// The server turns the old annotation of a pod into the field, where nothing else sets it.
    func annotated(_ container: PodUnderCheck.Container) -> String? {
      guard pod.isPod, container.securityContext?.present("appArmorProfile") == nil,
        pod.securityContext?.present("appArmorProfile") == nil,
        pod.metadata?["annotations"]?[prefix + container.name]?.string == "unconfined"
      else { return nil }
      return "Unconfined"
    }
    var setters: [String] = []
    var values: Set<String> = []
    if let type = isBad(pod.securityContext) {
      setters.append("pod")
      values.insert(type)
    }
    let containers = pod.containers.filter { container in
      guard let type = isBad(container.securityContext) ?? annotated(container) else {
        return false
      }
      values.insert(type)
      return true
    }
    if !containers.isEmpty { setters.append(Words.containers(containers.map(\.name))) }
    let annotations = (pod.metadata?["annotations"].map { Array($0.entries) } ?? [])
      .filter { entry in
        let value = entry.value.text
        return entry.key.hasPrefix(prefix) && !value.isEmpty && value != "runtime/default"
          && !value.hasPrefix("localhost/")
      }
      .map { "\($0.name)=\(GoText.quoted($0.value.text))" }.sorted()
    let list = values.sorted() + annotations
    if !annotations.isEmpty {
      setters.append(Words.plural("annotation", "annotations", annotations.count))
    }
    guard !setters.isEmpty else { return nil }
    return Violation(
      reason: Words.plural(
        "forbidden AppArmor profile", "forbidden AppArmor profiles", list.count),
      detail: "\(setters.joined(separator: " and ")) must not set AppArmor profile type to "
        + Words.quoted(list))
  }

  private static let defaultCapabilities: Set<String> = [
    "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD",
    "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
  ]

  static func capabilitiesBaseline(_ pod: PodUnderCheck) -> Violation? {
    var forbidden: Set<String> = []
    let bad = pod.names { container in
      let added = container.capabilities("add").filter { !defaultCapabilities.contains($0) }
      forbidden.formUnion(added)
      return !added.isEmpty
    }
    guard !bad.isEmpty else { return nil }
    return Violation(
      reason: "non-default capabilities",
      detail: "\(Words.containers(bad)) must not include \(Words.quoted(forbidden.sorted())) "
        + "in securityContext.capabilities.add")
  }

  static func hostNamespaces(_ pod: PodUnderCheck) -> Violation? {
    let shared = ["hostNetwork", "hostPID", "hostIPC"].filter { pod.spec[$0]?.bool == true }
    guard !shared.isEmpty else { return nil }
    return Violation(
      reason: "host namespaces", detail: shared.map { "\($0)=true" }.joined(separator: ", "))
  }

  static func hostPathVolumes(_ pod: PodUnderCheck) -> Violation? {
    let volumes = (pod.spec["volumes"].map { Array($0.elements) } ?? [])
      .filter { $0.present("hostPath") != nil }.map { $0["name"]?.text ?? "" }
    guard !volumes.isEmpty else { return nil }
    return Violation(
      reason: "hostPath volumes",
      detail: "\(Words.plural("volume", "volumes", volumes.count)) \(Words.quoted(volumes))")
  }

  static func hostPorts(_ pod: PodUnderCheck) -> Violation? {
    var ports: Set<String> = []
    let sharesHostNetwork = pod.isPod && pod.spec["hostNetwork"]?.bool == true
    let bad = pod.names { container in
      let own = (container.node["ports"].map { Array($0.elements) } ?? [])
        .compactMap { port -> Int64? in
          // The server fills in the ports of pods, not those of templates.
          let own = port["hostPort"]?.int ?? 0
          return own == 0 && sharesHostNetwork ? port["containerPort"]?.int : own
        }
        .filter { $0 != 0 }
      ports.formUnion(own.map { String($0) })
      return !own.isEmpty
    }
    guard !bad.isEmpty else { return nil }
    return Violation(
      reason: "hostPort",
      detail: "\(Words.containers(bad)) \(Words.plural("uses", "use", bad.count)) "
        + "\(Words.plural("hostPort", "hostPorts", ports.count)) "
        + ports.sorted().joined(separator: ", "))
  }

  static func hostProbesAndHostLifecycle(_ pod: PodUnderCheck) -> Violation? {
    var hosts: Set<String> = []
    func add(_ handler: Node?) -> Bool {
      let own = ["httpGet", "tcpSocket"].compactMap { handler?[$0]?["host"]?.string }
        .filter { !$0.isEmpty }
      hosts.formUnion(own)
      return !own.isEmpty
    }
    let bad = pod.names { container in
      let lifecycle = container.node["lifecycle"]
      let handlers =
        ["livenessProbe", "readinessProbe", "startupProbe"].map { container.node[$0] }
        + [lifecycle?["postStart"], lifecycle?["preStop"]]
      return handlers.map(add).contains(true)
    }
    guard !bad.isEmpty else { return nil }
    let names = Set(bad).sorted()
    return Violation(
      reason: "probe or lifecycle host",
      detail: "\(Words.containers(names)) \(Words.plural("uses", "use", names.count)) "
        + Words.plural("probe or lifecycle host", "probe or lifecycle hosts", hosts.count)
        + " \(Words.quoted(hosts.sorted()))")
  }

  static func privileged(_ pod: PodUnderCheck) -> Violation? {
    let bad = pod.names { $0.securityContext?["privileged"]?.bool == true }
    guard !bad.isEmpty else { return nil }
    return Violation(
      reason: "privileged",
      detail: "\(Words.containers(bad)) must not set securityContext.privileged=true")
  }

  static func procMount(_ pod: PodUnderCheck) -> Violation? {
    var types: Set<String> = []
    let bad = pod.names { container in
      guard let type = container.securityContext?["procMount"]?.string, type != "Default" else {
        return false
      }
      types.insert(type)
      return true
    }
    guard !bad.isEmpty else { return nil }
    return Violation(
      reason: "procMount",
      detail: "\(Words.containers(bad)) must not set securityContext.procMount to "
        + Words.quoted(types.sorted()))
  }

  static func seLinuxOptions(_ pod: PodUnderCheck, allowsEngine: Bool) -> Violation? {
    var types: Set<String> = []
    var (setsUser, setsRole) = (false, false)
    func isBad(_ context: Node?) -> Bool {
      guard let options = context?.present("seLinuxOptions") else { return false }
      var isBad = false
      let type = options["type"]?.string ?? ""
      let allowed = ["", "container_t", "container_init_t", "container_kvm_t"]
      if !allowed.contains(type), !(allowsEngine && type == "container_engine_t") {
        types.insert(type)
        isBad = true
      }
      if options["user"]?.string?.isEmpty == false {
        setsUser = true
        isBad = true
      }
      if options["role"]?.string?.isEmpty == false {
        setsRole = true
        isBad = true
      }
      return isBad
    }
    let setters = Words.setters(pod, isBad)
    guard !setters.isEmpty else { return nil }
    var data: [String] = []
    if !types.isEmpty {
      data.append(
        "\(Words.plural("type", "types", types.count)) \(Words.quoted(types.sorted()))")
    }
    if setsUser { data.append("user may not be set") }
    if setsRole { data.append("role may not be set") }
    return Violation(
      reason: "seLinuxOptions",
      detail: "\(setters) set forbidden securityContext.seLinuxOptions: "
        + data.joined(separator: "; "))
  }

  /// The annotations of policies before v1.19.
  static func seccompAnnotations(_ pod: PodUnderCheck) -> Violation? {
    var keys = ["seccomp.security.alpha.kubernetes.io/pod"]
    keys += pod.containers.map { "container.seccomp.security.alpha.kubernetes.io/\($0.name)" }
    let forbidden = keys.compactMap { key -> String? in
      guard let value = pod.metadata?["annotations"]?[key]?.string,
        value != "runtime/default", value != "docker/default", !value.hasPrefix("localhost/")
      else { return nil }
      return "\(key)=\(GoText.quoted(value))"
    }
    guard !forbidden.isEmpty else { return nil }
    let list = Set(forbidden).sorted()
    return Violation(
      reason: "seccompProfile",
      detail: "forbidden \(Words.plural("annotation", "annotations", list.count)) "
        + list.joined(separator: ", "))
  }

  static func seccompProfileBaseline(_ pod: PodUnderCheck) -> Violation? {
    var values: Set<String> = []
    let setters = Words.setters(pod) { context in
      guard let type = badSeccompType(context) else { return false }
      values.insert(type)
      return true
    }
    guard !setters.isEmpty else { return nil }
    return Violation(
      reason: "seccompProfile",
      detail: "\(setters) must not set securityContext.seccompProfile.type to "
        + Words.quoted(values.sorted()))
  }

  /// The type of a seccomp profile that is set to a forbidden one.
  static func badSeccompType(_ context: Node?) -> String? {
    guard let profile = context?.present("seccompProfile") else { return nil }
    let type = profile["type"]?.text ?? ""
    return type == "Localhost" || type == "RuntimeDefault" ? nil : type
  }

  private static let safeSysctls: [(since: Int, names: [String])] = [
    (
      0,
      [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies",
        "net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start",
      ]
    ),
    (27, ["net.ipv4.ip_local_reserved_ports"]),
    (
      29,
      [
        "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
      ]
    ),
    (32, ["net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"]),
    (37, ["net.ipv4.tcp_slow_start_after_idle", "net.ipv4.tcp_notsent_lowat"]),
  ]

  static func sysctls(_ pod: PodUnderCheck, _ minor: Int) -> Violation? {
    let safe = safeSysctls.filter { $0.since <= minor }.flatMap(\.names)
    let forbidden = (pod.securityContext?["sysctls"].map { Array($0.elements) } ?? [])
      .map { $0["name"]?.text ?? "" }.filter { !safe.contains($0) }
    guard !forbidden.isEmpty else { return nil }
    return Violation(
      reason: "forbidden sysctls", detail: forbidden.joined(separator: ", "))
  }

  static func windowsHostProcess(_ pod: PodUnderCheck) -> Violation? {
    let setters = Words.setters(pod) { $0?["windowsOptions"]?["hostProcess"]?.bool == true }
    guard !setters.isEmpty else { return nil }
    return Violation(
      reason: "hostProcess",
      detail: "\(setters) must not set securityContext.windowsOptions.hostProcess=true")
  }
}

extension PodUnderCheck.Container {
  /// The capabilities that are added or dropped.
  func capabilities(_ change: String) -> [String] {
    (securityContext?["capabilities"]?[change].map { Array($0.elements) } ?? []).map(\.text)
  }
}
