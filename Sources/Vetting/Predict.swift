package import Diagnostics
import Documents
package import Kubernetes
import Resources
import Values

/// `git vet predict`: what the API server would make of applying the objects of files.
package struct Predict {
  package struct Prediction: Sendable {
    package let apiVersion: String
    package let kind: String
    package let namespace: String?
    package let name: String
    package let outcome: Predictor.Outcome
  }

  /// The files of one run; each may be a directory, or `-` for the standard input.
  package struct Files: Sendable {
    /// What is applied.
    package var head: [String]
    /// What was applied last.
    package var base: [String]
    /// What is there now, as `kubectl get -o json` prints it.
    package var live: [String]

    package init(head: [String], base: [String] = [], live: [String] = []) {
      self.head = head
      self.base = base
      self.live = live
    }
  }

  private let options: ApplyOptions
  private var catalog: APICatalog

  package enum Apply: String, Sendable, CaseIterable {
    case client, server
  }

  /// - Parameters:
  ///   - apply: who merges.
  ///   - fieldManager, forcesConflicts: of server-side apply.
  ///   - version: of Kubernetes, such as `1.36`; nil for the newest known.
  ///   - definitions: files and directories with CustomResourceDefinitions.
  package init(
    apply: Apply, fieldManager: String, forcesConflicts: Bool, version: String? = nil,
    definitions: [String] = []
  ) throws(Diagnostic) {
    options = ApplyOptions(
      mode: apply == .client ? .client : .server, fieldManager: fieldManager,
      forcesConflicts: forcesConflicts)
    let known = try KubernetesVersion(named: version)
    var customResources = CustomResources()
    for object in try Self.objects(definitions) { customResources.add(object) }
    catalog = APICatalog(version: known, customResources: customResources)
  }

  /// The predictions in the order of the head's objects.
  package mutating func run(_ files: Files) throws(Diagnostic) -> [Prediction] {
    let heads = try Self.objects(files.head)
    let bases = try Self.objects(files.base)
    let lives = try Self.objects(files.live)
    for object in lives + bases + heads { catalog.customResources.add(object) }
    let base = index(bases)
    let live = index(lives)
    let predictor = Predictor(catalog: catalog, options: options)
    return heads.map { head in
      let identity = identity(of: head)
      let found = live[identity].map { Lookup.found(Self.alone($0)) }
      let outcome = predictor.predict(
        head: Self.alone(head), base: base[identity].map(Self.alone),
        live: found ?? .unknown(reason: "it is not among the live objects"))
      return Prediction(
        apiVersion: head["apiVersion"]?.text ?? "", kind: identity.kind,
        namespace: identity.namespace, name: identity.name, outcome: outcome)
    }
  }

  /// A document of one object, so that editing it costs its own size and not that of its file.
  private static func alone(_ object: Node) -> Document {
    var document = Document()
    document.rootID = document.graft(object)
    return document
  }

  private func index(_ objects: [Node]) -> [ResourceIdentity: Node] {
    Dictionary(objects.map { (identity(of: $0), $0) }, uniquingKeysWith: { $1 })
  }

  private func identity(of object: Node) -> ResourceIdentity {
    let group = ResourceIdentity.group(ofAPIVersion: object["apiVersion"]?.text ?? "")
    let kind = object["kind"]?.text ?? ""
    let metadata = object["metadata"]
    let namespace = metadata?["namespace"].flatMap { $0.isNull ? nil : $0.text }
    let scope = catalog.scope(group: group, kind: kind)
    return ResourceIdentity(
      group: group, kind: kind,
      namespace: scope == .cluster ? nil : namespace ?? (scope == nil ? nil : "default"),
      name: metadata?["name"]?.text ?? metadata?["generateName"]?.text ?? "")
  }

  private static func objects(_ paths: [String]) throws(Diagnostic) -> [Node] {
    var objects: [Node] = []
    for path in paths {
      for file in try ManifestFiles.list(path) {
        let reading = YAML.read(try ManifestFiles.read(file), from: Source(path: file))
        if let problem = reading.diagnostics.first(where: { $0.severity == .error }) {
          throw problem
        }
        for document in reading.documents {
          Validate.forEachObject(in: document.root) { object in
            if object["apiVersion"]?.string?.hasPrefix("kustomize.config.k8s.io/") != true {
              objects.append(object)
            }
          }
        }
      }
    }
    return objects
  }
}

extension Predict {
  /// 0 where the server would take all, 1 where it refuses one, 3 where a kind is not known or a live
  /// object could not be told in the version that is applied.
  package static func exitCode(_ predictions: [Prediction]) -> Int32 {
    if predictions.contains(where: { $0.outcome.action == .rejected }) { return 1 }
    let isIncomplete = predictions.contains {
      $0.outcome.isUnknownKind || $0.outcome.obstacle != nil
        || $0.outcome.ownershipObstacle != nil
    }
    return isIncomplete ? 3 : 0
  }
}
