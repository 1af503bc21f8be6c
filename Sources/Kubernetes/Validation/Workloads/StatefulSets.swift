import Values

enum StatefulSets {
  static let rules = KindRules.kind(.namespaced, .dns1123Label) { object in
    let service = object["spec"]["serviceName"]
    if !service.isEmpty { service.check(.dns1123Label) }
    validate(object["spec"], options: .template)
    validateClaims(object["spec"])
  } update: { new, old in
    let options = PodOptions(old: old["spec"]["template"])
    // Templates were not looked at once: a set that would be refused today may keep its own.
    let isStoredInvalid = old["spec"].isFaulted { validate($0, options: options) }
    validate(new["spec"], options: options, skipsTemplate: isStoredInvalid)
    validateUpdate(new["spec"], old["spec"])
  }

  private static func validate(
    _ spec: Field, options: PodOptions, skipsTemplate: Bool = false
  ) {
    let management = spec["podManagementPolicy"]
    if management.isEmpty {
      management.required()
    } else if !management.isOne(of: ["OrderedReady", "Parallel"]) {
      management.invalid("must be 'OrderedReady' or 'Parallel'")
    }
    validateStrategy(spec["updateStrategy"])
    let retention = spec["persistentVolumeClaimRetentionPolicy"]
    if retention.exists {
      for name in ["whenDeleted", "whenScaled"]
      where !retention[name].isOne(of: ["Retain", "Delete"]) {
        retention[name].notSupported(["Retain", "Delete"])
      }
    }
    spec["replicas"].nonNegative()
    spec["minReadySeconds"].nonNegative()
    let ordinals = spec["ordinals"]
    if ordinals.exists { spec["ordinals.start"].beside(ordinals["start"].node).nonNegative() }
    let template = spec["template"]
    if Workloads.validateSelector(spec, kind: "statefulset") {
      Workloads.matchTemplate(spec)
      if skipsTemplate {
        Pods.validateTemplateMetadata(template, options)
      } else {
        validateTemplate(template, claims: spec["volumeClaimTemplates"], options: options)
      }
    }
    Workloads.requireAlways(template, kind: "StatefulSet")
    if spec["revisionHistoryLimit"].exists { spec["revisionHistoryLimit"].nonNegative() }
  }

  /// What the controller sets in each pod is not looked at.
  private static let overwritten = ["subdomain", "hostname"]

  /// The pods mount the claims that are made for them, which count as volumes.
  private static func validateTemplate(
    _ template: Field, claims: Field, options: PodOptions
  ) {
    let isOverwritten = overwritten.contains { !template["spec"][$0].isEmpty }
    guard isOverwritten || !claims.isEmpty, let node = template.node else {
      return Pods.validateTemplate(template, options: options)
    }
    var document = node.document
    let spec = document.mapping(at: "spec", in: document.rootID)
    let copy = document.addContainer(
      .mapping, .block, children: document[spec].entries.flatMap { [$0.key.id, $0.value.id] })
    for name in overwritten { document.remove(name, from: copy) }
    if !claims.isEmpty { mount(claims, in: &document, spec: copy) }
    document.set("spec", to: copy, in: document.rootID)
    Pods.validateTemplate(template.beside(document.root), options: options)
  }

  private static func mount(_ claims: Field, in document: inout Document, spec: NodeID) {
    var volumes: [NodeID] = []
    let names = Set(claims.elements.map { $0["metadata"]["name"].text })
    for claim in claims.elements {
      let name = claim["metadata"]["name"].text
      let source = document.addMapping()
      document.set("claimName", to: name, in: source)
      let volume = document.addMapping()
      document.set("name", to: name, in: volume)
      document.set("persistentVolumeClaim", to: source, in: volume)
      volumes.append(volume)
    }
    volumes +=
      document[spec]["volumes"]?.elements
      .filter { !names.contains($0["name"]?.text ?? "") }.map(\.id) ?? []
    let list = document.addContainer(.sequence, .block, children: volumes)
    document.set("volumes", to: list, in: spec)
  }

  private static func validateStrategy(_ strategy: Field) {
    let rolling = strategy["rollingUpdate"]
    switch strategy["type"].text {
    case "": strategy.required()
    case "OnDelete":
      if rolling.exists {
        rolling.invalid("only allowed for updateStrategy 'RollingUpdate'")
      }
    case "RollingUpdate":
      guard rolling.exists else { return }
      rolling["partition"].nonNegative()
      let unavailable = rolling["maxUnavailable"]
      guard unavailable.exists else { return }
      Workloads.validateAmount(unavailable)
      if Workloads.amount(unavailable) == 0 { unavailable.invalid("cannot be 0") }
      Workloads.validateAtMostAll(unavailable)
    default:
      strategy.invalid(
        "must be 'RollingUpdate' or 'OnDelete'",
        value: "{\"Type\":\(GoText.quoted(strategy["type"].text)),\"RollingUpdate\":null}")
    }
  }

  /// Claims are held to the rules of claims on creation alone: an old set may have broken ones.
  private static func validateClaims(_ spec: Field) {
    for claim in spec["volumeClaimTemplates"].elements {
      PersistentVolumeClaims.validateSpec(claim["spec"])
    }
  }

  private static let mutable: Set<String> = [
    "replicas", "template", "updateStrategy", "revisionHistoryLimit", "minReadySeconds",
    "ordinals", "persistentVolumeClaimRetentionPolicy",
  ]

  private static func validateUpdate(_ new: Field, _ old: Field) {
    let names = Set(new.entries.map(\.name) + old.entries.map(\.name)).subtracting(mutable)
    if names.contains(where: { !new[$0].says(old[$0]) }) {
      new.forbidden(
        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', "
          + "'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and "
          + "'minReadySeconds' are forbidden")
    }
  }
}

enum ControllerRevisions {
  static let rules = KindRules.kind(.namespaced, .dns1123Subdomain) { object in
    object["revision"].nonNegative()
    let data = object["data"]
    if !data.exists {
      data.required("data is mandatory")
    } else if data.node?.isMapping != true {
      data.required("data must be a valid JSON object")
    }
  } update: { new, old in
    Metadata.validate(new["metadata"], scope: .namespaced, name: .dns1123Subdomain)
    new["revision"].nonNegative()
    Workloads.immutable(new["data"], old["data"])
  }
}
