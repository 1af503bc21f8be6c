import Documents
package import Values

/// Takes the values out of Secrets: `data`, `stringData`, and the same in the annotation that
/// `kubectl apply` leaves. With a key each value becomes a hash of its bytes and of the place that
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
    object["kind"].map { $0 == "Secret" } ?? false
      && object["apiVersion"].map { $0 == "v1" } ?? false
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
    redactAnnotations(in: &secret, at: place, values: values)
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

  // MARK: Annotations

  /// The annotation of `kubectl apply` is redacted as the Secret is; any other that quotes one of
  /// the values is replaced as a whole.
  private func redactAnnotations(
    in secret: inout Document, at place: [String], values: [String]
  ) {
    guard let annotations = secret.root["metadata", "annotations"], annotations.isMapping else {
      return
    }
    for (name, value) in annotations.entries.map({ ($0.name, $0.value.text) }) {
      let redacted: String
      if name == Self.lastApplied {
        redacted = redactApplied(value, at: place)
      } else if values.contains(where: { value.contains($0) }) {
        redacted = marker(place + ["annotation", name], Array(value.utf8), isBase64: false)
      } else {
        continue
      }
      secret.set(name, to: secret.add(redacted), in: annotations.id)
    }
  }

  private func redactApplied(_ text: String, at place: [String]) -> String {
    guard var applied = try? JSON.read(text, from: Source(path: "")), applied.root.isMapping else {
      return marker(place + ["annotation", Self.lastApplied], Array(text.utf8), isBase64: false)
    }
    let values = Self.values(of: applied.root)
    redactValues(in: &applied, at: place)
    redactAnnotations(in: &applied, at: place, values: values)
    return JSON.write(applied.root) + "\n"
  }

  /// The texts of the values, encoded and not, that are long enough not to stand elsewhere by
  /// chance.
  private static func values(of secret: Node) -> [String] {
    var texts: [String] = []
    for value in secret["data"]?.entries.map(\.value) ?? [] where value.isScalar {
      texts.append(value.text)
      texts.append(String(decoding: content(value, true), as: UTF8.self))
    }
    for value in secret["stringData"]?.entries.map(\.value) ?? [] where value.isScalar {
      texts.append(value.text)
    }
    return texts.filter { $0.utf8.count >= 6 }
  }
}
