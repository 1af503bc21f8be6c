import CKubernetesSchemas
package import Values

/// What the API server refuses when it reads an object with strict field validation, before any
/// validation (k8s.io/apimachinery/pkg/runtime/serializer/json with sigs.k8s.io/json): unknown and
/// duplicate fields, values of the wrong type, and texts that quantities, times and bytes cannot
/// be read from.
///
/// The server answers with the first wrong type, or else with all unknown and duplicate fields.
/// This returns all: wrong types first, each group in the order of the manifest.
package enum StrictDecoding {
  /// - Parameters:
  ///   - object: a mapping; null values are as good as absent everywhere.
  ///   - schema: of a built-in kind.
  package static func errors(in object: Node, as schema: Schema) -> [FieldError] {
    var decoder = Decoder(table: schema.table, version: schema.version)
    decoder.decode(object, as: schema.raw)
    return decoder.errors
  }
}

/// Walks object and schema together. Paths are kept as a stack and spelled out for errors alone.
struct Decoder {
  let table: SchemaTable
  let version: UInt16
  /// Where the object stands in its file's object, for messages: `metadata` is decoded on its own
  /// in custom resources.
  var outer: [FieldPath.Step] = []
  private var mismatches: [FieldError] = []
  private var strictErrors: [FieldError] = []
  private var trail: [Place] = []
  /// The node of the object whose field is being decoded, and the length of the trail there.
  private var structure: RawNode?
  /// The node of the whole object.
  private var root: RawNode?

  private enum Place {
    case field(UnownedNode)
    case key(UnownedNode)
    case index(Int)
  }

  /// Wrong types first, each group in the order of the manifest.
  var errors: [FieldError] { mismatches + strictErrors }

  init(table: SchemaTable, version: UInt16) {
    self.table = table
    self.version = version
    trail.reserveCapacity(32)
  }

  mutating func decode(_ object: Node, as schema: RawNode) {
    root = schema
    withExtendedLifetime(object) { decode(UnownedNode(object), as: schema) }
  }

  private mutating func decode(_ node: UnownedNode, as schema: RawNode) {
    let kind = node.kind
    if kind == .null { return }
    switch Schema.Shape(rawValue: schema.shape) ?? .any {
    case .any: break
    case .object:
      if kind == .mapping { decodeFields(node, as: schema) } else { mismatch(node, schema) }
    case .map:
      if kind == .mapping { decodeEntries(node, as: schema) } else { mismatch(node, schema) }
    case .list:
      if kind == .sequence { decodeElements(node, as: schema) } else { mismatch(node, schema) }
    case .string: decodeString(node, as: schema)
    case .integer: decodeInteger(node, schema, is64Bit: schema.format == 2)
    case .number: if kind != .int && kind != .float { mismatch(node, schema) }
    case .boolean: if kind != .bool { mismatch(node, schema) }
    case .intOrString:
      if kind != .string { decodeInteger(node, schema, is64Bit: false) }
    case .quantity: decodeQuantity(node, schema)
    }
  }

  // MARK: - Containers

  private mutating func decodeFields(_ node: UnownedNode, as schema: RawNode) {
    let outer = structure
    structure = schema
    // Fields that came already, by their place in the schema; larger objects are rare.
    var seen: (UInt64, UInt64) = (0, 0)
    node.forEachEntry { key, value in
      let field = key.withTextBytes { table.field($0, of: schema, version: version) }
      guard let field else {
        if schema.flags & 1 == 0 { strictError(.unknownField, key) }
        return
      }
      let ordinal = field - (table.fields + Int(schema.fields))
      let bit: UInt64 = 1 << UInt64(ordinal & 63)
      let known = ordinal < 64 ? seen.0 & bit : seen.1 & bit
      if known != 0 { strictError(.duplicateField, key) }
      if ordinal < 64 { seen.0 |= bit } else if ordinal < 128 { seen.1 |= bit }
      trail.append(.field(key))
      decode(value, as: table.nodes[Int(field.pointee.node)])
      trail.removeLast()
    }
    structure = outer
  }

  private mutating func decodeEntries(_ node: UnownedNode, as schema: RawNode) {
    reportDuplicates(node)
    guard schema.element != SchemaTable.none else { return }
    let element = table.nodes[Int(schema.element)]
    node.forEachEntry { key, value in
      trail.append(.key(key))
      decode(value, as: element)
      trail.removeLast()
    }
  }

  private mutating func decodeElements(_ node: UnownedNode, as schema: RawNode) {
    guard schema.element != SchemaTable.none else { return }
    let element = table.nodes[Int(schema.element)]
    var index = 0
    node.forEachElement { value in
      trail.append(.index(index))
      decode(value, as: element)
      trail.removeLast()
      index += 1
    }
  }

  private mutating func reportDuplicates(_ node: UnownedNode) {
    let count = node.count
    guard count > 1 else { return }
    if count <= 8 {
      let entries = node.node.entries
      for index in 1..<count {
        let key = entries[index].key
        let isKnown = key.withTextBytes { bytes in
          (0..<index).contains { entries[$0].key.withTextBytes { $0.elementsEqual(bytes) } }
        }
        if isKnown { strictError(.duplicateField, UnownedNode(key)) }
      }
    } else {
      var seen: Set<String> = []
      for entry in node.node.entries where !seen.insert(entry.name).inserted {
        strictError(.duplicateField, UnownedNode(entry.key))
      }
    }
  }

  // MARK: - Scalars

  private mutating func decodeString(_ node: UnownedNode, as schema: RawNode) {
    let format = Schema.Format(rawValue: schema.format) ?? .none
    guard node.kind == .string else {
      if format == .byte, node.kind == .sequence {
        decodeByteSequence(node, schema)
      } else {
        mismatch(node, schema)
      }
      return
    }
    switch format {
    case .byte:
      if let offset = node.withTextBytes(Base64Text.firstIllegalByte) {
        add(.typeMismatch, "illegal base64 data at input byte \(offset)")
      }
    case .dateTime, .microTime:
      let isTime = node.withTextBytes {
        Timestamp.isRFC3339($0, fractionDigits: format == .microTime ? 6 : nil)
      }
      if !isTime {
        let layout =
          format == .microTime
          ? "2006-01-02T15:04:05.000000Z07:00" : "2006-01-02T15:04:05Z07:00"
        let text = GoText.quoted(node.node.text)
        add(
          .typeMismatch,
          "parsing time \(text) as \"\(layout)\": cannot parse \(text) as \"2006\"")
      }
    default: break
    }
  }

  /// Go reads a list of numbers into bytes too.
  private mutating func decodeByteSequence(_ node: UnownedNode, _ schema: RawNode) {
    for element in node.node.elements {
      if let value = element.int, (0...255).contains(value) { continue }
      mismatch(UnownedNode(element), schema)
      return
    }
  }

  private mutating func decodeInteger(_ node: UnownedNode, _ schema: RawNode, is64Bit: Bool) {
    switch node.kind {
    case .int:
      guard let value = node.node.int, is64Bit || Int32(exactly: value) != nil else {
        mismatch(node, schema, value: "number \(node.node.text)")
        return
      }
    case .float:
      // Clients send 3.0 as 3.
      guard let value = node.node.double, value.rounded() == value, abs(value) < 1e21,
        is64Bit ? Int64(exactly: value) != nil : Int32(exactly: value) != nil
      else {
        mismatch(node, schema, value: "number \(node.node.text)")
        return
      }
    default: mismatch(node, schema)
    }
  }

  private mutating func decodeQuantity(_ node: UnownedNode, _ schema: RawNode) {
    switch node.kind {
    case .string, .int, .float:
      if case .failure(let error) = node.withTextBytes(Quantity.parse) {
        add(.typeMismatch, error.rawValue)
      }
    default: add(.typeMismatch, Quantity.ParseError.format.rawValue)
    }
  }

  // MARK: - Errors

  /// `json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type …`.
  private mutating func mismatch(_ node: UnownedNode, _ schema: RawNode, value: String? = nil) {
    let value = value ?? Self.name(of: node)
    var place = "Go value"
    var text = "string"
    if let structure {
      let names = goNames
      let type = goName(of: structure)
      place = "Go struct field \(type).\(names.joined(separator: "."))"
      text = names.last.flatMap { GoTypes.text(of: $0, in: type) } ?? text
    }
    let type = typeName(schema, text: text, depth: 0)
    add(.typeMismatch, "json: cannot unmarshal \(value) into \(place) of type \(type)")
  }

  private func goName(of schema: RawNode) -> String {
    table.string(schema.type_name).split(separator: ".").last.map(String.init) ?? ""
  }

  /// The fields on the way, with the structs that they are embedded by.
  private var goNames: [String] {
    var names: [String] = []
    var schema = root
    for step in trail {
      guard case .field(let key) = step else {
        schema = schema.flatMap { list in
          list.element == SchemaTable.none ? nil : table.nodes[Int(list.element)]
        }
        continue
      }
      let name = key.node.text
      if let structure = schema, let outer = GoTypes.embedded(name, in: goName(of: structure)) {
        names.append(outer)
      }
      names.append(name)
      schema = schema.flatMap { structure in
        key.withTextBytes { table.field($0, of: structure, version: version) }
          .map { table.nodes[Int($0.pointee.node)] }
      }
    }
    return names
  }

  private mutating func add(_ reason: FieldError.Reason, _ message: String) {
    mismatches.append(FieldError(reason, path, message: message))
  }

  private mutating func strictError(_ reason: FieldError.Reason, _ key: UnownedNode) {
    // Strict errors spell keys of maps as fields.
    let steps = path.steps.map { step -> FieldPath.Step in
      if case .key(let name) = step { .field(name) } else { step }
    }
    let field = FieldPath(steps + [.field(key.node.text)])
    let word = reason == .unknownField ? "unknown" : "duplicate"
    strictErrors.append(FieldError(reason, field, message: "\(word) field \"\(field)\""))
  }

  private var path: FieldPath {
    FieldPath(
      outer
        + trail.map { place in
          switch place {
          case .field(let key): .field(key.node.text)
          case .key(let key): .key(key.node.text)
          case .index(let index): .index(index)
          }
        })
  }

  private static func name(of node: UnownedNode) -> String {
    switch node.kind {
    case .null: "null"
    case .bool: "bool"
    case .int, .float: "number"
    case .string: "string"
    case .sequence: "array"
    case .mapping: "object"
    }
  }

  /// The Go type, as far as the schema tells it.
  ///
  /// - Parameter text: the type of texts.
  private func typeName(_ schema: RawNode, text: String, depth: Int) -> String {
    var element: String {
      schema.element == SchemaTable.none || depth > 4
        ? "interface {}" : typeName(table.nodes[Int(schema.element)], text: text, depth: depth + 1)
    }
    switch Schema.Shape(rawValue: schema.shape) ?? .any {
    case .object, .any: return table.string(schema.type_name)
    case .quantity: return "resource.Quantity"
    case .map:
      let value = element
      return value == "resource.Quantity" ? "v1.ResourceList" : "map[string]\(value)"
    case .list: return "[]\(element)"
    case .string: return schema.format == 4 ? "[]uint8" : text
    case .integer: return schema.format == 2 ? "int64" : "int32"
    case .number: return "float64"
    case .boolean: return "bool"
    case .intOrString: return "int32"
    }
  }
}
