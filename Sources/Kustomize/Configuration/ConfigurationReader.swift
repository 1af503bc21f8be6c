import Diagnostics
import Documents
import Values

/// Reads files that kustomize reads as YAML 1.1 through JSON: kustomizations, configurations,
/// replacements.
enum ConfigurationReader {
  /// The first document; nil where there is none. Of keys that are repeated the last counts.
  static func document(
    _ bytes: [UInt8], from source: Source
  ) throws(Diagnostic) -> Document? {
    let reading = YAML.read(bytes, from: source, dialect: .yaml11)
    if let error = reading.diagnostics.first(where: {
      $0.severity == .error && $0.code != "duplicate-key"
    }) {
      throw error
    }
    return reading.documents.first
  }
}

extension TransformerConfiguration {
  /// Reads a file of `configurations`.
  init(_ root: Node) throws(Diagnostic) {
    self.init()
    let reader = try ObjectReader(
      root, "transformer configuration", known: Self.specLists.keys + ["nameReference"])
    for (name, list) in Self.specLists {
      self[keyPath: list] = try reader.fieldSpecs(name)
    }
    nameReferences = try reader.objects(
      "nameReference", known: ["group", "version", "kind", "fieldSpecs"]
    ).mapThrowing { reader throws(Diagnostic) in
      NameReference(target: try reader.type(), referrers: try reader.fieldSpecs("fieldSpecs"))
    }
    self = sorted()
  }
}

extension ObjectReader {
  func fieldSpecs(_ name: String) throws(Diagnostic) -> [FieldSpec] {
    try objects(name, known: FieldSpec.fields).mapThrowing { reader throws(Diagnostic) in
      try FieldSpec(reader)
    }
  }
}
