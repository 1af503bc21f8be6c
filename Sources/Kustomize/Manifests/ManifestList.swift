import Diagnostics
import Values

/// The manifests of a kustomization in the order in which they came, no two of the same identity.
struct ManifestList: Sendable {
  private(set) var manifests: [Manifest] = []
  let schema: Schema
  /// The identities, and where the names of before and now are, while no identity has changed
  /// since they were taken.
  private var identities: Identities?

  /// Whether an edit may have left an empty manifest.
  private var mayHoldEmpty = false

  private struct Identities: Sendable {
    var keys: Set<ManifestID.Key> = []
    var byName: [String: [Int]] = [:]

    mutating func insert(_ manifest: Manifest, _ key: ManifestID.Key, at index: Int) -> Bool {
      guard keys.insert(key).inserted else { return false }
      byName[key.name, default: []].append(index)
      for name in Set(manifest.previous.map(\.name)) where name != key.name {
        byName[name, default: []].append(index)
      }
      return true
    }
  }

  init(_ manifests: [Manifest] = [], schema: Schema) {
    self.manifests = manifests
    self.schema = schema
  }

  var count: Int { manifests.count }
  var indices: Range<Int> { manifests.indices }
  subscript(index: Int) -> Manifest {
    // Lent, since a copy of so many fields is dear.
    _read { yield manifests[index] }
  }

  mutating func append(_ manifest: Manifest) throws(Diagnostic) {
    let id = manifest.currentID(schema)
    let key = id.key
    var known = takeIdentities()
    guard known.insert(manifest, key, at: manifests.count) else {
      let first = manifests.first { $0.currentID(schema).key == key }
      var error = Diagnostic(
        code: "kustomize-duplicate",
        "may not add resource with an already registered id: \(id)",
        at: manifest.document.root.mark)
      if let mark = first?.document.root.mark {
        error.notes.append(.init("the first one is here", at: .init(mark)))
      }
      throw error
    }
    identities = known
    manifests.append(manifest)
  }

  /// The identities, which the caller puts back once they hold again.
  private mutating func takeIdentities() -> Identities {
    defer { identities = nil }
    if let identities { return identities }
    var taken = Identities()
    for (index, manifest) in manifests.enumerated() {
      _ = taken.insert(manifest, manifest.currentID(schema).key, at: index)
    }
    return taken
  }

  mutating func append(contentsOf others: [Manifest]) throws(Diagnostic) {
    for manifest in others { try append(manifest) }
  }

  /// Edits one manifest where it stands.
  mutating func edit<Result>(
    _ index: Int, _ body: (inout Manifest) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    let known = identities
    identities = nil
    let before = manifests[index].currentID(schema).key
    let count = manifests[index].previous.count
    let result = try body(&manifests[index])
    if manifests[index].isEmpty {
      mayHoldEmpty = true
    } else if manifests[index].previous.count == count,
      manifests[index].currentID(schema).key == before
    {
      identities = known
    }
    return result
  }

  /// Makes sure that what patches have changed is still unique, and takes out what they deleted.
  mutating func settle() throws(Diagnostic) {
    guard identities == nil else { return }
    try replaceAll(with: manifests.filter { !$0.isEmpty })
  }

  mutating func editAll(
    _ body: (inout Manifest) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    identities = nil
    mayHoldEmpty = true
    for index in manifests.indices { try body(&manifests[index]) }
  }

  mutating func replaceAll(with others: [Manifest]) throws(Diagnostic) {
    identities = nil
    manifests = []
    try append(contentsOf: others)
  }

  /// Takes out what patches have deleted or emptied.
  mutating func dropEmpty() {
    guard mayHoldEmpty else { return }
    mayHoldEmpty = false
    guard manifests.contains(where: \.isEmpty) else { return }
    identities = nil
    manifests.removeAll(where: \.isEmpty)
  }

  mutating func removeAll(where isRemoved: (Manifest) -> Bool) {
    identities = nil
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

  /// Those among them that have or had a name.
  mutating func indices(named name: String, _ matches: (ManifestID) -> Bool) -> [Int] {
    let known = takeIdentities()
    identities = known
    return Set(known.byName[name] ?? []).sorted().filter { index in
      let manifest = manifests[index]
      guard !manifest.isEmpty else { return false }
      return manifest.previousIDs.contains(where: matches) || matches(manifest.currentID(schema))
    }
  }

  /// The one that has or had the identity.
  mutating func uniqueIndex(of id: ManifestID) throws(Diagnostic) -> Int {
    let known = takeIdentities()
    identities = known
    let found = Set(known.byName[id.name] ?? []).filter { index in
      let manifest = manifests[index]
      return !manifest.isEmpty
        && (manifest.currentID(schema).key == id.key
          || manifest.previousIDs.contains { $0.key == id.key })
    }
    guard found.count == 1, let index = found.first else {
      throw Diagnostic(
        code: found.isEmpty ? "kustomize-no-target" : "kustomize-ambiguous-target",
        found.isEmpty ? "no matches for Id \(id)" : "multiple matches for Id \(id)")
    }
    return index
  }
}
