import Values

/// The annotations in which kustomize keeps its own record of an object. Here the record is a part
/// of the manifest; a file may bring them all the same, and then they count.
enum BuildAnnotations {
  static let domain = "internal.config.kubernetes.io/"
  static let previousKinds = domain + "previousKinds"
  static let previousNames = domain + "previousNames"
  static let previousNamespaces = domain + "previousNamespaces"
  static let prefixes = domain + "prefixes"
  static let suffixes = domain + "suffixes"
  static let behavior = domain + "generatorBehavior"
  static let needsHash = domain + "needsHashSuffix"
  static let allowsNameChange = domain + "allowNameChange"
  static let allowsKindChange = domain + "allowKindChange"

  static let fromChart = domain + "helm-generated"

  /// What never reaches the output (BuildAnnotations in api/resource/resource.go).
  static let dropped: Set<String> = [
    previousKinds, previousNames, prefixes, suffixes, previousNamespaces, allowsNameChange,
    allowsKindChange, domain + "refBy", behavior, needsHash, domain + "path", domain + "index",
    domain + "seqindent", domain + "id", domain + "annotations-migration-resource-id",
    "config.kubernetes.io/path", "config.kubernetes.io/index", "config.k8s.io/id",
    fromChart,
  ]

  /// Those that a manifest has a record for.
  static let recorded: Set<String> = [
    previousKinds, previousNames, previousNamespaces, prefixes, suffixes, behavior, needsHash,
    allowsNameChange, allowsKindChange,
  ]
}

extension Manifest {
  /// Whether a file says that helm made the object.
  var isFromChart: Bool {
    document.root["metadata"]?["annotations"]?[BuildAnnotations.fromChart]?.text == "true"
  }

  /// Takes the record out of the annotations of a file.
  mutating func readBuildAnnotations() {
    var found: [String: String] = [:]
    for (key, value) in metadataEntries("annotations")
    where key.hasPrefix(BuildAnnotations.domain) && BuildAnnotations.recorded.contains(key) {
      found[key] = value.text
    }
    guard !found.isEmpty else { return }
    func list(_ key: String) -> [String] {
      found[key]?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
    }
    let names = list(BuildAnnotations.previousNames)
    let namespaces = list(BuildAnnotations.previousNamespaces)
    let kinds = list(BuildAnnotations.previousKinds)
    if names.count == namespaces.count, names.count == kinds.count {
      for index in names.indices {
        previous.append(
          PreviousIdentity(
            name: names[index], namespace: namespaces[index], kind: kinds[index]))
      }
    }
    namePrefixes = list(BuildAnnotations.prefixes)
    nameSuffixes = list(BuildAnnotations.suffixes)
    needsHash = found[BuildAnnotations.needsHash] == "enabled"
    behavior =
      found[BuildAnnotations.behavior].flatMap(GenerationBehavior.init(rawValue:)) ?? .unspecified
    allowsNameChange = found[BuildAnnotations.allowsNameChange] == "enabled"
    allowsKindChange = found[BuildAnnotations.allowsKindChange] == "enabled"
    guard let metadata = document.field("metadata", of: document.rootID),
      let annotations = document.field("annotations", of: metadata)
    else { return }
    for key in found.keys { document.remove(key, from: annotations) }
  }

  /// The record as annotations, for what looks at them: JSON patches.
  var buildAnnotations: [(key: String, value: String)] {
    var result: [(key: String, value: String)] = []
    func add(_ key: String, _ values: [String]) {
      if !values.isEmpty { result.append((key, values.joined(separator: ","))) }
    }
    add(BuildAnnotations.previousNames, previous.map(\.name))
    add(BuildAnnotations.previousNamespaces, previous.map(\.namespace))
    add(BuildAnnotations.previousKinds, previous.map(\.kind))
    add(BuildAnnotations.prefixes, namePrefixes)
    add(BuildAnnotations.suffixes, nameSuffixes)
    if needsHash { add(BuildAnnotations.needsHash, ["enabled"]) }
    if isGenerated || behavior != .unspecified {
      add(BuildAnnotations.behavior, [behavior.rawValue])
    }
    return result
  }

  /// Forgets the record, as happens where a patch removes all annotations.
  mutating func clearRecord() {
    previous = []
    namePrefixes = []
    nameSuffixes = []
    needsHash = false
    isGenerated = false
    behavior = .unspecified
    origin = nil
    transformations = []
  }
}
