extension Pods {
  static func validateContainers(_ containers: Field, _ context: PodContext) {
    guard !containers.isEmpty else { return containers.required() }
    var names: Set<String> = []
    for container in containers.elements {
      validateContainer(container, context)
      if !names.insert(container["name"].text).inserted { container["name"].duplicate() }
      validateLifecycle(container["lifecycle"], context)
      validateProbes(container, context)
      validateRestart(container)
    }
    var ports: Set<String> = []
    for element in containers.elements { validateHostPorts(element, &ports) }
  }

  static func validateInitContainers(
    _ containers: Field, beside regular: Field, _ context: PodContext
  ) {
    guard containers.exists else { return }
    var names = Set(regular.elements.map { $0["name"].text })
    for container in containers.elements {
      validateContainer(container, context)
      let policy = container["restartPolicy"]
      validateRestart(container)
      let name = container["name"]
      if names.contains(name.text) {
        name.duplicate()
      } else if !name.isEmpty {
        names.insert(name.text)
      }
      // The server looks at each by itself, as if it were the first.
      var ports: Set<String> = []
      validateHostPorts(containers[0].beside(container.node), &ports)
      if policy == "Always" {
        validateLifecycle(container["lifecycle"], context)
        validateProbes(container, context)
      } else {
        for name in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"]
        where container[name].exists {
          container[name].forbidden(
            "may not be set for init containers without restartPolicy=Always")
        }
        if !context.options.allowsRestartsOfInitContainers {
          validateNoRestart(container["resizePolicy"])
        }
      }
    }
  }

  /// A container that only runs to its end is not started again to be resized.
  private static func validateNoRestart(_ policies: Field) {
    for policy in policies.elements where policy["restartPolicy"] == "RestartContainer" {
      policy["restartPolicy"].invalid(
        "must not be set to 'RestartContainer' for non-sidecar initContainers")
    }
  }

  /// Restart rules apply to a container that has a policy of its own.
  private static func validateRestart(_ container: Field) {
    let (policy, rules) = (container["restartPolicy"], container["restartPolicyRules"])
    let policies = ["Always", "Never", "OnFailure"]
    if policy.exists {
      if !policy.isOne(of: policies) { policy.notSupported(policies) }
    } else if !rules.isEmpty {
      policy.required("must specify restartPolicy when restart rules are used")
    }
    if rules.count > 20 { rules.tooMany(rules.count, limit: 20) }
    for rule in rules.elements {
      let action = rule["action"]
      if !action.isOne(of: ["Restart", "RestartAllContainers"]) {
        action.notSupported(["Restart"], value: GoText.quoted(action.text))
      }
      let codes = rule["exitCodes"]
      guard codes.exists else {
        codes.required("must be specified")
        continue
      }
      let `operator` = codes["operator"]
      if !`operator`.isOne(of: ["In", "NotIn"]) {
        `operator`.notSupported(["In", "NotIn"], value: GoText.quoted(`operator`.text))
      }
      let values = codes["values"]
      if values.count > 255 { values.tooMany(values.count, limit: 255) }
    }
  }

  static func validateEphemeralContainers(_ spec: Field, _ context: PodContext) {
    let ephemeral = spec["ephemeralContainers"]
    guard !ephemeral.isEmpty else { return }
    let regular = ["containers", "initContainers"].flatMap { list in
      spec[list].elements.map { $0["name"].text }
    }
    var names = Set(regular)
    let forbidden = [
      "ports", "resources", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle",
      "resizePolicy", "restartPolicy", "restartPolicyRules",
    ]
    for container in ephemeral.elements {
      validateContainer(container, context)
      validateImageSpace(container)
      if !names.insert(container["name"].text).inserted { container["name"].duplicate() }
      let target = container["targetContainerName"]
      if !target.isEmpty, !regular.contains(target.text) { target.notFound() }
      for name in forbidden where container[name].exists && !container[name].isEmpty {
        container[name].forbidden("cannot be set for an Ephemeral Container")
      }
      for mount in container["volumeMounts"].elements {
        for name in ["subPath", "subPathExpr"] where !mount[name].isEmpty {
          mount[name].forbidden("cannot be set for an Ephemeral Container")
        }
      }
    }
  }

  /// What only a pod's containers are held to, not a template's.
  static func validateImageSpace(_ container: Field) {
    let image = container["image"]
    guard image.exists else { return }
    let padded = image.text
    if padded.first?.isWhitespace == true || padded.last?.isWhitespace == true {
      image.invalid("must not have leading or trailing whitespace")
    }
  }

  private static func validateContainer(_ container: Field, _ context: PodContext) {
    let name = container["name"]
    if name.isEmpty { name.required() } else { name.check(.dns1123Label) }
    if container["image"].isEmpty { container["image"].required() }
    container["terminationMessagePolicy"].expectOne(of: ["File", "FallbackToLogsOnError"])
    validatePorts(container["ports"])
    validateEnvironment(container)
    validateVolumeMounts(container, context)
    validateVolumeDevices(container, context)
    validatePullPolicy(container["imagePullPolicy"])
    Resources.validate(
      container["resources"], name: Resources.validateContainerName, claims: context.claims,
      context.options)
    validateResizePolicy(container["resizePolicy"], context)
    validateContainerSecurity(
      container["securityContext"], sharesHostUsers: context.sharesHostUsers)
  }

  static func validatePullPolicy(_ policy: Field) {
    policy.expectOne(of: ["Always", "IfNotPresent", "Never"])
  }

  private static let protocols = ["SCTP", "TCP", "UDP"]

  private static func validatePorts(_ ports: Field) {
    guard ports.exists else { return }
    var names: Set<String> = []
    for port in ports.elements {
      let name = port["name"]
      if !name.isEmpty {
        if !Format.portName.accepts(name.text) {
          name.check(.portName)
        } else if !names.insert(name.text).inserted {
          name.duplicate()
        }
      }
      let number = port["containerPort"]
      if number.int == 0 { number.required() } else { number.range(1...65535) }
      if port["hostPort"].int != 0 { port["hostPort"].range(1...65535) }
      port["protocol"].expectOne(of: protocols)
    }
  }

  private static func validateHostPorts(_ container: Field, _ taken: inout Set<String>) {
    for port in container["ports"].elements {
      let host = port["hostPort"]
      guard host.int != 0 else { continue }
      let key = "\(port["protocol"].text)/\(port["hostIP"].text)/\(host.int)"
      if !taken.insert(key).inserted { host.duplicate(value: GoText.quoted(key)) }
    }
  }

  private static func validateResizePolicy(_ policies: Field, _ context: PodContext) {
    guard policies.exists else { return }
    var resources: Set<String> = []
    for policy in policies.elements {
      let (resource, restart) = (policy["resourceName"], policy["restartPolicy"])
      if !resources.insert(resource.text).inserted {
        policy.duplicate(value: GoText.quoted(resource.text))
      }
      policies.beside(resource.node).expectOne(of: ["cpu", "memory"])
      policies.beside(restart.node).expectOne(of: ["NotRequired", "RestartContainer"])
      if context.restartPolicy == "Never", restart != "NotRequired" {
        policies.beside(restart.node).invalid(
          "must be 'NotRequired' when `restartPolicy` is 'Never'")
      }
    }
  }
}
