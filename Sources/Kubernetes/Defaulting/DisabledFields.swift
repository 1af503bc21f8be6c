import Values

/// Fields that belong to features which are off. The server drops them, unless the stored object
/// has them already (`dropDisabledFields` of pkg/api/pod/util.go and `DropDisabledFields` of
/// pkg/api/persistentvolumeclaim/util.go).
enum DisabledFields {
  /// The way to the pod that a kind has or makes.
  private static let places: [String: [String]] = [
    "Pod": ["spec"], "PodTemplate": ["template", "spec"],
    "ReplicationController": ["spec", "template", "spec"],
    "Deployment": ["spec", "template", "spec"], "ReplicaSet": ["spec", "template", "spec"],
    "StatefulSet": ["spec", "template", "spec"], "DaemonSet": ["spec", "template", "spec"],
    "Job": ["spec", "template", "spec"],
    "CronJob": ["spec", "jobTemplate", "spec", "template", "spec"],
  ]

  /// Sources of projected volumes.
  private static let sources = ["clusterTrustBundle", "podCertificate"]

  static func dropFromPod(in document: inout Document, kind: String, old: Node?) {
    guard let path = places[kind] else { return }
    var spec = document.rootID
    var before = old
    for name in path {
      guard let next = document.mapping(name, of: spec) else { return }
      spec = next
      before = before?[name]
    }
    if before?["schedulingGroup"] == nil { document.remove("schedulingGroup", from: spec) }
    for name in sources { drop(source: name, from: &document, spec, old: before) }
    dropStopSignals(from: &document, spec, old: before)
  }

  private static func drop(
    source name: String, from document: inout Document, _ spec: NodeID, old: Node?
  ) {
    let isUsed =
      old?["volumes"]?.elements.contains { volume in
        volume["projected", "sources"]?.elements.contains { $0[name] != nil } ?? false
      } ?? false
    guard !isUsed else { return }
    for volume in document.elements("volumes", of: spec) {
      guard let projected = document.mapping("projected", of: volume) else { continue }
      for source in document.elements("sources", of: projected) {
        document.remove(name, from: source)
      }
    }
  }

  private static let containers = ["initContainers", "containers", "ephemeralContainers"]

  private static func dropStopSignals(
    from document: inout Document, _ spec: NodeID, old: Node?
  ) {
    let isUsed = containers.contains { list in
      old?[list]?.elements.contains { $0["lifecycle", "stopSignal"] != nil } ?? false
    }
    guard !isUsed else { return }
    for list in containers {
      for container in document.elements(list, of: spec) {
        guard let lifecycle = document.mapping("lifecycle", of: container),
          document.remove("stopSignal", from: lifecycle), document[lifecycle].count == 0
        else { continue }
        document.remove("lifecycle", from: container)
      }
    }
  }

  // MARK: - Claims

  /// A claim's source in another namespace, and sources of kinds that were never allowed where
  /// only the newer of the two fields may name them.
  static func dropFromClaim(in document: inout Document, spec: NodeID, old: Node?) {
    if let reference = document.mapping("dataSourceRef", of: spec),
      document.has("namespace", in: reference), old?["dataSourceRef"] == nil
    {
      document.remove("dataSourceRef", from: spec)
    }
    guard old?["dataSource"] == nil, old?["dataSourceRef"] == nil,
      !document.has("dataSourceRef", in: spec),
      let source = document.mapping("dataSource", of: spec)
    else { return }
    let group = document.has("apiGroup", in: source) ? document.text("apiGroup", of: source) : ""
    switch (document.text("kind", of: source), group) {
    case ("PersistentVolumeClaim", ""), ("VolumeSnapshot", "snapshot.storage.k8s.io"): break
    default: document.remove("dataSource", from: spec)
    }
  }
}
