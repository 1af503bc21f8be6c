import Diagnostics
import Values

/// Reads the fields of an object as Go's `encoding/json` decodes a struct: names match in any case,
/// null leaves a field as it is, and a value of another type is an error.
struct ObjectReader {
  let node: Node
  /// What the object is, for messages.
  let subject: String
  let isStrict: Bool

  /// - Parameters:
  ///   - known: the fields that may stand there. Where reading is not strict, others are ignored,
  ///     and numbers and booleans become strings where a string is wanted.
  init(
    _ node: Node, _ subject: String, known: [String], isStrict: Bool = true
  ) throws(Diagnostic) {
    guard node.isMapping else {
      throw Self.mismatch(node, "an object", subject)
    }
    self.node = node
    self.subject = subject
    self.isStrict = isStrict
    guard isStrict else { return }
    for entry in node.entries {
      let name = entry.name
      if known.contains(name) { continue }
      guard !known.contains(where: { $0.lowercased() == name.lowercased() }) else { continue }
      throw Diagnostic(
        code: "kustomization-unknown-field", "unknown field \"\(name)\" in \(subject)",
        at: entry.key.mark)
    }
  }

  private static func mismatch(_ node: Node, _ wanted: String, _ subject: String) -> Diagnostic {
    let found =
      switch node.kind {
      case .null: "null"
      case .bool: "a boolean"
      case .int, .float: "a number"
      case .string: "a string"
      case .sequence: "a list"
      case .mapping: "an object"
      }
    return Diagnostic(
      code: "kustomization-type", "\(subject) must be \(wanted), not \(found)", at: node.mark)
  }

  private func mismatch(_ node: Node, _ name: String, _ wanted: String) -> Diagnostic {
    Self.mismatch(node, wanted, "\(subject).\(name)")
  }

  /// The value of a field; nil where it is missing or null. Of several the last counts.
  subscript(name: String) -> Node? {
    var found: Node?
    for entry in node.entries where entry.key.hasText(name) && !entry.value.isNull {
      found = entry.value
    }
    if found != nil { return found }
    let lowercased = name.lowercased()
    for entry in node.entries where !entry.value.isNull {
      if entry.key.withTextBytes({ $0.count }) == name.utf8.count,
        entry.name.lowercased() == lowercased
      {
        found = entry.value
      }
    }
    return found
  }

  func text(_ name: String) throws(Diagnostic) -> Text? {
    guard let value = self[name] else { return nil }
    return try text(value, name)
  }

  func string(_ name: String) throws(Diagnostic) -> String { try text(name)?.value ?? "" }

  private func text(_ value: Node, _ name: String) throws(Diagnostic) -> Text {
    if value.isNull { return Text("", at: value.mark) }
    if let string = value.string { return Text(string, at: value.mark) }
    guard !isStrict, value.isScalar else { throw mismatch(value, name, "a string") }
    return Text(value.bool.map { $0 ? "true" : "false" } ?? value.text, at: value.mark)
  }

  func bool(_ name: String) throws(Diagnostic) -> Bool {
    guard let value = self[name] else { return false }
    guard let bool = value.bool else { throw mismatch(value, name, "a boolean") }
    return bool
  }

  func int(_ name: String) throws(Diagnostic) -> Int64? {
    guard let value = self[name] else { return nil }
    if let int = value.int { return int }
    if let double = value.double, let int = Int64(exactly: double) { return int }
    throw mismatch(value, name, "an integer")
  }

  func elements(_ name: String) throws(Diagnostic) -> [Node] {
    guard let value = self[name] else { return [] }
    guard value.isSequence else { throw mismatch(value, name, "a list") }
    return Array(value.elements)
  }

  func texts(_ name: String) throws(Diagnostic) -> [Text] {
    try elements(name).mapThrowing { element throws(Diagnostic) in try text(element, name) }
  }

  func map(_ name: String) throws(Diagnostic) -> [TextEntry]? {
    guard let value = self[name] else { return nil }
    guard value.isMapping else { throw mismatch(value, name, "a map of strings") }
    return try Array(value.entries).mapThrowing { entry throws(Diagnostic) in
      TextEntry(key: entry.name, value: try text(entry.value, name))
    }
  }

  /// The elements of a list of objects; a null among them is an object without fields.
  func objects(_ name: String, known: [String]) throws(Diagnostic) -> [ObjectReader] {
    try elements(name).mapThrowing { element throws(Diagnostic) in
      try Self(element.isNull ? .emptyMapping : element, name, known: known, isStrict: isStrict)
    }
  }

  func object(_ name: String, known: [String]) throws(Diagnostic) -> ObjectReader? {
    guard let value = self[name] else { return nil }
    return try Self(value, name, known: known, isStrict: isStrict)
  }

  var mark: Mark? { node.mark }
}

extension Array {
  /// `map` with a typed error.
  func mapThrowing<Result>(
    _ transform: (Element) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> [Result] {
    var result: [Result] = []
    result.reserveCapacity(count)
    for element in self { result.append(try transform(element)) }
    return result
  }
}

extension Node {
  static let emptyMapping: Node = {
    var document = Document()
    document.rootID = document.addMapping()
    return document.root
  }()
}
