import Diagnostics
import Git
import Values

/// Writes one value to fields of selected objects (api/filters/valueadd).
struct ValueAddTransformer: Transformer {
  private struct Place {
    var selector: Selector?
    var path: Text
    var position: Int64

    init(_ reader: ObjectReader) throws(Diagnostic) {
      selector = try reader.selector("selector")
      path = try reader.text("fieldPath") ?? Text("", at: reader.mark)
      position = try reader.int("filePathPosition") ?? 0
      guard !path.value.isEmpty else {
        throw Diagnostic(
          code: "kustomize-plugin", "fieldPath cannot be empty", at: reader.mark)
      }
      guard position >= 0 else {
        throw Diagnostic(
          code: "kustomize-plugin", "value of FilePathPosition (\(position)) cannot be negative",
          at: reader.mark)
      }
    }
  }

  private let value: Text
  private let places: [Place]

  init(_ reader: ObjectReader, _ target: Target) throws(Diagnostic) {
    var value = try reader.text("value") ?? Text("", at: reader.mark)
    value.value = String(
      value.value.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    if value.value.isEmpty {
      value.value = String(decoding: target.loader.root.name, as: UTF8.self)
    }
    self.value = value
    var places = try reader.objects("targets", known: []).mapThrowing {
      reader throws(Diagnostic) in try Place(reader)
    }
    if let path = try reader.text("targetFilePath"), !path.value.isEmpty {
      let file = try target.loader.load(path)
      if let document = try ConfigurationReader.document(try file.bytes(), from: file.source) {
        let targets = try ObjectReader(document.root, "targets", known: [], isStrict: false)
        places += try targets.objects("targets", known: []).mapThrowing {
          reader throws(Diagnostic) in try Place(reader)
        }
      }
    }
    guard !places.isEmpty else {
      throw Diagnostic(
        code: "kustomize-plugin", "must specify at least one target", at: reader.mark)
    }
    self.places = places
  }

  func transform(_ list: inout ManifestList) throws(Diagnostic) {
    let schema = list.schema
    for place in places {
      let selected = try place.selector.map { selector throws(Diagnostic) in
        try SelectorMatcher(selector).select(in: list)
      }
      for index in selected ?? Array(list.indices) {
        try list.edit(index) { manifest throws(Diagnostic) in
          if place.path.value == "metadata/namespace" {
            try NamespaceTransformer(namespace: value, specs: []).apply(to: &manifest, schema)
          } else {
            try set(place, in: &manifest.document)
          }
        }
      }
    }
  }

  private func set(_ place: Place, in document: inout Document) throws(Diagnostic) {
    let spec = FieldSpec(path: place.path.value, creates: true)
    let (value, position) = (value, place.position)
    let visitor = FieldVisitor(creating: .scalar, mark: value.mark) {
      document, id throws(Diagnostic) in
      let text =
        position == 0
        ? value.value : Self.insert(value.value, into: document.text(of: id), at: position - 1)
      try document.setScalar(id, to: text, mark: value.mark)
    }
    try visitor.visit(spec, in: &document)
  }

  /// Inserts a part into a path of files; the first part of an absolute path is the one behind `/`.
  private static func insert(_ part: String, into path: String, at position: Int64) -> String {
    var parts = path.isEmpty ? [] : path.split(separator: "/", omittingEmptySubsequences: false)
    var index = Int(clamping: min(position, Int64(parts.count)))
    if parts.first?.isEmpty == true, index < parts.count { index += 1 }
    parts.insert(Substring(part), at: index)
    return parts.joined(separator: "/")
  }
}
