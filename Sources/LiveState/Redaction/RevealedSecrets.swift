import Documents
package import Resources
package import Values

/// A view whose Secrets show the values that the desired state knows: a hash is replaced by the
/// value that has it. So live Secrets compare with manifests as other objects do.
///
/// Without the key nothing tells whether a value drifted, and the base's is taken for the live one.
/// A value that is neither the base's nor the head's stays redacted, and so differs from both.
package struct RevealedSecrets: LiveView {
  private let view: any LiveView
  private let redaction: Redaction
  private let known: [ResourceIdentity: [Node]]

  /// - Parameter redaction: with the key that the view's values are hashed with, where it is known.
  package init(_ view: any LiveView, redaction: Redaction, base: [Resource], head: [Resource]) {
    self.view = view
    self.redaction = redaction
    var known: [ResourceIdentity: [Node]] = [:]
    for (resources, isBase) in [(base, true), (head, false)] where isBase || redaction.key != nil {
      for resource in resources where Redaction.concerns(resource.document.root) {
        known[resource.identity, default: []].append(resource.document.root)
      }
    }
    self.known = known
  }

  package func object(_ identity: ResourceIdentity) -> Lookup<Document> {
    guard let candidates = known[identity] else { return view.object(identity) }
    return view.object(identity).map { reveal($0, by: candidates) }
  }

  package func objects(_ query: LiveQuery) -> Lookup<[ResourceIdentity]> { view.objects(query) }

  private func reveal(_ secret: Document, by candidates: [Node]) -> Document {
    var revealed = secret
    for field in ["annotations", "labels"] { reveal(field, of: &revealed, by: candidates) }
    guard let data = secret.root["data"], data.isMapping else { return revealed }
    for entry in data.entries where Redaction.isRedacted(entry.value.text) {
      for candidate in candidates {
        guard let content = Self.content(of: entry.name, in: candidate),
          redaction.key == nil
            || redaction.redacted(content, of: entry.name, in: secret.root) == entry.value.text
        else { continue }
        let value = revealed.add(Base64.encode(content))
        revealed.set(entry.name, to: value, in: data.id)
        break
      }
    }
    return revealed
  }

  /// An annotation or label that quotes a value was hashed as a whole.
  private func reveal(_ field: String, of secret: inout Document, by candidates: [Node]) {
    guard let entries = secret.root["metadata", field], entries.isMapping else { return }
    for (name, text) in entries.entries.map({ ($0.name, $0.value.text) })
    where Redaction.isRedacted(text) {
      for candidate in candidates {
        guard let value = candidate["metadata", field]?[name], value.isScalar,
          redaction.key == nil
            || redaction.redacted(value, field, name, in: secret.root) == text
        else { continue }
        secret.set(name, to: secret.add(value.text), in: entries.id)
        break
      }
    }
  }

  /// The bytes of a value, which `stringData` sets over `data`.
  private static func content(of name: String, in secret: Node) -> [UInt8]? {
    if let text = secret["stringData"]?[name], text.isScalar { return Array(text.text.utf8) }
    guard let value = secret["data"]?[name], value.isScalar else { return nil }
    return value.withTextBytes { Base64.decode($0) }
  }
}
