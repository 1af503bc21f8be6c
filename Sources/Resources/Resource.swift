package import Values

/// One object of the desired state.
package struct Resource: Sendable {
  package var identity: ResourceIdentity
  package var apiVersion: String
  /// The manifest; its root is the object's mapping.
  package var document: Document
  /// Where the object is defined first, and after it the places that patched it, in order.
  package var origin: [Mark]
  /// What was copied into it out of an object that holds secrets, such as by a replacement.
  package var secretTexts: SecretTexts

  package init(
    identity: ResourceIdentity, apiVersion: String, document: Document, origin: [Mark],
    secretTexts: SecretTexts = SecretTexts()
  ) {
    self.identity = identity
    self.apiVersion = apiVersion
    self.document = document
    self.origin = origin
    self.secretTexts = secretTexts
  }

  package var kind: String { identity.kind }
}

extension Resource {
  /// The resource that a document holds; nil where it is no object of a platform: one with
  /// `apiVersion`, `kind` and a name.
  ///
  /// - Parameter namespace: makes the namespace of the identity from what the manifest says.
  package init?(
    _ document: Document, namespace: (_ apiVersion: String, _ kind: String, String?) -> String?
  ) {
    let root = document.root
    guard let apiVersion = root["apiVersion"]?.string, !apiVersion.isEmpty,
      let kind = root["kind"]?.string, !kind.isEmpty,
      let metadata = root["metadata"], metadata.isMapping
    else { return nil }
    let name = metadata["name"]?.text ?? metadata["generateName"]?.text ?? ""
    guard !name.isEmpty else { return nil }
    self.init(
      identity: ResourceIdentity(
        group: ResourceIdentity.group(ofAPIVersion: apiVersion), kind: kind,
        namespace: namespace(apiVersion, kind, metadata["namespace"]?.string), name: name),
      apiVersion: apiVersion, document: document, origin: root.mark.map { [$0] } ?? [])
  }
}
