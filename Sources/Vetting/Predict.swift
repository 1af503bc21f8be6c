package import Diagnostics
import Documents
package import Kubernetes
package import Resources
import Values

/// `git vet predict`: what the API server would make of applying the objects of files.
package struct Predict {
  package struct Prediction: Sendable {
    package let apiVersion: String
    package let kind: String
    package let namespace: String?
    package let name: String
    package let outcome: Predictor.Outcome
    /// What else happens: pods of a workload that would be refused.
    package var effects: [Effect] = []
    /// What could not be held against the object.
    package var gap: Gap?
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

  private let settings: Operator
  private let version: String?
  private let definitions: [Document]
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
    var settings = Operator(.kubectl)
    settings.apply = apply == .client ? .client : .server
    settings.fieldManager = fieldManager
    settings.forceConflicts = forcesConflicts
    // What is applied goes beside what was applied last, and takes nothing away.
    settings.prune = false
    self.settings = settings
    self.version = version
    let known = try KubernetesVersion(named: version)
    let definitions = try Self.objects(definitions)
    self.definitions = definitions.map(Self.alone)
    var customResources = CustomResources()
    for object in definitions { customResources.add(object) }
    catalog = APICatalog(version: known, customResources: customResources)
  }

  /// The predictions in the order of the head's objects.
  package mutating func run(_ files: Files) throws(Diagnostic) -> [Prediction] {
    let heads = try Self.objects(files.head)
    let bases = try Self.objects(files.base)
    let lives = try Self.objects(files.live)
    for object in lives + bases + heads { catalog.customResources.add(object) }
    let live = ObjectsView(
      Dictionary(
        resources(lives).map { ($0.identity, $0.document) }, uniquingKeysWith: { $1 }))
    let (base, head) = (resources(bases), resources(heads))
    let former = Dictionary(
      base.map { ($0.identity, $0.document) }, uniquingKeysWith: { $1 })
    let predictor = ApplyPredictor(
      TargetDescription(
        version: version, operator: settings, live: live, base: base, head: head,
        definitions: definitions))
    return head.map { resource in
      let identity = resource.identity
      let verdict = predictor.predict(
        ApplyRequest(
          identity: identity, base: former[identity], head: resource.document,
          live: live.object(identity)))
      return Prediction(
        apiVersion: resource.apiVersion, kind: identity.kind, namespace: identity.namespace,
        name: identity.name, outcome: verdict.outcome, effects: verdict.effects,
        gap: verdict.gap)
    }
  }

  /// A document of one object, so that editing it costs its own size and not that of its file.
  private static func alone(_ object: Node) -> Document {
    var document = Document()
    document.rootID = document.graft(object)
    return document
  }

  private func resources(_ objects: [Node]) -> [Resource] {
    objects.map { object in
      Resource(
        identity: identity(of: object), apiVersion: object["apiVersion"]?.text ?? "",
        document: Self.alone(object), origin: [])
    }
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
  /// 0 where the server would take all, 1 where it refuses one, 3 where a kind is not known, a live
  /// object could not be told in the version that is applied or a namespace has too many limits, 4
  /// where the server would refuse pods of a workload that it takes.
  package static func exitCode(_ predictions: [Prediction]) -> Int32 {
    if predictions.contains(where: { $0.outcome.action == .rejected }) { return 1 }
    let isIncomplete = predictions.contains {
      $0.outcome.isUnknownKind || $0.outcome.obstacle != nil
        || $0.outcome.ownershipObstacle != nil || $0.gap != nil
    }
    if isIncomplete { return 3 }
    return predictions.contains { $0.effects.contains(where: \.needsReview) } ? 4 : 0
  }
}
