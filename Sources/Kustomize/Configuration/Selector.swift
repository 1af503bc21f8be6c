import Diagnostics

/// The `target` of a patch or replacement, as written. Empty parts select anything.
struct Selector: Hashable, Sendable {
  var group = ""
  var version = ""
  var kind = ""
  var name = ""
  var namespace = ""
  var annotations = ""
  var labels = ""

  static let fields = [
    "group", "version", "kind", "name", "namespace", "annotationSelector", "labelSelector",
  ]

  init(_ reader: ObjectReader) throws(Diagnostic) {
    group = try reader.string("group")
    version = try reader.string("version")
    kind = try reader.string("kind")
    name = try reader.string("name")
    namespace = try reader.string("namespace")
    annotations = try reader.string("annotationSelector")
    labels = try reader.string("labelSelector")
  }

  /// Whether it says anything of the identity.
  var namesNothing: Bool {
    group.isEmpty && version.isEmpty && kind.isEmpty && name.isEmpty && namespace.isEmpty
  }
}

extension ObjectReader {
  func selector(_ name: String) throws(Diagnostic) -> Selector? {
    guard let reader = try object(name, known: Selector.fields) else { return nil }
    return try Selector(reader)
  }

  /// The `group`, `version` and `kind` of the object itself.
  func type() throws(Diagnostic) -> GroupVersionKind {
    GroupVersionKind(
      group: try string("group"), version: try string("version"), kind: try string("kind"))
  }
}

extension FieldSpec {
  static let fields = ["group", "version", "kind", "path", "create"]

  init(_ reader: ObjectReader) throws(Diagnostic) {
    self.init(
      try reader.type(), path: try reader.string("path"), creates: try reader.bool("create"))
  }
}
