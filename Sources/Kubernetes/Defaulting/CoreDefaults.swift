import Values

extension Defaulting {
  static let core: [String: Rule] = [
    "Pod": { document, object, _ in
      guard let spec = document.mapping("spec", of: object) else { return }
      PodDefaults.applyToPod(&document, spec: spec)
      PodDefaults.apply(to: &document, spec: spec)
    },
    "PodTemplate": { document, object, _ in applyToTemplate(&document, of: object) },
    "ReplicationController": { document, object, _ in applyToController(&document, object) },
    "Service": { document, object, _ in
      guard let spec = document.mapping("spec", of: object) else { return }
      applyToService(&document, spec: spec)
    },
    "Endpoints": { document, object, _ in
      for subset in document.elements("subsets", of: object) {
        for port in document.elements("ports", of: subset) {
          document.setDefault("protocol", "TCP", in: port)
        }
      }
    },
    "Secret": { document, object, _ in applyToSecret(&document, object) },
    "PersistentVolumeClaim": { document, object, _ in applyToClaim(&document, object) },
    "PersistentVolume": { document, object, _ in
      let status = document.mapping(at: "status", in: object)
      document.setDefault("phase", "Pending", in: status)
      guard let spec = document.mapping("spec", of: object) else { return }
      document.setDefault("persistentVolumeReclaimPolicy", "Retain", in: spec)
      document.setPointer("volumeMode", "Filesystem", in: spec)
      VolumeDefaults.applyToSources(&document, of: spec)
      if let capacity = document.mapping("capacity", of: spec) {
        PodDefaults.round(&document, capacity)
      }
    },
    "Namespace": { document, object, _ in
      let status = document.mapping(at: "status", in: object)
      document.setDefault("phase", "Active", in: status)
      let metadata = document.mapping(at: "metadata", in: object)
      let name = document.text("name", of: metadata)
      guard !name.isEmpty else { return }
      let labels = document.mapping(at: "labels", in: metadata)
      document.set("kubernetes.io/metadata.name", to: name, in: labels)
    },
    "LimitRange": { document, object, _ in
      guard let spec = document.mapping("spec", of: object) else { return }
      for limit in document.elements("limits", of: spec) { applyToLimit(&document, limit) }
    },
    "ResourceQuota": { document, object, _ in
      guard let spec = document.mapping("spec", of: object),
        let hard = document.mapping("hard", of: spec)
      else { return }
      PodDefaults.round(&document, hard)
    },
  ]

  /// Plain text given for convenience is kept encoded.
  private static func applyToSecret(_ document: inout Document, _ object: NodeID) {
    document.setDefault("type", "Opaque", in: object)
    guard let plain = document.mapping("stringData", of: object) else { return }
    let entries = document[plain].entries.map { entry in
      (
        name: entry.name, text: entry.value.withTextBytes { Base64.encode($0) },
        mark: entry.value.mark
      )
    }
    if !entries.isEmpty {
      let data = document.mapping(at: "data", in: object)
      for entry in entries {
        let value = document.add(entry.text)
        document.setMark(of: value, to: entry.mark)
        document.set(entry.name, to: value, in: data)
      }
    }
    document.remove("stringData", from: object)
  }

  /// Of a container's limits the maximum is the default, and the default what is asked for.
  private static func applyToLimit(_ document: inout Document, _ limit: NodeID) {
    for list in ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"] {
      if let amounts = document.mapping(list, of: limit) { PodDefaults.round(&document, amounts) }
    }
    guard document.text("type", of: limit) == "Container" else { return }
    let defaults = document.mapping(at: "default", in: limit)
    let requests = document.mapping(at: "defaultRequest", in: limit)
    if let maximum = document.mapping("max", of: limit) {
      PodDefaults.fill(&document, defaults, from: maximum)
    }
    PodDefaults.fill(&document, requests, from: defaults)
    if let minimum = document.mapping("min", of: limit) {
      PodDefaults.fill(&document, requests, from: minimum)
    }
  }

  private static func applyToService(_ document: inout Document, spec: NodeID) {
    document.setDefault("sessionAffinity", "None", in: spec)
    switch document.text("sessionAffinity", of: spec) {
    case "None": document.remove("sessionAffinityConfig", from: spec)
    case "ClientIP":
      let config = document.mapping(at: "sessionAffinityConfig", in: spec)
      let client = document.mapping(at: "clientIP", in: config)
      document.setDefault("timeoutSeconds", 10800, in: client)
    default: break
    }
    document.setDefault("type", "ClusterIP", in: spec)
    for port in document.elements("ports", of: spec) {
      document.setDefault("protocol", "TCP", in: port)
      let target = document[port]["targetPort"]
      let isUnset = target.map { $0.isNull || $0.int == 0 || $0 == "" } ?? true
      if isUnset { document.set("targetPort", to: document[port]["port"]?.int ?? 0, in: port) }
    }
    let type = document.text("type", of: spec)
    let isExternal =
      type == "NodePort" || type == "LoadBalancer"
      || (type == "ClusterIP" && !document.isEmpty("externalIPs", of: spec))
    if isExternal { document.setDefault("externalTrafficPolicy", "Cluster", in: spec) }
    if ["NodePort", "LoadBalancer", "ClusterIP"].contains(type) {
      document.setPointer("internalTrafficPolicy", "Cluster", in: spec)
    }
    if type == "LoadBalancer" {
      document.setDefault("allocateLoadBalancerNodePorts", true, in: spec)
    }
  }
}
