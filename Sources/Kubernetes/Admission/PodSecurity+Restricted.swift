import Values

/// The checks that the restricted level adds, one for each file of the same name upstream.
extension PodSecurity {
  static func allowPrivilegeEscalation(_ pod: PodUnderCheck) -> Violation? {
    let bad = pod.names { $0.securityContext?["allowPrivilegeEscalation"]?.bool != false }
    guard !bad.isEmpty else { return nil }
    return Violation(
      reason: "allowPrivilegeEscalation != false",
      detail: "\(Words.containers(bad)) must set securityContext.allowPrivilegeEscalation=false")
  }

  static func capabilitiesRestricted(_ pod: PodUnderCheck) -> Violation? {
    let keeping = pod.names { !$0.capabilities("drop").contains("ALL") }
    var forbidden: Set<String> = []
    let adding = pod.names { container in
      let added = container.capabilities("add").filter { $0 != "NET_BIND_SERVICE" }
      forbidden.formUnion(added)
      return !added.isEmpty
    }
    var details: [String] = []
    if !keeping.isEmpty {
      details.append(
        "\(Words.containers(keeping)) must set securityContext.capabilities.drop=[\"ALL\"]")
    }
    if !adding.isEmpty {
      details.append(
        "\(Words.containers(adding)) must not include \(Words.quoted(forbidden.sorted())) "
          + "in securityContext.capabilities.add")
    }
    guard !details.isEmpty else { return nil }
    return Violation(
      reason: "unrestricted capabilities", detail: details.joined(separator: "; "))
  }

  private static let allowedVolumes = [
    "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image",
    "persistentVolumeClaim", "projected", "secret",
  ]

  private static let knownVolumes = [
    "hostPath", "gcePersistentDisk", "awsElasticBlockStore", "gitRepo", "nfs", "iscsi",
    "glusterfs", "rbd", "flexVolume", "cinder", "cephfs", "flocker", "fc", "azureFile",
    "vsphereVolume", "quobyte", "azureDisk", "photonPersistentDisk", "portworxVolume", "scaleIO",
    "storageos",
  ]

  static func restrictedVolumes(_ pod: PodUnderCheck) -> Violation? {
    var names: [String] = []
    var types: Set<String> = []
    for volume in pod.spec["volumes"].map({ Array($0.elements) }) ?? []
    where !allowedVolumes.contains(where: { volume.present($0) != nil }) {
      names.append(volume["name"]?.text ?? "")
      types.insert(knownVolumes.first { volume.present($0) != nil } ?? "unknown")
    }
    guard !names.isEmpty else { return nil }
    let noun = Words.plural("restricted volume type", "restricted volume types", types.count)
    return Violation(
      reason: "restricted volume types",
      detail: "\(Words.plural("volume", "volumes", names.count)) \(Words.quoted(names)) "
        + "\(Words.plural("uses", "use", names.count)) \(noun) \(Words.quoted(types.sorted()))")
  }

  static func runAsNonRoot(_ pod: PodUnderCheck) -> Violation? {
    let setters = Words.setters(pod) { $0?["runAsNonRoot"]?.bool == false }
    if !setters.isEmpty {
      return Violation(
        reason: "runAsNonRoot != true",
        detail: "\(setters) must not set securityContext.runAsNonRoot=false")
    }
    if pod.securityContext?["runAsNonRoot"]?.bool == true { return nil }
    let silent = pod.names { $0.securityContext?.present("runAsNonRoot") == nil }
    guard !silent.isEmpty else { return nil }
    return Violation(
      reason: "runAsNonRoot != true",
      detail: "pod or \(Words.containers(silent)) must set securityContext.runAsNonRoot=true")
  }

  static func runAsUser(_ pod: PodUnderCheck) -> Violation? {
    let setters = Words.setters(pod) { $0?["runAsUser"]?.int == 0 }
    guard !setters.isEmpty else { return nil }
    return Violation(reason: "runAsUser=0", detail: "\(setters) must not set runAsUser=0")
  }

  static func seccompProfileRestricted(_ pod: PodUnderCheck) -> Violation? {
    if let violation = seccompProfileBaseline(pod) { return violation }
    if pod.securityContext?.present("seccompProfile") != nil { return nil }
    let silent = pod.names { $0.securityContext?.present("seccompProfile") == nil }
    guard !silent.isEmpty else { return nil }
    return Violation(
      reason: "seccompProfile",
      detail: "pod or \(Words.containers(silent)) must set "
        + "securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"")
  }

  /// How the server puts its findings together.
  enum Words {
    static func plural(_ one: String, _ many: String, _ count: Int) -> String {
      count == 1 ? one : many
    }

    static func quoted(_ items: [String]) -> String {
      items.isEmpty ? "" : "\"\(items.joined(separator: "\", \""))\""
    }

    /// `containers "a", "b"`.
    static func containers(_ names: [String]) -> String {
      "\(plural("container", "containers", names.count)) \(quoted(names))"
    }

    /// Who sets something bad: `pod and containers "a", "b"`; empty where no one does.
    static func setters(_ pod: PodUnderCheck, _ isBad: (Node?) -> Bool) -> String {
      var setters = isBad(pod.securityContext) ? ["pod"] : []
      let bad = pod.names { isBad($0.securityContext) }
      if !bad.isEmpty { setters.append(containers(bad)) }
      return setters.joined(separator: " and ")
    }
  }
}
