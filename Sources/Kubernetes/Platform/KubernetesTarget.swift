import Resources
import Values

/// One cluster as it will be when a change is applied: the kinds of its version, and those that
/// the change, the base or the snapshot define.
struct KubernetesTarget: Target {
  let catalog: APICatalog
  let live: any LiveView
  let settings: Operator
  let ignoresUnknownKinds: Bool
  /// The namespaces that the head makes, which exist before what lives in them is applied.
  let arrivingNamespaces: Set<String>
  /// What the head wants in each namespace, for effects that ask what is left.
  let head: [ResourceIdentity: Document]
  let base: [ResourceIdentity: Document]
  /// The objects of head and base by namespace, each of which is looked at for itself.
  let namespaced: (head: [String?: [ResourceIdentity]], base: [String?: [ResourceIdentity]])
  let extent: TargetDescription.Extent
  /// The LimitRanges and ResourceQuotas of base and head, by namespace.
  let limiting: [String: Set<ResourceIdentity>]
  let cache = NamespaceLimits.Cache()

  init(_ description: TargetDescription) {
    let version =
      description.version.flatMap { KubernetesVersion($0) } ?? KubernetesVersion.newest
    // Later definitions win: the command line's over the head's over the base's.
    let definitions =
      (description.base + description.head).filter(\.definesKind).map(\.document)
      + description.definitions
    var catalog = APICatalog(
      version: version,
      customResources: CustomResources(
        Self.liveDefinitions(description, version) + definitions))
    for kind in description.schemas
    where catalog.schema(apiVersion: kind.apiVersion, kind: kind.kind) == nil {
      let scope = catalog.resource(apiVersion: kind.apiVersion, kind: kind.kind)?.scope
      catalog.customResources.add(
        jsonSchema: kind.schema.root, apiVersion: kind.apiVersion, kind: kind.kind, scope: scope)
    }
    self.catalog = catalog
    ignoresUnknownKinds = description.ignoresUnknownKinds
    live = description.live
    settings = description.operator
    arrivingNamespaces = Set(
      description.head.lazy.filter { $0.identity.isNamespace }.map(\.identity.name))
    head = Dictionary(
      description.head.map { ($0.identity, $0.document) }, uniquingKeysWith: { $1 })
    base = Dictionary(
      description.base.map { ($0.identity, $0.document) }, uniquingKeysWith: { $1 })
    namespaced = (
      Dictionary(grouping: head.keys, by: \.namespace),
      Dictionary(grouping: base.keys, by: \.namespace)
    )
    extent = description.extent
    var limiting: [String: Set<ResourceIdentity>] = [:]
    for resource in description.base + description.head where resource.identity.isLimiting {
      limiting[resource.identity.namespace ?? "", default: []].insert(resource.identity)
    }
    self.limiting = limiting
  }

  /// The definitions in the snapshot of the kinds that the change uses. Their name ends in their
  /// group, so that the others need not be read.
  private static func liveDefinitions(
    _ description: TargetDescription, _ version: KubernetesVersion
  ) -> [Document] {
    let builtIn = APICatalog(version: version)
    let groups = Set(
      (description.base + description.head).lazy
        .filter { builtIn.scope(group: $0.identity.group, kind: $0.kind) == nil }
        .map(\.identity.group))
    guard !groups.isEmpty,
      let definitions = description.live.objects(
        .kind(group: "apiextensions.k8s.io", kind: "CustomResourceDefinition")
      ).found
    else { return [] }
    return definitions.filter { definition in
      groups.contains { definition.name.hasSuffix(".\($0)") }
    }.compactMap { description.live.object($0).found }
  }

  func listType(
    at path: FieldPath, in identity: ResourceIdentity, apiVersion: String
  ) -> ListType {
    catalog.schema(apiVersion: apiVersion, kind: identity.kind)?[path]?.listType ?? .atomic
  }

  func isBookkeeping(
    _ path: FieldPath, in identity: ResourceIdentity, apiVersion: String
  ) -> Bool {
    if path.steps == [.field("status")] {
      // An apply leaves it as it is, where the kind has a status of its own. Of a kind that is known
      // by name alone nobody can tell: a BuildConfig's has none.
      guard let kind = catalog.resource(apiVersion: apiVersion, kind: identity.kind) else {
        return false
      }
      return kind.custom?.hasStatus ?? (kind.schema != nil)
    }
    guard path.steps.first == .field("metadata") else { return false }
    switch path.steps.dropFirst().first {
    case .field("managedFields"), .field("resourceVersion"), .field("generation"),
      .field("uid"), .field("creationTimestamp"):
      return true
    case .field("annotations"): return path.steps.last == .key(LastApplied.annotation)
    default: return false
    }
  }

  func secrecy(
    of identity: ResourceIdentity, states: [Document], texts: SecretTexts
  ) -> Secrecy {
    SecretFields.secrecy(of: identity, states: states, texts: texts)
  }

  func keeps(_ live: Document) -> Bool {
    guard let annotations = live.root["metadata", "annotations"] else { return false }
    let options = annotations["argocd.argoproj.io/sync-options"]?.text ?? ""
    let words = options.split(separator: ",").map { $0.filter { $0 != " " } }
    if words.contains("Prune=false") || words.contains("Delete=false") { return true }
    return annotations["kustomize.toolkit.fluxcd.io/prune"]?.text == "disabled"
  }
}

extension Resource {
  fileprivate var definesKind: Bool {
    identity.kind == "CustomResourceDefinition" && identity.group == "apiextensions.k8s.io"
  }
}

extension ResourceIdentity {
  var isNamespace: Bool {
    kind == "Namespace" && group.isEmpty
      || kind == "Project" && group == "project.openshift.io"
  }
}
