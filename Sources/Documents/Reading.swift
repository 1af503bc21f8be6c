package import Diagnostics
package import Values

/// What could be read of a text, and every problem that it has.
package struct Reading: Sendable {
  /// In the order of the text. Empty documents are left out, and those with an error that leaves
  /// their value open.
  package var documents: [Document]
  package var diagnostics: [Diagnostic]

  package init(documents: [Document] = [], diagnostics: [Diagnostic] = []) {
    self.documents = documents
    self.diagnostics = diagnostics
  }

  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}
