import Values

/// Which objects of a kind a quota is for: `spec.scopes` and `spec.scopeSelector`.
struct QuotaScope: Sendable, Equatable {
  var name: String
  var `operator`: String
  var values: [String]

  static func all(of quota: Node) -> [QuotaScope] {
    let spec = quota["spec"]
    let plain = spec?["scopes"]?.elements.map {
      QuotaScope(name: $0.text, operator: "Exists", values: [])
    }
    let selected = spec?["scopeSelector"]?["matchExpressions"]?.elements.map { term in
      QuotaScope(
        name: term["scopeName"]?.text ?? "", operator: term["operator"]?.text ?? "",
        values: term["values"]?.elements.map(\.text) ?? [])
    }
    return (plain ?? []) + (selected ?? [])
  }

  /// `podMatchesScopeFunc` and its like for claims; other kinds have no scopes.
  func matches(_ subject: QuotaSubject) -> Bool {
    let object = subject.object
    let spec = object["spec"]
    switch (subject.evaluator, name) {
    case (.pods, "Terminating"): return Self.isTerminating(spec)
    case (.pods, "NotTerminating"): return !Self.isTerminating(spec)
    case (.pods, "BestEffort"): return subject.isBestEffort
    case (.pods, "NotBestEffort"): return !subject.isBestEffort
    case (.pods, "PriorityClass"):
      let name = spec?["priorityClassName"]?.text ?? ""
      return selects(name.isEmpty ? [] : [name])
    case (.pods, "CrossNamespacePodAffinity"): return subject.reachesOtherNamespaces
    case (.claims, "VolumeAttributesClass"):
      let names = [
        spec?["volumeAttributesClassName"], object["status", "currentVolumeAttributesClassName"],
        object["status", "modifyVolumeStatus", "targetVolumeAttributesClassName"],
      ]
      return selects(names.compactMap { $0?.string }.filter { !$0.isEmpty })
    default: return false
    }
  }

  private func selects(_ names: [String]) -> Bool {
    switch self.operator {
    case "Exists": !names.isEmpty
    case "DoesNotExist": names.isEmpty
    case "In": names.contains { values.contains($0) }
    case "NotIn": names.isEmpty || names.contains { !values.contains($0) }
    default: false
    }
  }
}

// MARK: - Pods

extension QuotaScope {
  private static func isTerminating(_ spec: Node?) -> Bool {
    (spec?["activeDeadlineSeconds"]?.int ?? -1) >= 0
  }

  /// Nobody asks for processor or memory: the class of service of
  /// k8s.io/kubernetes/pkg/apis/core/v1/helper/qos.
  static func isBestEffort(_ spec: Node?) -> Bool {
    guard let spec else { return true }
    func asksForNothing(_ resources: Node?) -> Bool {
      ["requests", "limits"].allSatisfy { list in
        ["cpu", "memory"].allSatisfy { (resources?[list]?[$0]?.quantity?.sign ?? 0) <= 0 }
      }
    }
    if PodAmounts.isSetForWholePod(spec) { return asksForNothing(spec["resources"]) }
    return ["containers", "initContainers"].allSatisfy { list in
      spec[list]?.elements.allSatisfy { asksForNothing($0["resources"]) } ?? true
    }
  }

  static func reachesOtherNamespaces(_ spec: Node?) -> Bool {
    func reaches(_ term: Node?) -> Bool {
      (term?["namespaces"]?.count ?? 0) > 0 || term?["namespaceSelector"]?.isMapping == true
    }
    return ["podAffinity", "podAntiAffinity"].contains { name in
      let affinity = spec?["affinity"]?[name]
      let required = affinity?["requiredDuringSchedulingIgnoredDuringExecution"]
      let preferred = affinity?["preferredDuringSchedulingIgnoredDuringExecution"]
      return required?.elements.contains { reaches($0) } ?? false
        || preferred?.elements.contains { reaches($0["podAffinityTerm"]) } ?? false
    }
  }
}
