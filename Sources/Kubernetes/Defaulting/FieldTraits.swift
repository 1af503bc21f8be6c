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
  ///
  /// The text below is read byte by byte: every process that looks at a manifest does it once.
  static let builtIn: [FieldTraits] = {
    let schemas = SchemaTable.builtIn
    var traits = [FieldTraits](repeating: .plain, count: Int(schemas.header.field_count))
    var text = table
    text.withUTF8 { text in
      let types = typeLines(of: text)
      for index in 0..<Int(schemas.header.node_count) {
        let node = schemas.nodes[index]
        guard node.type_name != 0, node.field_count > 0,
          let words = types[schemas.bytes(node.type_name)]
        else { continue }
        setTraits(of: node, from: words, in: schemas, &traits)
      }
    }
    return traits
  }()

  private typealias Bytes = UnsafeBufferPointer<UInt8>

  /// What follows the name of each type, up to the next.
  private struct TypeLines {
    private var types: [(name: Bytes, words: Bytes)] = []

    mutating func append(_ name: Bytes, _ words: Bytes) { types.append((name, words)) }

    /// The table is sorted by the bytes of the names, which a test holds it to.
    subscript(name: Bytes) -> Bytes? {
      var (low, high) = (0, types.count)
      while low < high {
        let middle = (low + high) / 2
        if SchemaTable.order(types[middle].name, name) < 0 {
          low = middle + 1
        } else {
          high = middle
        }
      }
      guard low < types.count, SchemaTable.order(types[low].name, name) == 0 else { return nil }
      return types[low].words
    }
  }

  private static let space = UInt8(ascii: " ")
  private static let lineFeed = UInt8(ascii: "\n")

  private static func typeLines(of text: Bytes) -> TypeLines {
    var types = TypeLines()
    var name = Bytes(rebasing: text[..<0])
    var start = 0
    var place = 0
    while place < text.count {
      if text[place] != space {
        if place > 0 { types.append(name, Bytes(rebasing: text[start..<place])) }
        let begin = place
        while place < text.count, text[place] != space, text[place] != lineFeed { place += 1 }
        name = Bytes(rebasing: text[begin..<place])
        start = place
      }
      while place < text.count, text[place] != lineFeed { place += 1 }
      place += 1
    }
    types.append(name, Bytes(rebasing: text[min(start, text.count)...]))
    return types
  }

  private static func setTraits(
    of node: RawNode, from words: Bytes, in schemas: SchemaTable, _ traits: inout [FieldTraits]
  ) {
    let range = Int(node.fields)..<Int(node.fields) + Int(node.field_count)
    for word in words.split(whereSeparator: { $0 == space || $0 == lineFeed }) {
      guard let mark = word.first.flatMap(FieldTraits.init(mark:)) else { continue }
      let name = Bytes(rebasing: word.dropFirst())
      // Variants of one field stand side by side.
      for place in range
      where SchemaTable.order(schemas.bytes(schemas.fields[place].name), name) == 0 {
        traits[place] = mark
      }
    }
  }

  private init?(mark: UInt8) {
    switch mark {
    case UInt8(ascii: "*"): self = .pointer
    case UInt8(ascii: "+"): self = .always
    case UInt8(ascii: "{"): self = .structure
    case UInt8(ascii: "["): self = .list
    case UInt8(ascii: "-"): self = .null
    case UInt8(ascii: "q"): self = .quantity
    case UInt8(ascii: "0"): self = .port
    default: return nil
    }
  }
}

extension Schema {
  /// The traits of a field of a built-in type; nil where it has no such field.
  func traits(of name: String) -> FieldTraits? {
    guard owner == nil else { return nil }
    var name = name
    let field = name.withUTF8 { table.field($0, of: raw, version: version) }
    guard let place = field.map({ $0 - table.fields }), place < FieldTraits.builtIn.count else {
      return nil
    }
    return FieldTraits.builtIn[place]
  }
}
