import Diagnostics
import Documents
import Resources
import Values

/// Makes the ConfigMap or Secret of a generator (api/internal/generators).
struct Generator {
  let arguments: GeneratorArguments
  let options: GeneratorOptions?
  let isSecret: Bool

  init(_ arguments: GeneratorArguments, general: GeneratorOptions? = nil, isSecret: Bool) {
    self.arguments = arguments
    options = GeneratorOptions.merged(own: arguments.options, general: general)
    self.isSecret = isSecret
  }

  func generate(_ loader: Loader) throws(Diagnostic) -> Manifest {
    guard let name = arguments.name, !name.value.isEmpty else {
      throw Diagnostic(
        code: "kustomize-generator", "a configmap must have a name", at: arguments.mark)
    }
    let pairs = try KeyValueSources(loader: loader).pairs(of: arguments)
    var document = Document()
    let root = document.addMapping(mark: arguments.mark)
    document.rootID = root
    func set(_ field: String, _ text: Text, in mapping: NodeID) {
      document.setField(
        field, to: document.addString(text.value, mark: text.mark ?? arguments.mark), in: mapping)
    }
    set("apiVersion", Text("v1"), in: root)
    set("kind", Text(isSecret ? "Secret" : "ConfigMap"), in: root)
    let metadata = document.addMapping(mark: arguments.mark)
    document.setField("metadata", to: metadata, in: root)
    set("name", name, in: metadata)
    if let namespace = arguments.namespace, !namespace.value.isEmpty {
      set("namespace", namespace, in: metadata)
    }
    if isSecret {
      let type = arguments.type.flatMap { $0.value.isEmpty ? nil : $0 }
      set("type", type ?? Text("Opaque"), in: root)
    }
    add(pairs, to: root, in: &document)
    addMap("labels", options?.labels, to: metadata, in: &document)
    addMap("annotations", options?.annotations, to: metadata, in: &document)
    if options?.isImmutable == true {
      document.setField(
        "immutable", to: document.addScalar(.bool, text: "true", mark: options?.mark), in: root)
    }
    var manifest = Manifest(document)
    manifest.needsHash = options?.disablesHash != true
    manifest.behavior = arguments.behavior
    manifest.isGenerated = true
    if isSecret {
      for pair in pairs where pair.isBare { manifest.secretTexts.insert(pair.key.utf8) }
    }
    return manifest
  }

  private func add(
    _ pairs: [KeyValueSources.Pair], to root: NodeID, in document: inout Document
  ) {
    if isSecret, pairs.isEmpty {
      document.setField("data", to: document.addMapping(mark: arguments.mark), in: root)
    }
    for pair in pairs {
      let text = isSecret ? nil : String(validating: pair.value, as: UTF8.self)
      let field = isSecret || text != nil ? "data" : "binaryData"
      guard let map = document.mappingField(field, of: root, mark: arguments.mark) else { continue }
      let value = document.addString(text ?? Base64Lines.encode(pair.value), mark: pair.mark)
      document.setField(pair.key, to: value, in: map)
    }
  }

  private func addMap(
    _ field: String, _ entries: [TextEntry]?, to metadata: NodeID, in document: inout Document
  ) {
    guard let entries, !entries.isEmpty else { return }
    let map = document.addMapping(mark: arguments.mark)
    for entry in entries.sortedByKey {
      document.setField(
        entry.key, to: document.addString(entry.value.value, mark: entry.value.mark), in: map)
    }
    document.setField(field, to: map, in: metadata)
  }
}

/// Base64 in lines of 70 characters where it has more than one line.
enum Base64Lines {
  static func encode(_ bytes: [UInt8]) -> String {
    let alphabet = Array(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    let length = (bytes.count + 2) / 3 * 4
    var output: [UInt8] = []
    output.reserveCapacity(length + length / 70 + 1)
    var written = 0
    func put(_ byte: UInt8) {
      output.append(byte)
      written += 1
      if length >= 70, written % 70 == 0 { output.append(UInt8(ascii: "\n")) }
    }
    var index = 0
    while index < bytes.count {
      let second = index + 1 < bytes.count ? bytes[index + 1] : 0
      let third = index + 2 < bytes.count ? bytes[index + 2] : 0
      let bits = UInt32(bytes[index]) << 16 | UInt32(second) << 8 | UInt32(third)
      put(alphabet[Int(bits >> 18)])
      put(alphabet[Int(bits >> 12 & 63)])
      put(index + 1 < bytes.count ? alphabet[Int(bits >> 6 & 63)] : UInt8(ascii: "="))
      put(index + 2 < bytes.count ? alphabet[Int(bits & 63)] : UInt8(ascii: "="))
      index += 3
    }
    if length >= 70, written % 70 != 0 { output.append(UInt8(ascii: "\n")) }
    return String(decoding: output, as: UTF8.self)
  }
}
