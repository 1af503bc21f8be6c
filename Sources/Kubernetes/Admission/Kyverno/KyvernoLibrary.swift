import CEL
import Resources
import Values

/// What Kyverno adds to the API server's environment for policies of its own.
///
/// github.com/kyverno/kyverno/pkg/cel/libs. What reaches out of the cluster (registries, the web,
/// the clock) is unknown to every evaluation here.
enum KyvernoLibrary {
  static let resourceType = Type.message("kyverno.Resource")
  static let serviceAccountType = Type.message("kyverno.ServiceAccount")

  /// Variables whose functions answer from outside.
  static let outside = ["image", "images", "http", "globalContext", "time"]

  static let types = ObjectTypes([
    "kyverno.Resource": [:],
    "kyverno.ServiceAccount": ["Namespace": .string, "Name": .string],
  ])

  static let library = Library(
    "kyverno",
    functions: [
      Function(
        "Get",
        Overload(
          "resource_get", isMember: true,
          [resourceType, .string, .string, .string, .string], .dyn,
          variadic: { get($0, isNamespaced: true) }),
        Overload(
          "resource_get_cluster", isMember: true, [resourceType, .string, .string, .string], .dyn,
          variadic: { get($0, isNamespaced: false) }),
        Overload("http_get", isMember: true, [.dyn, .string], .dyn)),
      Function(
        "List",
        Overload(
          "resource_list", isMember: true, [resourceType, .string, .string, .string], .dyn,
          variadic: list),
        Overload(
          "resource_list_cluster", isMember: true, [resourceType, .string, .string], .dyn,
          variadic: list)),
      Function(
        "Post",
        Overload(
          "resource_post", isMember: true, [resourceType, .string, .string, .dyn], .dyn,
          variadic: { _ in .unknown(Unknown(["resource.Post"])) })),
      Function("GetMetadata", Overload("image_metadata", isMember: true, [.dyn, .string], .dyn)),
      Function("now", Overload("time_now", isMember: true, [.dyn], .timestamp)),
      Function(
        "parseServiceAccount",
        Overload("parse_service_account", .string, serviceAccountType, unary: serviceAccount)),
    ])

  private static func get(_ arguments: [Value], isNamespaced: Bool) -> Value {
    guard let scope = arguments.first?.object(as: KyvernoResources.self) else {
      return .noSuchOverload
    }
    let texts = arguments.dropFirst().compactMap(\.string)
    guard texts.count == arguments.count - 1, let name = texts.last else {
      return .noSuchOverload
    }
    return scope.get(
      apiVersion: texts[0], plural: texts[1], namespace: isNamespaced ? texts[2] : "", name: name)
  }

  private static func list(_ arguments: [Value]) -> Value {
    guard let scope = arguments.first?.object(as: KyvernoResources.self) else {
      return .noSuchOverload
    }
    let texts = arguments.dropFirst().compactMap(\.string)
    guard texts.count == arguments.count - 1 else { return .noSuchOverload }
    return scope.list(
      apiVersion: texts[0], plural: texts[1], namespace: texts.count > 2 ? texts[2] : "")
  }

  private static func serviceAccount(_ value: Value) -> Value {
    guard let text = value.string else { return .noSuchOverload }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let isAccount = parts.count == 4 && parts[0] == "system" && parts[1] == "serviceaccount"
    return .map(
      MapValue(entries: [
        MapValue.Entry(
          key: .string("Namespace"), value: .string(isAccount ? String(parts[2]) : "")),
        MapValue.Entry(key: .string("Name"), value: .string(isAccount ? String(parts[3]) : "")),
      ]))
  }
}

/// `resource`: the cluster as the snapshot and the desired state show it.
final class KyvernoResources: ObjectValue {
  private let review: AdmissionReview
  private let documents: [Document]
  private let catalog: APICatalog

  init(_ review: AdmissionReview, _ documents: [Document], _ catalog: APICatalog) {
    self.review = review
    self.documents = documents
    self.catalog = catalog
  }

  var type: Type { KyvernoLibrary.resourceType }

  private func resource(_ apiVersion: String, _ plural: String) -> APIResource? {
    catalog.resource(
      group: ResourceIdentity.group(ofAPIVersion: apiVersion), plural: plural,
      version: ResourceIdentity.version(ofAPIVersion: apiVersion))
  }

  func get(apiVersion: String, plural: String, namespace: String, name: String) -> Value {
    let what = "resource.Get(\(apiVersion), \(plural), \(namespace), \(name))"
    guard let resource = resource(apiVersion, plural) else { return .unknown(Unknown([what])) }
    let identity = ResourceIdentity(
      group: resource.group, kind: resource.kind,
      namespace: resource.isNamespaced ? namespace : nil, name: name)
    if let desired = review.desired[identity] { return review.value(of: desired) }
    let given = documents.first { document in
      let root = document.root
      let metadata = root["metadata"]
      return root["kind"]?.text == resource.kind && metadata?["name"]?.text == name
        && (!resource.isNamespaced || metadata?["namespace"]?.text == namespace)
    }
    if let given { return review.value(of: given) }
    switch review.live.object(identity) {
    case .found(let document): return review.value(of: document)
    case .absent: return .error("\(plural) \(GoText.quoted(name)) not found")
    case .unknown: return .unknown(Unknown([what]))
    }
  }

  /// A list with its `items`.
  func list(apiVersion: String, plural: String, namespace: String) -> Value {
    let what = Value.unknown(Unknown(["resource.List(\(apiVersion), \(plural), \(namespace))"]))
    guard let resource = resource(apiVersion, plural) else { return what }
    var found: [ResourceIdentity: Document] = [:]
    let isAll = namespace.isEmpty || !resource.isNamespaced
    let query: LiveQuery =
      isAll
      ? .kind(group: resource.group, kind: resource.kind)
      : .kindIn(group: resource.group, kind: resource.kind, namespace: namespace)
    switch review.live.objects(query) {
    case .found(let identities):
      for identity in identities { found[identity] = review.live.object(identity).found }
    case .absent: break
    case .unknown: return what
    }
    for (identity, document) in review.desired
    where identity.group == resource.group && identity.kind == resource.kind
      && (isAll || identity.namespace == namespace)
    {
      found[identity] = document
    }
    let items = found.sorted { $0.key < $1.key }.map { review.value(of: $0.value) }
    return .map(
      MapValue(entries: [MapValue.Entry(key: .string("items"), value: .list(items))]))
  }
}
