import Diagnostics
import Documents
import Values

/// What kustomize makes of an object on its way through JSON, which its output and JSON patches go.
enum OutputForm {
  /// Finds what cannot be told in JSON: keys that are neither text nor numbers or occur twice, and
  /// numbers that are none.
  static func check(_ root: Node) throws(Diagnostic) {
    try check(root, isRoot: true)
  }

  private static func check(_ node: Node, isRoot: Bool) throws(Diagnostic) {
    switch node.kind {
    case .mapping:
      try checkKeys(node, isRoot: isRoot)
      for entry in node.entries { try check(entry.value, isRoot: false) }
    case .sequence:
      for element in node.elements { try check(element, isRoot: false) }
    case .int:
      let isInteger = node.withTextBytes { IntegerText(bytes: $0) != nil }
      if !isInteger { try checkResolved(node, as: .int) }
    case .float: try checkResolved(node, as: .float)
    case .bool: try checkResolved(node, as: .bool)
    case .null: try checkResolved(node, as: .null)
    case .string: break
    }
  }

  /// A text that a replacement put there may not be of the kind that the field had.
  private static func checkResolved(_ node: Node, as kind: Kind) throws(Diagnostic) {
    let found = node.withTextBytes { Dialect.yaml12.kind(of: $0) }
    guard found == kind || (kind == .float && found == .int) else {
      throw Diagnostic(
        code: "kustomize-value", "cannot decode `\(node.text.prefix(40))` as a \(kind)",
        at: node.mark)
    }
    if kind == .float, let value = node.double, !value.isFinite {
      throw Diagnostic(
        code: "kustomize-value", "\(node.text) is a number that JSON cannot hold", at: node.mark,
        help: "quote it where text is meant")
    }
  }

  private static func checkKeys(_ mapping: Node, isRoot: Bool) throws(Diagnostic) {
    for entry in mapping.entries where !isRoot {
      guard entry.key.kind != .bool, entry.key.kind != .null else {
        throw Diagnostic(
          code: "kustomize-key", "the key '\(entry.name.prefix(100))' is not a string",
          at: entry.key.mark, help: "quote the key")
      }
    }
    guard let second = mapping.repeatedKey else { return }
    throw Diagnostic(
      code: "duplicate-key", "mapping key \"\(second.text.prefix(100))\" already defined",
      at: second.mark, help: "keep one of the two")
  }

  /// Writes texts as they come out of JSON: dates that were written without quotes are times,
  /// numbers that are keys are text, folded blocks have the line breaks that writing them adds, and
  /// a NEL is the line break that YAML takes it for.
  static func resolveTexts(_ document: inout Document) {
    var texts: [(NodeID, String)] = []
    document.root.forEachScalar { node, isKey in
      if let text = resolvedText(of: node, isKey: isKey) { texts.append((node.id, text)) }
    }
    for (id, text) in texts {
      let mark = document[id].mark
      document.replace(id, with: document.addScalar(.string, .doubleQuoted, text: text, mark: mark))
    }
  }

  private static func resolvedText(of node: Node, isKey: Bool) -> String? {
    switch node.kind {
    case .string:
      return node.withTextBytes { text in
        if node.style == .plain, Timestamp.isTimestamp(text) { return Timestamp(text)?.json }
        if node.style == .folded, !isKey, let text = FoldedText.rewritten(text) { return text }
        return text.contains(0x85) ? FoldedText.unfold(text) : nil
      }
    case .int, .float:
      guard isKey else { return nil }
      if let int = node.int { return String(int) }
      return node.double.map(GoFloat.json)
    default: return nil
    }
  }

  /// Finds characters that the YAML reader behind JSON refuses.
  static func checkCharacters(_ root: Node) throws(Diagnostic) {
    var bad: Mark??
    root.forEachScalar { node, _ in
      guard bad == nil, node.kind == .string else { return }
      if node.withTextBytes(FoldedText.hasControlCharacter) { bad = .some(node.mark) }
    }
    guard let bad else { return }
    throw Diagnostic(
      code: "kustomize-value", "control characters are not allowed", at: bad,
      help: "remove them, or encode the text")
  }

  /// All numbers are doubles after JSON, texts have the style that YAML would give them, and no two
  /// places share a node.
  static func normalizeAfterJSON(_ document: inout Document) {
    resolveTexts(&document)
    let root = document.graft(document.root)
    document.rootID = root
    var numbers: [(NodeID, String, Kind)] = []
    var styles: [(NodeID, Style)] = []
    document.root.forEachScalar { node, isKey in
      guard !isKey else { return }
      switch node.kind {
      case .int, .float:
        guard let value = node.double else { return }
        let text = GoFloat.general(value)
        let kind: Kind =
          text.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e") })
          ? .float : .int
        if kind != node.kind || !node.hasText(text) { numbers.append((node.id, text, kind)) }
      case .bool:
        let text = node.bool == true ? "true" : "false"
        if !node.hasText(text) { numbers.append((node.id, text, .bool)) }
      case .string:
        let style = node.withTextBytes { ScalarShape.style(of: $0) }
        if style != node.style { styles.append((node.id, style)) }
      default: break
      }
    }
    for (id, text, kind) in numbers {
      let mark = document[id].mark
      document.replace(id, with: document.addScalar(kind, text: text, mark: mark))
    }
    for (id, style) in styles { document.setStyle(of: id, to: style) }
  }
}

extension Node {
  /// The second of two equal keys of a mapping.
  var repeatedKey: Node? {
    let entries = entries
    guard entries.count > 1 else { return nil }
    if entries.count <= 16 {
      for (index, entry) in entries.enumerated() {
        for other in entries[(index + 1)...]
        where entry.key.withTextBytes({ mine in
          other.key.withTextBytes { mine.elementsEqual($0) }
        }) {
          return other.key
        }
      }
      return nil
    }
    var seen: Set<String> = []
    return entries.first { !seen.insert($0.name).inserted }?.key
  }

  /// Visits the scalars below the node, keys and values.
  func forEachScalar(_ body: (_ node: Node, _ isKey: Bool) -> Void) {
    switch kind {
    case .mapping:
      for entry in entries {
        body(entry.key, true)
        entry.value.forEachScalar(body)
      }
    case .sequence: for element in elements { element.forEachScalar(body) }
    default: body(self, false)
    }
  }
}
