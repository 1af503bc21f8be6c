package import Values

/// What the API server fills in and normalises before it validates and stores an object:
/// pkg/apis/*/v1/defaults.go, the conversion into its structures and back, and what the strategies
/// of pkg/registry do before they create and update.
///
/// Documents come decoded: of the right types, without unknown fields. Custom resources are left
/// alone, their schema defaults them.
package enum Defaulting {
  /// Reads the object into its structure and sets defaults.
  ///
  /// Empty lists and maps stay, since validation tells them from absent ones in its messages;
  /// `finish` takes them away.
  package static func apply(to document: inout Document, as resource: APIResource) {
    guard let schema = resource.schema, !resource.isCustom else { return }
    TypedRoundTrip.apply(to: &document, as: schema, keepsEmpty: true)
    let object = document.rootID
    guard let rule = rules[resource.group]?[resource.kind] else { return }
    rule(&document, object, Context(version: resource.version))
  }

  /// The object as the server answers it: what it writes of the structure that it has.
  package static func finish(_ document: inout Document, as resource: APIResource) {
    guard let schema = resource.schema, !resource.isCustom else { return }
    TypedRoundTrip.apply(to: &document, as: schema, keepsEmpty: false)
    if resource.apiVersion == "autoscaling/v1", resource.kind == "HorizontalPodAutoscaler" {
      AutoscalerVersions.normalize(&document, in: schema.kubernetesVersion)
    }
  }

  struct Context {
    var version: String
  }

  typealias Rule = @Sendable (inout Document, NodeID, Context) -> Void

  private static let rules: [String: [String: Rule]] = [
    "": core, "apps": apps, "batch": batch, "autoscaling": autoscaling,
    "networking.k8s.io": networking, "discovery.k8s.io": discovery, "storage.k8s.io": storage,
    "rbac.authorization.k8s.io": rbac, "scheduling.k8s.io": scheduling,
    "admissionregistration.k8s.io": admission, "apiregistration.k8s.io": apiRegistration,
    "apiextensions.k8s.io": apiExtensions, "flowcontrol.apiserver.k8s.io": flowControl,
    "resource.k8s.io": resource,
  ]
}

extension Document {
  /// The value under a key, nil where it is absent, null or an empty string.
  func value(_ key: String, of mapping: NodeID) -> NodeID? {
    guard let node = self[mapping][key], !node.isNull else { return nil }
    if node.kind == .string, node.hasText("") { return nil }
    return node.id
  }

  func has(_ key: String, in mapping: NodeID) -> Bool { value(key, of: mapping) != nil }

  func text(_ key: String, of mapping: NodeID) -> String {
    self[mapping][key]?.text ?? ""
  }

  /// The mapping under a key; nil where there is none.
  func mapping(_ key: String, of mapping: NodeID) -> NodeID? {
    guard let node = self[mapping][key], node.isMapping else { return nil }
    return node.id
  }

  /// The elements of the list under a key.
  func elements(_ key: String, of mapping: NodeID) -> [NodeID] {
    self[mapping][key]?.elements.map(\.id) ?? []
  }

  func isEmpty(_ key: String, of mapping: NodeID) -> Bool {
    (self[mapping][key]?.count ?? 0) == 0
  }

  /// Sets what is absent or an empty string.
  mutating func setDefault(_ key: String, _ value: String, in mapping: NodeID) {
    if !has(key, in: mapping) { set(key, to: value, in: mapping) }
  }

  /// Sets what is absent, of a pointer to a string: the empty string is a value of its own, which
  /// validation judges.
  mutating func setPointer(_ key: String, _ value: String, in mapping: NodeID) {
    if self[mapping][key]?.isNull ?? true { set(key, to: value, in: mapping) }
  }

  /// Sets what is absent, of a number or a percentage.
  mutating func setPointer(_ key: String, _ value: Int64, in mapping: NodeID) {
    if self[mapping][key]?.isNull ?? true { set(key, to: value, in: mapping) }
  }

  mutating func setDefault(_ key: String, _ value: Int64, in mapping: NodeID) {
    if !has(key, in: mapping) { set(key, to: value, in: mapping) }
  }

  mutating func setDefault(_ key: String, _ value: Bool, in mapping: NodeID) {
    if !has(key, in: mapping) { set(key, to: value, in: mapping) }
  }

  /// Sets what is absent or 0, as a number that is no pointer.
  mutating func setDefaultNumber(_ key: String, _ value: Int64, in mapping: NodeID) {
    if (self[mapping][key]?.int ?? 0) == 0 { set(key, to: value, in: mapping) }
  }

  /// Another node with the same value.
  mutating func copy(_ id: NodeID) -> NodeID {
    let node = self[id]
    return graft(node)
  }

  mutating func addList(_ texts: [String]) -> NodeID {
    addContainer(.sequence, .block, children: texts.map { add($0) })
  }
}
