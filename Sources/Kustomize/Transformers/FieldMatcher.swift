import Diagnostics
import Documents
import RegularExpressions
import Values

/// Finds all nodes that a path of a replacement's target names, and creates what is missing where
/// it may (PathMatcher in kyaml/yaml/match.go).
struct FieldMatcher {
  /// What is created at the end of a path; nil where nothing is.
  enum Creation { case scalar, mapping, sequence }

  let creation: Creation?
  /// Scalars that were created and say nothing yet, not even of what type they are.
  private(set) var created: Set<NodeID> = []

  init(creation: Creation?) {
    self.creation = creation
  }

  mutating func find(
    _ path: ArraySlice<String>, at node: NodeID, in document: inout Document
  ) throws(Diagnostic) -> [NodeID] {
    guard let part = path.first else { return [node] }
    let rest = path.dropFirst()
    if let index = Int(part), index >= 0 {
      return try findElement(index, rest, at: node, in: &document)
    }
    if let (name, pattern) = try FieldLookup.selector(part, document[node]) {
      return try findElements(name, pattern, rest, at: node, in: &document)
    }
    if part == "*" {
      try requireSequence(node, document)
      var found: [NodeID] = []
      for element in document.elements(of: node) {
        found += try find(rest, at: element, in: &document)
      }
      return found
    }
    return try findField(part, rest, at: node, in: &document)
  }

  private func requireSequence(_ node: NodeID, _ document: Document) throws(Diagnostic) {
    guard document[node].isSequence || document.isNull(node) else {
      throw FieldLookup.mismatch("SequenceNode", document[node])
    }
  }

  private mutating func findField(
    _ name: String, _ rest: ArraySlice<String>, at node: NodeID, in document: inout Document
  ) throws(Diagnostic) -> [NodeID] {
    guard !document.isNull(node) else {
      guard creation != nil else { return [] }
      document.replace(node, with: document.addMapping())
      return try findField(name, rest, at: node, in: &document)
    }
    guard document[node].isMapping else {
      throw FieldLookup.mismatch("MappingNode", document[node])
    }
    guard let field = document.field(name, of: node) else {
      guard creation != nil else { return [] }
      let added = create(before: rest.first, in: &document)
      document.insert(
        entry: document.addKey(name, mark: nil), added, at: document[node].count, in: node)
      return try find(rest, at: added, in: &document)
    }
    if !rest.isEmpty, document[field].isScalar, !document.isNull(field) {
      // What kustomize finds in a text that is YAML itself it changes in a copy.
      return []
    }
    return try find(rest, at: field, in: &document)
  }

  private mutating func create(before next: String?, in document: inout Document) -> NodeID {
    guard let next else {
      switch creation {
      case .mapping: return document.addMapping()
      case .sequence: return document.addSequence()
      default:
        let added = document.addScalar(.string, text: "", mark: nil)
        created.insert(added)
        return added
      }
    }
    let isElement = (next.hasPrefix("[") && next.hasSuffix("]")) || (Int(next) ?? -1) >= 0
    return isElement ? document.addSequence() : document.addMapping()
  }

  private mutating func findElement(
    _ index: Int, _ rest: ArraySlice<String>, at node: NodeID, in document: inout Document
  ) throws(Diagnostic) -> [NodeID] {
    try requireSequence(node, document)
    var elements = document.elements(of: node)
    if elements.count == index, creation != nil {
      let added = create(before: rest.first, in: &document)
      document.append(added, to: node)
      elements.append(added)
    }
    guard index < elements.count else {
      throw FieldLookup.failure(
        "index \(index) specified but only \(elements.count) elements found", document[node])
    }
    return try find(rest, at: elements[index], in: &document)
  }

  private mutating func findElements(
    _ name: String, _ pattern: String, _ rest: ArraySlice<String>, at node: NodeID,
    in document: inout Document
  ) throws(Diagnostic) -> [NodeID] {
    try requireSequence(node, document)
    let expression: RegularExpression
    do {
      expression = try RegularExpression(pattern)
    } catch {
      throw FieldLookup.failure("'\(pattern)' is no regular expression: \(error)", document[node])
    }
    var found: [NodeID] = []
    for element in document.elements(of: node) {
      let tested = name.isEmpty ? element : document.field(name, of: element)
      guard let tested, document[tested].isScalar,
        (try? expression.matches(in: document.text(of: tested))) ?? false
      else { continue }
      found += name.isEmpty ? [element] : try find(rest, at: element, in: &document)
    }
    guard found.isEmpty, creation != nil, (try? expression.matches(in: pattern)) ?? false else {
      return found
    }
    let value = document.addScalar(Dialect.yaml12.kind(of: pattern), text: pattern, mark: nil)
    guard !name.isEmpty else {
      document.append(value, to: node)
      return [value]
    }
    let element = document.addMapping()
    document.setField(name, to: value, in: element)
    document.append(element, to: node)
    return try find(rest, at: element, in: &document)
  }
}
