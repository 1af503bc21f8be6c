package import Diagnostics
import Documents
package import Kubernetes
import Values

/// `git vet validate`: whether the API server would take the objects of files.
package struct Validate {
  package struct Resource: Sendable {
    package let path: String
    /// Counts the objects of the file from 1.
    package let document: Int
    package var verdict: ManifestVerdict
  }

  package struct Outcome: Sendable {
    /// In the order of the files.
    package var resources: [Resource] = []
    package var files = 0
    /// Files that tell kustomize what to do and are no objects.
    package var kustomizations = 0

    package func count(_ status: ManifestVerdict.Status) -> Int {
      // By index: an element taken out would count up the references of all that it holds.
      resources.indices.count { resources[$0].verdict.status == status }
    }
  }

  private var check: ManifestCheck
  private let locations: [SchemaLocation]
  private struct Kind: Hashable {
    let apiVersion: String
    let kind: String
  }

  /// Whether a definition or a location describes a kind, once all files are read.
  private var isDescribed: [Kind: Bool] = [:]
  private var outcome = Outcome()
  /// Objects of kinds that no definition described when they came.
  private var deferred: [(index: Int, document: Document, repetitions: [Diagnostic])] = []

  /// - Parameters:
  ///   - version: of Kubernetes, such as `1.36`; nil for the newest known.
  ///   - definitions: files and directories with CustomResourceDefinitions.
  ///   - schemaLocations: where JSON schemas of further kinds are, see `SchemaLocation`.
  ///   - isStrict: schemas that refuse unknown fields are preferred there.
  package init(
    version: String? = nil, definitions: [String] = [], schemaLocations: [String] = [],
    isStrict: Bool = false
  ) throws(Diagnostic) {
    let known = try KubernetesVersion(named: version)
    var locations: [SchemaLocation] = []
    for text in schemaLocations where text != "default" {
      locations.append(try SchemaLocation(text, version: known, isStrict: isStrict))
    }
    self.locations = locations
    var customResources = CustomResources()
    for path in definitions {
      for file in try ManifestFiles.list(path) {
        let bytes = try ManifestFiles.read(file)
        for document in YAML.read(bytes, from: Source(path: file)).documents {
          Self.forEachObject(in: document.root) { customResources.add($0) }
        }
      }
    }
    check = ManifestCheck(
      catalog: APICatalog(version: known, customResources: customResources))
  }

  /// - Parameter paths: files, directories that are searched for manifests, and `-` for the
  ///   standard input.
  package mutating func run(_ paths: [String]) throws(Diagnostic) -> Outcome {
    outcome = Outcome()
    deferred = []
    var buffer = ManifestFiles.Buffer()
    for path in paths {
      for file in try ManifestFiles.list(path) {
        outcome.files += 1
        // Directories are searched for regular files alone.
        try buffer.withContents(of: file, isRegular: file != path) { bytes in
          add(YAML.read(bytes, from: Source(path: file)), from: file)
        }
      }
    }
    isDescribed = [:]
    for (index, document, repetitions) in deferred
    where try isDescribed(outcome.resources[index].verdict) {
      outcome.resources[index].verdict = check.verdict(on: document, repetitions: repetitions)
    }
    deferred = []
    return outcome
  }

  private mutating func add(_ reading: Reading, from path: String) {
    var number = 0
    var repetitions: [Diagnostic] = []
    var failures: [Diagnostic] = []
    for diagnostic in reading.diagnostics where diagnostic.severity == .error {
      if diagnostic.code == "duplicate-key" {
        repetitions.append(diagnostic)
      } else {
        failures.append(diagnostic)
      }
    }
    for (index, document) in reading.documents.enumerated() {
      let next = index + 1 < reading.documents.count ? reading.documents[index + 1] : nil
      let end = next?.root.mark?.line ?? .max
      let mine = repetitions.prefix { $0.mark?.line ?? 0 < end }
      repetitions.removeFirst(mine.count)
      Self.forEachObject(in: document.root) { object in
        number += 1
        add(object, repetitions: Array(mine), number: number, from: path)
      }
    }
    for failure in failures {
      number += 1
      outcome.resources.append(
        Resource(path: path, document: number, verdict: ManifestVerdict(unparsable: failure)))
    }
  }

  private mutating func add(
    _ object: Node, repetitions: [Diagnostic], number: Int, from path: String
  ) {
    if Self.isKustomization(object, path) {
      outcome.kustomizations += 1
      return
    }
    check.catalog.customResources.add(object)
    let document = object.document
    let verdict = check.verdict(on: document, repetitions: repetitions)
    if verdict.status == .unknownKind {
      deferred.append((outcome.resources.count, document, repetitions))
    }
    outcome.resources.append(Resource(path: path, document: number, verdict: verdict))
  }

  /// A kustomization need not say what it is: its file's name does.
  private static func isKustomization(_ object: Node, _ path: String) -> Bool {
    guard let apiVersion = object["apiVersion"]?.string else {
      let name = path.split(separator: "/").last ?? ""
      return object["kind"] == nil
        && ["kustomization.yaml", "kustomization.yml", "Kustomization"].contains(name)
    }
    return apiVersion.hasPrefix("kustomize.config.k8s.io/")
  }

  private mutating func isDescribed(_ verdict: ManifestVerdict) throws(Diagnostic) -> Bool {
    let kind = Kind(apiVersion: verdict.apiVersion, kind: verdict.kind)
    if let known = isDescribed[kind] { return known }
    let answer = try look(for: kind)
    isDescribed[kind] = answer
    return answer
  }

  /// Reads the JSON schema of a kind that nothing describes, where a location has one.
  private mutating func look(for kind: Kind) throws(Diagnostic) -> Bool {
    let (apiVersion, kind) = (kind.apiVersion, kind.kind)
    guard check.catalog.schema(apiVersion: apiVersion, kind: kind) == nil else { return true }
    for location in locations {
      guard let schema = try location.schema(apiVersion: apiVersion, kind: kind) else { continue }
      let scope = check.catalog.resource(apiVersion: apiVersion, kind: kind)?.scope
      check.catalog.customResources.add(
        jsonSchema: schema.root, apiVersion: apiVersion, kind: kind, scope: scope)
      return true
    }
    // Without a schema it may still be known to be custom.
    return check.catalog.resource(apiVersion: apiVersion, kind: kind)?.isCustom ?? false
  }

  /// The objects of a document: of a list those that it holds, as clients send them.
  static func forEachObject(in root: Node, _ body: (Node) -> Void) {
    guard root["kind"]?.string?.hasSuffix("List") == true, root["apiVersion"]?.string != nil,
      let items = root["items"], items.isSequence
    else { return body(root) }
    for item in items.elements { forEachObject(in: item, body) }
  }
}

// MARK: - Exit codes

extension Validate.Outcome {
  /// 0 where the server would take all, 1 where it refuses one, 3 where a kind is not known.
  ///
  /// - Parameter ignoresMissingSchemas: unknown kinds do not count.
  package func exitCode(ignoresMissingSchemas: Bool) -> Int32 {
    if count(.invalid) + count(.unparsable) > 0 { return 1 }
    return count(.unknownKind) > 0 && !ignoresMissingSchemas ? 3 : 0
  }
}

extension KubernetesVersion {
  /// - Parameter name: such as `1.36`; nil for the newest known.
  init(named name: String?) throws(Diagnostic) {
    guard let version = name.map(KubernetesVersion.init) ?? .newest else {
      throw Diagnostic(
        code: "unknown-version", "Kubernetes \(name ?? "") is not known",
        help: "name a version from \(KubernetesVersion.oldest) to \(KubernetesVersion.newest)")
    }
    self = version
  }
}
