import Diagnostics
import Values

extension Target {
  func generate(into result: inout Accumulation) throws(Diagnostic) {
    for (list, isSecret) in [(kustomization.configMaps, false), (kustomization.secrets, true)] {
      for arguments in list {
        try result.attempt(at: arguments.mark) { result throws(Diagnostic) in
          let generator = Generator(
            arguments, general: kustomization.generatorOptions, isSecret: isSecret)
          var manifest = try generator.generate(loader)
          manifest.origin = origin.map {
            .builtin(isSecret ? "SecretGenerator" : "ConfigMapGenerator", in: fileName, of: $0)
          }
          try result.absorb(manifest)
        }
      }
    }
    for mark in kustomization.charts {
      result.incomplete.append(
        Incomplete(
          cause: .program, mark: mark ?? self.mark,
          reason: "a Helm chart would have to be rendered by helm",
          remedy: "render the chart and commit the result"))
    }
    for manifest in try pluginConfigurations(kustomization.generators, &result) {
      try result.attempt(at: manifest.document.root.mark) { result throws(Diagnostic) in
        let plugin = try Plugin(manifest, self)
        for var generated in try plugin.generate() {
          generated.origin = generated.origin ?? plugin.origin
          try result.absorb(generated)
        }
      }
    }
  }

  /// The configurations of plugins, each written in place or in a file or directory.
  func pluginConfigurations(
    _ entries: [Text], _ result: inout Accumulation
  ) throws(Diagnostic) -> [Manifest] {
    guard !entries.isEmpty else { return [] }
    var found = Accumulation(schema: schema)
    var paths: [Text] = []
    for entry in entries {
      guard let inline = try? ManifestReader.read(inline: entry, file) else {
        paths.append(entry)
        continue
      }
      for var manifest in inline {
        manifest.origin = origin?.appending(fileName)
        try found.list.append(manifest)
      }
    }
    try addResources(paths, to: &found)
    result.note(found)
    return found.list.manifests
  }
}

extension Accumulation {
  /// Adds a generated object, or merges it with the one that it names, as its `behavior` says.
  mutating func absorb(_ generated: Manifest) throws(Diagnostic) {
    let schema = list.schema
    let id = generated.currentID(schema)
    let mark = generated.document.root.mark
    let key = id.key
    let matches = list.indices(named: id.name) { $0.key == key }
    guard let index = matches.first else {
      guard generated.behavior != .merge, generated.behavior != .replace else {
        throw Diagnostic(
          code: "kustomize-no-target", "id \(id) does not exist; cannot merge or replace", at: mark)
      }
      return try list.append(generated)
    }
    guard matches.count == 1 else {
      throw Diagnostic(
        code: "kustomize-generator", "found multiple objects that could accept merge of \(id)",
        at: mark)
    }
    guard generated.behavior == .merge || generated.behavior == .replace else {
      throw Diagnostic(
        code: "kustomize-generator",
        "id \(id) exists; can not use behavior: '\(generated.behavior)', behavior must be merge "
          + "or replace", at: mark)
    }
    try list.edit(index) { manifest throws(Diagnostic) in
      manifest = generated.combined(with: manifest)
    }
  }
}

extension Manifest {
  /// The generated object in the place of an older one: it takes over that one's name and what is
  /// kept about it, adds its labels and annotations, and for `merge` its data.
  func combined(with old: Manifest) -> Manifest {
    var result = self
    result.mergeMetadata("labels", from: old)
    result.mergeMetadata("annotations", from: old)
    if behavior == .merge {
      result.mergeData("data", from: old)
      result.mergeData("binaryData", from: old)
    }
    result.setName(old.name)
    result.setNamespace(old.namespace)
    result.previous = old.previous
    result.namePrefixes = old.namePrefixes
    result.nameSuffixes = old.nameSuffixes
    result.behavior = old.behavior
    result.isGenerated = old.isGenerated
    result.needsHash = needsHash && old.needsHash
    result.variables = old.variables
    result.origin = behavior == .merge ? old.origin ?? origin : origin
    result.transformations = old.transformations
    result.places = old.places + places
    return result
  }

  private mutating func mergeMetadata(_ field: String, from old: Manifest) {
    var entries: [String: NodeID] = [:]
    for (key, value) in old.metadataEntries(field) {
      entries[key] = document.addString(value.text, mark: value.mark)
    }
    for (key, value) in metadataEntries(field) {
      entries[key] = document.addString(value.text, mark: value.mark)
    }
    setMetadataMap(field, entries.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
  }

  private mutating func mergeData(_ field: String, from old: Manifest) {
    var entries: [String: NodeID] = [:]
    for entry in old.document.root[field]?.entries.map({ $0 }) ?? [] {
      entries[entry.name] = document.addString(Self.dataText(entry.value), mark: entry.value.mark)
    }
    for entry in document.root[field]?.entries.map({ $0 }) ?? [] {
      entries[entry.name] = document.addString(Self.dataText(entry.value), mark: entry.value.mark)
    }
    document.remove(field, from: document.rootID)
    guard !entries.isEmpty,
      let map = document.mappingField(field, of: document.rootID, mark: nil)
    else { return }
    for (key, value) in entries.sorted(by: { $0.key < $1.key }) {
      document.setField(key, to: value, in: map)
    }
  }

  private static func dataText(_ value: Node) -> String { value.isNull ? "" : value.text }
}
