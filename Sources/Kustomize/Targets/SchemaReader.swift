import Diagnostics
import Documents
import Values

/// Finds the schema that a kustomization asks for with `openapi`, itself or through the first of its
/// bases and components that does.
struct SchemaReader {
  private let loader: Loader
  private let cache: TreeCache

  init(_ loader: Loader, _ cache: TreeCache) {
    self.loader = loader
    self.cache = cache
  }

  /// The version that is built in.
  private static let builtinVersion = "v1.21.2"

  /// nil where nothing but the built-in schema is asked for.
  func schema(of kustomization: Kustomization) throws(Diagnostic) -> Schema? {
    guard cache.asksForSchema(loader) else { return nil }
    if let schema = try own(kustomization, replacing: true) { return schema }
    guard kustomization.openAPI.isEmpty else { return nil }
    return try inherited(kustomization)
  }

  private func inherited(_ kustomization: Kustomization) throws(Diagnostic) -> Schema? {
    for path in kustomization.resources + kustomization.components {
      guard loader.isDirectory(path), let directory = try? loader.directory(path),
        cache.asksForSchema(directory),
        let base = try? cache.kustomization(of: directory).kustomization
      else { continue }
      let reader = SchemaReader(directory, cache)
      if let schema = try reader.own(base, replacing: false) { return schema }
      guard base.openAPI.isEmpty else { return nil }
      if let schema = try reader.inherited(base) { return schema }
    }
    return nil
  }

  private func own(
    _ kustomization: Kustomization, replacing: Bool
  ) throws(Diagnostic) -> Schema? {
    let fields = Dictionary(
      kustomization.openAPI.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    guard let path = fields["path"] else {
      if let version = fields["version"], !version.value.isEmpty,
        version.value != Self.builtinVersion
      {
        throw Diagnostic(
          code: "kustomization-openapi", "the specified OpenAPI version is not built in",
          at: version.mark)
      }
      return nil
    }
    let file = try loader.load(path)
    if let version = fields["version"] {
      throw Diagnostic(
        code: "kustomization-openapi",
        "builtin version and custom schema provided, cannot use both", at: version.mark)
    }
    guard let document = try ConfigurationReader.document(try file.bytes(), from: file.source),
      document.root.isMapping
    else {
      throw Diagnostic(code: "kustomization-openapi", "invalid schema file", at: path.mark)
    }
    var schema = replacing ? Schema() : .builtin
    schema.add(openAPI: document.root)
    return schema
  }
}
