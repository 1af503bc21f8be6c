import Values

/// Applies a configuration as the API server does for an apply patch.
///
/// sigs.k8s.io/structured-merge-diff/merge/update.go and
/// k8s.io/apimachinery/pkg/util/managedfields.
struct ServerSideApply {
  /// A field that another manager owns with another value.
  struct Conflict: Hashable {
    /// `"kubectl-edit" using v1`.
    var manager: String
    /// `.spec.replicas`.
    var path: String
  }

  enum Failure: Error {
    case conflicts([Conflict])
    case invalid([MergeFailure])
    /// What is owned in another version cannot be told.
    case unconverted(ConversionObstacle)
  }

  /// The versions in which owners said what they own, beside the one that is applied.
  struct Versions {
    /// The version that is applied, in which the live object is given.
    var apiVersion: String
    /// Whether the server still serves a version; owners at versions that it forgot are forgotten.
    var serves: (_ apiVersion: String) -> Bool
    var schema: (_ apiVersion: String) -> Schema?
    var convert: (Document, _ apiVersion: String) -> Result<Document, ConversionObstacle>

    /// All versions as if they had the fields of the one that is applied.
    func byName(_ schema: Schema?) -> Versions {
      Versions(
        apiVersion: apiVersion, serves: serves, schema: { _ in schema },
        convert: { object, _ in .success(object) })
    }
  }

  var schema: Schema?
  var fieldManager: String
  var forcesConflicts: Bool
  var versions: Versions

  /// - Parameters:
  ///   - base: what the manager applied last, for a live object that does not say who owns what.
  func apply(
    _ head: Node, to live: Document, base: Node?
  ) throws(Failure) -> Document {
    let (set, failures) = TypedFieldSet.configuration(head, schema)
    guard failures.isEmpty else { throw .invalid(failures) }
    let merged: Document
    do throws(MergeFailure) {
      merged = try TypedMerge.apply(head, to: live, schema)
    } catch {
      throw .invalid([error])
    }
    guard let managed = ManagedFields(of: live.root) else {
      let last = base.map { TypedFieldSet.of($0, schema) } ?? FieldSet()
      guard !last.isSubset(of: set) else { return merged }
      return try prune(
        merged, last: (versions.apiVersion, last), owned: [versions.apiVersion: set])
    }
    var managers = managed.managers.filter { $0.applies || versions.serves($0.apiVersion) }
    // What the manager applied last, by the version in which it did.
    var last: [String: FieldSet] = [:]
    if let index = managed.applier(fieldManager) {
      let own = managed.managers[index]
      if versions.serves(own.apiVersion) { last[own.apiVersion] = own.fields }
      managers.removeAll {
        $0.applies && $0.name == fieldManager && $0.subresource.isEmpty
      }
    }
    if !forcesConflicts {
      try check(live, merged, managers)
    }
    let migrated = managed.managers.filter(\.appliedOnClientSide)
    for manager in migrated {
      last[version(of: manager), default: FieldSet()].formUnion(manager.fields)
    }
    if !migrated.isEmpty {
      if fieldManager == "kubectl" {
        last = last.mapValues { $0.subtracting(ManagedFields.lastApplied) }
      }
      managers.removeAll(where: \.appliedOnClientSide)
    }
    var owned = [versions.apiVersion: set]
    for manager in managers {
      owned[version(of: manager), default: FieldSet()].formUnion(manager.fields)
    }
    var result = merged
    for (version, fields) in last.sorted(by: { $0.key < $1.key }) {
      if version == versions.apiVersion, fields.isSubset(of: set) { continue }
      result = try prune(result, last: (version, fields), owned: owned)
    }
    return result
  }

  /// The version in which the fields of a manager are meant.
  private func version(of manager: ManagedFields.Manager) -> String {
    versions.serves(manager.apiVersion) ? manager.apiVersion : versions.apiVersion
  }

  private func schema(of apiVersion: String) -> Schema? {
    apiVersion == versions.apiVersion ? schema : versions.schema(apiVersion)
  }

  private func convert(_ object: Document, to apiVersion: String) throws(Failure) -> Document {
    if object.root["apiVersion"]?.hasText(apiVersion) ?? true { return object }
    switch versions.convert(object, apiVersion) {
    case .success(let object): return object
    case .failure(let obstacle): throw .unconverted(obstacle)
    }
  }

  /// Takes away what the manager applied last time and not this time, and what no one else owns.
  ///
  /// - Parameter owned: what is owned after applying, by version.
  private func prune(
    _ object: Document, last: (version: String, fields: FieldSet), owned: [String: FieldSet]
  ) throws(Failure) -> Document {
    let merged = try convert(object, to: last.version)
    let schema = schema(of: last.version)
    let fields = last.fields.withNamedFields(schema)
    let mergedSet = TypedFieldSet.of(merged.root, schema).withNamedFields(schema)
    var pruned = TypedRemoval.remove(fields, from: merged, schema)
    let others = owned.keys.filter { $0 != last.version }.sorted()
    for version in [last.version] + others {
      guard let fields = owned[version] else { continue }
      pruned = try addBack(fields, of: merged, to: pruned, in: version)
    }
    pruned = try convert(pruned, to: last.version)
    // What the manager never owned stays, although it lies in something that goes.
    let left = TypedFieldSet.of(pruned.root, schema).withNamedFields(schema)
    let result = TypedRemoval.remove(
      mergedSet.subtracting(left).intersection(fields), from: merged, schema)
    return try convert(result, to: versions.apiVersion)
  }

  /// What is owned in a version stays.
  private func addBack(
    _ owned: FieldSet, of merged: Document, to pruned: Document, in version: String
  ) throws(Failure) -> Document {
    let merged = try convert(merged, to: version)
    let pruned = try convert(pruned, to: version)
    let schema = schema(of: version)
    let mergedSet = TypedFieldSet.of(merged.root, schema).withNamedFields(schema)
    let kept = TypedFieldSet.of(pruned.root, schema).withNamedFields(schema)
    return TypedRemoval.remove(
      mergedSet.subtracting(kept.union(owned.withNamedFields(schema))), from: merged, schema)
  }

  private func check(
    _ live: Document, _ merged: Document, _ managers: [ManagedFields.Manager]
  ) throws(Failure) {
    guard !managers.isEmpty,
      !TypedComparison.changes(from: live.root, to: merged.root, schema).isEmpty
    else { return }
    var changes: [String: FieldSet] = [:]
    var conflicts: [(manager: ManagedFields.Manager, fields: FieldSet)] = []
    for manager in managers {
      let version = version(of: manager)
      let changed: FieldSet
      if let known = changes[version] {
        changed = known
      } else {
        changed = try self.changes(from: live, to: merged, in: version)
        changes[version] = changed
      }
      let fields = manager.fields.intersection(changed)
      if !fields.isEmpty { conflicts.append((manager, fields)) }
    }
    guard !conflicts.isEmpty else { return }
    var found: [Conflict] = []
    for conflict in conflicts.stablySorted(by: { $0.manager.name < $1.manager.name }) {
      let manager = conflict.manager.description
      conflict.fields.forEachPath { path in
        found.append(
          Conflict(manager: manager, path: path.map(\.description).joined()))
      }
    }
    throw .conflicts(found)
  }

  /// What may not change without force, as a version tells it. Fields that kubectl itself set by
  /// client-side apply are its own to change.
  private func changes(
    from live: Document, to merged: Document, in version: String
  ) throws(Failure) -> FieldSet {
    let schema = schema(of: version)
    let changes = TypedComparison.changes(
      from: try convert(live, to: version).root, to: try convert(merged, to: version).root, schema)
    guard fieldManager == "kubectl", let last = LastApplied(of: live.root)?.configuration else {
      return changes
    }
    return changes.subtracting(TypedFieldSet.of(last.root, schema))
  }
}

extension ServerSideApply.Conflict {
  /// All conflicts in the server's words.
  ///
  /// k8s.io/apimachinery/pkg/util/managedfields/internal/conflict.go, `getConflictMessage`.
  static func message(_ conflicts: [Self]) -> String {
    if conflicts.count == 1, let only = conflicts.first {
      return "Apply failed with 1 conflict: conflict with \(only.manager): \(only.path)"
    }
    var lines: [String] = []
    var manager: String?
    for conflict in conflicts {
      if conflict.manager != manager {
        lines.append("conflicts with \(conflict.manager):")
        manager = conflict.manager
      }
      lines.append("- \(conflict.path)")
    }
    return "Apply failed with \(conflicts.count) conflicts: " + lines.joined(separator: "\n")
  }
}
