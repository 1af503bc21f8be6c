import Values

/// What containers without limits and requests of their own get of the LimitRanges of a namespace,
/// each of which fills in what those before it left.
struct ContainerDefaults: Sendable {
  private struct Entry: Sendable, Equatable {
    var name: String
    var text: String
    /// The place of the range that it is of.
    var range: Int
  }

  private var limits: [Entry] = []
  private var requests: [Entry] = []

  init(_ ranges: [LimitRange] = []) {
    limits = Self.entries(.limits, of: ranges)
    requests = Self.entries(.requests, of: ranges)
  }

  private static func entries(_ list: PodAmounts.List, of ranges: [LimitRange]) -> [Entry] {
    var names = Set<String>()
    var entries: [Entry] = []
    for (place, range) in ranges.enumerated() {
      for (name, text) in range.containerDefaults(list) where names.insert(name).inserted {
        entries.append(Entry(name: name, text: text, range: place))
      }
    }
    return entries
  }

  // MARK: - Filling in

  private static let annotation = "kubernetes.io/limit-ranger"

  /// Gives the containers of a new pod the limits and requests that they lack, and notes it in an
  /// annotation, as the plug-in does before the pod is validated.
  func fill(in pod: inout Document) {
    guard !limits.isEmpty || !requests.isEmpty, let spec = pod.mapping("spec", of: pod.rootID)
    else { return }
    // Each range writes the note anew: that of the last one stays.
    var last = -1
    var notes: [String] = []
    for (list, noun) in [("containers", "container"), ("initContainers", "init container")] {
      for container in pod.elements(list, of: spec) where pod[container].isMapping {
        let name = pod.text("name", of: container)
        let limits = add(self.limits, as: .limits, to: container, in: &pod)
        let requests = add(self.requests, as: .requests, to: container, in: &pod)
        for entry in limits + requests where entry.range > last {
          last = entry.range
          notes = []
        }
        for (added, word) in [(requests, "request"), (limits, "limit")] {
          let names = added.filter { $0.range == last }.map(\.name)
          guard !names.isEmpty else { continue }
          notes.append("\(names.joined(separator: ", ")) \(word) for \(noun) \(name)")
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

  /// - Returns: what was added.
  private func add(
    _ entries: [Entry], as list: PodAmounts.List, to container: NodeID, in pod: inout Document
  ) -> [Entry] {
    let present = Set(pod[container]["resources", list.rawValue]?.entries.map(\.name) ?? [])
    let missing = entries.filter { !present.contains($0.name) }
    guard !missing.isEmpty else { return [] }
    let resources = pod.mapping(at: "resources", in: container)
    let amounts = pod.mapping(at: list.rawValue, in: resources)
    guard pod[amounts].isMapping else { return missing }
    for entry in missing {
      let (key, value) = (pod.add(entry.name), pod.add(entry.text))
      pod.insert(entry: key, value, at: pod[amounts].count, in: amounts)
    }
    return missing
  }
}

extension ContainerDefaults: Equatable {
  /// Whether containers get the same.
  static func == (left: ContainerDefaults, right: ContainerDefaults) -> Bool {
    func texts(_ entries: [Entry]) -> [String: String] {
      Dictionary(entries.map { ($0.name, $0.text) }, uniquingKeysWith: { first, _ in first })
    }
    return texts(left.limits) == texts(right.limits)
      && texts(left.requests) == texts(right.requests)
  }
}
