import Documents
import Resources
package import Values

/// Takes the values out of Secrets: `data`, `stringData`, the same in the annotation that `kubectl
/// apply` leaves, annotations and labels that quote a value, and whatever stands where the API has
/// no field. With a key each value becomes a hash of its bytes and of the place that
/// it has, so that equal values at the same place stay equal; without one, all become the same.
///
/// What stands in their place is a JSON object, in `data` encoded as base64, so that a redacted
/// Secret is as valid as it was.
package struct Redaction: Sendable {
  package static let lastApplied = "kubectl.kubernetes.io/last-applied-configuration"

  package let key: RedactionKey?

  package init(key: RedactionKey?) {
    self.key = key
  }

  package static func concerns(_ object: Node) -> Bool {
    object["kind"]?.text.lowercased() == "secret"
      && !(object["apiVersion"]?.text.contains("/") ?? false)
  }

  /// Whether a text is what a redaction left, in `data` or elsewhere.
  package static func isRedacted(_ text: String) -> Bool {
    if text.hasPrefix(prefix) { return true }
    var text = text
    return text.withUTF8 { Base64.decode($0) }?.starts(with: prefix.utf8) ?? false
  }

  private static let prefix = #"{"redacted":""#

  /// The object without secrets; any object but a Secret as it is.
  package func redact(_ object: Document) -> Document {
    guard Self.concerns(object.root) else { return object }
    var secret = object
    let place = Self.place(of: object.root)
    let values = Self.values(of: object.root)
    redactValues(in: &secret, at: place)
    redactStrays(in: &secret, at: place)
    for field in ["annotations", "labels"] {
      redactQuotations(in: &secret, field, at: place, values: values)
    }
    return secret
  }

  /// What stands in `data` for a value.
  func redacted(_ content: [UInt8], of name: String, in secret: Node) -> String {
    marker(Self.place(of: secret) + [name], content, isBase64: true)
  }

  private static func place(of secret: Node) -> [String] {
    [secret["metadata", "namespace"]?.text ?? "", secret["metadata", "name"]?.text ?? ""]
  }

  private func redactValues(in secret: inout Document, at place: [String]) {
    for (field, isBase64) in [("data", true), ("stringData", false)] {
      guard let values = secret.root[field], !values.isNull else { continue }
      guard values.isMapping else {
        // Not as the API server has it: nothing of it is kept.
        secret.set(field, to: marker(place, [], isBase64: false), in: secret.rootID)
        continue
      }
      for (name, value) in values.entries.map({ ($0.name, $0.value) }) {
        let bytes = value.isScalar ? Self.content(value, isBase64) : []
        let text = marker(place + [name], bytes, isBase64: isBase64)
        secret.set(name, to: secret.add(text), in: values.id)
      }
    }
  }

  /// The bytes that a value means, so that the same value is the same in `data` and `stringData`.
  private static func content(_ value: Node, _ isBase64: Bool) -> [UInt8] {
    value.withTextBytes { text in
      isBase64 ? Base64.decode(text) ?? Array(text) : Array(text)
    }
  }

  private func marker(_ place: [String], _ bytes: [UInt8], isBase64: Bool) -> String {
    let hash = key.map { key in
      "hmac-sha256:\(key.id):"
        + key.authenticate(place.map { Array($0.utf8) } + [bytes])
    }
    let text = Self.prefix + (hash ?? "without a key") + #""}"#
    return isBase64 ? Base64.encode(Array(text.utf8)) : text
  }

  // MARK: What stands elsewhere

  private static let plainFields: Set<String> = [
    "apiVersion", "kind", "metadata", "type", "immutable", "data", "stringData",
  ]
  private static let plainMetadata: Set<String> = [
    "name", "generateName", "namespace", "uid", "resourceVersion", "generation", "selfLink",
    "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "labels",
    "annotations", "ownerReferences", "finalizers", "managedFields",
  ]

  /// What the API has no field for may be a value that lost its place. No server stores it, but a
  /// file may be anything.
  private func redactStrays(in secret: inout Document, at place: [String]) {
    redactStrays(in: &secret, secret.root, besides: Self.plainFields, at: place)
    guard let metadata = secret.root["metadata"], metadata.isMapping else { return }
    redactStrays(in: &secret, metadata, besides: Self.plainMetadata, at: place + ["metadata"])
  }

  private func redactStrays(
    in secret: inout Document, _ mapping: Node, besides known: Set<String>, at place: [String]
  ) {
    let holder = mapping.id
    for entry in mapping.entries.map({ ($0.name, $0.value) }) {
      let isContainer = ["metadata", "labels", "annotations"].contains(entry.0)
      let isList = ["ownerReferences", "finalizers", "managedFields"].contains(entry.0)
      let isValues = ["data", "stringData"].contains(entry.0)
      guard
        !known.contains(entry.0) || isContainer && !entry.1.isMapping && !entry.1.isNull
          || !isContainer && !isList && !isValues && !entry.1.isScalar
          || entry.0 == "immutable" && entry.1.bool == nil && !entry.1.isNull
      else { continue }
      secret.set(entry.0, to: marker(place + [entry.0], [], isBase64: false), in: holder)
    }
  }

  /// The annotation of `kubectl apply` is redacted as the Secret is; any other, and a label, that
  /// quotes one of the values is replaced as a whole.
  private func redactQuotations(
    in secret: inout Document, _ field: String, at place: [String], values: SecretTexts
  ) {
    guard let entries = secret.root["metadata", field], entries.isMapping else { return }
    for (name, value) in entries.entries.map({ ($0.name, $0.value) }) {
      let redacted: String
      if field == "annotations", name == Self.lastApplied, value.isScalar {
        redacted = redactApplied(value.text, at: place)
      } else if !value.isScalar || values.occur(in: value.text) {
        redacted = quotation(value, field, name, at: place)
      } else {
        continue
      }
      secret.set(name, to: secret.add(redacted), in: entries.id)
    }
  }

  private func quotation(
    _ value: Node, _ field: String, _ name: String, at place: [String]
  ) -> String {
    // Existing snapshots name annotations so.
    let kind = field == "annotations" ? "annotation" : "label"
    let bytes = value.isScalar ? Array(value.text.utf8) : []
    return marker(place + [kind, name], bytes, isBase64: false)
  }

  /// What stands in the place of an annotation or label that quotes a value.
  func redacted(_ value: Node, _ field: String, _ name: String, in secret: Node) -> String {
    quotation(value, field, name, at: Self.place(of: secret))
  }

  private func redactApplied(_ text: String, at place: [String]) -> String {
    guard var applied = try? JSON.read(text, from: Source(path: "")), applied.root.isMapping else {
      return marker(place + ["annotation", Self.lastApplied], Array(text.utf8), isBase64: false)
    }
    let values = Self.values(of: applied.root)
    redactValues(in: &applied, at: place)
    redactStrays(in: &applied, at: place)
    for field in ["annotations", "labels"] {
      redactQuotations(in: &applied, field, at: place, values: values)
    }
    return JSON.write(applied.root) + "\n"
  }

  private static func values(of secret: Node) -> SecretTexts {
    var texts = SecretTexts()
    texts.insert(scalarsOf: secret["data"], isBase64: true)
    texts.insert(scalarsOf: secret["stringData"], isBase64: false)
    return texts
  }
}
