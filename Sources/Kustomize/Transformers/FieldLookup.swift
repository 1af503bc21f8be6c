import Diagnostics
import Values

/// Follows a path of field names, indices, `-` for the last element, and `[name=value]`
/// (PathGetter in kyaml/yaml/fns.go).
enum FieldLookup {
  /// nil where the way ends before the path does.
  static func find(_ path: [String], in root: Node) throws(Diagnostic) -> Node? {
    var node = root
    for part in path.map(trimmed) where !part.isEmpty {
      guard let next = try step(part, from: node) else { return nil }
      node = next
    }
    return node
  }

  private static func trimmed(_ part: String) -> String {
    String(part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  private static func step(_ part: String, from node: Node) throws(Diagnostic) -> Node? {
    if let index = Int(part) {
      guard index >= 0 else {
        throw failure("array index \(index) cannot be negative", node)
      }
      return try element(index, of: node)
    }
    if part == "-" { return try element(nil, of: node) }
    if part == "*" { throw failure("wildcard is not supported in PathGetter", node) }
    if let (name, value) = try selector(part, node) {
      guard !node.isNull else { return nil }
      guard node.isSequence else { throw mismatch("SequenceNode", node) }
      return node.elements.first { element in
        name.isEmpty
          ? element.isScalar && element.hasText(value)
          : element[name].map { $0.isScalar && $0.hasText(value) } ?? false
      }
    }
    guard !node.isNull else { return nil }
    guard node.isMapping else { throw mismatch("MappingNode", node) }
    return node[part]
  }

  private static func element(_ index: Int?, of node: Node) throws(Diagnostic) -> Node? {
    guard node.isSequence || node.isNull else { throw mismatch("SequenceNode", node) }
    return node[index ?? node.count - 1]
  }

  static func mismatch(_ wanted: String, _ node: Node) -> Diagnostic {
    failure("wrong node kind: expected \(wanted)", node)
  }

  static func failure(_ headline: String, _ node: Node) -> Diagnostic {
    Diagnostic(code: "kustomize-field", headline, at: node.mark)
  }

  /// The name and value of `[name=value]`; nil for another part.
  static func selector(
    _ part: String, _ node: Node
  ) throws(Diagnostic) -> (name: String, value: String)? {
    guard part.hasPrefix("["), part.hasSuffix("]"), part.utf8.count > 1 else { return nil }
    let inner = part.dropFirst().dropLast()
    guard let equals = inner.firstIndex(of: "=") else {
      throw failure(
        "list path element must contain fieldName=fieldValue for element to match", node)
    }
    return (String(inner[..<equals]), String(inner[inner.index(after: equals)...]))
  }
}
