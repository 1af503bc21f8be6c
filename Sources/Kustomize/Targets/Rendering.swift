package import Diagnostics
import Documents
package import Resources
package import Values

/// What a kustomization renders to.
package struct Rendering: Sendable {
  /// One object, its manifest, and where it comes from.
  package struct Object: Sendable {
    /// Each node has the mark of the file and line that set it.
    package var document: Document
    /// Where the object is defined, and after it the places of the patches, in order.
    package var origin: [Mark]
    /// What was copied into it out of Secrets, which nobody must be shown.
    package var secretTexts = SecretTexts()
  }

  /// In the order in which kustomize prints them; none where there is an error.
  package var objects: [Object] = []
  /// What could not be rendered. The objects are what could.
  package var incomplete: [Incomplete] = []
  /// Errors, and hints.
  package var diagnostics: [Diagnostic] = []

  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// The output of `kustomize build`.
  package var yaml: String {
    var writer = YAMLWriter()
    for (index, object) in objects.enumerated() {
      if index > 0 { writer.write(raw: "---\n") }
      writer.write(object.document.root)
    }
    return writer.text
  }
}
