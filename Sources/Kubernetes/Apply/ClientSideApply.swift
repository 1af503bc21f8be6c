import Values

/// Applies a configuration as kubectl does by patching the live object.
///
/// k8s.io/kubectl/pkg/cmd/apply/patcher.go.
struct ClientSideApply {
  /// nil for a kind without a schema, which is patched as a custom resource is.
  var schema: Schema?
  /// Kinds built into the server are patched strategically, all others by JSON merge.
  var isBuiltIn: Bool

  /// - Parameters:
  ///   - head: the configuration with the annotation that holds it.
  ///   - original: what was applied last; nil where no one knows.
  /// - Returns: the live object with the patch applied, and before any defaulting; nil where the
  ///   patch is empty, which kubectl does not send.
  func apply(
    _ head: Node, to live: Document, original: Node?
  ) throws(MergeFailure) -> Document? {
    guard isBuiltIn else {
      let patch = JSONMergeThreeWay.patch(original: original, modified: head, current: live.root)
      return patch.root.count == 0 ? nil : JSONMerge.apply(patch.root, to: live)
    }
    let patch = try strategicPatch(head, live.root, original)
    return patch.root.count == 0 ? nil : try StrategicMerge.apply(patch.root, to: live, schema)
  }

  /// `CreateThreeWayMergePatch`: changes from live to modified, deletions from original to modified.
  func strategicPatch(
    _ modified: Node, _ current: Node, _ original: Node?
  ) throws(MergeFailure) -> Document {
    var changes = StrategicDiff()
    let delta = try changes.maps(
      current, modified, schema, StrategicDiff.Options(ignoresDeletions: true))
    changes.output.rootID = changes.output.addContainer(.mapping, .block, children: delta)
    guard let original else { return changes.output }
    var removals = StrategicDiff()
    let deletions = try removals.maps(
      original, modified, schema, StrategicDiff.Options(ignoresChangesAndAdditions: true))
    guard !deletions.isEmpty else { return changes.output }
    removals.output.rootID = removals.output.addContainer(.mapping, .block, children: deletions)
    return try StrategicMerge.combine(removals.output, changes.output.root, schema)
  }
}
