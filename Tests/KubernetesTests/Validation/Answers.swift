import Documents
import Testing
import Values

@testable import Kubernetes

/// What the server would say of manifests written in a test.
enum Answers {
  /// A test manifest: YAML with the kind's usual head left out.
  static func document(_ text: String) throws -> Document {
    let reading = YAML.read(Array(text.utf8), from: Source(path: "test.yaml"))
    return try #require(reading.documents.first, "\(reading.diagnostics)")
  }

  static func resource(_ document: Document) throws -> APIResource {
    try #require(
      APICatalog.newest.resource(
        apiVersion: document.root["apiVersion"]?.text ?? "",
        kind: document.root["kind"]?.text ?? ""))
  }

  /// The causes of refusing a creation, as `reason field`, sorted.
  static func create(_ text: String) throws -> [String] {
    let document = try document(text)
    let resource = try resource(document)
    #expect(resource.schema.map { StrictDecoding.errors(in: document.root, as: $0) } == [])
    var prepared = document
    Defaulting.apply(to: &prepared, as: resource)
    Defaulting.prepareForCreate(&prepared, as: resource)
    return causes(Validation.create(prepared, group: resource.group, kind: resource.kind))
  }

  /// The causes of refusing an update of what the first manifest created to the second.
  static func update(_ before: String, to after: String) throws -> [String] {
    var (old, new) = (try document(before), try document(after))
    let resource = try resource(old)
    Defaulting.apply(to: &old, as: resource)
    Defaulting.prepareForCreate(&old, as: resource)
    Defaulting.apply(to: &new, as: resource)
    Defaulting.prepareForUpdate(&new, old: old, as: resource)
    return causes(
      Validation.update(new, old: old, group: resource.group, kind: resource.kind))
  }

  static func causes(_ errors: [FieldError]) -> [String] {
    Set(
      errors.map { error in
        let reason = error.reason.rawValue
        let name =
          reason.hasPrefix("FieldValue") ? reason.dropFirst("FieldValue".count) : reason[...]
        return "\(name) \(error.field)"
      }
    ).sorted()
  }

  /// The object that a creation stores.
  static func created(_ text: String) throws -> Document {
    var document = try document(text)
    let resource = try resource(document)
    Defaulting.apply(to: &document, as: resource)
    Defaulting.prepareForCreate(&document, as: resource)
    Defaulting.finish(&document, as: resource)
    return document
  }
}

/// One field of a manifest that is valid otherwise, and what the server has against it.
struct Fault: CustomTestStringConvertible, Sendable {
  /// A JSON merge patch, in YAML.
  let patch: String
  let causes: [String]

  init(_ patch: String, _ causes: String...) {
    self.patch = patch
    self.causes = causes
  }

  var testDescription: String { patch }

  /// The manifest with the patch applied.
  func applied(to manifest: String) throws -> String {
    let base = try Answers.document(manifest)
    let change = try Answers.document(patch)
    return JSON.write(Self.merge(base.root, change.root).root)
  }

  private static func merge(_ base: Node, _ patch: Node) -> Document {
    guard patch.isMapping else { return patch.document }
    var result = Document()
    result.rootID = result.addMapping()
    let root = result.rootID
    for entry in base.isMapping ? Array(base.entries) : [] where patch[entry.name] == nil {
      let value = result.graft(entry.value)
      result.set(entry.name, to: value, in: root)
    }
    for entry in patch.entries where !entry.value.isNull {
      let merged = merge(base[entry.name] ?? Document().root, entry.value)
      let value = result.graft(merged.root)
      result.set(entry.name, to: value, in: root)
    }
    return result
  }
}
