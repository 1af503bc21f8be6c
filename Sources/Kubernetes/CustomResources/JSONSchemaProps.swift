import Values

/// The schema of a custom resource as its definition writes it: types and structure, and the
/// constraints that values must meet (apiextensions.k8s.io/v1 JSONSchemaProps).
final class JSONSchemaProps: Sendable {
  /// In a definition one at most; JSON schemas in general may have several.
  let types: [String]
  let format: String?
  let isNullable: Bool
  let isIntOrString: Bool
  let isEmbeddedResource: Bool
  let preservesUnknownFields: Bool
  let listType: String?
  let listMapKeys: [String]
  let mapType: String?

  /// In the order of their names.
  let properties: [(name: String, schema: JSONSchemaProps)]
  /// Where properties are found by name, if they are many.
  private let places: [String: Int]
  let additionalProperties: JSONSchemaProps?
  /// `additionalProperties: false`.
  let forbidsAdditionalProperties: Bool
  let items: JSONSchemaProps?

  let defaultValue: Document?
  let enumeration: [Document]
  let required: [String]
  let pattern: String?
  let minLength: Int64?
  let maxLength: Int64?
  let minItems: Int64?
  let maxItems: Int64?
  let minProperties: Int64?
  let maxProperties: Int64?
  let minimum: Double?
  let maximum: Double?
  let exclusiveMinimum: Bool
  let exclusiveMaximum: Bool
  let multipleOf: Double?
  let uniqueItems: Bool
  let allOf: [JSONSchemaProps]
  let anyOf: [JSONSchemaProps]
  let oneOf: [JSONSchemaProps]
  let not: JSONSchemaProps?
  let rules: [ValidationRule]
  /// Whether it, or a schema of the values inside, has a default.
  let hasDefaults: Bool
  /// Where the schema stands in the definition.
  let mark: Mark?

  /// An entry of `x-kubernetes-validations`.
  struct ValidationRule: Sendable {
    let rule: String
    let message: String?
    let messageExpression: String?
    let reason: String?
    let fieldPath: String?
    let optionalOldSelf: Bool
    let mark: Mark?
  }

  var type: String? { types.count == 1 ? types[0] : nil }

  func property(_ name: String) -> JSONSchemaProps? {
    guard !places.isEmpty else { return properties.first { $0.name == name }?.schema }
    return places[name].map { properties[$0].schema }
  }

  /// Reads a schema. What is not of the type that a keyword wants is left out: the definition
  /// itself is decoded and validated elsewhere.
  init(_ node: Node) {
    let keywords = Keywords(of: node)
    func string(_ keyword: Keyword) -> String? { keywords[keyword]?.string }
    func flag(_ keyword: Keyword) -> Bool { keywords[keyword]?.bool ?? false }
    func number(_ keyword: Keyword) -> Double? { keywords[keyword]?.double }
    func count(_ keyword: Keyword) -> Int64? { keywords[keyword]?.int }
    func schemas(_ keyword: Keyword) -> [JSONSchemaProps] {
      keywords[keyword]?.elements.map { JSONSchemaProps($0) } ?? []
    }
    func strings(_ keyword: Keyword) -> [String] {
      keywords[keyword]?.elements.compactMap(\.string) ?? []
    }

    let named = string(.type).map { [$0] } ?? strings(.type)
    types = named.filter { !$0.isEmpty && $0 != "null" }
    format = string(.format)
    isNullable = flag(.nullable) || named.contains("null")
    isIntOrString = flag(.intOrString)
    isEmbeddedResource = flag(.embeddedResource)
    preservesUnknownFields = flag(.preserveUnknownFields)
    listType = string(.listType)
    listMapKeys = strings(.listMapKeys)
    mapType = string(.mapType)

    properties =
      (keywords[.properties]?.entries.map { (name: $0.name, schema: JSONSchemaProps($0.value)) }
      ?? []).sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    var places: [String: Int] = [:]
    if properties.count > 8 {
      for (index, property) in properties.enumerated() { places[property.name] = index }
    }
    self.places = places
    let additional = keywords[.additionalProperties]
    additionalProperties =
      switch additional?.kind {
      case .mapping: additional.map { JSONSchemaProps($0) }
      case .bool where additional?.bool == true: JSONSchemaProps(Document().root)
      default: nil
      }
    forbidsAdditionalProperties = additional?.bool == false
    items = keywords[.items].flatMap { $0.isMapping ? JSONSchemaProps($0) : nil }

    defaultValue = keywords[.defaultValue]?.document
    enumeration = keywords[.enumeration]?.elements.map(\.document) ?? []
    required = strings(.required)
    pattern = string(.pattern).flatMap { $0.isEmpty ? nil : $0 }
    minLength = count(.minLength)
    maxLength = count(.maxLength)
    minItems = count(.minItems)
    maxItems = count(.maxItems)
    minProperties = count(.minProperties)
    maxProperties = count(.maxProperties)
    minimum = number(.minimum)
    maximum = number(.maximum)
    exclusiveMinimum = flag(.exclusiveMinimum)
    exclusiveMaximum = flag(.exclusiveMaximum)
    multipleOf = number(.multipleOf)
    uniqueItems = flag(.uniqueItems)
    allOf = schemas(.allOf)
    anyOf = schemas(.anyOf)
    oneOf = schemas(.oneOf)
    not = keywords[.not].flatMap { $0.isMapping ? JSONSchemaProps($0) : nil }
    rules =
      keywords[.validations]?.elements.map {
        ValidationRule(
          rule: $0["rule"]?.string ?? "", message: $0["message"]?.string,
          messageExpression: $0["messageExpression"]?.string, reason: $0["reason"]?.string,
          fieldPath: $0["fieldPath"]?.string,
          optionalOldSelf: $0["optionalOldSelf"]?.bool ?? false, mark: $0.mark)
      } ?? []
    hasDefaults =
      defaultValue != nil || items?.hasDefaults ?? false
      || properties.contains { $0.schema.hasDefaults }
    mark = node.mark
  }
}

// MARK: - Keywords

extension JSONSchemaProps {
  private enum Keyword: UInt8, CaseIterable {
    case type, format, nullable, intOrString, embeddedResource, preserveUnknownFields, listType
    case listMapKeys, mapType, required, pattern, minLength, maxLength, minItems, maxItems
    case minProperties, maxProperties, minimum, maximum, exclusiveMinimum, exclusiveMaximum
    case multipleOf, uniqueItems, allOf, anyOf, oneOf, properties, additionalProperties, items
    case defaultValue, enumeration, not, validations

    /// As a definition writes it.
    var keyword: String {
      switch self {
      case .intOrString: "x-kubernetes-int-or-string"
      case .embeddedResource: "x-kubernetes-embedded-resource"
      case .preserveUnknownFields: "x-kubernetes-preserve-unknown-fields"
      case .listType: "x-kubernetes-list-type"
      case .listMapKeys: "x-kubernetes-list-map-keys"
      case .mapType: "x-kubernetes-map-type"
      case .defaultValue: "default"
      case .enumeration: "enum"
      case .validations: "x-kubernetes-validations"
      default: String(describing: self)
      }
    }

    static let table = KeywordTable(allCases.map { ($0.keyword, $0) })

    /// Its bit in a set of keywords.
    var place: UInt64 { UInt64(rawValue) }
  }

  /// The values that a schema has under its keywords, found in one pass over its entries. A schema
  /// uses few of them: of the others a set tells at once that they are not there.
  private struct Keywords {
    private var values: [(keyword: Keyword, value: Node)] = []
    private var present: UInt64 = 0

    init(of schema: Node) {
      let table = Keyword.table
      for entry in schema.entries {
        guard let keyword = entry.key.withTextBytes({ table[$0] }) else { continue }
        values.append((keyword, entry.value))
        present |= 1 << keyword.place
      }
    }

    subscript(keyword: Keyword) -> Node? {
      guard present & 1 << keyword.place != 0 else { return nil }
      return values.first { $0.keyword == keyword }?.value
    }
  }
}
