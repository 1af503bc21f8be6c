import Diagnostics
import Values

/// A transformer or generator that a file configures: one of kustomize's own, under the apiVersion
/// `builtin`. Any other would be a program, which is never run.
struct Plugin {
  let manifest: Manifest
  let target: Target
  private let kind: String

  init(_ manifest: Manifest, _ target: Target) throws(Diagnostic) {
    self.manifest = manifest
    self.target = target
    kind = manifest.kind
    guard manifest.apiVersion == "builtin" else {
      throw Diagnostic(
        code: "kustomize-program",
        "\(kind) '\(manifest.name)' is a plugin that a program would have to run",
        at: manifest.document.root.mark,
        help: "only kustomize's own transformers and generators are run; commit what the plugin "
          + "makes")
    }
  }

  private var root: Node { manifest.document.root }

  /// What `buildMetadata` says of the plugin.
  var origin: Origin? {
    manifest.origin.map { origin in
      Origin(
        configuredIn: origin.path,
        configuredBy: .init(
          apiVersion: manifest.apiVersion, kind: kind, name: manifest.name,
          namespace: manifest.namespace))
    }
  }

  private func failure(_ headline: String) -> Diagnostic {
    Diagnostic(code: "kustomize-plugin", headline, at: root.mark)
  }

  private func reader() throws(Diagnostic) -> ObjectReader {
    try ObjectReader(root, kind, known: [], isStrict: false)
  }

  // MARK: Generators

  func generate() throws(Diagnostic) -> [Manifest] {
    switch kind {
    case "ConfigMapGenerator", "SecretGenerator":
      let reader = try reader()
      let isSecret = kind == "SecretGenerator"
      var arguments = try GeneratorArguments(reader, isSecret: isSecret)
      let metadata = try reader.object("metadata", known: [])
      if arguments.name?.value.isEmpty ?? true { arguments.name = try metadata?.text("name") }
      if arguments.namespace?.value.isEmpty ?? true {
        arguments.namespace = try metadata?.text("namespace")
      }
      return [try Generator(arguments, isSecret: isSecret).generate(target.loader)]
    case "IAMPolicyGenerator": return [try serviceAccount()]
    case "HelmChartInflationGenerator":
      throw Diagnostic(
        code: "kustomize-chart", "a Helm chart would have to be rendered by helm", at: root.mark,
        help: "render the chart and commit the result")
    default: throw failure("plugin \(kind) is not a generator")
    }
  }

  private func serviceAccount() throws(Diagnostic) -> Manifest {
    let reader = try reader()
    let cloud = try reader.string("cloud")
    guard cloud == "gke" else { throw failure("cloud provider \(cloud) not supported yet") }
    let service = try reader.object("kubernetesService", known: [])
    let account = try reader.object("serviceAccount", known: [])
    var document = Document()
    document.rootID = document.addMapping(mark: root.mark)
    func add(_ key: String, _ text: String, _ mapping: NodeID) {
      document.setField(key, to: document.addUntagged(text, mark: root.mark), in: mapping)
    }
    add("apiVersion", "v1", document.rootID)
    add("kind", "ServiceAccount", document.rootID)
    let metadata = document.addMapping(mark: root.mark)
    document.setField("metadata", to: metadata, in: document.rootID)
    let annotations = document.addMapping(mark: root.mark)
    document.setField("annotations", to: annotations, in: metadata)
    let name = try account?.string("name") ?? ""
    let project = try account?.string("projectId") ?? ""
    add(
      "iam.gke.io/gcp-service-account", "\(name)@\(project).iam.gserviceaccount.com", annotations)
    add("name", try service?.string("name") ?? "", metadata)
    if let namespace = try service?.string("namespace"), !namespace.isEmpty {
      add("namespace", namespace, metadata)
    }
    return Manifest(document)
  }

  // MARK: Transformers

  func transformers() throws(Diagnostic) -> [any Transformer] {
    let reader = try reader()
    switch kind {
    case "AnnotationsTransformer", "LabelTransformer":
      let field = kind == "LabelTransformer" ? "labels" : "annotations"
      return [
        MetadataTransformer(
          entries: try reader.map(field) ?? [], specs: try reader.fieldSpecs("fieldSpecs"))
      ]
    case "HashTransformer": return [HashTransformer()]
    case "ImageTagTransformer":
      guard let image = try reader.object("imageTag", known: []) else { return [] }
      return [
        ImageTransformer(try ImageChange(image), specs: try reader.fieldSpecs("fieldSpecs"))
      ]
    case "NamespaceTransformer": return [try namespaceTransformer(reader)]
    case "PrefixTransformer": return [try affixTransformer(reader, "prefix")]
    case "SuffixTransformer": return [try affixTransformer(reader, "suffix")]
    case "PrefixSuffixTransformer":
      return [try affixTransformer(reader, "prefix"), try affixTransformer(reader, "suffix")]
    case "ReplicaCountTransformer":
      guard let replica = try reader.object("replica", known: []) else { return [] }
      return [
        ReplicaCountTransformer(
          replica: try ReplicaCount(replica), specs: try reader.fieldSpecs("fieldSpecs"))
      ]
    case "PatchTransformer": return try PatchReader(target).transformers(try Patch(reader))
    case "PatchJson6902Transformer":
      return [try PatchReader(target).json6902(try Patch(reader, inline: "jsonOp"))]
    case "PatchStrategicMergeTransformer": return try strategicTransformers(reader)
    case "ReplacementTransformer": return try replacementTransformers(reader)
    case "ValueAddTransformer": return [try ValueAddTransformer(reader, target)]
    case "ConfigMapGenerator", "SecretGenerator", "IAMPolicyGenerator",
      "HelmChartInflationGenerator":
      throw failure("plugin \(kind) is not a transformer")
    default: throw failure("unable to load builtin \(kind)")
    }
  }

  private func namespaceTransformer(
    _ reader: ObjectReader
  ) throws(Diagnostic) -> NamespaceTransformer {
    let namespace = try reader.object("metadata", known: [])?.text("namespace")
    var transformer = NamespaceTransformer(
      namespace: namespace ?? Text(""), specs: try reader.fieldSpecs("fieldSpecs"))
    transformer.setsUnsetOnly = try reader.bool("unsetOnly")
    let subjects = try reader.string("setRoleBindingSubjects")
    guard subjects.isEmpty || NamespaceTransformer.Subjects(rawValue: subjects) != nil else {
      throw failure(
        "invalid value \"\(subjects)\" for setRoleBindingSubjects: must be one of "
          + "\"allServiceAccounts\", \"defaultOnly\" or \"none\"")
    }
    transformer.subjects = NamespaceTransformer.Subjects(rawValue: subjects) ?? .defaultOnly
    return transformer
  }

  private func affixTransformer(
    _ reader: ObjectReader, _ field: String
  ) throws(Diagnostic) -> NameAffixTransformer {
    guard reader["fieldSpecs"] != nil else {
      throw failure("fieldSpecs is not expected to be nil")
    }
    return NameAffixTransformer(
      text: try reader.text(field) ?? Text(""), isPrefix: field == "prefix",
      specs: try reader.fieldSpecs("fieldSpecs"))
  }

  private func strategicTransformers(
    _ reader: ObjectReader
  ) throws(Diagnostic) -> [any Transformer] {
    let paths = try reader.texts("paths")
    let text = try reader.text("patches")
    guard !paths.isEmpty || text.map({ !$0.value.isEmpty }) ?? false else {
      throw failure("empty file path and empty patch content")
    }
    var patches: [Manifest] = []
    for path in paths { patches += try target.strategicPatches(path) }
    if let text, !text.value.isEmpty {
      patches += try ManifestReader.read(Array(text.value.utf8), from: source)
    }
    guard !patches.isEmpty else { throw failure("patch appears to be empty") }
    return patches.map {
      OwnTargetPatchTransformer(patch: $0, normalizes: true, mark: root.mark)
    }
  }

  private var source: Source { root.mark?.source ?? target.file.source }

  private func replacementTransformers(
    _ reader: ObjectReader
  ) throws(Diagnostic) -> [any Transformer] {
    var result: [any Transformer] = []
    for entry in try reader.objects("replacements", known: []) {
      for replacement in try target.replacements(try ReplacementEntry(entry)) {
        result.append(ReplacementTransformer(replacement: replacement))
      }
    }
    return result
  }
}
