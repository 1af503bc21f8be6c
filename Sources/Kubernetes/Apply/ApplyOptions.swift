package import Resources

/// How a configuration reaches the server.
package struct ApplyOptions: Hashable, Sendable {
  package var mode: Operator.Apply
  /// Who applies, in server-side apply.
  package var fieldManager: String
  /// Server-side apply takes over what others own.
  package var forcesConflicts: Bool

  package init(
    mode: Operator.Apply = .client, fieldManager: String = "kubectl", forcesConflicts: Bool = false
  ) {
    self.mode = mode
    self.fieldManager = fieldManager
    self.forcesConflicts = forcesConflicts
  }

  package init(_ operator: Operator) {
    self.init(
      mode: `operator`.apply, fieldManager: `operator`.fieldManager,
      forcesConflicts: `operator`.forceConflicts)
  }
}
