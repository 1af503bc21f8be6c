import Diagnostics
import Documents
import Values

/// Rules for custom resources that `crds` describes: OpenAPI definitions with kustomize's own
/// extensions (api/internal/accumulator/loadconfigfromcrds.go).
struct CustomResourceRules {
  private let definitions: Node
  private(set) var configuration = TransformerConfiguration()

  static func read(_ file: SourceFile) throws(Diagnostic) -> TransformerConfiguration {
    guard let document = try ConfigurationReader.document(try file.bytes(), from: file.source)
    else {
      return TransformerConfiguration()
    }
    var rules = CustomResourceRules(definitions: document.root)
    let names = document.root.entries.map(\.name).sorted()
    for name in names {
      guard let properties = document.root[name]?["Schema"]?["properties"],
        properties["kind"] != nil, properties["apiVersion"] != nil, properties["metadata"] != nil
      else { continue }
      let kind = name.split(separator: ".").last.map(String.init) ?? name
      try rules.add(name, of: GroupVersionKind(kind: kind), at: [])
    }
    return rules.configuration
  }

  private init(definitions: Node) {
    self.definitions = definitions
  }

  private mutating func add(
    _ name: String, of type: GroupVersionKind, at path: [String]
  ) throws(Diagnostic) {
    guard path.count < 64 else {
      throw Diagnostic(
        code: "kustomize-crds", "definitions refer to each other without end",
        at: definitions.mark)
    }
    for property in definitions[name]?["Schema"]?["properties"]?.entries.map({ $0 }) ?? [] {
      let place = path + [property.name]
      func spec(_ more: [String] = []) -> FieldSpec {
        FieldSpec(type, path: (place + more).joined(separator: "/"))
      }
      let value = property.value
      func has(_ key: String) -> String? { value["x-kubernetes-\(key)"]?.string }
      if has("annotation") != nil { try merge(\.commonAnnotations, spec()) }
      if has("label-selector") != nil { try merge(\.commonLabels, spec()) }
      if has("identity") != nil { try merge(\.namePrefix, spec()) }
      if let version = has("object-ref-api-version"), let kind = has("object-ref-kind") {
        let reference = NameReference(
          target: GroupVersionKind(version: version, kind: kind),
          referrers: [spec([has("object-ref-name-key") ?? "name"])])
        guard let merged = configuration.nameReferences.merging([reference]) else {
          throw conflict(value)
        }
        configuration.nameReferences = merged
      }
      if let reference = value["$ref"]?.string { try add(reference, of: type, at: place) }
    }
  }

  private mutating func merge(
    _ list: WritableKeyPath<TransformerConfiguration, [FieldSpec]>, _ spec: FieldSpec
  ) throws(Diagnostic) {
    guard let merged = configuration[keyPath: list].merging([spec]) else {
      throw conflict(definitions)
    }
    configuration[keyPath: list] = merged
  }

  private func conflict(_ node: Node) -> Diagnostic {
    Diagnostic(code: "kustomize-crds", "conflicting fieldspecs", at: node.mark)
  }
}
