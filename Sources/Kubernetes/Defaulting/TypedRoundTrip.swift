import CKubernetesSchemas
import Glibc
import Values

/// What becomes of a document that is read into the Go structures of the API and written again:
/// zero values and nulls go, structures that are no pointers come, quantities, times and base64
/// take their canonical forms.
struct TypedRoundTrip {
  private enum Edit {
    case remove(String, from: NodeID)
    case rewrite(NodeID, String)
    case rewriteNumber(NodeID, Int64)
    case fill(Schema, FieldTraits, String, in: NodeID)
    /// A null that stands for the zero value of its type.
    case replaceNull(NodeID, Schema)
  }

  private var edits: [Edit] = []
  /// Empty lists and maps stay for validation, which tells them from absent ones in its messages.
  private let keepsEmpty: Bool
  private static let deepest = 512

  private init(keepsEmpty: Bool) {
    self.keepsEmpty = keepsEmpty
  }

  static func apply(to document: inout Document, as schema: Schema, keepsEmpty: Bool) {
    guard schema.owner == nil else { return }
    var walk = TypedRoundTrip(keepsEmpty: keepsEmpty)
    walk.visit(UnownedNode(document.root), schema, depth: 0)
    for edit in walk.edits { perform(edit, on: &document) }
  }

  /// A structure inside a document, of which the schema knows nothing else.
  static func apply(to document: inout Document, at id: NodeID, as schema: Schema) {
    var walk = TypedRoundTrip(keepsEmpty: false)
    walk.visit(UnownedNode(document[id]), schema, depth: 1)
    for edit in walk.edits { perform(edit, on: &document) }
  }

  /// A structure with what is written of it where nothing is set.
  static func empty(_ schema: Schema, in document: inout Document) -> NodeID {
    let id = document.addMapping()
    guard schema.owner == nil, schema.shape == .object else { return id }
    schema.forEachWrittenField { name, child, traits in
      perform(
        .fill(child, traits, String(decoding: name, as: UTF8.self), in: id), on: &document)
    }
    return id
  }

  // MARK: - Looking

  private mutating func visit(_ node: UnownedNode, _ schema: Schema, depth: Int) {
    guard depth < Self.deepest else { return }
    switch (schema.shape, node.kind) {
    case (.object, .mapping): visitObject(node, schema, depth: depth)
    case (.map, .mapping):
      guard let element = schema.element else { return }
      node.forEachEntry { visitElement($1, element, depth: depth) }
    case (.list, .sequence):
      guard let element = schema.element else { return }
      node.forEachElement { visitElement($0, element, depth: depth) }
    case (.quantity, _): visitQuantity(node)
    case (.string, .string): visitString(node, schema.format)
    case (.integer, .float), (.intOrString, .float):
      // Clients send 3.0 as 3.
      if let whole = node.node.double.flatMap(Int64.init(exactly:)) {
        edits.append(.rewriteNumber(node.id, whole))
      }
    default: break
    }
  }

  /// A null in a list or a map is the zero value of its type.
  private mutating func visitElement(_ value: UnownedNode, _ element: Schema, depth: Int) {
    if value.isNull {
      edits.append(.replaceNull(value.id, element))
    } else {
      visit(value, element, depth: depth + 1)
    }
  }

  private mutating func visitObject(_ node: UnownedNode, _ schema: Schema, depth: Int) {
    let table = schema.table
    let all = FieldTraits.builtIn
    let raw = schema.raw
    node.forEachEntry { key, value in
      guard
        let field = key.withTextBytes({ table.field($0, of: raw, version: schema.version) })
      else { return }
      let place = field - table.fields
      let traits = place < all.count ? all[place] : .plain
      let child = schema.child(at: field.pointee.node)
      if drops(value, child, traits, isRoot: depth == 0) {
        edits.append(.remove(key.node.text, from: node.id))
      } else {
        visit(value, child, depth: depth + 1)
      }
    }
    schema.forEachWrittenField { name, child, traits in
      guard isAbsent(node[name], traits) else { return }
      edits.append(.fill(child, traits, String(decoding: name, as: UTF8.self), in: node.id))
    }
  }

  private func isAbsent(_ node: UnownedNode?, _ traits: FieldTraits) -> Bool {
    guard let node else { return true }
    return node.isNull && traits != .null && traits != .list
  }

  private func drops(
    _ value: UnownedNode, _ schema: Schema, _ traits: FieldTraits, isRoot: Bool
  ) -> Bool {
    switch traits {
    case .pointer: return value.isNull
    case .plain: break
    default: return false
    }
    switch value.kind {
    case .null: return true
    case .string:
      let isScalar = schema.shape == .string && schema.format == .none
      return isScalar && !isRoot && value.hasText("")
    case .bool: return value.node.bool == false
    case .int:
      return schema.shape != .intOrString && schema.shape != .quantity && value.node.int == 0
    case .sequence: return !keepsEmpty && value.count == 0
    // An empty structure behind a pointer stays; an empty map goes.
    case .mapping: return !keepsEmpty && value.count == 0 && schema.shape == .map
    case .float: return schema.shape == .integer && value.node.double == 0
    }
  }

  private mutating func visitQuantity(_ node: UnownedNode) {
    guard node.isScalar, !node.isNull else { return }
    guard let quantity = node.withTextBytes({ try? Quantity.parse($0.trimmed).get() }) else {
      return
    }
    if node.kind == .string, quantity.isSpelled(node) { return }
    edits.append(.rewrite(node.id, quantity.description))
  }

  private mutating func visitString(_ node: UnownedNode, _ format: Schema.Format) {
    switch format {
    case .dateTime, .microTime:
      let digits = format == .microTime ? 6 : 0
      if let text = Timestamp.canonical(node.node.text, fractionDigits: digits), !node.hasText(text)
      {
        edits.append(.rewrite(node.id, text))
      }
    case .byte:
      // These may be long, so that the search is the C library's.
      let hasLineEnds = node.withTextBytes { text in
        guard let start = text.baseAddress else { return false }
        return memchr(start, 0x0A, text.count) != nil || memchr(start, 0x0D, text.count) != nil
      }
      if hasLineEnds {
        edits.append(
          .rewrite(node.id, node.node.text.filter { $0 != "\n" && $0 != "\r" && $0 != "\r\n" }))
      }
    default: break
    }
  }

  // MARK: - Editing

  private static func perform(_ edit: Edit, on document: inout Document) {
    switch edit {
    case .remove(let name, let mapping): document.remove(name, from: mapping)
    case .rewrite(let id, let text):
      let value = document.add(text)
      document.setMark(of: value, to: document[id].mark)
      document.replace(id, with: value)
    case .rewriteNumber(let id, let number):
      let value = document.add(number)
      document.setMark(of: value, to: document[id].mark)
      document.replace(id, with: value)
    case .replaceNull(let id, let schema):
      let value = zero(schema, in: &document)
      document.replace(id, with: value)
    case .fill(let schema, let traits, let name, let mapping):
      let value: NodeID
      switch traits {
      case .list, .null: value = document.addNull()
      case .port: value = document.add(Int64(0))
      default: value = zero(schema, in: &document)
      }
      document.set(name, to: value, in: mapping)
    }
  }

  private static func zero(_ schema: Schema, in document: inout Document) -> NodeID {
    switch schema.shape {
    case .object: empty(schema, in: &document)
    case .boolean: document.add(false)
    case .integer, .number, .intOrString: document.add(Int64(0))
    case .quantity: document.add("0")
    case .string: document.add("")
    case .map, .list, .any: document.addNull()
    }
  }
}

extension Schema {
  fileprivate func child(at node: UInt32) -> Schema {
    Schema(table: table, index: node, version: version, owner: owner)
  }

  /// The names, types and traits of the fields that the server writes where they are absent.
  fileprivate func forEachWrittenField(
    _ body: (UnsafeBufferPointer<UInt8>, Schema, FieldTraits) -> Void
  ) {
    let node = raw
    guard node.field_count > 0, node.type_name != 0 else { return }
    let all = FieldTraits.builtIn
    let first = Int(node.fields)
    for place in first..<min(first + Int(node.field_count), all.count)
    where all[place].isWritten && table.fields[place].versions & version != 0 {
      let field = table.fields[place]
      body(table.bytes(field.name), child(at: field.node), all[place])
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Without the white space around.
  fileprivate var trimmed: UnsafeBufferPointer<UInt8> {
    var rest = self[...]
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    while let first = rest.first, isSpace(first) { rest = rest.dropFirst() }
    while let last = rest.last, isSpace(last) { rest = rest.dropLast() }
    return UnsafeBufferPointer(rebasing: rest)
  }
}

extension Quantity {
  /// Whether the node says the quantity as the server writes it.
  fileprivate func isSpelled(_ node: UnownedNode) -> Bool {
    if let spelling { return node.hasText(spelling) }
    return node.hasText(description)
  }
}
