import Values

/// The `fieldPath` of a rule: `.spec.replicas`, `['a.b'].c` (`ValidFieldPath` of
/// k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go).
enum RuleFieldPath {
  /// nil for a path that is malformed or leads nowhere.
  static func parse(_ text: String, in schema: SchemaNode) -> FieldPath? {
    resolve(text, in: schema)?.path
  }

  /// The way that a path is, and the schema that it leads to.
  static func resolve(
    _ text: String, in schema: SchemaNode
  ) -> (path: FieldPath, schema: SchemaNode)? {
    var path = FieldPath.root
    var schema = schema
    var rest = text[...]
    while let opening = rest.first {
      rest.removeFirst()
      let name: String
      switch opening {
      case ".":
        let end = rest.firstIndex { ".[]".contains($0) } ?? rest.endIndex
        guard end > rest.startIndex else { return nil }
        name = String(rest[..<end])
        rest = rest[end...]
      case "[":
        guard let quoted = takeQuoted(&rest), rest.first == "]" else { return nil }
        rest.removeFirst()
        name = quoted
      default: return nil
      }
      if schema.hasFields {
        guard let property = schema.property(name) else { return nil }
        path = path.field(name)
        schema = property
      } else if let values = schema.values {
        path = path.key(name)
        schema = values
      } else {
        return nil
      }
    }
    return (path, schema)
  }

  private static let escapes: [Character: Character] = [
    "a": "\u{7}", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t", "v": "\u{B}",
    "'": "'", "\\": "\\",
  ]

  /// A text in single quotes at the beginning, which is taken off.
  private static func takeQuoted(_ rest: inout Substring) -> String? {
    guard rest.first == "'" else { return nil }
    rest.removeFirst()
    var text = ""
    while let character = rest.first {
      rest.removeFirst()
      switch character {
      case "'": return text
      case "\\":
        guard let next = rest.first, let meant = escapes[next] else { return nil }
        text.append(meant)
        rest.removeFirst()
      default: text.append(character)
      }
    }
    return nil
  }
}
