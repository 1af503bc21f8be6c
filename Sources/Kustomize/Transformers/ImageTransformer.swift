import Diagnostics
import RegularExpressions
import Values

/// `images` (api/filters/imagetag).
struct ImageTransformer: Transformer {
  let change: ImageChange
  let specs: [FieldSpec]
  private let pattern: RegularExpression?
  /// The name, where it stands for itself and needs no expression.
  private let plainName: [UInt8]?

  init(_ change: ImageChange, specs: [FieldSpec]) {
    self.change = change
    self.specs = specs
    let isPlain = change.name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"),
        UInt8(ascii: "_"), UInt8(ascii: ":"):
        true
      default: false
      }
    }
    plainName = isPlain ? Array(change.name.utf8) : nil
    // The name is a regular expression, as kustomize has it; one that is none matches nothing.
    pattern = try? RegularExpression(
      "^" + change.name
        + "(:[a-zA-Z0-9_.{}-]*)?(@[a-zA-Z0-9]+([.+_-][a-zA-Z0-9]+)*:[a-zA-Z0-9_.{}-]*)?$")
  }

  func transform(_ list: inout ManifestList) throws(Diagnostic) {
    let visitor = FieldVisitor { document, id throws(Diagnostic) in try set(id, in: &document) }
    // First every list that is named as containers are, wherever it stands, then the fields.
    try list.editAll { manifest throws(Diagnostic) in
      guard manifest.kind != "CustomResourceDefinition" else { return }
      try walk(manifest.document.rootID, in: &manifest.document)
    }
    try list.editAll { manifest throws(Diagnostic) in
      guard manifest.kind != "CustomResourceDefinition" else { return }
      try visitor.visit(specs, of: manifest.type, in: &manifest.document)
    }
  }

  private func walk(_ id: NodeID, in document: inout Document) throws(Diagnostic) {
    switch document[id].kind {
    case .sequence:
      for element in document.elements(of: id) { try walk(element, in: &document) }
    case .mapping:
      for index in 0..<document[id].count {
        let (value, isScalar) = entryValue(index, of: id, in: document)
        if isScalar { continue }
        try walk(value, in: &document)
        if isContainerList(index, of: id, in: document) { try setImages(value, in: &document) }
      }
    default: return
    }
  }

  private func entryValue(
    _ index: Int, of mapping: NodeID, in document: Document
  ) -> (NodeID, isScalar: Bool) {
    let value = document[mapping].entries[index].value
    return (value.id, value.isScalar)
  }

  private func isContainerList(_ index: Int, of mapping: NodeID, in document: Document) -> Bool {
    let entry = document[mapping].entries[index]
    return entry.value.isSequence
      && (entry.key.hasText("containers") || entry.key.hasText("initContainers"))
  }

  private func setImages(_ list: NodeID, in document: inout Document) throws(Diagnostic) {
    for element in document.elements(of: list) {
      guard !document.isNull(element) else { continue }
      guard document[element].isMapping else {
        throw Diagnostic(
          code: "kustomize-field", "wrong node kind: expected MappingNode in a list of containers",
          at: document[element].mark)
      }
      if let image = document.field("image", of: element) { try set(image, in: &document) }
    }
  }

  private func set(_ id: NodeID, in document: inout Document) throws(Diagnostic) {
    guard document[id].isScalar else { throw document.notScalar(id) }
    let image = document.text(of: id)
    guard matches(image), let new = newImage(for: image) else { return }
    try document.setScalar(id, to: new, mark: change.mark)
  }

  private func matches(_ image: String) -> Bool {
    if let plainName, !image.utf8.starts(with: plainName) { return false }
    guard let pattern else { return false }
    return (try? pattern.matches(in: image)) ?? false
  }

  private func newImage(for image: String) -> String? {
    var reference = ImageReference(image)
    if !change.newName.isEmpty { reference.name = change.newName }
    if !change.newTag.isEmpty {
      reference.tag = change.newTag
      reference.digest = change.digest
    } else if !change.digest.isEmpty {
      reference.tag = ""
      reference.digest = change.digest
    } else if !change.tagSuffix.isEmpty {
      reference.tag += change.tagSuffix
      reference.digest = ""
    }
    return reference.text
  }
}

/// An image split as kustomize splits it (api/internal/image/image.go).
private struct ImageReference {
  var name: String
  var tag = ""
  var digest = ""

  init(_ image: String) {
    let bytes = Array(image.utf8)
    let slash = bytes.firstIndex(of: UInt8(ascii: "/")) ?? 0
    let at = bytes[slash...].firstIndex(of: UInt8(ascii: "@"))
    let colon = bytes[slash...].firstIndex(of: UInt8(ascii: ":"))
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    switch (at, colon) {
    case (nil, nil): name = image
    case (let at?, let colon) where colon.map({ at < $0 }) ?? true:
      name = text(0..<at)
      digest = text(at + 1..<bytes.count)
    case (let at?, let colon?):
      name = text(0..<colon)
      tag = text(colon + 1..<at)
      digest = text(at + 1..<bytes.count)
    case (_, let colon?):
      name = text(0..<colon)
      tag = text(colon + 1..<bytes.count)
    default: name = image
    }
  }

  var text: String {
    name + (tag.isEmpty ? "" : ":\(tag)") + (digest.isEmpty ? "" : "@\(digest)")
  }
}
