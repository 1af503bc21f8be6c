import CKubernetesSchemas
package import Values

/// The type of a value of the API and what its lists and maps are: a cursor into the schema of a
/// built-in kind or of a custom resource, which answer alike.
package struct Schema: Sendable {
  package enum Shape: UInt8, Sendable {
    /// Named fields; unknown ones are refused unless `preservesUnknownFields`.
    case object
    /// Any keys, values of one type (`element`).
    case map
    case list
    case string
    case integer
    case number
    case boolean
    case intOrString
    case quantity
    /// Any JSON value.
    case any
  }

  /// What a string or number must be beyond its shape, as far as decoding looks at it.
  package enum Format: UInt8, Sendable {
    case none
    case int32
    case int64
    case double
    /// Base64.
    case byte
    /// RFC 3339.
    case dateTime
    /// RFC 3339 with six digits of fractions.
    case microTime
  }

  /// Whether appliers own a map as a whole or entry by entry.
  package enum MapType: Sendable {
    case atomic, granular
  }

  /// `x-kubernetes-patch-strategy`.
  package struct PatchStrategy: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    package static let merge = PatchStrategy(rawValue: 1)
    package static let replace = PatchStrategy(rawValue: 2)
    package static let retainKeys = PatchStrategy(rawValue: 4)
  }

  let table: SchemaTable
  let index: UInt32
  let version: UInt16
  /// Keeps the table of a custom resource; the built-in one needs nobody.
  let owner: StructuralSchema?

  var raw: RawNode { table.nodes[Int(index)] }

  private func at(_ index: UInt32) -> Schema {
    Schema(table: table, index: index, version: version, owner: owner)
  }
}

// MARK: - What the value is

extension Schema {
  package var shape: Shape { Shape(rawValue: raw.shape) ?? .any }
  package var format: Format { Format(rawValue: raw.format) ?? .none }

  /// Values that are allowed; empty where any is. For built-in kinds it is a hint: the API server
  /// refuses others in validation, not everywhere.
  package var enumeration: [String] { table.strings(raw.enumeration) }

  /// The name of the Go type of an object, a quantity or a time: `v1.PodSpec`.
  package var typeName: String? {
    raw.type_name == 0 ? nil : table.string(raw.type_name)
  }

  package var preservesUnknownFields: Bool { raw.flags & 1 != 0 }
  package var isNullable: Bool { raw.flags & 2 != 0 }
  /// A whole object with `apiVersion`, `kind` and `metadata` of its own.
  package var isEmbeddedResource: Bool { raw.flags & 4 != 0 }

  /// What stands for a value that is left out; of built-in kinds only for keys of lists.
  package var defaultValue: Document? {
    if let owner { return owner.defaultValue(of: index) }
    guard raw.default_value != 0 else { return nil }
    var document = Document()
    // The built-in table has quoted words alone.
    document.rootID = document.add(String(table.string(raw.default_value).dropFirst().dropLast()))
    return document
  }
}

// MARK: - How lists and maps are merged

extension Schema {
  /// `x-kubernetes-list-type`; lists that say nothing are atomic.
  package var listType: ListType {
    switch raw.list_type {
    case 2: .set
    case 3: .map(keys: mapKeys)
    default: .atomic
    }
  }

  /// `x-kubernetes-list-map-keys`.
  package var mapKeys: [String] { table.strings(raw.map_keys) }

  /// `x-kubernetes-map-type`; what says nothing is granular.
  package var mapType: MapType { raw.map_type == 1 ? .atomic : .granular }

  package var patchStrategy: PatchStrategy { PatchStrategy(rawValue: raw.patch_strategy) }

  /// `x-kubernetes-patch-merge-key`, of a list with the strategy `merge`.
  package var mergeKey: String? { raw.merge_key == 0 ? nil : table.string(raw.merge_key) }
}

// MARK: - What is inside

extension Schema {
  /// The schema of a list's items or a map's values. Custom resources may have it beside fields.
  package var element: Schema? {
    raw.element == SchemaTable.none ? nil : at(raw.element)
  }

  package struct Field: Sendable {
    package let name: String
    package let schema: Schema
    package let isRequired: Bool
  }

  /// The fields of an object in the order of their names.
  package var fields: [Field] {
    let node = raw
    let range = Int(node.fields)..<Int(node.fields) + Int(node.field_count)
    return range.lazy.map { table.fields[$0] }.filter { $0.versions & version != 0 }.map {
      Field(
        name: table.string($0.name), schema: at($0.node), isRequired: $0.required & version != 0)
    }
  }

  /// The names of the fields that an object must have, sorted.
  package var required: [String] { fields.filter(\.isRequired).map(\.name) }

  /// The schema of a named field.
  package func field(_ name: String) -> Schema? {
    var name = name
    return name.withUTF8 { field(bytes: $0) }
  }

  func field(bytes: UnsafeBufferPointer<UInt8>) -> Schema? {
    let node = raw
    guard node.field_count > 0 else { return nil }
    return table.field(bytes, of: node, version: version).map { at($0.pointee.node) }
  }

  /// The schema of the value under a key of a mapping: a field's, else that of a map's values; nil
  /// where nothing describes it.
  package func child(_ key: Node) -> Schema? {
    key.withTextBytes { field(bytes: $0) } ?? (shape == .list ? nil : element)
  }

  package func child(_ key: String) -> Schema? {
    field(key) ?? (shape == .list ? nil : element)
  }

  /// The schema at the end of a path from here.
  package subscript(path: FieldPath) -> Schema? {
    var schema = self
    for step in path.steps {
      let next: Schema? =
        switch step {
        case .field(let name), .key(let name): schema.child(name)
        case .index: schema.shape == .list ? schema.element : nil
        }
      guard let next else { return nil }
      schema = next
    }
    return schema
  }
}
