import Values

/// A schema as expressions see it: the root of a resource, and of one inside another, has the
/// identity that all resources have, whatever its definition says.
struct SchemaNode {
  let props: JSONSchemaProps
  /// The root of a custom resource, or of an embedded one.
  let isResource: Bool

  init(_ props: JSONSchemaProps, isResource: Bool = false) {
    self.props = props
    self.isResource = isResource || props.isEmbeddedResource
  }

  /// Whether fields are named by the schema, not by the user.
  var hasFields: Bool { isResource || !props.properties.isEmpty }

  var items: SchemaNode? { props.items.map { SchemaNode($0) } }

  var values: SchemaNode? { props.additionalProperties.map { SchemaNode($0) } }

  func property(_ name: String) -> SchemaNode? {
    if addsIdentity, let identity = Self.identity.property(name) { return SchemaNode(identity) }
    return props.property(name).map { SchemaNode($0) }
  }

  /// The fields in the order of their names.
  var properties: [(name: String, schema: SchemaNode)] {
    guard addsIdentity else { return props.properties.map { ($0.name, SchemaNode($0.schema)) } }
    let own = props.properties.filter { Self.identity.property($0.name) == nil }
    return (own + Self.identity.properties).map { ($0.name, SchemaNode($0.schema)) }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private var addsIdentity: Bool {
    guard isResource else { return false }
    let metadata = props.property("metadata")
    return
      !(props.property("kind")?.type == "string"
      && props.property("apiVersion")?.type == "string"
      && metadata?.type == "object" && metadata?.property("name")?.type == "string"
      && metadata?.property("generateName")?.type == "string")
  }

  /// `apiVersion`, `kind`, and of the metadata what rules may read: names.
  private static let identity: JSONSchemaProps = {
    var document = Document()
    let metadata = addObject(["generateName": nil, "name": nil], to: &document)
    document.rootID = addObject(
      ["apiVersion": nil, "kind": nil, "metadata": metadata], to: &document)
    return JSONSchemaProps(document.root)
  }()

  /// - Parameter properties: schemas by name; nil for a string's.
  private static func addObject(
    _ properties: [String: NodeID?], to document: inout Document
  ) -> NodeID {
    let schema = document.addMapping()
    document.set("type", to: "object", in: schema)
    let fields = document.mapping(at: "properties", in: schema)
    for (name, property) in properties.sorted(by: { $0.key < $1.key }) {
      var child = property
      if child == nil {
        let text = document.addMapping()
        document.set("type", to: "string", in: text)
        child = text
      }
      if let child { document.set(name, to: child, in: fields) }
    }
    return schema
  }
}
