import CKubernetesSchemas

/// What a field of a Go structure is beyond its type, which decides what the server writes of it:
/// whether a zero value is dropped, kept, or written where it is absent.
enum FieldTraits: UInt8 {
  /// Dropped where it is zero, empty or null.
  case plain = 0
  /// A pointer to a scalar: dropped only where it is null.
  case pointer
  /// Written as the zero of its type where it is absent.
  case always
  /// A structure that is no pointer: always written.
  case structure
  /// A list or map that is written as null where it is absent, and where it is empty, as empty.
  case list
  /// Written as null where it is absent.
  case null
  /// Written as `"0"` where it is absent.
  case quantity
  /// Written as 0 where it is absent.
  case port

  /// Whether the server writes it where it is absent.
  var isWritten: Bool { self != .plain && self != .pointer }

  /// The traits of every field of the built-in schemas, by its place in their table.
  static let builtIn: [FieldTraits] = {
    let types = parse(table)
    let schemas = SchemaTable.builtIn
    var traits: [FieldTraits] = []
    for index in 0..<Int(schemas.header.node_count) {
      let node = schemas.nodes[index]
      guard node.type_name != 0, node.field_count > 0 else { continue }
      let (first, count) = (Int(node.fields), Int(node.field_count))
      if traits.count < first + count {
        traits.append(
          contentsOf: repeatElement(.plain, count: first + count - traits.count))
      }
      guard let fields = types[schemas.string(node.type_name)] else { continue }
      for place in first..<first + count {
        traits[place] = fields[schemas.string(schemas.fields[place].name)] ?? .plain
      }
    }
    return traits
  }()

  private static let marks: [Character: FieldTraits] = [
    "*": .pointer, "+": .always, "{": .structure, "[": .list, "-": .null, "q": .quantity,
    "0": .port,
  ]

  private static func parse(_ table: String) -> [String: [String: FieldTraits]] {
    var types: [String: [String: FieldTraits]] = [:]
    var type = ""
    for line in table.split(separator: "\n") {
      var words = line.split(separator: " ")
      if line.first != " ", !words.isEmpty { type = String(words.removeFirst()) }
      for word in words {
        guard let mark = word.first, let traits = marks[mark] else { continue }
        types[type, default: [:]][String(word.dropFirst())] = traits
      }
    }
    return types
  }
}
