import Diagnostics
import Documents
import Values

extension Target {
  /// A step, and what `buildMetadata` says of it.
  struct Step {
    var transformer: any Transformer
    var origin: Origin?
    var mark: Mark?
  }

  func transform(_ result: inout Accumulation) throws(Diagnostic) {
    var steps = try builtinSteps(&result)
    for manifest in try pluginConfigurations(kustomization.transformers, &result) {
      try result.attempt(at: manifest.document.root.mark) { result throws(Diagnostic) in
        let plugin = try Plugin(manifest, self)
        steps += try plugin.transformers().map {
          Step(transformer: $0, origin: plugin.origin, mark: manifest.document.root.mark)
        }
      }
    }
    for step in steps {
      try result.attempt(at: step.mark) { result throws(Diagnostic) in
        try step.transformer.transform(&result.list)
        if let origin = step.origin { try result.list.note(origin) }
        result.list.dropEmpty()
      }
    }
  }

  /// Validators are transformers that must change nothing.
  func validate(_ result: inout Accumulation) throws(Diagnostic) {
    for manifest in try pluginConfigurations(kustomization.validators, &result) {
      try result.attempt(at: manifest.document.root.mark) { result throws(Diagnostic) in
        let before = result.list.manifests
        for transformer in try Plugin(manifest, self).transformers() {
          try transformer.transform(&result.list)
        }
        let after = result.list.manifests.map { manifest in
          var manifest = manifest
          if let labels = manifest.document.root["metadata"]?["labels"]?.id {
            manifest.document.remove("validated-by", from: labels)
          }
          return manifest
        }
        guard before.count == after.count,
          zip(before, after).allSatisfy({ $0.document == $1.document })
        else {
          throw Diagnostic(
            code: "kustomize-validator", "validator shouldn't modify the resource map",
            at: manifest.document.root.mark)
        }
      }
    }
  }

  // MARK: The fields of the kustomization

  private func builtinSteps(_ result: inout Accumulation) throws(Diagnostic) -> [Step] {
    let rules = result.configuration
    var steps: [Step] = []
    func add(_ transformer: any Transformer, _ kind: String, _ mark: Mark?) {
      steps.append(
        Step(
          transformer: transformer,
          origin: origin.map { .builtin(kind, in: fileName, of: $0) }, mark: mark))
    }
    var patchCount = 0
    for entry in kustomization.patchesStrategicMerge {
      try result.attempt(at: entry.mark) { result throws(Diagnostic) in
        patchCount += 1
        let patches = try strategicPatches(entry)
        if patches.isEmpty { patchCount -= 1 }
        for patch in patches {
          add(
            OwnTargetPatchTransformer(patch: patch, normalizes: true, mark: entry.mark),
            "PatchStrategicMergeTransformer", entry.mark)
        }
      }
    }
    if let first = kustomization.patchesStrategicMerge.first, patchCount == 0 {
      throw Diagnostic(code: "kustomize-patch", "patch appears to be empty", at: first.mark)
    }
    for patch in kustomization.patches {
      try result.attempt(at: patch.mark) { result throws(Diagnostic) in
        for transformer in try PatchReader(self).transformers(patch) {
          add(transformer, "PatchTransformer", patch.mark)
        }
      }
    }
    if let namespace = kustomization.namespace, !namespace.value.isEmpty {
      add(
        NamespaceTransformer(namespace: namespace, specs: rules.namespace),
        "NamespaceTransformer", namespace.mark)
    }
    if let prefix = kustomization.namePrefix, !prefix.value.isEmpty {
      add(
        NameAffixTransformer(text: prefix, isPrefix: true, specs: rules.namePrefix),
        "PrefixTransformer", prefix.mark)
    }
    if let suffix = kustomization.nameSuffix, !suffix.value.isEmpty {
      add(
        NameAffixTransformer(text: suffix, isPrefix: false, specs: rules.nameSuffix),
        "SuffixTransformer", suffix.mark)
    }
    for labels in kustomization.labels {
      add(
        MetadataTransformer(entries: labels.pairs, specs: try specs(of: labels, rules)),
        "LabelTransformer", labels.pairs.first?.value.mark)
    }
    if !kustomization.labels.isEmpty || !kustomization.commonLabels.isEmpty {
      add(
        MetadataTransformer(entries: kustomization.commonLabels, specs: rules.commonLabels),
        "LabelTransformer", kustomization.commonLabels.first?.value.mark)
    }
    if !kustomization.commonAnnotations.isEmpty {
      add(
        MetadataTransformer(
          entries: kustomization.commonAnnotations, specs: rules.commonAnnotations),
        "AnnotationsTransformer", kustomization.commonAnnotations.first?.value.mark)
    }
    for patch in kustomization.patchesJSON6902 {
      try result.attempt(at: patch.mark) { result throws(Diagnostic) in
        add(try PatchReader(self).json6902(patch), "PatchJson6902Transformer", patch.mark)
      }
    }
    for replica in kustomization.replicas {
      add(
        ReplicaCountTransformer(replica: replica, specs: rules.replicas),
        "ReplicaCountTransformer", replica.mark)
    }
    for image in kustomization.images {
      add(ImageTransformer(image, specs: rules.images), "ImageTagTransformer", image.mark)
    }
    for entry in kustomization.replacements {
      try result.attempt(at: mark) { result throws(Diagnostic) in
        for replacement in try replacements(entry) {
          add(
            ReplacementTransformer(replacement: replacement), "ReplacementTransformer",
            replacement.mark)
        }
      }
    }
    // However many patches and replacements there are, they are one transformer each.
    if origin != nil { Self.keepOriginOnLast("PatchStrategicMergeTransformer", &steps) }
    if origin != nil { Self.keepOriginOnLast("ReplacementTransformer", &steps) }
    return steps
  }

  private static func keepOriginOnLast(_ kind: String, _ steps: inout [Step]) {
    let indices = steps.indices.filter { steps[$0].origin?.configuredBy?.kind == kind }
    for index in indices.dropLast() { steps[index].origin = nil }
  }

  private func specs(
    of labels: LabelChange, _ rules: TransformerConfiguration
  ) throws(Diagnostic) -> [FieldSpec] {
    var specs = labels.specs.merging(rules.labels)
    if labels.includesSelectors {
      specs = specs?.merging(rules.commonLabels)
    } else {
      if labels.includesTemplates { specs = specs?.merging(rules.templateLabels) }
      if labels.includesVolumeClaimTemplates {
        specs = specs?.merging(rules.volumeClaimTemplateLabels)
      }
      specs = specs?.merging([FieldSpec(path: "metadata/labels", creates: true)])
    }
    guard let specs else {
      throw Diagnostic(
        code: "kustomize-labels", "failed to merge labels: conflicting fieldspecs",
        at: labels.pairs.first?.value.mark ?? mark)
    }
    return specs
  }

  /// The patches of an entry of `patchesStrategicMerge`: written there, or in a file.
  func strategicPatches(_ entry: Text) throws(Diagnostic) -> [Manifest] {
    if let inline = try? ManifestReader.read(inline: entry, file) { return inline }
    do {
      return try context.cache.manifests(of: try loader.load(entry))
    } catch {
      throw error.reached(through: entry)
    }
  }

  func replacements(_ entry: ReplacementEntry) throws(Diagnostic) -> [Replacement] {
    switch entry {
    case .inline(let replacement): return [replacement]
    case .file(let path):
      let file = try loader.load(path)
      guard let root = try ConfigurationReader.document(try file.bytes(), from: file.source)?.root,
        !root.isScalar
      else {
        throw Diagnostic(
          code: "kustomize-replacement",
          "unsupported replacement type encountered within replacement path", at: path.mark)
      }
      let nodes = root.isSequence ? Array(root.elements) : [root]
      return try nodes.mapThrowing { node throws(Diagnostic) in
        try Replacement(
          try ObjectReader(node, "replacement", known: Replacement.fields, isStrict: false))
      }
    }
  }
}

extension ManifestList {
  /// Notes that a transformer has been there.
  mutating func note(_ origin: Origin) throws(Diagnostic) {
    try editAll { manifest throws(Diagnostic) in
      if manifest.origin == nil {
        manifest.origin = origin
      } else {
        manifest.transformations.append(origin)
      }
    }
  }
}
