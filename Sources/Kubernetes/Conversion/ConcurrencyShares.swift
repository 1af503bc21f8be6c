import Values

/// The shares of a PriorityLevelConfiguration: another name in the first versions, and no way to
/// ask for none before v1.
///
/// pkg/apis/flowcontrol/{v1beta1,v1beta2,v1beta3}/conversion.go.
enum ConcurrencyShares {
  private static let annotation = "flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares"
  private static let versions: Set<String> = ["v1", "v1beta1", "v1beta2", "v1beta3"]

  private static func field(in version: String) -> String {
    ["v1beta1", "v1beta2"].contains(version)
      ? "assuredConcurrencyShares" : "nominalConcurrencyShares"
  }

  static let convert: VersionRules.Rule = { document, versions in
    guard Self.versions.isSuperset(of: [versions.from, versions.to]) else { return false }
    let isZero = dropAnnotation(&document)
    guard let spec = document.mapping("spec", of: document.rootID),
      let limited = document.mapping("limited", of: spec)
    else { return true }
    let (old, new) = (field(in: versions.from), field(in: versions.to))
    let shares = document[limited][old]?.int ?? (isZero ? 0 : nil)
    document.remove(old, from: limited)
    guard let shares else { return true }
    guard shares == 0, versions.to == "v1beta3" else {
      document.set(new, to: shares, in: limited)
      return true
    }
    let metadata = document.mapping(at: "metadata", in: document.rootID)
    let annotations = document.mapping(at: "annotations", in: metadata)
    document.set(annotation, to: "", in: annotations)
    return true
  }

  /// What a level gets that does not say how many shares it has: pkg/apis/flowcontrol/*/defaults.go.
  static func setDefault(
    in document: inout Document, _ object: NodeID, limited: NodeID, version: String
  ) {
    let field = field(in: version)
    guard version != "v1" else { return document.setPointer(field, 30, in: limited) }
    let meansNone =
      version == "v1beta3" && document[object]["metadata", "annotations", annotation] != nil
    if !meansNone { document.setDefaultNumber(field, 30, in: limited) }
  }

  private static func dropAnnotation(_ document: inout Document) -> Bool {
    guard let metadata = document.mapping("metadata", of: document.rootID),
      let annotations = document.mapping("annotations", of: metadata),
      document.remove(annotation, from: annotations)
    else { return false }
    if document[annotations].count == 0 { document.remove("annotations", from: metadata) }
    return true
  }
}
