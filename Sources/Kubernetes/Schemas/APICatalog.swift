import CKubernetesSchemas

/// The kinds of an API server of one version, and those that custom resource definitions add.
package struct APICatalog: Sendable {
  package let version: KubernetesVersion
  /// Later definitions of a kind win.
  package var customResources: CustomResources

  package init(
    version: KubernetesVersion = .newest, customResources: CustomResources = CustomResources()
  ) {
    self.version = version
    self.customResources = customResources
  }

  /// The built-in kinds of a version of Kubernetes and nothing else.
  package static let newest = APICatalog()

  package enum Answer: Sendable {
    case known(APIResource)
    /// Kubernetes had the kind once. `removedIn` is the version that no longer has it, such as
    /// `1.25`; `replacement` the `apiVersion` that serves it now, where one does.
    case removed(removedIn: String, replacement: String?)
    case unknown
  }

  package func find(apiVersion: String, kind: String) -> Answer {
    if let custom = customResources.resource(apiVersion: apiVersion, kind: kind) {
      return .known(custom)
    }
    let table = SchemaTable.builtIn
    var removedIn: UInt8 = 0
    let (group, version) = Self.split(apiVersion)
    for raw in table.kinds(group: group, kind: kind)
    where table.bytes(raw.version).elementsEqual(version.utf8) {
      if raw.versions & self.version.bit != 0 { return .known(resource(raw)) }
      if Int(raw.removed_in) != 0, Int(raw.removed_in) <= self.version.minor {
        removedIn = max(removedIn, raw.removed_in)
      }
    }
    guard removedIn != 0 else { return .unknown }
    return .removed(
      removedIn: "1.\(removedIn)", replacement: replacement(group: String(group), kind: kind))
  }

  package func resource(apiVersion: String, kind: String) -> APIResource? {
    if case .known(let resource) = find(apiVersion: apiVersion, kind: kind) {
      resource
    } else {
      nil
    }
  }

  /// nil for a kind that nothing describes.
  package func schema(apiVersion: String, kind: String) -> Schema? {
    resource(apiVersion: apiVersion, kind: kind)?.schema
  }

  /// The schema of a version of a built-in kind, of the newest Kubernetes that had the version
  /// where this one has not.
  func builtInSchema(apiVersion: String, kind: String) -> Schema? {
    let table = SchemaTable.builtIn
    let (group, version) = Self.split(apiVersion)
    var newest: Schema?
    for raw in table.kinds(group: group, kind: kind)
    where raw.node != SchemaTable.none && raw.versions != 0
      && table.bytes(raw.version).elementsEqual(version.utf8)
    {
      let isHere = raw.versions & self.version.bit != 0
      let bit = isHere ? self.version.bit : 1 << UInt16(15 - raw.versions.leadingZeroBitCount)
      let schema = Schema(table: table, index: raw.node, version: bit, owner: nil)
      if isHere { return schema }
      if bit > newest?.version ?? 0 { newest = schema }
    }
    return newest
  }

  /// The scope of a kind in whatever version, removed ones included; nil for an unknown kind.
  package func scope(group: String, kind: String) -> APIResource.Scope? {
    if let custom = customResources.resources(group: group, kind: kind).first {
      return custom.scope
    }
    let table = SchemaTable.builtIn
    return table.kinds(group: group[...], kind: kind).first
      .flatMap { APIResource.Scope(rawValue: $0.scope) }
  }

  /// Every version in which a kind is served, the most stable first.
  package func resources(group: String, kind: String) -> [APIResource] {
    let custom = customResources.resources(group: group, kind: kind)
    if !custom.isEmpty { return custom }
    let table = SchemaTable.builtIn
    return table.kinds(group: group[...], kind: kind)
      .filter { $0.versions & version.bit != 0 }.map(resource)
      .sorted { APIVersionOrder.precedes($0.version, $1.version) }
  }

  /// The resource of a plural name in a group, in the version if one is given, else in the most
  /// stable one.
  package func resource(group: String, plural: String, version: String? = nil) -> APIResource? {
    if let custom = customResources.resource(group: group, plural: plural, version: version) {
      return custom
    }
    let table = SchemaTable.builtIn
    return table.kinds.lazy
      .filter {
        $0.versions & self.version.bit != 0
          && table.bytes($0.plural).elementsEqual(plural.utf8)
          && table.bytes($0.group).elementsEqual(group.utf8)
      }
      .map(resource)
      .filter { version == nil || $0.version == version }
      .min { APIVersionOrder.precedes($0.version, $1.version) }
  }

  /// A kind that a later version of Kubernetes removes: the version, and what to use instead.
  package func deprecation(
    apiVersion: String, kind: String
  ) -> (removedIn: String, replacement: String?)? {
    guard customResources.resource(apiVersion: apiVersion, kind: kind) == nil else { return nil }
    let table = SchemaTable.builtIn
    let (group, version) = Self.split(apiVersion)
    var isServed = false
    var last: UInt8 = 0
    for raw in table.kinds(group: group, kind: kind)
    where table.bytes(raw.version).elementsEqual(version.utf8) {
      guard raw.removed_in != 0 else { return nil }
      last = max(last, raw.removed_in)
      if raw.versions & self.version.bit != 0 { isServed = true }
    }
    guard isServed else { return nil }
    return ("1.\(last)", replacement(group: String(group), kind: kind))
  }

  private func resource(_ raw: RawKind) -> APIResource {
    let table = SchemaTable.builtIn
    return APIResource(
      group: table.string(raw.group), version: table.string(raw.version),
      kind: table.string(raw.kind), plural: table.string(raw.plural),
      scope: APIResource.Scope(rawValue: raw.scope) ?? .namespaced,
      schema: raw.node == SchemaTable.none
        ? nil : Schema(table: table, index: raw.node, version: version.bit, owner: nil),
      isServedByDefault: raw.served & version.bit != 0, custom: nil)
  }

  /// Where a kind went: the same group's most stable version, else the group it moved to.
  private func replacement(group: String, kind: String) -> String? {
    let groups =
      group == "extensions" ? ["apps", "networking.k8s.io", "policy"] : [group]
    for group in groups {
      if let resource = resources(group: group, kind: kind).first { return resource.apiVersion }
    }
    return nil
  }

  private static func split(_ apiVersion: String) -> (Substring, Substring) {
    guard let slash = apiVersion.utf8.firstIndex(of: UInt8(ascii: "/")) else {
      return ("", apiVersion[...])
    }
    return (apiVersion[..<slash], apiVersion[apiVersion.utf8.index(after: slash)...])
  }
}

extension SchemaTable {
  /// All versions of a kind.
  func kinds(group: Substring, kind: String) -> Slice<UnsafeBufferPointer<RawKind>> {
    var (group, kind) = (group, kind)
    return group.withUTF8 { group in
      kind.withUTF8 { kind in kinds(group: group, kind: kind) }
    }
  }

  private func kinds(
    group: UnsafeBufferPointer<UInt8>, kind: UnsafeBufferPointer<UInt8>
  ) -> Slice<UnsafeBufferPointer<RawKind>> {
    let kinds = kinds
    func order(_ raw: RawKind) -> Int {
      let order = Self.order(bytes(raw.group), group)
      return order != 0 ? order : Self.order(bytes(raw.kind), kind)
    }
    var low = 0
    var high = kinds.count
    while low < high {
      let middle = (low + high) / 2
      if order(kinds[middle]) < 0 { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < kinds.count, order(kinds[end]) == 0 { end += 1 }
    return kinds[low..<end]
  }
}
