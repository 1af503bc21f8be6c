import Diagnostics
import Documents
package import Git
import Resources
import Values

/// Renders the kustomizations of one tree. Bases that several of them share are rendered once.
///
/// It may be used from any number of tasks.
package final class Renderer: Sendable {
  package struct Options: Sendable {
    package var loadRestrictor = LoadRestrictor.rootOnly
    /// `--enable-managedby-label`
    package var addsManagedByLabel = false

    package init() {}
  }

  private let paths: ResolvedPaths
  private let cache: TreeCache
  private let options: Options
  private let shared = SharedAccumulations()

  /// - Parameter cache: may serve other trees too.
  package init(
    tree: any FileTree, cache: RenderingCache = RenderingCache(), options: Options = Options()
  ) {
    paths = ResolvedPaths(tree)
    self.cache = TreeCache(cache)
    self.options = options
  }

  /// Makes what all renderings need, which takes some milliseconds, before the first asks for it.
  package static func prepare() {
    _ = TransformerConfiguration.standard
    _ = Schema.builtin
  }

  /// Renders the kustomization of a directory.
  package func render(_ directory: TreePath) -> Rendering {
    var rendering = Rendering()
    do {
      try render(directory, into: &rendering)
    } catch {
      rendering.objects = []
      rendering.diagnostics.append(error)
    }
    return rendering
  }

  private func render(
    _ directory: TreePath, into rendering: inout Rendering
  ) throws(Diagnostic) {
    let loader = try Loader(paths, root: directory, restrictor: options.loadRestrictor)
    let kustomization = try cache.kustomization(of: loader).kustomization
    let schema = try SchemaReader(loader, cache).schema(of: kustomization)
    let metadata = Set(kustomization.buildMetadata.map(\.value))
    let context = Context(
      cache: cache, schema: schema ?? .builtin,
      shared: metadata.isEmpty && schema == nil ? shared : nil)
    let target = try Target(loader, context, origin: metadata.isEmpty ? nil : Origin())
    var result = try accumulate(target, context)
    rendering.incomplete = result.incomplete
    rendering.diagnostics = result.warnings
    do {
      try finish(&result, target)
      if options.addsManagedByLabel || metadata.contains("managedByLabel") {
        try addManagedByLabel(&result.list)
      }
      for manifest in result.list.manifests {
        rendering.objects.append(try object(manifest, metadata))
      }
    } catch {
      rendering.incomplete = result.incomplete
      throw error
    }
    rendering.incomplete = result.incomplete
  }

  private func accumulate(
    _ target: Target, _ context: Context
  ) throws(Diagnostic) -> Accumulation {
    if target.kustomization.isComponent || context.shared == nil {
      return try target.accumulate()
    }
    return try context.accumulation(of: target.loader, origin: nil)
  }

  // MARK: What only the root does

  private func finish(_ result: inout Accumulation, _ target: Target) throws(Diagnostic) {
    try HashTransformer().transform(&result.list)
    try NameReferenceTransformer(references: result.configuration.nameReferences)
      .transform(&result.list)
    try resolveVariables(&result)
    result.list.removeAll { manifest in
      let local = manifest.metadataMap("annotations")["config.kubernetes.io/local-config"]
      return local != nil && local != "false"
    }
    try OrderTransformer(options: target.kustomization.sortOptions).transform(&result.list)
  }

  private func resolveVariables(_ result: inout Accumulation) throws(Diagnostic) {
    guard !result.variables.isEmpty else { return }
    var values: [String: VariableTransformer.Value] = [:]
    var secrets = SecretTexts()
    for variable in result.variables.values.sorted(by: { $0.name < $1.name }) {
      try result.attempt(at: variable.mark) { result throws(Diagnostic) in
        guard
          let manifest = result.list.manifests.first(where: {
            $0.variables.contains(variable.name)
          })
        else {
          throw Diagnostic(
            code: "kustomize-no-target",
            "var '\(variable.name)' cannot be mapped to a field in the set of known resources",
            at: variable.mark)
        }
        let path = Self.path(variable.fieldPath)
        guard let node = try? FieldLookup.find(path, in: manifest.document.root) else {
          throw Diagnostic(
            code: "kustomize-variable",
            "field specified in var '\(variable.name)' not found in corresponding resource",
            at: variable.mark)
        }
        values[variable.name] = VariableTransformer.Value(node)
        secrets.formUnion(manifest.secretTexts(in: node, at: path))
      }
    }
    try VariableTransformer(
      values: values, specs: result.configuration.variableReferences, secrets: secrets
    ).transform(&result.list)
  }

  /// `a.b[0]` is the path of `a`, `b` and the first element.
  private static func path(_ text: String) -> [String] {
    PathText.splitSelectors(text).flatMap { part -> [String] in
      guard part.hasSuffix("]"), let open = part.lastIndex(of: "["),
        part[part.index(after: open)...].dropLast().allSatisfy({ ("0"..."9").contains($0) }),
        part[part.index(after: open)...].count > 1
      else { return [part] }
      let index = String(part[part.index(after: open)...].dropLast())
      return open == part.startIndex ? [index] : [String(part[..<open]), index]
    }
  }

  private func addManagedByLabel(_ list: inout ManifestList) throws(Diagnostic) {
    try MetadataTransformer(
      entries: [
        TextEntry(key: "app.kubernetes.io/managed-by", value: Text(Self.managedBy))
      ], specs: [FieldSpec(path: "metadata/labels", creates: true)]
    ).transform(&list)
  }

  /// What an unreleased kustomize calls itself.
  private static let managedBy = "kustomize-(devel)"

  private func object(
    _ manifest: Manifest, _ metadata: Set<String>
  ) throws(Diagnostic) -> Rendering.Object {
    var manifest = manifest
    let keepsOrigin = metadata.contains("originAnnotations")
    let keepsTransformations = metadata.contains("transformerAnnotations")
    manifest.normalizeMetadataMap("annotations") { key in
      BuildAnnotations.dropped.contains(key)
        || (key == Origin.annotation && !keepsOrigin)
        || (key == Origin.transformationsAnnotation && !keepsTransformations)
    }
    if keepsOrigin, let origin = manifest.origin {
      manifest.annotate(Origin.annotation, origin.yaml)
    }
    if keepsTransformations, !manifest.transformations.isEmpty {
      manifest.annotate(
        Origin.transformationsAnnotation, Origin.yaml(manifest.transformations))
    }
    try OutputForm.check(manifest.document.root)
    try OutputForm.checkCharacters(manifest.document.root)
    OutputForm.resolveTexts(&manifest.document)
    return Rendering.Object(
      document: manifest.document, origin: manifest.places, secretTexts: manifest.secretTexts)
  }
}

extension Origin {
  static let annotation = "config.kubernetes.io/origin"
  static let transformationsAnnotation = "alpha.config.kubernetes.io/transformations"
}

extension Manifest {
  fileprivate mutating func annotate(_ key: String, _ value: String) {
    guard let metadata = document.mappingField("metadata", of: document.rootID, mark: nil),
      let annotations = document.mappingField("annotations", of: metadata, mark: nil)
    else { return }
    document.setField(key, to: document.addString(value), in: annotations)
  }
}
