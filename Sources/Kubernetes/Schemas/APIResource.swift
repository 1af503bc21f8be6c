/// A kind of object as the discovery of an API server tells it.
package struct APIResource: Sendable {
  package enum Scope: UInt8, Sendable {
    case namespaced = 1
    case cluster = 2
  }

  package let group: String
  package let version: String
  package let kind: String
  /// The name of the resource in URLs and rules: `deployments`.
  package let plural: String
  package let scope: Scope
  /// nil where only the identity is known.
  package let schema: Schema?
  /// Served without being told to: alpha and most beta versions are not.
  package let isServedByDefault: Bool
  /// The definition that brought it; nil for a built-in kind.
  let custom: CustomResourceVersion?

  package var isNamespaced: Bool { scope == .namespaced }
  package var isCustom: Bool { custom != nil }

  package var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }
}
