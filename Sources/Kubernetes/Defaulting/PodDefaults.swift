import Values

/// Defaults of pods and pod templates: pkg/apis/core/v1/defaults.go.
enum PodDefaults {
  static func apply(to document: inout Document, spec: NodeID) {
    convertServiceAccount(&document, spec)
    for volume in document.elements("volumes", of: spec) {
      VolumeDefaults.apply(to: &document, volume: volume)
    }
    for list in ["initContainers", "containers", "ephemeralContainers"] {
      for container in document.elements(list, of: spec) {
        applyToContainer(&document, container)
      }
    }
    if let overhead = document.mapping("overhead", of: spec) { round(&document, overhead) }
    if let resources = document.mapping("resources", of: spec) {
      roundRequirements(&document, resources)
    }
    document.setDefault("dnsPolicy", "ClusterFirst", in: spec)
    document.setDefault("restartPolicy", "Always", in: spec)
    _ = document.mapping(at: "securityContext", in: spec)
    document.setDefault("terminationGracePeriodSeconds", 30, in: spec)
    document.setDefault("schedulerName", "default-scheduler", in: spec)
  }

  /// What a Pod has beyond a template: requests from limits, ports of the host.
  static func applyToPod(_ document: inout Document, spec: NodeID) {
    let hostNetwork = document[spec]["hostNetwork"]?.bool == true
    for list in ["containers", "initContainers"] {
      for container in document.elements(list, of: spec) {
        if let resources = document.mapping("resources", of: container) {
          requestLimits(&document, resources)
        }
        guard hostNetwork else { continue }
        for port in document.elements("ports", of: container) {
          if let number = document[port]["containerPort"]?.int {
            document.setDefaultNumber("hostPort", number, in: port)
          }
        }
      }
    }
    applyPodResources(&document, spec)
    document.setDefault("enableServiceLinks", true, in: spec)
  }

  /// The old name of the field follows the new one.
  private static func convertServiceAccount(_ document: inout Document, _ spec: NodeID) {
    if !document.has("serviceAccountName", in: spec), document.has("serviceAccount", in: spec) {
      document.set("serviceAccountName", to: document.text("serviceAccount", of: spec), in: spec)
    }
    let name = document.text("serviceAccountName", of: spec)
    if !name.isEmpty, document.text("serviceAccount", of: spec) != name {
      document.set("serviceAccount", to: name, in: spec)
    }
  }

  // MARK: - Containers

  private static func applyToContainer(_ document: inout Document, _ container: NodeID) {
    for port in document.elements("ports", of: container) {
      document.setDefault("protocol", "TCP", in: port)
    }
    for variable in document.elements("env", of: container) {
      if let from = document.mapping("valueFrom", of: variable) {
        applyToReference(&document, in: from)
        if let file = document.mapping("fileKeyRef", of: from) {
          document.setDefault("optional", false, in: file)
        }
      }
    }
    if let resources = document.mapping("resources", of: container) {
      roundRequirements(&document, resources)
    }
    for name in ["livenessProbe", "readinessProbe", "startupProbe"] {
      if let probe = document.mapping(name, of: container) { applyToProbe(&document, probe) }
    }
    if let lifecycle = document.mapping("lifecycle", of: container) {
      for name in ["postStart", "preStop"] {
        if let hook = document.mapping(name, of: lifecycle) { applyToHandler(&document, hook) }
      }
    }
    if !document.has("imagePullPolicy", in: container) {
      let isLatest = ImageReference.isLatest(document.text("image", of: container))
      document.set("imagePullPolicy", to: isLatest ? "Always" : "IfNotPresent", in: container)
    }
    document.setDefault("terminationMessagePath", "/dev/termination-log", in: container)
    document.setDefault("terminationMessagePolicy", "File", in: container)
  }

  static func applyToReference(_ document: inout Document, in parent: NodeID) {
    if let reference = document.mapping("fieldRef", of: parent) {
      document.setDefault("apiVersion", "v1", in: reference)
    }
  }

  private static func applyToProbe(_ document: inout Document, _ probe: NodeID) {
    applyToHandler(&document, probe)
    document.setDefaultNumber("timeoutSeconds", 1, in: probe)
    document.setDefaultNumber("periodSeconds", 10, in: probe)
    document.setDefaultNumber("successThreshold", 1, in: probe)
    document.setDefaultNumber("failureThreshold", 3, in: probe)
  }

  private static func applyToHandler(_ document: inout Document, _ handler: NodeID) {
    if let request = document.mapping("httpGet", of: handler) {
      document.setDefault("path", "/", in: request)
      document.setDefault("scheme", "HTTP", in: request)
    }
    if let call = document.mapping("grpc", of: handler) {
      document.setDefault("service", "", in: call)
    }
  }

  // MARK: - Resources

  private static func roundRequirements(_ document: inout Document, _ resources: NodeID) {
    for name in ["limits", "requests"] {
      if let list = document.mapping(name, of: resources) { round(&document, list) }
    }
  }

  /// Amounts are kept in thousandths.
  static func round(_ document: inout Document, _ list: NodeID) {
    var rounded: [(NodeID, String)] = []
    for entry in document[list].entries {
      let parsed = entry.value.withTextBytes { try? Quantity.parse($0).get() }
      guard let quantity = parsed, quantity.scale < -3 else { continue }
      rounded.append((entry.value.id, quantity.rounded(to: -3).description))
    }
    for (id, text) in rounded {
      let value = document.add(text)
      document.replace(id, with: value)
    }
  }

  /// What is limited and not asked for is asked for.
  private static func requestLimits(_ document: inout Document, _ resources: NodeID) {
    guard let limits = document.mapping("limits", of: resources) else { return }
    let requests = document.mapping(at: "requests", in: resources)
    fill(&document, requests, from: limits)
  }

  /// Entries that one mapping has and the other lacks.
  static func fill(_ document: inout Document, _ mapping: NodeID, from other: NodeID) {
    let entries = document[other].entries.map { (name: $0.name, id: $0.value.id) }
    for entry in entries where document[mapping][entry.name] == nil {
      let value = document.copy(entry.id)
      document.set(entry.name, to: value, in: mapping)
    }
  }

  /// Of a pod with resources as a whole: limits of huge pages come from its containers, and requests
  /// from what its containers ask for, else from its own limits (`defaultHugePagePodLimits`,
  /// `defaultPodRequests`).
  private static func applyPodResources(_ document: inout Document, _ spec: NodeID) {
    guard let resources = document.mapping("resources", of: spec),
      !document.isEmpty("limits", of: resources) || !document.isEmpty("requests", of: resources)
    else { return }
    let pages = PodAmounts.ofContainers(document[spec], .limits).filter { name, _ in
      Resources.isHugePages(name) && document[resources]["requests"]?[name] == nil
    }
    fill(&document, "limits", of: resources, from: pages)
    guard !document.isEmpty("limits", of: resources) else { return }
    let asked = PodAmounts.ofContainers(document[spec], .requests).filter { name, _ in
      name == "cpu" || name == "memory"
    }
    fill(&document, "requests", of: resources, from: asked)
    let entries = document[resources]["limits"]?.entries.map { ($0.name, $0.value.id) } ?? []
    for (name, id) in entries where PodAmounts.isOfWholePods(name) {
      let requests = document.mapping(at: "requests", in: resources)
      guard document[requests][name] == nil else { continue }
      let value = document.copy(id)
      document.set(name, to: value, in: requests)
    }
  }

  /// Amounts that a list lacks.
  private static func fill(
    _ document: inout Document, _ list: String, of resources: NodeID, from amounts: ResourceAmounts
  ) {
    for name in amounts.names {
      guard let amount = amounts[name], document[resources][list]?[name] == nil else { continue }
      let mapping = document.mapping(at: list, in: resources)
      document.set(name, to: amount.description, in: mapping)
    }
  }
}
