import CEL
import Resources
import Values

/// One request as admission policies see it.
struct AdmissionRequest {
  struct Resource: Hashable {
    var group: String
    var version: String
    var kind: String
    var plural: String

    var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }
  }

  let identity: ResourceIdentity
  let resource: Resource
  /// Other versions in which the same objects are served.
  let equivalents: [Resource]
  let operation: String
  let name: String
  /// Of a Namespace its own name, as the server has it.
  let namespace: String?
  let isForNamespace: Bool
  let object: Document?
  let oldObject: Document?
  let namespaceObject: Lookup<Document>
  let user: String?
  let secrecy: Secrecy
  private let catalog: APICatalog

  init(_ review: AdmissionReview, catalog: APICatalog) {
    self.catalog = catalog
    let identity = review.identity
    self.identity = identity
    let version = ResourceIdentity.version(ofAPIVersion: review.apiVersion)
    let known = catalog.resource(apiVersion: review.apiVersion, kind: identity.kind)
    let plural = known?.plural ?? Self.definedPlural(review)
    resource = Resource(
      group: identity.group, version: version, kind: identity.kind, plural: plural)
    equivalents = catalog.resources(group: identity.group, kind: identity.kind)
      .filter { $0.version != version }
      .map {
        Resource(group: $0.group, version: $0.version, kind: $0.kind, plural: $0.plural)
      }
    operation = review.operation.rawValue
    name = identity.name
    isForNamespace = identity.group.isEmpty && identity.kind == "Namespace"
    namespace = isForNamespace ? identity.name : identity.namespace
    object = review.object
    oldObject = review.oldObject
    user = review.user
    // Whoever asks may not have known what a Secret is.
    secrecy =
      review.secrecy.isNone
      ? SecretFields.secrecy(
        of: identity, states: [review.object, review.oldObject].compactMap { $0 },
        texts: SecretTexts()) : review.secrecy
    if let namespace, !isForNamespace {
      let key = ResourceIdentity(group: "", kind: "Namespace", namespace: nil, name: namespace)
      if let desired = review.desired[key] {
        namespaceObject = .found(desired)
      } else {
        namespaceObject = review.live.object(key)
      }
    } else {
      namespaceObject = .absent
    }
  }

  /// The name of a custom resource: from its definition, else the guess of clients.
  private static func definedPlural(_ review: AdmissionReview) -> String {
    let identity = review.identity
    let guess = guessedPlural(identity.kind)
    func plural(_ definition: Document?) -> String? {
      guard let spec = definition?.root["spec"], spec["group"]?.text == identity.group,
        spec["names"]?["kind"]?.text == identity.kind
      else { return nil }
      return spec["names"]?["plural"]?.string
    }
    let kind = "CustomResourceDefinition"
    let likely = ResourceIdentity(
      group: "apiextensions.k8s.io", kind: kind, namespace: nil, name: "\(guess).\(identity.group)")
    if let found = plural(review.desired[likely]) ?? plural(review.live.object(likely).found) {
      return found
    }
    for (other, definition) in review.desired where other.kind == kind {
      if let found = plural(definition) { return found }
    }
    return guess
  }

  private static func guessedPlural(_ kind: String) -> String {
    let name = kind.lowercased()
    if name.hasSuffix("s") { return name + "es" }
    if name.hasSuffix("y") { return name.dropLast() + "ies" }
    return name + "s"
  }

  /// The labels of a Namespace, with the one that the server sets.
  func labelsOfNamespace(_ namespace: Node) -> [String: String] {
    var labels: [String: String] = [:]
    if let entries = namespace["metadata"]?["labels"]?.entries {
      for entry in entries { labels[entry.name] = entry.value.text }
    }
    labels["kubernetes.io/metadata.name"] = self.namespace
    return labels
  }
}

// MARK: - As values

extension Activation {
  /// What every expression of an admission policy may read; no parameter and no variable.
  ///
  /// - Parameter resource: what `request.kind` and `request.resource` name, and the version in
  ///   which the objects are told.
  init(_ request: AdmissionRequest, as resource: AdmissionRequest.Resource) {
    self.init()
    bind("object", to: request.value(of: request.object, as: resource, "object"))
    bind("oldObject", to: request.value(of: request.oldObject, as: resource, "oldObject"))
    bind("params", to: .null)
    bind("variables", to: .object(VariableScope.empty))
    bind("request", lazily: { request.value(matched: resource) })
    bind("namespaceObject", lazily: { request.namespaceValue })
    for name in ["authorizer", "authorizer.requestResource"] {
      bind(name, to: .unknown(Unknown([name])))
    }
  }
}

extension AdmissionRequest {
  /// An object in the version that a policy named; unknown where it cannot be converted.
  ///
  /// k8s.io/apiserver/pkg/admission/conversion.go, `NewVersionedAttributes`.
  fileprivate func value(of object: Document?, as resource: Resource, _ name: String) -> Value {
    guard let object else { return .null }
    guard case .success(let converted) = catalog.convert(object, to: resource.apiVersion) else {
      return .unknown(Unknown([name]))
    }
    return secrecy.value(of: converted)
  }

  /// `request`: what is empty is left out, as in the server's own JSON.
  ///
  /// - Parameter matched: what `request.kind` and `request.resource` name.
  func value(matched: Resource) -> Value {
    var entries: [MapValue.Entry] = []
    func add(_ name: String, _ value: Value) {
      entries.append(MapValue.Entry(key: .string(name), value: value))
    }
    func add(text name: String, _ text: String) {
      if !text.isEmpty { add(name, .string(text)) }
    }
    add("kind", Self.kind(matched))
    add("resource", Self.resource(matched))
    add("requestKind", Self.kind(resource))
    add("requestResource", Self.resource(resource))
    add(text: "name", name)
    add(text: "namespace", namespace ?? "")
    add("operation", .string(operation))
    add("userInfo", userInfo)
    add("dryRun", .bool(false))
    add("options", Self.options(operation))
    return .map(MapValue(entries: entries))
  }

  private static func map(_ entries: [(String, Value)]) -> Value {
    .map(
      MapValue(entries: entries.map { MapValue.Entry(key: .string($0.0), value: $0.1) }))
  }

  private static func kind(_ resource: Resource) -> Value {
    map([
      ("group", .string(resource.group)), ("version", .string(resource.version)),
      ("kind", .string(resource.kind)),
    ])
  }

  private static func resource(_ resource: Resource) -> Value {
    map([
      ("group", .string(resource.group)), ("version", .string(resource.version)),
      ("resource", .string(resource.plural)),
    ])
  }

  private static func options(_ operation: String) -> Value {
    let kind =
      switch operation {
      case "CREATE": "CreateOptions"
      case "DELETE": "DeleteOptions"
      default: "UpdateOptions"
      }
    return map([("apiVersion", .string("meta.k8s.io/v1")), ("kind", .string(kind))])
  }

  /// Of a service account its groups follow from its name; those of anyone else are not known.
  private var userInfo: Value {
    guard let user else { return .unknown(Unknown(["request.userInfo"])) }
    let parts = user.split(separator: ":", omittingEmptySubsequences: false)
    var groups = Value.unknown(Unknown(["request.userInfo.groups"]))
    if parts.count == 4, parts[0] == "system", parts[1] == "serviceaccount" {
      groups = .list([
        .string("system:serviceaccounts"), .string("system:serviceaccounts:\(parts[2])"),
        .string("system:authenticated"),
      ])
    }
    return Self.map([("username", .string(user)), ("groups", groups)])
  }

  /// `namespaceObject`: null for an object outside namespaces.
  var namespaceValue: Value {
    guard namespace != nil, !isForNamespace else { return .null }
    guard case .found(let namespace) = namespaceObject else {
      return .unknown(Unknown(["namespaceObject"]))
    }
    let fields = [
      "name", "generateName", "namespace", "annotations", "uid", "creationTimestamp",
      "deletionGracePeriodSeconds", "deletionTimestamp", "generation", "resourceVersion",
      "finalizers",
    ]
    let metadata = namespace.root["metadata"]
    var entries = fields.compactMap { name in
      metadata?[name].map { (name, Value($0)) }
    }
    let labels = labelsOfNamespace(namespace.root).sorted { $0.key < $1.key }
    entries.append(("labels", Self.map(labels.map { ($0.key, .string($0.value)) })))
    let empty = Self.map([])
    return Self.map([
      ("metadata", Self.map(entries)),
      ("spec", namespace.root["spec"].map { Value($0) } ?? empty),
      ("status", namespace.root["status"].map { Value($0) } ?? empty),
    ])
  }
}
