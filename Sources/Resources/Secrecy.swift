package import Values

/// What is secret in one object: values there are compared but never shown, and an expression finds
/// them unknown, so that it cannot put them into a message.
package struct Secrecy: Sendable {
  package static let none = Secrecy(texts: SecretTexts())

  /// What is secret wherever it stands in the object.
  package let texts: SecretTexts
  private let isSecretPlace: (@Sendable (FieldPath, Node) -> Bool)?

  /// - Parameter isSecretPlace: whether what stands at a path is secret whatever it is; nil where
  ///   no place is.
  package init(
    texts: SecretTexts, isSecretPlace: (@Sendable (FieldPath, Node) -> Bool)? = nil
  ) {
    self.texts = texts
    self.isSecretPlace = isSecretPlace
  }

  package var isNone: Bool { texts.isEmpty && isSecretPlace == nil }

  /// Whether a node as a whole is secret. One that is not may hold some that are.
  package func hides(_ node: Node, at path: FieldPath) -> Bool {
    if isSecretPlace?(path, node) ?? false { return true }
    return node.isScalar && texts.occur(in: node.text)
  }

  /// Stands for a key that is secret itself.
  package static let placeholder = "(secret)"

  /// The path of a field, up to the first key where it quotes a secret.
  package func shown(field: String) -> String {
    texts.occur(in: field) ? String(field.prefix { $0 != "[" }) : field
  }

  /// A message about the object, without the secret that it quotes.
  package func shown(_ message: String) -> String {
    texts.occur(in: message) ? "(the message quotes a secret value and is left out)" : message
  }
}
