import Diagnostics
import Git
import Values

/// The kustomization of one directory, being worked through (api/internal/target/kusttarget.go).
struct Target {
  let loader: Loader
  let file: SourceFile
  let kustomization: Kustomization
  let context: Context
  /// Where the directory is relative to the root; nil where nobody asks.
  let origin: Origin?

  init(_ loader: Loader, _ context: Context, origin: Origin?) throws(Diagnostic) {
    self.loader = loader
    self.context = context
    self.origin = origin
    let found = try context.cache.kustomization(of: loader)
    file = found.file
    kustomization = found.kustomization
  }

  var fileName: String { String(decoding: file.path.name, as: UTF8.self) }
  var schema: Schema { context.schema }
  /// Where to point at a thing of the kustomization that has no mark of its own.
  var mark: Mark { kustomization.mark ?? Mark(source: file.source, line: 1, column: 1) }

  /// Adds to what is there: the parent's objects for a component, nothing for a kustomization.
  func accumulate(into start: Accumulation? = nil) throws(Diagnostic) -> Accumulation {
    try context.budget.draw(at: mark)
    var result = start ?? Accumulation(schema: schema)
    if start == nil { result.depth = loader.depth }
    result.deepest = max(result.deepest, loader.depth)
    result.visited.insert(loader.root)
    try addResources(kustomization.resources, to: &result)
    try result.merge(configuration())
    for path in kustomization.crds {
      try result.attempt(at: path.mark) { result throws(Diagnostic) in
        try result.merge(try CustomResourceRules.read(try loader.load(path)))
      }
    }
    try generate(into: &result)
    for path in kustomization.components { try addComponent(path, to: &result) }
    try transform(&result)
    try validate(&result)
    for variable in kustomization.variables { try add(variable, to: &result) }
    for field in kustomization.deprecated {
      result.warnings.append(.deprecated(field))
    }
    return result
  }

  private func configuration() throws(Diagnostic) -> TransformerConfiguration {
    var added = TransformerConfiguration()
    for path in kustomization.configurations {
      let file = try loader.load(path)
      guard let document = try ConfigurationReader.document(try file.bytes(), from: file.source)
      else {
        continue
      }
      guard let merged = added.merging(try TransformerConfiguration(document.root)) else {
        throw Diagnostic(
          code: "kustomize-configuration", "conflicting fieldspecs", at: document.root.mark)
      }
      added = merged
    }
    guard let merged = TransformerConfiguration.standard.merging(added) else {
      throw Diagnostic(
        code: "kustomize-configuration", "conflicting fieldspecs",
        at: kustomization.configurations.first?.mark)
    }
    return merged
  }

  private func add(
    _ variable: Variable, to result: inout Accumulation
  ) throws(Diagnostic) {
    let id = ManifestID(
      type: variable.type, name: variable.objectName, namespace: variable.objectNamespace)
    let found = result.list.indices { candidate in
      candidate.type == id.type && candidate.name == id.name
        && (id.namespace.isEmpty || candidate.effectiveNamespace == id.effectiveNamespace)
    }
    guard found.count <= 1 else {
      throw Diagnostic(
        code: "kustomize-variable",
        "found \(found.count) resId matches for var \(variable.name) (unable to disambiguate)",
        at: variable.mark)
    }
    if let index = found.first {
      try result.list.edit(index) { manifest throws(Diagnostic) in
        manifest.variables.append(variable.name)
      }
    }
    try result.add(variable)
  }
}

// MARK: - Resources and components

extension Target {
  func addResources(
    _ paths: [Text], to result: inout Accumulation
  ) throws(Diagnostic) {
    for path in paths {
      try result.attempt(at: path.mark) { result throws(Diagnostic) in
        try addResource(path, to: &result)
      }
    }
  }

  private func addResource(_ path: Text, to result: inout Accumulation) throws(Diagnostic) {
    if loader.isDirectory(path) {
      return try addDirectory(try loader.directory(path), path, to: &result)
    }
    let fileError: Diagnostic
    do {
      var manifests = try context.cache.manifests(of: try loader.load(path))
      if let origin {
        for index in manifests.indices {
          manifests[index].origin = origin.appending(path.value)
        }
      }
      try result.list.append(contentsOf: manifests)
      return
    } catch {
      fileError = error
    }
    let directory: Loader
    do {
      directory = try loader.directory(path)
    } catch {
      throw Self.moreTelling(fileError, error)
    }
    try addDirectory(directory, path, to: &result)
  }

  /// Of two reasons why a path is neither a file of manifests nor a directory, the one that helps.
  private static func moreTelling(_ file: Diagnostic, _ directory: Diagnostic) -> Diagnostic {
    if directory.code == "kustomize-remote" { return directory }
    if directory.code == "kustomize-missing", file.code != "kustomize-missing" { return file }
    return directory.code == "kustomize-missing" ? file : directory
  }

  private func addDirectory(
    _ loader: Loader, _ path: Text, to result: inout Accumulation
  ) throws(Diagnostic) {
    do {
      try result.merge(try context.accumulation(of: loader, origin: origin?.appending(path.value)))
    } catch {
      throw error.reached(through: path)
    }
  }

  private func addComponent(_ path: Text, to result: inout Accumulation) throws(Diagnostic) {
    try result.attempt(at: path.mark) { result throws(Diagnostic) in
      let directory = try loader.directory(path)
      do throws(Diagnostic) {
        let target = try Target(directory, context, origin: origin?.appending(path.value))
        guard target.kustomization.isComponent else {
          throw Diagnostic(
            code: "kustomization-kind",
            "expected kind 'Component' for path '\(directory.rootText)'", at: target.mark)
        }
        result = try target.accumulate(into: result)
      } catch {
        throw error.reached(through: path)
      }
    }
  }
}

extension Diagnostic {
  /// The same error, with the line that led to its file.
  func reached(through path: Text) -> Diagnostic {
    guard let mark = path.mark, spans.first?.mark != mark else { return self }
    var result = self
    if result.spans.isEmpty {
      result.spans = [Span(mark)]
    } else if result.notes.count < 16 {
      result.notes.append(Note("'\(path.value)' is included here", at: Span(mark)))
    }
    return result
  }

  static func deprecated(_ field: Text) -> Diagnostic {
    let instead = [
      "bases": "resources", "commonLabels": "labels", "imageTags": "images",
      "patchesJson6902": "patches", "patchesStrategicMerge": "patches", "vars": "replacements",
    ]
    let name = instead[field.value] ?? ""
    return Diagnostic(
      .info, code: "kustomization-deprecated",
      "'\(field.value)' is deprecated. Please use '\(name)' instead", at: field.mark)
  }
}
