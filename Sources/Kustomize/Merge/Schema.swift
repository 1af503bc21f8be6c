import Values

/// What kustomize takes from OpenAPI: how lists merge, and which types have cluster scope.
struct Schema: Sendable {
  /// A place in the schema. A place that is known but says nothing differs from one that is not
  /// known: below the latter an object that names its type brings a schema of its own.
  enum Place: Hashable, Sendable {
    case definition(Int)
    case list(elements: Int?, mergeKeys: [String]?)
    case map(values: Int)
    case opaque
  }

  struct Definition: Sendable {
    var properties: [String: Place] = [:]
    var values: Place?
  }

  private(set) var definitions: [Definition] = []
  private(set) var types: [TypeName: Int] = [:]
  /// The definitions by their names in an OpenAPI document.
  private var names: [String: Int] = [:]
  /// What a custom schema says of the scope of types.
  private(set) var isNamespaced: [TypeName: Bool] = [:]

  struct TypeName: Hashable, Sendable {
    var apiVersion: String
    var kind: String
  }

  static let builtin = Schema(table: builtinTable)
}

// MARK: - Looking up

extension Schema {
  func place(apiVersion: String, kind: String) -> Place? {
    types[TypeName(apiVersion: apiVersion, kind: kind)].map { .definition($0) }
  }

  func field(_ name: String, of place: Place?) -> Place? {
    switch place {
    case .definition(let index):
      definitions[index].properties[name] ?? definitions[index].values
    case .map(let values): .definition(values)
    default: nil
    }
  }

  func elements(of place: Place?) -> Place? {
    guard case .list(let elements, _) = place else { return nil }
    return elements.map { .definition($0) } ?? .opaque
  }

  /// Whether the type has cluster scope for certain.
  func isClusterScoped(_ type: GroupVersionKind) -> Bool {
    // The answer for the built-in kinds holds under any schema.
    if let versions = Self.clusterScopedKinds[type.kind] {
      if versions.contains(type.apiVersion) { return true }
    }
    guard !isNamespaced.isEmpty else { return false }
    return isNamespaced[TypeName(apiVersion: type.apiVersion, kind: type.kind)] == false
  }

  /// The kinds of precomputedIsNamespaceScoped (kyaml/openapi/openapi.go) that have cluster scope.
  private static let clusterScopedKinds: [String: Set<String>] = {
    let admission = "admissionregistration.k8s.io/v1"
    let flow = "flowcontrol.apiserver.k8s.io/v1beta1"
    let rbac = "rbac.authorization.k8s.io/v1"
    let storage = "storage.k8s.io/v1"
    func andBeta(_ version: String) -> Set<String> { [version, version + "beta1"] }
    return [
      "MutatingWebhookConfiguration": andBeta(admission),
      "ValidatingWebhookConfiguration": andBeta(admission),
      "ValidatingAdmissionPolicy": [admission],
      "ValidatingAdmissionPolicyBinding": [admission],
      "CustomResourceDefinition": andBeta("apiextensions.k8s.io/v1"),
      "APIService": andBeta("apiregistration.k8s.io/v1"),
      "CertificateSigningRequest": andBeta("certificates.k8s.io/v1"),
      "FlowSchema": [flow],
      "PriorityLevelConfiguration": [flow],
      "IngressClass": andBeta("networking.k8s.io/v1"),
      "RuntimeClass": andBeta("node.k8s.io/v1"),
      "PodSecurityPolicy": ["policy/v1beta1"],
      "ClusterRole": andBeta(rbac),
      "ClusterRoleBinding": andBeta(rbac),
      "PriorityClass": andBeta("scheduling.k8s.io/v1"),
      "CSIDriver": andBeta(storage),
      "CSINode": andBeta(storage),
      "StorageClass": andBeta(storage),
      "VolumeAttachment": andBeta(storage),
      "ComponentStatus": ["v1"],
      "Namespace": ["v1"],
      "Node": ["v1"],
      "NodeProxyOptions": ["v1"],
      "PersistentVolume": ["v1"],
    ]
  }()
}

// MARK: - Reading

extension Schema {
  fileprivate init(table: String) {
    var definition = Definition()
    var prefix = table[...]
    var expectsPrefix = false
    func index(_ text: Substring?) -> Int? { text.flatMap { Int($0) } }
    // By its bytes: splitting by characters takes several times as long.
    for bytes in table.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
      let word = Substring(bytes)
      if word == ";" {
        definitions.append(definition)
        definition = Definition()
      } else if word == "~" {
        expectsPrefix = true
      } else if expectsPrefix {
        prefix = word
        expectsPrefix = false
      } else if bytes.first == UInt8(ascii: "#") {
        names["\(prefix).\(word.dropFirst())"] = definitions.count
      } else if bytes.first == UInt8(ascii: "@") {
        let parts = bytes.dropFirst().split(separator: UInt8(ascii: ":")).map(Substring.init)
        guard parts.count == 2 else { continue }
        types[TypeName(apiVersion: String(parts[0]), kind: String(parts[1]))] = definitions.count
      } else {
        let parts = bytes.split(
          separator: UInt8(ascii: "="), omittingEmptySubsequences: false
        ).map(Substring.init)
        let target = parts.count > 1 ? index(parts[1]) : nil
        let name = parts[0]
        if let plus = name.utf8.firstIndex(of: UInt8(ascii: "+")) {
          let keys = name[name.index(after: plus)...].split(separator: ",").map(String.init)
          definition.properties[String(name[..<plus])] = .list(elements: target, mergeKeys: keys)
        } else if name.utf8.last == UInt8(ascii: "-") {
          definition.properties[String(name.dropLast())] = .list(elements: target, mergeKeys: nil)
        } else {
          definition.properties[String(name)] = target.map { .definition($0) } ?? .opaque
        }
      }
    }
    // No number of the table lies outside; a wrong one must not be one of a missing definition.
    let count = definitions.count
    for index in definitions.indices {
      definitions[index].properties = definitions[index].properties.mapValues { place in
        if case .definition(let target) = place, target >= count { return .opaque }
        return place
      }
    }
  }

  /// Adds the definitions of an OpenAPI document of version 2; what is there already stays.
  mutating func add(openAPI root: Node) {
    guard let described = root["definitions"], described.isMapping else { return }
    let known = names
    for entry in described.entries where known[entry.name] == nil {
      names[entry.name] = definitions.count
      definitions.append(Definition())
    }
    for entry in described.entries {
      guard known[entry.name] == nil, let number = names[entry.name] else { continue }
      definitions[number] = definition(entry.value, depth: 0)
      for type in entry.value["x-kubernetes-group-version-kind"]?.elements.map({ $0 }) ?? [] {
        guard let name = Self.typeName(type), types[name] == nil else { continue }
        types[name] = number
      }
    }
    addScopes(root["paths"])
  }

  private static func typeName(_ node: Node) -> TypeName? {
    guard let version = node["version"]?.string, let kind = node["kind"]?.string else { return nil }
    let group = node["group"]?.string ?? ""
    return TypeName(apiVersion: group.isEmpty ? version : "\(group)/\(version)", kind: kind)
  }

  private mutating func definition(_ node: Node, depth: Int) -> Definition {
    var definition = Definition()
    for property in node["properties"]?.entries.map({ $0 }) ?? [] {
      definition.properties[property.name] = place(property.value, depth: depth + 1)
    }
    if let values = node["additionalProperties"], values.isMapping {
      definition.values = place(values, depth: depth + 1)
    }
    return definition
  }

  private mutating func place(_ node: Node, depth: Int) -> Place? {
    if let reference = node["$ref"]?.string {
      let name = reference.hasPrefix("#/definitions/") ? String(reference.dropFirst(14)) : reference
      return names[name].map { .definition($0) }
    }
    guard depth < 64 else { return .opaque }
    if node["type"]?.string == "array" {
      let strategies = node["x-kubernetes-patch-strategy"]?.string?.split(separator: ",") ?? []
      var keys: [String]?
      if strategies.contains("merge") {
        if let list = node["x-kubernetes-list-map-keys"], list.isSequence {
          keys = list.elements.compactMap(\.string)
        } else {
          keys = node["x-kubernetes-patch-merge-key"]?.string.map { [$0] } ?? []
        }
      }
      var elements: Int?
      if let items = node["items"] {
        switch place(items, depth: depth + 1) {
        case .definition(let number): elements = number
        default: break
        }
      }
      return .list(elements: elements, mergeKeys: keys)
    }
    guard node["properties"] != nil || node["additionalProperties"]?.isMapping == true else {
      return .opaque
    }
    let nested = definition(node, depth: depth)
    definitions.append(nested)
    return .definition(definitions.count - 1)
  }

  private mutating func addScopes(_ paths: Node?) {
    for path in paths?.entries.map({ $0 }) ?? [] {
      guard let type = path.value["get"]?["x-kubernetes-group-version-kind"].flatMap(Self.typeName)
      else { continue }
      if path.name.contains("namespaces/{namespace}") {
        isNamespaced[type] = true
      } else if isNamespaced[type] == nil {
        isNamespaced[type] = false
      }
    }
  }
}
