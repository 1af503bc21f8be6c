import Values

/// The limits of a namespace, as the LimitRanger admission plug-in enforces them:
/// k8s.io/kubernetes/plugin/pkg/admission/limitranger of 1.36.
struct LimitRange: Sendable {
  let name: String
  private let limits: [Limit]

  struct Limit: Sendable {
    var type: String
    var minimum: ResourceAmounts
    var maximum: ResourceAmounts
    var ratio: ResourceAmounts
    /// What a container without limits or requests of its own gets, with the texts to write.
    var defaults: [PodAmounts.List: [(name: String, text: String)]]
  }

  /// - Parameter object: defaulted, since what containers get follows from the other amounts.
  init(_ object: Node) {
    name = object["metadata", "name"]?.text ?? ""
    limits = object["spec", "limits"]?.elements.map(Limit.init) ?? []
  }
}

extension LimitRange.Limit {
  fileprivate init(_ limit: Node) {
    func texts(_ list: String) -> [(name: String, text: String)] {
      limit[list]?.entries.map { ($0.name, $0.value.text) }.sorted { $0.0 < $1.0 } ?? []
    }
    self.init(
      type: limit["type"]?.text ?? "", minimum: ResourceAmounts(limit["min"]),
      maximum: ResourceAmounts(limit["max"]),
      ratio: ResourceAmounts(limit["maxLimitRequestRatio"]),
      defaults: [.limits: texts("default"), .requests: texts("defaultRequest")])
  }
}

// MARK: - What it fills in

extension LimitRange {
  private static let annotation = "kubernetes.io/limit-ranger"

  /// Gives the containers of a new pod the limits and requests that they lack, and notes it in an
  /// annotation, as the plug-in does before the pod is validated.
  func fillDefaults(in pod: inout Document) {
    guard let spec = pod.mapping("spec", of: pod.rootID) else { return }
    var notes: [String] = []
    for (list, noun) in [("containers", "container"), ("initContainers", "init container")] {
      for container in pod.elements(list, of: spec) where pod[container].isMapping {
        let name = pod.text("name", of: container)
        let limits = fill(.limits, of: container, in: &pod)
        let requests = fill(.requests, of: container, in: &pod)
        for (added, word) in [(requests, "request"), (limits, "limit")] where !added.isEmpty {
          notes.append("\(added.joined(separator: ", ")) \(word) for \(noun) \(name)")
        }
      }
    }
    guard !notes.isEmpty else { return }
    let metadata = pod.mapping(at: "metadata", in: pod.rootID)
    let annotations = pod.mapping(at: "annotations", in: metadata)
    pod.set(
      Self.annotation, to: "LimitRanger plugin set: \(notes.joined(separator: "; "))",
      in: annotations)
  }

  /// - Returns: the names of what was added, sorted.
  private func fill(
    _ list: PodAmounts.List, of container: NodeID, in pod: inout Document
  ) -> [String] {
    var added: [String] = []
    // The last of several limits for containers wins.
    var defaults: [String: String] = [:]
    for limit in limits where limit.type == "Container" {
      for entry in limit.defaults[list] ?? [] { defaults[entry.name] = entry.text }
    }
    for (name, text) in defaults.sorted(by: { $0.key < $1.key })
    where pod[container]["resources", list.rawValue]?[name] == nil {
      let resources = pod.mapping(at: "resources", in: container)
      let amounts = pod.mapping(at: list.rawValue, in: resources)
      pod.set(name, to: text, in: amounts)
      added.append(name)
    }
    return added
  }
}

// MARK: - What it refuses

extension LimitRange {
  /// What is wrong with a pod, in the plug-in's words; empty where nothing is.
  func problems(ofPod spec: Node) -> [LimitProblem] {
    var problems: [LimitProblem] = []
    for limit in limits {
      switch limit.type {
      case "Container":
        for list in ["containers", "initContainers"] {
          for container in spec[list]?.elements.map({ $0 }) ?? [] {
            let resources = container["resources"]
            problems += limit.problems(
              requests: ResourceAmounts(resources?["requests"]),
              limits: ResourceAmounts(resources?["limits"]))
          }
        }
      case "Pod":
        problems += limit.problems(
          requests: PodAmounts.forLimits(spec, .requests),
          limits: PodAmounts.forLimits(spec, .limits))
      default: break
      }
    }
    return problems
  }

  /// What is wrong with a claim, of which only what it asks for counts.
  func problems(ofClaim spec: Node) -> [LimitProblem] {
    let requests = ResourceAmounts(spec["resources"]?["requests"])
    return limits.filter { $0.type == "PersistentVolumeClaim" }.flatMap { limit in
      limit.minimum.names.compactMap {
        limit.belowMinimum($0, requests: requests, limits: ResourceAmounts())
      } + limit.maximum.names.compactMap { limit.requestAboveMaximum($0, requests: requests) }
    }
  }
}
