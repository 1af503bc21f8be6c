import CKubernetesSchemas
import Synchronization
import Values

/// The schema of one version of a custom resource, in the form that built-in kinds have too, with
/// the constraints of its definition beside it.
final class StructuralSchema: @unchecked Sendable {
  private let memory: UnsafeMutableRawPointer
  let table: SchemaTable
  /// By the index of the node; nil for what the definition does not say itself, such as the
  /// metadata of an object.
  let props: [JSONSchemaProps?]
  let root: JSONSchemaProps
  private let compiledRules = Mutex<[Int: RuleTree?]>([:])

  /// The validation rules, compiled when they are first asked for; nil where there are none.
  func rules(for version: KubernetesVersion) -> RuleTree? {
    compiledRules.withLock { known in
      if let tree = known[version.minor] { return tree }
      let tree = RuleTree.make(root, in: KubernetesEnvironment.make(minor: version.minor))
      known[version.minor] = .some(tree)
      return tree
    }
  }

  var schema: Schema { Schema(table: table, index: 0, version: .max, owner: self) }

  func defaultValue(of index: UInt32) -> Document? { props(of: index)?.defaultValue }

  func stringFormat(of index: UInt32) -> String? { props(of: index)?.format }

  private func props(of index: UInt32) -> JSONSchemaProps? {
    let index = Int(index)
    return index < props.count ? props[index] : nil
  }

  /// - Parameter preservesUnknownFields: the definition's own field, for all of the object.
  init(_ root: JSONSchemaProps, preservesUnknownFields: Bool = false) {
    var compiler = Compiler()
    let node = compiler.add(root, isResource: true)
    if preservesUnknownFields { compiler.builder[node].flags |= Flag.preservesUnknown }
    memory = compiler.builder.finish()
    table = SchemaTable(base: UnsafeRawPointer(memory))
    props = compiler.props
    self.root = root
  }

  deinit {
    memory.deallocate()
  }

  enum Flag {
    static let preservesUnknown: UInt8 = 1
    static let nullable: UInt8 = 2
    static let embeddedResource: UInt8 = 4
  }

  private struct Compiler {
    var builder = SchemaTableBuilder()
    var props: [JSONSchemaProps?] = []

    mutating func node(_ schema: JSONSchemaProps?) -> UInt32 {
      props.append(schema)
      return builder.addNode()
    }

    mutating func add(_ schema: JSONSchemaProps, isResource: Bool = false) -> UInt32 {
      let node = node(schema)
      var raw = builder[node]
      raw.shape = Self.shape(of: schema).rawValue
      raw.format = Self.format(of: schema).rawValue
      raw.list_type =
        switch schema.listType {
        case "atomic": 1
        case "set": 2
        case "map": 3
        default: 0
        }
      raw.map_type =
        switch schema.mapType {
        case "atomic": 1
        case "granular": 2
        default: 0
        }
      raw.map_keys = builder.list(schema.listMapKeys)
      raw.enumeration = builder.list(schema.enumeration.map(\.root.text))
      if schema.preservesUnknownFields { raw.flags |= Flag.preservesUnknown }
      if schema.isNullable { raw.flags |= Flag.nullable }
      if schema.isEmbeddedResource { raw.flags |= Flag.embeddedResource }
      if let items = schema.items {
        raw.element = add(items)
      } else if let values = schema.additionalProperties {
        raw.element = add(values)
      }
      builder[node] = raw

      var fields = schema.properties.map { property in
        (
          name: property.name, node: add(property.schema),
          isRequired: schema.required.contains(property.name)
        )
      }
      if isResource || schema.isEmbeddedResource {
        addIdentity(to: &fields)
        builder[node].shape = Schema.Shape.object.rawValue
      }
      builder.setFields(fields, of: node)
      return node
    }

    /// What every object has: `apiVersion`, `kind` and `metadata`, whatever its schema says.
    private mutating func addIdentity(
      to fields: inout [(name: String, node: UInt32, isRequired: Bool)]
    ) {
      for name in ["apiVersion", "kind"] where !fields.contains(where: { $0.name == name }) {
        let text = node(nil)
        builder[text].shape = Schema.Shape.string.rawValue
        fields.append((name, text, false))
      }
      let metadata = fields.first { $0.name == "metadata" }?.node
      let replaced = objectMeta()
      if metadata != nil { fields.removeAll { $0.name == "metadata" } }
      fields.append(("metadata", replaced, false))
    }

    /// The metadata of the built-in kinds, copied: a table refers to nothing outside.
    private mutating func objectMeta() -> UInt32 {
      if let known = metadata { return known }
      let pod = APICatalog.newest.schema(apiVersion: "v1", kind: "Pod")
      let copied = pod?.field("metadata").map { copy($0, depth: 0) } ?? node(nil)
      metadata = copied
      return copied
    }

    private var metadata: UInt32?

    private mutating func copy(_ schema: Schema, depth: Int) -> UInt32 {
      let node = node(nil)
      var raw = schema.raw
      raw.type_name = builder.string(schema.typeName)
      raw.map_keys = builder.list(schema.mapKeys)
      raw.enumeration = 0
      raw.merge_key = builder.string(schema.mergeKey)
      raw.default_value = 0
      raw.element = SchemaTable.none
      if let element = schema.element, depth < 8 { raw.element = copy(element, depth: depth + 1) }
      builder[node] = raw
      var fields: [(name: String, node: UInt32, isRequired: Bool)] = []
      for field in schema.fields where depth < 8 {
        fields.append((field.name, copy(field.schema, depth: depth + 1), field.isRequired))
      }
      builder.setFields(fields, of: node)
      return node
    }

    private static func shape(of schema: JSONSchemaProps) -> Schema.Shape {
      if schema.isIntOrString { return .intOrString }
      switch schema.type {
      case "object":
        return schema.additionalProperties != nil && schema.properties.isEmpty ? .map : .object
      case "array": return .list
      case "string": return .string
      case "integer": return .integer
      case "number": return .number
      case "boolean": return .boolean
      default: return .any
      }
    }

    private static func format(of schema: JSONSchemaProps) -> Schema.Format {
      switch schema.format {
      case "int32": .int32
      case "int64": .int64
      case "double", "float": .double
      case "byte": .byte
      case "date-time": .dateTime
      default: .none
      }
    }
  }
}
