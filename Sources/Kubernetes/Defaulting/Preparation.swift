package import Values

// What the strategies of pkg/registry do to an object before it is validated: status is no user's
// to write, some fields follow from others, and some follow from the stored object.

extension Defaulting {
  /// Kinds whose status a create and an update of the object leave alone.
  private static let withStatus: [String: Set<String>] = [
    "": [
      "Pod", "ReplicationController", "Service", "PersistentVolumeClaim", "PersistentVolume",
      "ResourceQuota", "Namespace",
    ],
    "apps": ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"],
    "batch": ["Job", "CronJob"], "autoscaling": ["HorizontalPodAutoscaler"],
    "networking.k8s.io": ["Ingress", "ServiceCIDR"], "policy": ["PodDisruptionBudget"],
    "apiregistration.k8s.io": ["APIService"], "certificates.k8s.io": ["CertificateSigningRequest"],
    "flowcontrol.apiserver.k8s.io": ["FlowSchema", "PriorityLevelConfiguration"],
    "admissionregistration.k8s.io": ["ValidatingAdmissionPolicy"],
    "storage.k8s.io": ["VolumeAttachment"], "resource.k8s.io": ["ResourceClaim"],
    "apiextensions.k8s.io": ["CustomResourceDefinition"],
  ]

  /// Makes a defaulted object one that is about to be created.
  package static func prepareForCreate(_ document: inout Document, as resource: APIResource) {
    guard let schema = resource.schema, !resource.isCustom else { return }
    let object = document.rootID
    if withStatus[resource.group]?.contains(resource.kind) == true {
      document.remove("status", from: object)
      if let status = schema.field("status") {
        let empty = TypedRoundTrip.empty(status, in: &document)
        document.set("status", to: empty, in: object)
      }
    }
    let metadata = document.mapping(at: "metadata", in: object)
    for name in [
      "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink",
      "generation",
    ] {
      document.remove(name, from: metadata)
    }
    // The request for a kind of the whole cluster names no namespace, and the object follows it.
    if !resource.isNamespaced { document.remove("namespace", from: metadata) }
    DisabledFields.dropFromPod(in: &document, kind: resource.kind, old: nil)
    let spec = document.mapping("spec", of: object)
    switch (resource.group, resource.kind) {
    case ("", "Pod"), ("", "PersistentVolumeClaim"), ("", "PersistentVolume"):
      let status = document.mapping(at: "status", in: object)
      document.set("phase", to: "Pending", in: status)
      protect(&document, metadata, resource.kind)
    case ("", "Namespace"):
      let status = document.mapping(at: "status", in: object)
      document.set("phase", to: "Active", in: status)
      let spec = document.mapping(at: "spec", in: object)
      finalize(&document, spec)
    case ("", "Service"):
      if let spec { ServicePreparation.create(&document, spec: spec) }
    case ("apps", "StatefulSet"):
      if let spec { dropUnavailable(&document, spec: spec) }
    case ("apps", "DaemonSet"): TemplateGeneration.set(1, in: &document, object)
    case ("resource.k8s.io", "ResourceSlice"):
      if let spec { dropUnavailableDeviceFields(&document, spec: spec) }
    case ("apiextensions.k8s.io", "CustomResourceDefinition"):
      if let spec { storeVersion(&document, object, spec: spec) }
    default: break
    }
    if resource.kind == "PersistentVolumeClaim", let spec {
      DisabledFields.dropFromClaim(in: &document, spec: spec, old: nil)
      pairSources(&document, spec: spec)
    }
  }

  /// Makes a defaulted object one that is about to replace `old`, which is stored.
  package static func prepareForUpdate(
    _ document: inout Document, old: Document, as resource: APIResource
  ) {
    guard resource.schema != nil, !resource.isCustom else { return }
    let object = document.rootID
    if withStatus[resource.group]?.contains(resource.kind) == true {
      take("status", of: old.root, into: &document, object)
    }
    takeMetadata(of: old.root, into: &document, object)
    if !resource.isNamespaced, let metadata = document.mapping("metadata", of: object) {
      document.remove("namespace", from: metadata)
    }
    DisabledFields.dropFromPod(in: &document, kind: resource.kind, old: old.root)
    let spec = document.mapping("spec", of: object)
    switch (resource.group, resource.kind) {
    case ("", "Namespace"):
      if let before = old.root["spec"] {
        let spec = document.mapping(at: "spec", in: object)
        take("finalizers", of: before, into: &document, spec)
      }
    case ("", "Service"):
      if let spec, let before = old.root["spec"] {
        ServicePreparation.update(&document, spec: spec, old: before)
      }
    case ("", "PersistentVolumeClaim"):
      if let spec {
        DisabledFields.dropFromClaim(in: &document, spec: spec, old: old.root["spec"])
        pairSources(&document, spec: spec)
      }
    case ("certificates.k8s.io", "CertificateSigningRequest"):
      // A request is made once.
      take("spec", of: old.root, into: &document, object)
    case ("apps", "StatefulSet"):
      if let spec, old.root["spec", "updateStrategy", "rollingUpdate", "maxUnavailable"] == nil {
        dropUnavailable(&document, spec: spec)
      }
    case ("apps", "DaemonSet"):
      TemplateGeneration.update(&document, object, old: old.root)
    case ("resource.k8s.io", "ResourceSlice"):
      if let spec {
        dropUnavailableDeviceFields(&document, spec: spec, old: old.root["spec"])
      }
    case ("apiextensions.k8s.io", "CustomResourceDefinition"):
      if let spec { storeVersion(&document, object, spec: spec) }
    default: break
    }
    countGeneration(
      &document, object, old: old.root, countsAnnotations: resource.kind == "Deployment")
  }

  // MARK: - Parts

  private static func take(
    _ name: String, of source: Node, into document: inout Document, _ mapping: NodeID
  ) {
    document.remove(name, from: mapping)
    guard let value = source[name] else { return }
    let copy = document.graft(value)
    document.set(name, to: copy, in: mapping)
  }

  /// What only the server writes stays as it is stored (`BeforeUpdate` of
  /// apiserver/pkg/registry/rest/update.go). What is stored of a deletion stays too; validation looks
  /// at what an update says of one that there is not.
  private static func takeMetadata(
    of old: Node, into document: inout Document, _ object: NodeID
  ) {
    guard let before = old["metadata"] else { return }
    let metadata = document.mapping(at: "metadata", in: object)
    for name in ["uid", "creationTimestamp", "generation"] {
      take(name, of: before, into: &document, metadata)
    }
    for name in ["deletionTimestamp", "deletionGracePeriodSeconds"]
    where before[name].map({ !$0.isNull }) ?? false {
      take(name, of: before, into: &document, metadata)
    }
  }

  /// A generation more where what is asked for has changed.
  private static func countGeneration(
    _ document: inout Document, _ object: NodeID, old: Node, countsAnnotations: Bool
  ) {
    guard let generation = old["metadata", "generation"]?.int else { return }
    let isSame =
      SemanticEquality.equal(document[object]["spec"], old["spec"])
      && (!countsAnnotations
        || SemanticEquality.equal(
          document[object]["metadata", "annotations"], old["metadata", "annotations"]))
    guard !isSame else { return }
    let metadata = document.mapping(at: "metadata", in: object)
    document.set("generation", to: generation &+ 1, in: metadata)
  }

  /// What is in use must not vanish: a finalizer of the server's own.
  private static func protect(
    _ document: inout Document, _ metadata: NodeID, _ kind: String
  ) {
    let finalizers = [
      "PersistentVolumeClaim": "kubernetes.io/pvc-protection",
      "PersistentVolume": "kubernetes.io/pv-protection",
    ]
    guard let finalizer = finalizers[kind] else { return }
    append(finalizer, to: "finalizers", in: &document, metadata)
  }

  private static func finalize(_ document: inout Document, _ spec: NodeID) {
    append("kubernetes", to: "finalizers", in: &document, spec)
  }

  private static func append(
    _ text: String, to list: String, in document: inout Document, _ mapping: NodeID
  ) {
    if let present = document[mapping][list], present.isSequence {
      guard !present.elements.contains(where: { $0 == text }) else { return }
      let id = present.id
      let element = document.add(text)
      document.append(element, to: id)
    } else {
      let sequence = document.addList([text])
      document.set(list, to: sequence, in: mapping)
    }
  }

  /// The field belongs to a feature that is off.
  private static func dropUnavailable(_ document: inout Document, spec: NodeID) {
    if let strategy = document.mapping("updateStrategy", of: spec),
      let rolling = document.mapping("rollingUpdate", of: strategy)
    {
      document.remove("maxUnavailable", from: rolling)
    }
  }

  /// Either of the two ways to name a claim's source brings the other.
  private static func pairSources(_ document: inout Document, spec: NodeID) {
    let (source, reference) = (
      document.mapping("dataSource", of: spec), document.mapping("dataSourceRef", of: spec)
    )
    if let source, reference == nil {
      let copy = document.copy(source)
      document.set("dataSourceRef", to: copy, in: spec)
    } else if source == nil, let reference, !document.has("namespace", in: reference) {
      let copy = document.copy(reference)
      document.remove("namespace", from: copy)
      document.set("dataSource", to: copy, in: spec)
    }
  }

  /// The version in which objects are stored from now on is one of those in which they are.
  private static func storeVersion(
    _ document: inout Document, _ object: NodeID, spec: NodeID
  ) {
    let stored = document.elements("versions", of: spec).first {
      document[$0]["storage"]?.bool == true
    }
    guard let stored else { return }
    let name = document.text("name", of: stored)
    let status = document.mapping(at: "status", in: object)
    append(name, to: "storedVersions", in: &document, status)
  }
}

/// The generation of a DaemonSet's template, which v1 shows as an annotation.
private enum TemplateGeneration {
  static let annotation = "deprecated.daemonset.template.generation"

  static func set(_ generation: Int64, in document: inout Document, _ object: NodeID) {
    let metadata = document.mapping(at: "metadata", in: object)
    let annotations = document.mapping(at: "annotations", in: metadata)
    document.set(annotation, to: String(generation), in: annotations)
  }

  static func update(_ document: inout Document, _ object: NodeID, old: Node) {
    let text = old["metadata", "annotations", annotation]?.text
    var generation = text.flatMap { Int64($0) } ?? 0
    let isSame = SemanticEquality.equal(
      document[object]["spec", "template"], old["spec", "template"])
    if !isSame { generation &+= 1 }
    set(generation, in: &document, object)
  }
}
