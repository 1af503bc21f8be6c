import Diagnostics
import Values

/// An entry of `configMapGenerator` or `secretGenerator`.
struct GeneratorArguments: Sendable {
  var name: Text?
  var namespace: Text?
  var behavior = GenerationBehavior.unspecified
  var literals: [Text] = []
  var files: [Text] = []
  var envs: [Text] = []
  var options: GeneratorOptions?
  /// Of a Secret only.
  var type: Text?
  var mark: Mark?

  static let fields = [
    "namespace", "name", "behavior", "literals", "files", "envs", "env", "options",
  ]

  init(_ reader: ObjectReader, isSecret: Bool) throws(Diagnostic) {
    name = try reader.text("name")
    namespace = try reader.text("namespace")
    behavior = GenerationBehavior(rawValue: try reader.string("behavior")) ?? .unspecified
    literals = try reader.texts("literals")
    files = try reader.texts("files")
    envs = try reader.texts("envs")
    if let env = try reader.text("env"), !env.value.isEmpty { envs.append(env) }
    options = try reader.object("options", known: GeneratorOptions.fields).map {
      reader throws(Diagnostic) in try GeneratorOptions(reader)
    }
    if isSecret { type = try reader.text("type") }
    mark = reader.mark
  }
}

/// `generatorOptions`, or the `options` of one generator.
struct GeneratorOptions: Sendable {
  var labels: [TextEntry]?
  var annotations: [TextEntry]?
  var disablesHash = false
  var isImmutable = false
  var mark: Mark?

  static let fields = ["labels", "annotations", "disableNameSuffixHash", "immutable"]

  init(_ reader: ObjectReader) throws(Diagnostic) {
    labels = try reader.map("labels")
    annotations = try reader.map("annotations")
    disablesHash = try reader.bool("disableNameSuffixHash")
    isImmutable = try reader.bool("immutable")
    mark = reader.mark
  }

  /// The options of a generator with the general ones, over which its own labels and annotations
  /// win.
  static func merged(own: GeneratorOptions?, general: GeneratorOptions?) -> GeneratorOptions? {
    guard let general else { return own }
    guard var result = own else { return general }
    func merge(_ own: [TextEntry]?, _ general: [TextEntry]?) -> [TextEntry]? {
      guard let own else { return general }
      let keys = Set(own.map(\.key))
      return own + (general ?? []).filter { !keys.contains($0.key) }
    }
    result.labels = merge(result.labels, general.labels)
    result.annotations = merge(result.annotations, general.annotations)
    result.disablesHash = result.disablesHash || general.disablesHash
    result.isImmutable = result.isImmutable || general.isImmutable
    return result
  }
}
