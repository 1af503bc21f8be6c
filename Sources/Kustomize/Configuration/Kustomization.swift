import Diagnostics
import Values

/// A kustomization.yaml, read (api/types/kustomization.go).
struct Kustomization: Sendable {
  var isComponent = false
  var mark: Mark?

  var resources: [Text] = []
  var components: [Text] = []
  var crds: [Text] = []
  var configurations: [Text] = []
  var generators: [Text] = []
  var transformers: [Text] = []
  var validators: [Text] = []
  var openAPI: [TextEntry] = []
  var buildMetadata: [Text] = []

  var namePrefix: Text?
  var nameSuffix: Text?
  var namespace: Text?
  var commonLabels: [TextEntry] = []
  var commonAnnotations: [TextEntry] = []
  var labels: [LabelChange] = []
  var images: [ImageChange] = []
  var replicas: [ReplicaCount] = []
  var replacements: [ReplacementEntry] = []
  var variables: [Variable] = []
  var patches: [Patch] = []
  var patchesStrategicMerge: [Text] = []
  var patchesJSON6902: [Patch] = []

  var configMaps: [GeneratorArguments] = []
  var secrets: [GeneratorArguments] = []
  var generatorOptions: GeneratorOptions?
  var sortOptions: SortOptions?
  /// Where charts are asked for.
  var charts: [Mark?] = []
  /// Fields that kustomize warns of, where they stand.
  var deprecated: [Text] = []

  struct SortOptions: Sendable {
    var order: String
    var orderFirst: [String]?
    var orderLast: [String]?
    var mark: Mark?
  }

  /// The names that a kustomization may have in its directory; only one of them may be there.
  static let fileNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"]
}

// MARK: - Reading

extension Kustomization {
  private static let fields = [
    "kind", "apiVersion", "metadata", "openapi", "namePrefix", "nameSuffix", "namespace",
    "commonLabels", "labels", "commonAnnotations", "patchesStrategicMerge", "patchesJson6902",
    "patches", "images", "imageTags", "replacements", "replicas", "vars", "sortOptions",
    "resources", "components", "crds", "bases", "configMapGenerator", "secretGenerator",
    "helmGlobals", "helmCharts", "helmChartInflationGenerator", "generatorOptions",
    "configurations", "generators", "transformers", "validators", "buildMetadata",
  ]
  private static let chartFields = [
    "name", "version", "repo", "releaseName", "namespace", "additionalValuesFiles", "valuesFile",
    "valuesInline", "valuesMerge", "includeCRDs", "skipHooks", "apiVersions", "kubeVersion",
    "nameTemplate", "skipTests", "debug", "devel",
  ]
  private static let oldChartFields = [
    "chartName", "chartVersion", "chartRepoUrl", "chartHome", "chartRepoName", "helmBin",
    "helmHome", "values", "valuesLocal", "valuesMerge", "releaseName", "releaseNamespace",
    "extraArgs",
  ]

  init(_ root: Node) throws(Diagnostic) {
    let reader = try ObjectReader(root, "kustomization", known: Self.fields)
    mark = root.mark
    try readHeader(reader)
    try readLists(reader)
    try readTransformers(reader)
    try readGenerators(reader)
    for field in [
      "bases", "commonLabels", "imageTags", "patchesJson6902", "patchesStrategicMerge", "vars",
    ] {
      if let value = reader[field] { deprecated.append(Text(field, at: value.mark)) }
    }
  }

  private mutating func readHeader(_ reader: ObjectReader) throws(Diagnostic) {
    let kind = try reader.text("kind")
    let version = try reader.text("apiVersion")
    isComponent = kind?.value == "Component"
    let isEmpty = reader.node.entries.allSatisfy { entry in
      ["kind", "apiversion"].contains(entry.name.lowercased()) || entry.value.isNull
        || (entry.value.isScalar && entry.value.text.isEmpty)
    }
    if isEmpty {
      throw Diagnostic(
        code: "kustomization-empty", "kustomization.yaml is empty", at: reader.mark)
    }
    if let kind, !["", "Kustomization", "Component"].contains(kind.value) {
      throw Diagnostic(
        code: "kustomization-kind", "kind should be Kustomization or Component", at: kind.mark)
    }
    let wanted =
      isComponent ? "kustomize.config.k8s.io/v1alpha1" : "kustomize.config.k8s.io/v1beta1"
    if let version, !version.value.isEmpty, version.value != wanted {
      throw Diagnostic(
        code: "kustomization-version",
        "apiVersion for \(isComponent ? "Component" : "Kustomization") should be \(wanted)",
        at: version.mark)
    }
    if let metadata = try reader.object(
      "metadata", known: ["name", "namespace", "labels", "annotations"])
    {
      _ = try metadata.text("name")
      _ = try metadata.text("namespace")
      _ = try metadata.map("labels")
      _ = try metadata.map("annotations")
    }
  }

  private mutating func readLists(_ reader: ObjectReader) throws(Diagnostic) {
    resources = try reader.texts("resources") + reader.texts("bases")
    components = try reader.texts("components")
    crds = try reader.texts("crds")
    configurations = try reader.texts("configurations")
    generators = try reader.texts("generators")
    transformers = try reader.texts("transformers")
    validators = try reader.texts("validators")
    openAPI = try reader.map("openapi") ?? []
    buildMetadata = try reader.texts("buildMetadata")
  }

  private mutating func readTransformers(_ reader: ObjectReader) throws(Diagnostic) {
    namePrefix = try reader.text("namePrefix")
    nameSuffix = try reader.text("nameSuffix")
    namespace = try reader.text("namespace")
    commonLabels = try reader.map("commonLabels") ?? []
    commonAnnotations = try reader.map("commonAnnotations") ?? []
    labels = try reader.objects("labels", known: LabelChange.fields).mapThrowing {
      reader throws(Diagnostic) in try LabelChange(reader)
    }
    for list in ["images", "imageTags"] {
      images += try reader.objects(list, known: ImageChange.fields).mapThrowing {
        reader throws(Diagnostic) in try ImageChange(reader)
      }
    }
    replicas = try reader.objects("replicas", known: ReplicaCount.fields).mapThrowing {
      reader throws(Diagnostic) in try ReplicaCount(reader)
    }
    replacements = try reader.objects("replacements", known: ReplacementEntry.fields)
      .mapThrowing { reader throws(Diagnostic) in try ReplacementEntry(reader) }
    variables = try reader.objects("vars", known: Variable.fields).mapThrowing {
      reader throws(Diagnostic) in try Variable(reader)
    }
    patchesStrategicMerge = try reader.texts("patchesStrategicMerge")
    patches = try reader.objects("patches", known: Patch.fields).mapThrowing {
      reader throws(Diagnostic) in try Patch(reader)
    }
    patchesJSON6902 = try reader.objects("patchesJson6902", known: Patch.fields).mapThrowing {
      reader throws(Diagnostic) in try Patch(reader)
    }
    if let options = try reader.object("sortOptions", known: ["order", "legacySortOptions"]) {
      let legacy = try options.object("legacySortOptions", known: ["orderFirst", "orderLast"])
      sortOptions = SortOptions(
        order: try options.string("order"),
        orderFirst: try legacy?.texts("orderFirst").map(\.value),
        orderLast: try legacy?.texts("orderLast").map(\.value), mark: options.mark)
    }
  }

  private mutating func readGenerators(_ reader: ObjectReader) throws(Diagnostic) {
    let fields = GeneratorArguments.fields
    configMaps = try reader.objects("configMapGenerator", known: fields).mapThrowing {
      reader throws(Diagnostic) in try GeneratorArguments(reader, isSecret: false)
    }
    secrets = try reader.objects("secretGenerator", known: fields + ["type"]).mapThrowing {
      reader throws(Diagnostic) in try GeneratorArguments(reader, isSecret: true)
    }
    generatorOptions = try reader.object("generatorOptions", known: GeneratorOptions.fields).map {
      reader throws(Diagnostic) in try GeneratorOptions(reader)
    }
    _ = try reader.object("helmGlobals", known: ["chartHome", "configHome"])
    charts = try reader.objects("helmCharts", known: Self.chartFields).map(\.mark)
    charts += try reader.objects("helmChartInflationGenerator", known: Self.oldChartFields)
      .map(\.mark)
  }
}
