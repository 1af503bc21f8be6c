import Resources
import Synchronization
package import Values

/// One version of a kind that a CustomResourceDefinition describes.
final class CustomResourceVersion: Sendable {
  let group: String
  let version: String
  let kind: String
  let plural: String
  let scope: APIResource.Scope
  let isServed: Bool
  let isStored: Bool
  let hasStatus: Bool
  let preservesUnknownFields: Bool
  /// Whether the versions of the kind differ in their name and their schema alone: the conversion
  /// strategy `None`.
  let convertsByName: Bool
  /// The schema as it is written, which must be a mapping; nil where the version has none.
  private let schema: Node?
  private let compiled = Mutex<StructuralSchema?>(nil)

  /// nil where the version has no schema: anything goes. It is read when it is first asked for,
  /// since most definitions come without an object of their kind.
  var structure: StructuralSchema? {
    guard let schema else { return nil }
    return compiled.withLock { known in
      if let known { return known }
      let structure = StructuralSchema(
        JSONSchemaProps(schema), preservesUnknownFields: preservesUnknownFields)
      known = structure
      return structure
    }
  }

  init(
    definition: Node, version: Node, group: String, names: (kind: String, plural: String),
    scope: APIResource.Scope
  ) {
    self.group = group
    kind = names.kind
    plural = names.plural
    self.scope = scope
    self.version = version["name"]?.string ?? ""
    isServed = version["served"]?.bool ?? false
    isStored = version["storage"]?.bool ?? false
    hasStatus = (version["subresources"] ?? definition["subresources"])?["status"] != nil
    let schema =
      version["schema"]?["openAPIV3Schema"] ?? definition["validation"]?["openAPIV3Schema"]
    preservesUnknownFields = definition["preserveUnknownFields"]?.bool ?? false
    convertsByName = definition["conversion", "strategy"].map { $0 == "None" } ?? true
    self.schema = schema.flatMap { $0.isMapping ? $0 : nil }
  }

  /// A kind of which only a JSON schema is known, for validation: it tells nothing of defaults and
  /// forbids what it does not know where it says so itself.
  init(
    jsonSchema: Node, group: String, version: String, kind: String, plural: String,
    scope: APIResource.Scope
  ) {
    self.group = group
    self.version = version
    self.kind = kind
    self.plural = plural
    self.scope = scope
    isServed = true
    isStored = true
    hasStatus = false
    preservesUnknownFields = true
    convertsByName = false
    schema = jsonSchema
  }

  var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

  var resource: APIResource {
    APIResource(
      group: group, version: version, kind: kind, plural: plural, scope: scope,
      schema: structure?.schema, isServedByDefault: isServed, custom: self)
  }
}

/// The kinds that CustomResourceDefinitions describe.
package struct CustomResources: Sendable {
  private struct Key: Hashable {
    let group: String
    let kind: String
  }

  private var kinds: [Key: [CustomResourceVersion]] = [:]

  package init() {}

  /// Takes the CustomResourceDefinitions out of documents; whatever else they hold is passed over.
  package init(_ documents: some Sequence<Document>) {
    for document in documents { add(document.root) }
  }

  package var isEmpty: Bool { kinds.isEmpty }

  /// Adds what a CustomResourceDefinition describes, in the place of an earlier definition of the
  /// same kind; returns whether `definition` is one.
  @discardableResult
  package mutating func add(_ definition: Node) -> Bool {
    guard definition["kind"]?.string == "CustomResourceDefinition",
      let apiVersion = definition["apiVersion"]?.string,
      apiVersion.hasPrefix("apiextensions.k8s.io/"),
      let spec = definition["spec"], let group = spec["group"]?.string,
      let kind = spec["names"]?["kind"]?.string
    else { return false }
    let plural = spec["names"]?["plural"]?.string ?? ""
    let scope: APIResource.Scope = spec["scope"]?.string == "Cluster" ? .cluster : .namespaced
    var versions = Array(spec["versions"]?.elements ?? definition.elements)
    if versions.isEmpty, let version = spec["version"]?.string {
      // The removed v1beta1 allows a single version outside the list.
      var document = Document()
      let root = document.addMapping()
      document.rootID = root
      document.set("name", to: version, in: root)
      document.set("served", to: true, in: root)
      document.set("storage", to: true, in: root)
      versions = [document.root]
    }
    kinds[Key(group: group, kind: kind)] = versions.map {
      CustomResourceVersion(
        definition: spec, version: $0, group: group, names: (kind, plural), scope: scope)
    }
    return true
  }

  /// Adds a kind that a JSON schema describes, beside the versions that are known.
  package mutating func add(
    jsonSchema: Node, apiVersion: String, kind: String, scope: APIResource.Scope?
  ) {
    let group = ResourceIdentity.group(ofAPIVersion: apiVersion)
    let version = CustomResourceVersion(
      jsonSchema: jsonSchema, group: group,
      version: ResourceIdentity.version(ofAPIVersion: apiVersion), kind: kind,
      plural: kind.lowercased() + "s", scope: scope ?? .namespaced)
    kinds[Key(group: group, kind: kind), default: []].append(version)
  }

  func resource(apiVersion: String, kind: String) -> APIResource? {
    guard !kinds.isEmpty else { return nil }
    let group = ResourceIdentity.group(ofAPIVersion: apiVersion)
    let version = ResourceIdentity.version(ofAPIVersion: apiVersion)
    return kinds[Key(group: group, kind: kind)]?
      .first { $0.version == version && $0.isServed }?.resource
  }

  /// A version of a kind, whether it is served or not.
  func version(apiVersion: String, kind: String) -> CustomResourceVersion? {
    guard !kinds.isEmpty else { return nil }
    let group = ResourceIdentity.group(ofAPIVersion: apiVersion)
    let version = ResourceIdentity.version(ofAPIVersion: apiVersion)
    return kinds[Key(group: group, kind: kind)]?.first { $0.version == version }
  }

  /// The served versions of a kind, the most stable first.
  func resources(group: String, kind: String) -> [APIResource] {
    guard !kinds.isEmpty else { return [] }
    return (kinds[Key(group: group, kind: kind)] ?? []).filter(\.isServed).map(\.resource)
      .sorted { APIVersionOrder.precedes($0.version, $1.version) }
  }

  func resource(group: String, plural: String, version: String?) -> APIResource? {
    kinds.values.joined().filter {
      $0.isServed && $0.group == group && $0.plural == plural
        && (version == nil || $0.version == version)
    }
    .map(\.resource).min { APIVersionOrder.precedes($0.version, $1.version) }
  }
}
