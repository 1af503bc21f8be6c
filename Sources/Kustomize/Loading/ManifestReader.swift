import Diagnostics
import Documents
import Git
import Values

/// Makes manifests of the text of a file or an inline patch (kyaml/kio, api/resource/factory.go).
enum ManifestReader {
  static func read(_ bytes: [UInt8], from source: Source) throws(Diagnostic) -> [Manifest] {
    try checkSeparators(bytes, source)
    try SchemaComment.refuse(in: bytes, source)
    let reading = YAML.read(bytes, from: source, dialect: .yaml12)
    if let error = reading.diagnostics.first(where: { $0.severity == .error }) { throw error }
    var manifests: [Manifest] = []
    var queue: [Document] = []
    for document in reading.documents {
      if let document = try validated(document) { queue.append(document) }
    }
    var index = 0
    while index < queue.count {
      let document = queue[index]
      index += 1
      guard let items = try items(of: document) else {
        var manifest = Manifest(document)
        manifest.readBuildAnnotations()
        manifests.append(manifest)
        continue
      }
      for item in items {
        var copy = Document()
        copy.rootID = copy.graft(item)
        if let document = try validated(copy) { queue.append(document) }
      }
      guard queue.count <= 1_000_000 else {
        throw Diagnostic(code: "kustomize-size", "the file holds too many objects")
      }
    }
    return manifests
  }

  /// The items of an object of a kind that ends in List; nil for any other object.
  private static func items(of document: Document) throws(Diagnostic) -> [Node]? {
    let root = document.root
    guard let kind = root["kind"]?.text, kind.hasSuffix("List"), let items = root["items"] else {
      return nil
    }
    if items.isNull { return [] }
    guard items.isSequence else {
      throw Diagnostic(
        code: "kustomize-list", "expected array in \(kind)/items", at: items.mark)
    }
    return Array(items.elements)
  }

  /// nil for an object that is empty.
  private static func validated(_ document: Document) throws(Diagnostic) -> Document? {
    let root = document.root
    if root.isNull || (!root.isScalar && root.count == 0) { return nil }
    func text(_ node: Node?) -> String { node.map { $0.isNull ? "" : $0.text } ?? "" }
    let kind = text(root["kind"])
    guard !kind.isEmpty else {
      let isObject = root["apiVersion"] != nil || root["metadata"] != nil
      throw Diagnostic(
        code: "kustomize-metadata",
        isObject ? "missing kind in object" : "missing Resource metadata", at: root.mark)
    }
    if kind.hasSuffix("List") { return document }
    guard !text(root["metadata"]?["name"]).isEmpty else {
      throw Diagnostic(
        code: "kustomize-metadata", "missing metadata.name in object of kind \(kind)",
        at: root["metadata"]?.mark ?? root.mark)
    }
    return document
  }

  /// A line that begins with `---` must hold nothing more but a comment, wherever it stands but at
  /// the start.
  private static func checkSeparators(_ bytes: [UInt8], _ source: Source) throws(Diagnostic) {
    let dash = UInt8(ascii: "-")
    var line = 1
    var index = 0
    while let end = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) {
      let text = bytes[index..<end]
      if line > 1, text.count > 3, text.starts(with: [dash, dash, dash]) {
        let rest = text.dropFirst(3).drop { $0 == 0x20 || (9...13).contains($0) }
        if let first = rest.first, first != UInt8(ascii: "#") {
          throw Diagnostic(
            code: "kustomize-separator", "invalid document separator",
            at: Mark(source: source, line: line, column: 1),
            help: "put nothing but a comment behind ---")
        }
      }
      index = end + 1
      line += 1
    }
  }
}

extension ManifestReader {
  /// Reads manifests that are written as a string of another file. Their marks are those of the
  /// string.
  static func read(inline text: Text, _ file: SourceFile) throws(Diagnostic) -> [Manifest] {
    do {
      return try read(Array(text.value.utf8), from: file.source).map { manifest in
        var manifest = manifest
        InlineMarks(text, file).move(&manifest.document)
        manifest.places = manifest.document.root.mark.map { [$0] } ?? []
        return manifest
      }
    } catch {
      throw InlineMarks(text, file).moved(error)
    }
  }
}
