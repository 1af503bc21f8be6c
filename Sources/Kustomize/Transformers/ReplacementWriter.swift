import Diagnostics
import Documents
import Values

/// Writes the value of a replacement to the fields that a path names.
struct ReplacementWriter {
  let value: Node
  let options: Replacement.Options?
  let path: String

  private var creation: FieldMatcher.Creation? {
    guard options?.creates == true else { return nil }
    return value.isMapping ? .mapping : value.isSequence ? .sequence : .scalar
  }

  func write(to document: inout Document) throws(Diagnostic) {
    let parts = PathText.splitSelectors(path)
    if try writeInsideText(parts, in: &document) { return }
    let fields: [NodeID]
    var matcher = FieldMatcher(creation: creation)
    do {
      fields = try matcher.find(parts[...], at: document.rootID, in: &document)
    } catch {
      var error = error
      error.headline = "\(missing): \(error.headline)"
      throw error
    }
    guard !fields.isEmpty else {
      throw Diagnostic(code: "kustomize-replacement", missing, at: document.root.mark)
    }
    for field in fields {
      try set(field, isNew: matcher.created.contains(field), in: &document)
    }
  }

  private var missing: String {
    "unable to find \(creation == nil ? "" : "or create ")field \"\(path)\" in replacement target"
  }

  static func split(_ text: String, _ delimiter: String) -> [String] {
    var parts: [String] = []
    let delimiter = Array(delimiter.utf8)
    var rest = Array(text.utf8)[...]
    var part: [UInt8] = []
    while !rest.isEmpty {
      if rest.starts(with: delimiter) {
        parts.append(String(decoding: part, as: UTF8.self))
        part = []
        rest = rest.dropFirst(delimiter.count)
      } else {
        part.append(rest.removeFirst())
      }
    }
    return parts + [String(decoding: part, as: UTF8.self)]
  }

  private func set(
    _ field: NodeID, isNew: Bool, in document: inout Document
  ) throws(Diagnostic) {
    var text = value.text
    if let options, !options.delimiter.isEmpty {
      guard document[field].isScalar else {
        throw Diagnostic(
          code: "kustomize-replacement",
          "delimiter option can only be used with scalar nodes", at: document[field].mark)
      }
      var parts = Self.split(document.text(of: field), options.delimiter)
      if options.index < 0 {
        parts.insert(text, at: 0)
      } else if let index = Int(exactly: options.index), index < parts.count {
        parts[index] = text
      } else {
        parts.append(text)
      }
      text = parts.joined(separator: options.delimiter)
    }
    let mark = value.mark
    guard document[field].isScalar else {
      if value.isScalar {
        document.replace(
          field, with: document.addScalar(value.kind, value.style, text: text, mark: mark))
      } else {
        document.replace(field, with: document.graft(value))
      }
      return
    }
    // A scalar keeps its type: numbers and strings turn into each other. A new one has none.
    if isNew { return document.setUntaggedText(of: field, to: text, mark: mark) }
    let (kind, style) = (document[field].kind, document[field].style)
    document.replace(field, with: document.addScalar(kind, style, text: text, mark: mark))
  }

  // MARK: Values inside of texts

  /// Writes into a text that is JSON or YAML itself, as a file in a ConfigMap may be. Returns
  /// whether the path leads there.
  private func writeInsideText(
    _ parts: [String], in document: inout Document
  ) throws(Diagnostic) -> Bool {
    guard parts.count > 1, let (field, length) = textField(parts, document) else { return false }
    let text = document.text(of: field)
    guard let first = text.utf8.first(where: { !Self.isSpace($0) }),
      var inner = Self.parse(text)
    else { return false }
    do {
      var matcher = FieldMatcher(creation: creation)
      let fields = try matcher.find(parts[length...], at: inner.rootID, in: &inner)
      guard !fields.isEmpty else { return false }
      for field in fields {
        try set(field, isNew: matcher.created.contains(field), in: &inner)
      }
      try OutputForm.check(inner.root)
    } catch {
      return false
    }
    let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    let written = isJSON ? Self.json(inner, like: text) : NodeText.yaml(inner.root)
    let (kind, style, mark) =
      (document[field].kind, document[field].style, value.mark ?? document[field].mark)
    document.replace(field, with: document.addScalar(kind, style, text: written, mark: mark))
    return true
  }

  /// The first scalar on the way, and how many parts lead to it.
  private func textField(_ parts: [String], _ document: Document) -> (NodeID, Int)? {
    for length in 1..<parts.count {
      guard let node = try? FieldLookup.find(Array(parts[..<length]), in: document.root),
        node.isScalar, !node.isNull || !node.text.isEmpty
      else { continue }
      return (node.id, length)
    }
    return nil
  }

  private static func parse(_ text: String) -> Document? {
    let reading = YAML.read(text, from: Source(path: ""), dialect: .yaml12)
    guard !reading.hasErrors, let document = reading.documents.first,
      !document.root.isScalar
    else { return nil }
    return document
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }

  private static func json(_ document: Document, like text: String) -> String {
    var json = GoJSON()
    json.write(document.root, indent: text.contains("\n") && text.contains("  ") ? 0 : nil)
    return json.text
  }
}
