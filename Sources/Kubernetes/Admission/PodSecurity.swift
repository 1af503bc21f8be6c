package import Values

/// The Pod Security standards: what is wrong with a pod at a level, in the API server's words.
///
/// k8s.io/pod-security-admission/policy.
package enum PodSecurity {
  /// What the checks of a level forbid, as the server joins it: `host namespaces (hostPID=true)`;
  /// empty where the pod may run.
  ///
  /// - Parameters:
  ///   - metadata: of the pod or of the template; nil is as good as empty.
  ///   - spec: of the pod.
  ///   - isPod: they are a pod's, not a template's.
  ///   - version: of the server: a policy of a later version, and the latest, is as it knows it.
  package static func violations(
    metadata: Node?, spec: Node, isPod: Bool, at level: PodSecurityLevel,
    version: KubernetesVersion = .newest
  ) -> String {
    let pod = PodUnderCheck(metadata: metadata, spec: spec, isPod: isPod)
    return checks(at: level, version: version).compactMap { $0.run(pod) }
      .map { "\($0.reason) (\($0.detail))" }
      .joined(separator: ", ")
  }

  /// The metadata and spec of the pods that an object describes; nil for one that describes none.
  package static func pod(of object: Node, group: String, kind: String) -> (Node?, Node)? {
    let template: Node?
    switch (group, kind) {
    case ("", "Pod"): template = object
    case ("", "PodTemplate"): template = object["template"]
    case ("batch", "CronJob"): template = object["spec", "jobTemplate", "spec", "template"]
    case ("", "ReplicationController"), ("apps", "ReplicaSet"), ("apps", "Deployment"),
      ("apps", "DaemonSet"), ("apps", "StatefulSet"), ("batch", "Job"):
      template = object["spec", "template"]
    default: template = nil
    }
    guard let template, let spec = template["spec"], spec.isMapping else { return nil }
    return (template["metadata"], spec)
  }

  struct Violation {
    var reason: String
    var detail: String
  }

  struct Check: Sendable {
    /// The first minor version of the policy that has it, and the first that no longer has.
    var versions: Range<Int>
    var run: @Sendable (PodUnderCheck) -> Violation?

    init(
      since first: Int = 0, until end: Int = .max,
      _ run: @escaping @Sendable (PodUnderCheck) -> Violation?
    ) {
      versions = first..<end
      self.run = run
    }
  }

  /// The checks in the order of their identifiers, baseline before restricted. A restricted check
  /// that says more takes the place of the baseline one.
  static func checks(at level: PodSecurityLevel, version: KubernetesVersion) -> [Check] {
    let minor = min(level.minor ?? .max, version.minor)
    func current(_ checks: [Check]) -> [Check] { checks.filter { $0.versions.contains(minor) } }
    switch level.level {
    case .privileged: return []
    case .baseline: return current(baseline(isOverridden: false, minor))
    case .restricted: return current(baseline(isOverridden: true, minor) + restricted)
    }
  }

  private static func baseline(isOverridden: Bool, _ minor: Int) -> [Check] {
    func unless(_ version: Int, _ checks: Check...) -> [Check] {
      isOverridden && minor >= version ? [] : checks
    }
    var checks = [Check(appArmorProfile)]
    checks += unless(22, Check(capabilitiesBaseline))
    checks.append(Check(hostNamespaces))
    checks += unless(0, Check(hostPathVolumes))
    checks += [
      Check(hostPorts), Check(since: 34, hostProbesAndHostLifecycle), Check(privileged),
    ]
    checks += unless(
      35, Check(until: 35, procMount),
      Check(since: 35) { $0.isInUserNamespace ? nil : procMount($0) })
    checks += [
      Check(until: 31) { seLinuxOptions($0, allowsEngine: false) },
      Check(since: 31) { seLinuxOptions($0, allowsEngine: true) },
    ]
    checks += unless(
      19, Check(until: 19, seccompAnnotations), Check(since: 19, seccompProfileBaseline))
    checks += [Check { sysctls($0, minor) }, Check(windowsHostProcess)]
    return checks
  }

  private static let restricted = [
    Check(since: 8, until: 25, allowPrivilegeEscalation),
    Check(since: 25) { $0.isForWindows ? nil : allowPrivilegeEscalation($0) },
    Check(since: 22, until: 25, capabilitiesRestricted),
    Check(since: 25) { $0.isForWindows ? nil : capabilitiesRestricted($0) },
    Check(since: 35, procMount),
    Check(restrictedVolumes),
    Check(until: 35, runAsNonRoot),
    Check(since: 35) { $0.isInUserNamespace ? nil : runAsNonRoot($0) },
    Check(since: 23, until: 35, runAsUser),
    Check(since: 35) { $0.isInUserNamespace ? nil : runAsUser($0) },
    Check(since: 19, until: 25, seccompProfileRestricted),
    Check(since: 25) { $0.isForWindows ? nil : seccompProfileRestricted($0) },
  ]
}

/// A pod as the checks look at it.
struct PodUnderCheck {
  let metadata: Node?
  let spec: Node
  let isPod: Bool
  let securityContext: Node?
  /// Initial containers first, ephemeral ones last.
  let containers: [Container]

  struct Container {
    let node: Node
    let name: String
    let securityContext: Node?
  }

  init(metadata: Node?, spec: Node, isPod: Bool) {
    self.isPod = isPod
    self.metadata = metadata
    self.spec = spec
    securityContext = spec.present("securityContext")
    containers = ["initContainers", "containers", "ephemeralContainers"].flatMap { list in
      (spec[list].map { Array($0.elements) } ?? []).map {
        Container(
          node: $0, name: $0["name"]?.text ?? "",
          securityContext: $0.present("securityContext"))
      }
    }
  }

  var isForWindows: Bool { spec["os"]?["name"]?.string == "windows" }

  /// `hostUsers: false`.
  var isInUserNamespace: Bool { spec["hostUsers"]?.bool == false }

  /// The names of the containers that a condition holds for.
  func names(where condition: (Container) -> Bool) -> [String] {
    containers.filter(condition).map(\.name)
  }
}

extension Node {
  /// The value under a key, unless it is null, which is as good as absent.
  func present(_ key: String) -> Node? {
    self[key].flatMap { $0.isNull ? nil : $0 }
  }
}
