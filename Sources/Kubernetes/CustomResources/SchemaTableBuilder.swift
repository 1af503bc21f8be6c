import CKubernetesSchemas

/// Makes a schema table in memory, in the form of the built-in one.
struct SchemaTableBuilder {
  private var nodes: [RawNode] = []
  private var fields: [RawField] = []
  /// Lists and strings. Offsets into it become offsets into the table by `finish`.
  private var data: [UInt8] = []
  private var strings: [String: UInt32] = [:]

  /// Adds a node that says nothing, to be set later; children come after their parent.
  mutating func addNode() -> UInt32 {
    var node = RawNode()
    node.element = SchemaTable.none
    node.shape = Schema.Shape.any.rawValue
    nodes.append(node)
    return UInt32(nodes.count - 1)
  }

  subscript(node: UInt32) -> RawNode {
    get { nodes[Int(node)] }
    set { nodes[Int(node)] = newValue }
  }

  /// The offset of a string; 0 for nil. One too long for the table is cut.
  mutating func string(_ text: String?) -> UInt32 {
    guard let text else { return 0 }
    if let known = strings[text] { return known }
    let offset = UInt32(data.count) + 1
    let bytes = Array(text.utf8.prefix(Int(UInt16.max)))
    data += [UInt8(truncatingIfNeeded: bytes.count), UInt8(truncatingIfNeeded: bytes.count >> 8)]
    data += bytes
    strings[text] = offset
    return offset
  }

  /// The offset of a list of strings; 0 for an empty one.
  mutating func list(_ texts: [String]) -> UInt32 {
    guard !texts.isEmpty else { return 0 }
    let offsets = texts.map { string($0) }
    let offset = UInt32(data.count) + 1
    append(UInt32(offsets.count))
    for each in offsets { append(each) }
    lists.append(offset)
    return offset
  }

  private var lists: [UInt32] = []

  private mutating func append(_ value: UInt32) {
    withUnsafeBytes(of: value) { data += $0 }
  }

  /// Gives an object its fields; the names must be unique.
  mutating func setFields(
    _ named: [(name: String, node: UInt32, isRequired: Bool)], of node: UInt32
  ) {
    let sorted = named.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    nodes[Int(node)].fields = UInt32(fields.count)
    nodes[Int(node)].field_count = UInt32(sorted.count)
    for (name, child, isRequired) in sorted {
      var field = RawField()
      field.prefix = Array(name.utf8.prefix(Int(UInt16.max))).withUnsafeBufferPointer {
        SchemaTable.prefix($0)
      }
      field.name = string(name)
      field.node = child
      field.versions = .max
      field.required = isRequired ? .max : 0
      fields.append(field)
    }
  }

  /// The table; the caller frees the memory.
  func finish() -> UnsafeMutableRawPointer {
    let nodesAt = MemoryLayout<kubernetes_schema_header>.stride
    let fieldsAt = (nodesAt + nodes.count * MemoryLayout<RawNode>.stride + 7) / 8 * 8
    let dataAt = fieldsAt + fields.count * MemoryLayout<RawField>.stride
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: dataAt + data.count, alignment: 8)

    var header = kubernetes_schema_header()
    header.nodes = UInt32(nodesAt)
    header.node_count = UInt32(nodes.count)
    header.fields = UInt32(fieldsAt)
    header.field_count = UInt32(fields.count)
    memory.storeBytes(of: header, as: kubernetes_schema_header.self)

    // Offsets in the data count from 1, so that 0 is none.
    let shift = UInt32(dataAt) &- 1
    func moved(_ offset: UInt32) -> UInt32 { offset == 0 ? 0 : offset + shift }
    for (index, node) in nodes.enumerated() {
      var node = node
      node.type_name = moved(node.type_name)
      node.map_keys = moved(node.map_keys)
      node.enumeration = moved(node.enumeration)
      node.merge_key = moved(node.merge_key)
      node.default_value = 0
      (memory + nodesAt + index * MemoryLayout<RawNode>.stride)
        .storeBytes(of: node, as: RawNode.self)
    }
    for (index, field) in fields.enumerated() {
      var field = field
      field.name = moved(field.name)
      (memory + fieldsAt + index * MemoryLayout<RawField>.stride)
        .storeBytes(of: field, as: RawField.self)
    }
    data.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      (memory + dataAt).copyMemory(from: start, byteCount: bytes.count)
    }
    for list in lists {
      let start = memory + Int(moved(list))
      let count = Int(start.loadUnaligned(as: UInt32.self))
      for place in 1...max(count, 1) {
        let offset = (start + 4 * place).loadUnaligned(as: UInt32.self)
        (start + 4 * place).storeBytes(of: moved(offset), as: UInt32.self)
      }
    }
    return memory
  }
}
