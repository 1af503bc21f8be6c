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
  }

  var schema: Schema?
  var fieldManager: String
  var forcesConflicts: Bool
  /// Whether the server still serves a version; owners at versions that it forgot are forgotten.
  var serves: (_ apiVersion: String) -> Bool = { _ in true }

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
      return prune(merged, last: last, applied: set, others: [])
    }
    var managers = managed.managers.filter { $0.applies || serves($0.apiVersion) }
    var last = FieldSet()
    if let index = managed.applier(fieldManager) {
      let own = managed.managers[index]
      if serves(own.apiVersion) { last = own.fields }
      managers.removeAll {
        $0.applies && $0.name == fieldManager && $0.subresource.isEmpty
      }
    }
    if !forcesConflicts {
      try check(head, live.root, merged, managers)
    }
    let migrated = managed.fieldsOfClientSideApply()
    if !migrated.isEmpty {
      last = last.union(migrated)
      if fieldManager == "kubectl" { last = last.subtracting(ManagedFields.lastApplied) }
      managers.removeAll { manager in
        !manager.applies && manager.subresource.isEmpty
          && ManagedFields.lastApplied.isSubset(of: manager.fields)
      }
    }
    return prune(merged, last: last, applied: set, others: managers.map(\.fields))
  }

  /// Takes away what the manager applied last time and not this time, and what no one else owns.
  private func prune(
    _ merged: Document, last: FieldSet, applied: FieldSet, others: [FieldSet]
  ) -> Document {
    if last.isSubset(of: applied) { return merged }
    let last = last.withNamedFields(schema)
    let mergedSet = TypedFieldSet.of(merged.root, schema).withNamedFields(schema)
    var pruned = TypedRemoval.remove(last, from: merged, schema)
    let owned = others.reduce(applied) { $0.union($1) }.withNamedFields(schema)
    let kept = TypedFieldSet.of(pruned.root, schema).withNamedFields(schema)
    pruned = TypedRemoval.remove(
      mergedSet.subtracting(kept.union(owned)), from: merged, schema)
    // What the manager never owned stays, although it lies in something that goes.
    let left = TypedFieldSet.of(pruned.root, schema).withNamedFields(schema)
    return TypedRemoval.remove(
      mergedSet.subtracting(left).intersection(last), from: merged, schema)
  }

  private func check(
    _ head: Node, _ live: Node, _ merged: Document, _ managers: [ManagedFields.Manager]
  ) throws(Failure) {
    guard !managers.isEmpty else { return }
    var changes = TypedComparison.changes(from: live, to: merged.root, schema)
    guard !changes.isEmpty else { return }
    changes = allowed(changes, head, live)
    var conflicts: [(manager: ManagedFields.Manager, fields: FieldSet)] = []
    for manager in managers {
      let fields = manager.fields.intersection(changes)
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

  /// Fields that kubectl itself set by client-side apply are its own to change.
  private func allowed(_ changes: FieldSet, _ head: Node, _ live: Node) -> FieldSet {
    guard fieldManager == "kubectl", let last = LastApplied(of: live)?.configuration else {
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
