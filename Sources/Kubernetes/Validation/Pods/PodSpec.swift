/// The rules of a pod: k8s.io/kubernetes/pkg/apis/core/validation.
enum Pods {
  /// - Parameter name: the pod's, empty for a template.
  static func validateSpec(_ spec: Field, name: String = "", options: PodOptions) {
    let grace = spec["terminationGracePeriodSeconds"]
    if !grace.exists { grace.required() }
    let securityContext = spec["securityContext"]
    let context = PodContext(
      name: name, options: options, gracePeriod: grace.exists ? grace.int : nil,
      volumes: validateVolumes(spec["volumes"], podName: name, options: options),
      claims: Set(spec["resourceClaims"].elements.map { $0["name"].text }).subtracting([""]),
      restartPolicy: spec["restartPolicy"], sharesHostUsers: spec["hostUsers"].truth != false)

    validateResourceClaims(spec["resourceClaims"])
    validateContainers(spec["containers"], context)
    validateInitContainers(
      spec["initContainers"], beside: spec["containers"], context)
    validateEphemeralContainers(spec, context)
    validatePodResources(spec, context)
    validateHostPorts(spec, options)
    spec["restartPolicy"].expectOne(of: ["Always", "OnFailure", "Never"])
    spec["dnsPolicy"].expectOne(of: ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"])
    Metadata.labels(spec["nodeSelector"])
    validateSecurityContext(securityContext, of: spec, options)
    validateAffinity(spec["affinity"], options)
    validateDNS(spec["dnsConfig"], policy: spec["dnsPolicy"])
    for gate in spec["readinessGates"].elements { gate["conditionType"].check(.qualifiedName) }
    validateSchedulingGates(spec["schedulingGates"])
    validateTopologySpread(spec["topologySpreadConstraints"], options)
    validateHostProcess(spec)
    validateHostUsers(spec, options)
    validateHostName(spec)
    validateNames(spec)
    spec["tolerations"].elements.forEach(validateToleration)
    validateHostAliases(spec["hostAliases"])
    if spec["preemptionPolicy"].exists {
      spec["preemptionPolicy"].expectOne(of: ["PreemptLowerPriority", "Never"])
    }
    if spec["overhead"].exists {
      Resources.validateLimits(spec["overhead"], of: spec["overhead"], options)
    }
    validateOperatingSystem(spec)
    validateVariableFiles(spec)
  }

  private static func validateNames(_ spec: Field) {
    let names: [(field: String, format: Format)] = [
      ("serviceAccountName", .dns1123Subdomain), ("nodeName", .dns1123Subdomain),
      ("hostname", .dns1123Label), ("subdomain", .dns1123Label),
      ("priorityClassName", .dns1123Subdomain),
    ]
    for name in names.prefix(2) where !spec[name.field].isEmpty {
      spec[name.field].check(name.format)
    }
    let deadline = spec["activeDeadlineSeconds"]
    if deadline.exists { deadline.range(1...Int64(Int32.max)) }
    for name in names.dropFirst(2) where !spec[name.field].isEmpty {
      spec[name.field].check(name.format)
    }
    if spec["runtimeClassName"].exists { spec["runtimeClassName"].check(.dns1123Subdomain) }
  }

  private static func validateResourceClaims(_ claims: Field) {
    var names: Set<String> = []
    for claim in claims.elements {
      let name = claim["name"]
      if name.isEmpty {
        name.required()
      } else if !names.insert(name.text).inserted {
        name.duplicate()
      } else {
        name.check(.dns1123Label)
      }
      let (direct, template) = (claim["resourceClaimName"], claim["resourceClaimTemplateName"])
      if direct.exists, template.exists {
        claim.invalid(
          "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified")
      }
      if !direct.exists, !template.exists {
        claim.invalid(
          "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`")
      }
      for reference in [direct, template] where reference.exists {
        reference.check(.dns1123Subdomain)
      }
    }
  }

  private static func validateHostPorts(_ spec: Field, _ options: PodOptions) {
    guard spec["hostNetwork"].bool else { return }
    for container in spec["containers"].elements {
      for port in container["ports"].elements {
        let host = port["hostPort"]
        if options.isPod || host.int != 0, host.int != port["containerPort"].int {
          host.invalid("must match `containerPort` when `hostNetwork` is true", absent: "0")
        }
      }
    }
  }

  private static func validateSchedulingGates(_ gates: Field) {
    var seen: Set<String> = []
    for gate in gates.elements {
      let name = gate.beside(gate["name"].node)
      name.check(.qualifiedName)
      if !seen.insert(name.text).inserted { name.duplicate() }
    }
  }

  private static func validateHostAliases(_ aliases: Field) {
    for alias in aliases.elements {
      alias["ip"].checkAddress()
      alias["hostnames"].checkEach(.dns1123Subdomain)
    }
  }

  private static func validateHostUsers(_ spec: Field, _ options: PodOptions) {
    guard spec["hostUsers"].truth == false else { return }
    let message = "when `hostUsers` is false"
    for (field, path) in [
      ("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC"),
    ] where spec[field].bool {
      spec[path].forbidden(message)
    }
    guard !options.allowsUserNamespacesWithDevices else { return }
    for container in allContainers(spec) where !container["volumeDevices"].isEmpty {
      container["volumeDevices"].forbidden(message)
    }
  }

  private static func validateHostName(_ spec: Field) {
    let name = spec["hostnameOverride"]
    guard name.exists else { return }
    for field in ["setHostnameAsFQDN", "hostNetwork"] where spec[field].bool {
      name.forbidden("may not be specified when \(field) is true")
    }
    if name.text.utf8.count > 64 { name.tooLong(64) }
    name.check(.dns1123Subdomain)
  }

  private static func validateDNS(_ config: Field, policy: Field) {
    if policy == "None" {
      if !config.exists {
        return config.required("must provide `dnsConfig` when `dnsPolicy` is None")
      }
      if config["nameservers"].isEmpty {
        return config["nameservers"].required(
          "must provide at least one DNS nameserver when `dnsPolicy` is None")
      }
    }
    guard config.exists else { return }
    let (servers, searches) = (config["nameservers"], config["searches"])
    if servers.count > 3 { servers.invalid("must not have more than 3 nameservers") }
    for element in servers.elements { element.checkAddress() }
    if searches.count > 32 { searches.invalid("must not have more than 32 search paths") }
    if searches.texts.joined(separator: " ").utf8.count > 2048 {
      searches.invalid(
        "must not have more than 2048 characters (including spaces) in the search list")
    }
    for search in searches.elements where search != "." {
      var text = search.text
      if text.hasSuffix(".") { text.removeLast() }
      for problem in Format.dns1123SubdomainWithUnderscore.problems(of: text) {
        search.invalid(problem, value: GoText.quoted(text))
      }
    }
    for option in config["options"].elements where option["name"].isEmpty {
      option.required("must not be empty")
    }
  }
}

/// What the parts of a pod need to know of the whole.
struct PodContext {
  var name: String
  var options: PodOptions
  var gracePeriod: Int64?
  /// The valid volumes by name.
  var volumes: [String: Field]
  var claims: Set<String>
  var restartPolicy: Field
  var sharesHostUsers: Bool
}
