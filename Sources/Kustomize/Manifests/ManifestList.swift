import Diagnostics
import Values

/// The manifests of a kustomization in the order in which they came, no two of the same identity.
struct ManifestList: Sendable {
  private(set) var manifests: [Manifest] = []
  let schema: Schema
  /// The identities, while no manifest has changed since they were taken.
  private var keys: Set<ManifestID.Key>?

  init(_ manifests: [Manifest] = [], schema: Schema) {
    self.manifests = manifests
    self.schema = schema
  }

  var count: Int { manifests.count }
  var indices: Range<Int> { manifests.indices }
  subscript(index: Int) -> Manifest { manifests[index] }

  mutating func append(_ manifest: Manifest) throws(Diagnostic) {
    let id = manifest.currentID(schema)
    var known = keys ?? Set(manifests.map { $0.currentID(schema).key })
    keys = nil
    guard known.insert(id.key).inserted else {
      let first = manifests.first { $0.currentID(schema).key == id.key }
      var error = Diagnostic(
        code: "kustomize-duplicate",
        "may not add resource with an already registered id: \(id)",
        at: manifest.document.root.mark)
      if let mark = first?.document.root.mark {
        error.notes.append(.init("the first one is here", at: .init(mark)))
      }
      throw error
    }
    keys = known
    manifests.append(manifest)
  }

  mutating func append(contentsOf others: [Manifest]) throws(Diagnostic) {
    for manifest in others { try append(manifest) }
  }

  /// Edits one manifest where it stands.
  mutating func edit<Result>(
    _ index: Int, _ body: (inout Manifest) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    keys = nil
    return try body(&manifests[index])
  }

  mutating func editAll(
    _ body: (inout Manifest) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    keys = nil
    for index in manifests.indices { try body(&manifests[index]) }
  }

  mutating func replaceAll(with others: [Manifest]) throws(Diagnostic) {
    keys = nil
    manifests = []
    try append(contentsOf: others)
  }

  /// Takes out what patches have deleted or emptied.
  mutating func dropEmpty() {
    guard manifests.contains(where: \.isEmpty) else { return }
    keys = nil
    manifests.removeAll(where: \.isEmpty)
  }

  mutating func removeAll(where isRemoved: (Manifest) -> Bool) {
    keys = nil
    manifests.removeAll(where: isRemoved)
  }

  /// Those that have or had an identity.
  func indices(_ matches: (ManifestID) -> Bool) -> [Int] {
    manifests.indices.filter { index in
      let manifest = manifests[index]
      guard !manifest.isEmpty else { return false }
      return manifest.previousIDs.contains(where: matches) || matches(manifest.currentID(schema))
    }
  }

  /// The one that has or had the identity.
  func uniqueIndex(of id: ManifestID) throws(Diagnostic) -> Int {
    let key = id.key
    let found = manifests.indices.filter { index in
      let manifest = manifests[index]
      guard manifest.name == key.name || manifest.previous.contains(where: { $0.name == key.name })
      else { return false }
      return !manifest.isEmpty
        && (manifest.currentID(schema).key == key
          || manifest.previousIDs.contains { $0.key == key })
    }
    guard found.count == 1, let index = found.first else {
      throw Diagnostic(
        code: found.isEmpty ? "kustomize-no-target" : "kustomize-ambiguous-target",
        found.isEmpty ? "no matches for Id \(id)" : "multiple matches for Id \(id)")
    }
    return index
  }
}
