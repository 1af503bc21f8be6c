import RegularExpressions
import Values

/// What makes a schema structural, and what its extensions ask of each other
/// (k8s.io/apiextensions-apiserver/pkg/apiserver/schema/validation.go, and
/// ValidateCustomResourceDefinitionOpenAPISchema).
struct StructuralRules {
  private enum Level {
    case root, item, field
  }

  /// Whether the server can make a structural schema of it. What keeps it from that is all that it
  /// says of the structure then.
  private let isConvertible: Bool

  /// Checks the schema of a version.
  static func check(_ schema: Field) {
    guard let node = schema.node else { return }
    let known = schema.report.errors.count
    let rules = StructuralRules(isConvertible: StructuralConversion.isPossible(of: node))
    rules.check(schema, level: .root)
    if rules.isConvertible {
      rules.checkCompleteness(schema)
    } else if schema.report.errors.count == known {
      schema.invalid("OpenAPIV3Schema 'schema' is not supported", value: "\"\"")
    }
  }

  /// - Parameters:
  ///   - noDefault: why the schema may have no default.
  ///   - isMetadata: it is of the type or the metadata of an object.
  private func check(
    _ schema: Field, level: Level, noDefault: String? = nil, isMetadata: Bool = false
  ) {
    guard let node = schema.node else { return }
    let keywords = Keywords(of: node)
    if keywords.contains(.unsupported) { checkUnsupported(schema) }
    checkForms(schema, keywords)
    if let noDefault, schema["default"].exists {
      schema["default"].forbidden("must not be set \(noDefault)")
    }
    let isExtended = keywords.contains(.extensions)
    if isMetadata, isExtended, schema["x-kubernetes-embedded-resource"].bool {
      schema["x-kubernetes-embedded-resource"].forbidden("must not be used inside of resource meta")
    }
    checkType(schema, level, isExtended: isExtended)
    if isConvertible, level == .root || isExtended { checkResource(schema, level) }
    if isExtended {
      checkExtensions(schema)
      checkLists(schema)
      checkRules(schema)
    }
    if keywords.contains(.constraints) { checkConstraints(schema) }

    if keywords.contains(.items) {
      check(schema["items"], level: .item, noDefault: noDefault, isMetadata: isMetadata)
    }
    if isConvertible, schema["type"] == "array", !schema["items"].exists {
      schema["items"].required("must be specified")
    }
    guard keywords.contains(.properties) else { return }
    let isResource =
      level == .root || isExtended && schema["x-kubernetes-embedded-resource"].bool
    for (name, property) in schema["properties"].entries {
      let isMeta = isResource && ["metadata", "kind", "apiVersion"].contains(name)
      check(
        property, level: .field,
        noDefault: noDefault ?? (isMeta && level == .root ? "in top-level \(name)" : nil),
        isMetadata: isMetadata || isMeta)
    }
    let additional = schema["additionalProperties"]
    if additional.exists {
      if schema["properties"].count > 0, additional.node?.bool != true {
        additional.forbidden("additionalProperties and properties are mutual exclusive")
      }
      if level == .root, isConvertible { additional.forbidden("must not be used at the root") }
      if additional.node?.isMapping == true {
        check(
          additional, level: .field,
          noDefault: isMetadata
            ? "inside additionalProperties applying to object metadata" : noDefault,
          isMetadata: isMetadata)
      }
    }
  }

  /// What a schema of OpenAPI may have and one of a definition may not.
  private func checkUnsupported(_ schema: Field) {
    for name in Self.unsupported
    where schema[name].exists && (schema[name].node?.isScalar != true || !schema[name].isEmpty) {
      schema[name].forbidden("\(name) is not supported")
    }
  }

  private static let unsupported = [
    "id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref",
  ]

  private func checkForms(_ schema: Field, _ keywords: Keywords) {
    if schema["type"] == "null" {
      schema["type"].forbidden("type cannot be set to null, use nullable as an alternative")
    }
    if keywords.contains(.items), schema["items"].node?.isSequence == true {
      schema["items"].forbidden("items must be a schema object and not an array")
    }
  }

  // MARK: - Completeness

  /// Whatever is said of a value under `allOf`, `anyOf`, `oneOf` or `not` must be described
  /// outside (pkg/apiserver/schema/complete.go).
  private func checkCompleteness(_ schema: Field) {
    checkJunctors(schema, of: schema)
  }

  private func checkJunctors(_ validation: Field, of schema: Field) {
    checkNested(validation["not"], of: schema)
    for name in ["allOf", "anyOf", "oneOf"] {
      for nested in validation[name].elements { checkNested(nested, of: schema) }
    }
  }

  private func checkNested(_ validation: Field, of schema: Field) {
    guard validation.exists else { return }
    guard schema.exists else {
      return schema.required("because it is defined in \(validation.path)")
    }
    checkJunctors(validation, of: schema)
    checkNested(validation["items"], of: schema["items"])
    for (name, property) in validation["properties"].entries {
      checkNested(property, of: schema["properties"].key(name))
    }
  }

  /// The groups of keywords that a schema uses, so that what the many plain schemas of a
  /// definition leave out is not looked for one by one.
  private struct Keywords: OptionSet {
    let rawValue: UInt8

    static let extensions = Keywords(rawValue: 1)
    /// `pattern`, `uniqueItems` and the logical junctors.
    static let constraints = Keywords(rawValue: 2)
    static let unsupported = Keywords(rawValue: 4)
    static let items = Keywords(rawValue: 8)
    /// `properties` and `additionalProperties`.
    static let properties = Keywords(rawValue: 16)

    private static let table = KeywordTable<Keywords>(
      ["pattern", "uniqueItems", "anyOf", "allOf", "oneOf", "not"].map { ($0, .constraints) }
        + StructuralRules.unsupported.map { ($0, .unsupported) }
        + [("items", .items), ("properties", .properties), ("additionalProperties", .properties)])

    init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    init(of schema: Node) {
      self = []
      let table = Self.table
      UnownedNode(schema).forEachEntry { key, _ in
        key.withTextBytes { key in
          if key.count > 2, key[0] == UInt8(ascii: "x"), key[1] == UInt8(ascii: "-") {
            insert(.extensions)
          } else if let keywords = table[key] {
            insert(keywords)
          }
        }
      }
    }
  }

  // MARK: - Types

  private static let types = ["array", "boolean", "integer", "number", "object", "string"]

  private func checkType(_ schema: Field, _ level: Level, isExtended: Bool) {
    let type = schema["type"]
    if !type.isEmpty, !type.isOne(of: Self.types) { type.notSupported(Self.types) }
    guard isConvertible else { return }
    func isSet(_ extension: String) -> Bool { isExtended && schema[`extension`].bool }
    if isSet("x-kubernetes-embedded-resource"), type.text != "object" {
      let detail = "must be object if x-kubernetes-embedded-resource is true"
      type.isEmpty ? type.required(detail) : type.invalid(detail)
    } else if type.isEmpty, !isSet("x-kubernetes-int-or-string"),
      !isSet("x-kubernetes-preserve-unknown-fields")
    {
      switch level {
      case .root: type.required("must not be empty at the root")
      case .item: type.required("must not be empty for specified array items")
      case .field: type.required("must not be empty for specified object fields")
      }
    }
    if level == .root, !type.isEmpty, type.text != "object" {
      type.invalid("must be object at the root")
    }
  }

  private func checkResource(_ schema: Field, _ level: Level) {
    let isEmbedded = schema["x-kubernetes-embedded-resource"].bool
    let properties = schema["properties"]
    if isEmbedded || level == .root {
      for name in ["kind", "apiVersion"] {
        let property = properties.key(name)
        if property.exists, property["type"].text != "string" {
          property["type"].invalid("must be string")
        }
      }
      let metadata = properties.key("metadata")
      if metadata.exists, metadata["type"].text != "object" {
        metadata["type"].invalid("must be object")
      }
      if level == .root, metadata.exists {
        let allowed: Set<String> = ["type", "default", "properties"]
        let names = metadata["properties"].node?.entries.map(\.name) ?? []
        let keys = metadata.node?.entries.map(\.name) ?? []
        if !Set(keys).isSubset(of: allowed) || !Set(names).isSubset(of: ["name", "generateName"]) {
          metadata.forbidden(
            "must not specify anything other than name and generateName, but metadata is "
              + "implicitly specified")
        }
      }
    }
    guard isEmbedded else { return }
    if schema["additionalProperties"].exists {
      schema["additionalProperties"].forbidden(
        "must not be used if x-kubernetes-embedded-resource is set")
    }
    if !schema["x-kubernetes-preserve-unknown-fields"].bool, properties.count == 0 {
      properties.required(
        "must not be empty if x-kubernetes-embedded-resource is true without "
          + "x-kubernetes-preserve-unknown-fields")
    }
  }

  // MARK: - Extensions

  private func checkExtensions(_ schema: Field) {
    let preserve = schema["x-kubernetes-preserve-unknown-fields"]
    if preserve.exists, !preserve.bool { preserve.invalid("must be true or undefined") }
    if isConvertible, schema["x-kubernetes-int-or-string"].bool {
      for name in ["x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource"]
      where schema[name].bool {
        schema[name].invalid("must be false if x-kubernetes-int-or-string is true")
      }
    }
    let mapType = schema["x-kubernetes-map-type"]
    guard mapType.exists else { return }
    if schema["type"].text != "object" {
      let detail = "must be object if x-kubernetes-map-type is specified"
      schema["type"].isEmpty ? schema["type"].required(detail) : schema["type"].invalid(detail)
    }
    if !mapType.isOne(of: ["atomic", "granular"]) { mapType.notSupported(["atomic", "granular"]) }
  }

  private func checkLists(_ schema: Field) {
    let listType = schema["x-kubernetes-list-type"]
    let keys = schema["x-kubernetes-list-map-keys"]
    let items = schema["items"]
    if listType.exists {
      if schema["type"].text != "array" {
        let detail = "must be array if x-kubernetes-list-type is specified"
        schema["type"].isEmpty ? schema["type"].required(detail) : schema["type"].invalid(detail)
      } else if listType == "set" {
        checkSetItems(items)
      }
      if !listType.isOne(of: ["atomic", "set", "map"]) {
        listType.notSupported(["atomic", "set", "map"])
      }
    }
    if keys.count > 0, listType.text != "map" {
      let detail = "must be map if x-kubernetes-list-map-keys is non-empty"
      listType.exists ? listType.invalid(detail) : listType.required(detail)
    }
    guard listType == "map" else {
      if listType == "set", items["nullable"].bool {
        items["nullable"].forbidden(
          "cannot be nullable when x-kubernetes-list-type is set")
      }
      return
    }
    if keys.count == 0 {
      keys.required("must not be empty if x-kubernetes-list-type is map")
    }
    guard items.exists else {
      return items.required("must have a schema if x-kubernetes-list-type is map")
    }
    if items["nullable"].bool {
      items["nullable"].forbidden("cannot be nullable when x-kubernetes-list-type is map")
    }
    guard items["type"] == "object" else {
      return items["type"].invalid(
        "must be object if parent array's x-kubernetes-list-type is map")
    }
    checkKeys(keys, of: items)
  }

  private func checkSetItems(_ items: Field) {
    switch items["type"].text {
    case "array":
      let listType = items["x-kubernetes-list-type"]
      if listType.exists, listType.text != "atomic" {
        listType.invalid("must be atomic as item of a list with x-kubernetes-list-type=set")
      }
    case "object":
      if items["x-kubernetes-map-type"].text != "atomic" {
        items["x-kubernetes-map-type"].invalid(
          "must be atomic as item of a list with x-kubernetes-list-type=set", absent: "null")
      }
    default: break
    }
  }

  private func checkKeys(_ keys: Field, of items: Field) {
    var seen: Set<String> = []
    let required = items["required"].texts
    for key in keys.texts {
      let property = items["properties"].key(key)
      if !property.exists {
        keys.invalid(
          "entries must all be names of item properties", value: GoText.json(keys.node))
        continue
      }
      if property["type"].isOne(of: ["array", "object"]) {
        property["type"].invalid(
          "must be a scalar type if parent array's x-kubernetes-list-type is map",
          value: "\"object\"")
      }
      if !seen.insert(key).inserted {
        keys.invalid("must not contain duplicate entries", value: GoText.json(keys.node))
      }
      if property["nullable"].bool {
        property["nullable"].forbidden(
          "this property is in x-kubernetes-list-map-keys, so it cannot be nullable")
      }
      if !property["default"].exists, !required.contains(key) {
        property["default"].required(
          "this property is in x-kubernetes-list-map-keys, so it must have a default or be a "
            + "required property")
      }
    }
  }

  // MARK: - Rules and constraints

  private static let reasons = [
    "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired",
  ]

  private func checkRules(_ schema: Field) {
    for rule in schema["x-kubernetes-validations"].elements {
      let message = rule["message"]
      if rule["rule"].text.allSatisfy(\.isWhitespace) {
        rule["rule"].required("rule is not specified")
      } else if !message.isEmpty, message.text.allSatisfy(\.isWhitespace) {
        message.invalid("must be non-empty if specified")
      } else if hasLineBreaks(message.text) {
        message.invalid("must not contain line breaks")
      } else if hasLineBreaks(rule["rule"].text), message.isEmpty {
        message.required("message must be specified if rule contains line breaks")
      }
      if !rule["messageExpression"].isEmpty,
        rule["messageExpression"].text.allSatisfy(\.isWhitespace)
      {
        rule["messageExpression"].required("messageExpression must be non-empty if specified")
      }
      if rule["reason"].exists, !rule["reason"].isOne(of: Self.reasons) {
        rule["reason"].notSupported(Self.reasons)
      }
      checkPath(rule["fieldPath"], in: schema)
    }
  }

  private func checkPath(_ path: Field, in schema: Field) {
    guard !path.isEmpty, let node = schema.node else { return }
    if path.text.allSatisfy(\.isWhitespace) { path.invalid("must be non-empty if specified") }
    if path.text.contains(where: \.isNewline) { path.invalid("must not contain line breaks") }
    if RuleFieldPath.parse(path.text, in: SchemaNode(JSONSchemaProps(node))) == nil {
      path.invalid("must be a valid path")
    }
  }

  private func hasLineBreaks(_ text: String) -> Bool {
    let trimmed = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)
    return trimmed.contains(where: \.isNewline)
  }

  private func checkConstraints(_ schema: Field) {
    if schema["uniqueItems"].bool {
      schema["uniqueItems"].forbidden(
        "uniqueItems cannot be set to true since the runtime complexity becomes quadratic")
    }
    guard isConvertible else { return }
    checkPattern(schema)
    for name in ["anyOf", "allOf", "oneOf"] {
      if name == "anyOf", isIntOrStringPattern(schema["anyOf"]) { continue }
      for (index, nested) in schema[name].elements.enumerated() {
        let skips = name == "allOf" && index == 0 && isIntOrStringPattern(nested["anyOf"])
        checkNested(nested, skipsAnyOf: skips)
      }
    }
    checkNested(schema["not"])
  }

  /// `anyOf: [{type: integer}, {type: string}]`, the one place where alternatives may have types.
  private func isIntOrStringPattern(_ alternatives: Field) -> Bool {
    alternatives.count == 2
      && zip(alternatives.elements, ["integer", "string"]).allSatisfy { alternative, type in
        alternative.count == 1 && alternative["type"] == type
      }
  }

  private func checkPattern(_ schema: Field) {
    guard !schema["pattern"].isEmpty else { return }
    do {
      try RegularExpression.check(schema["pattern"].text)
    } catch {
      schema["pattern"].invalid("must be a valid regular expression, but isn't: \(error)")
    }
  }

  private static let empty = [
    "type", "title", "description", "x-kubernetes-list-map-keys",
    "x-kubernetes-validations",
  ]
  private static let undefined = [
    "additionalProperties", "default", "x-kubernetes-list-type",
    "x-kubernetes-map-type",
  ]
  private static let unset = [
    "nullable", "x-kubernetes-preserve-unknown-fields",
    "x-kubernetes-embedded-resource", "x-kubernetes-int-or-string",
  ]

  /// A schema under a logical junctor may constrain values and nothing else.
  private func checkNested(_ schema: Field, skipsAnyOf: Bool = false) {
    guard schema.exists else { return }
    for name in Self.empty where !schema[name].isEmpty {
      schema[name].forbidden("must be empty to be structural")
    }
    for name in Self.undefined where schema[name].exists && schema[name].truth != false {
      schema[name].forbidden("must be undefined to be structural")
    }
    for name in Self.unset where schema[name].bool {
      schema[name].forbidden("must be false to be structural")
    }
    let metadata = schema["properties"].key("metadata")
    if metadata.exists { metadata.forbidden("must not be specified in a nested context") }
    checkPattern(schema)
    for name in ["anyOf", "allOf", "oneOf"] where !(skipsAnyOf && name == "anyOf") {
      for nested in schema[name].elements { checkNested(nested) }
    }
    checkNested(schema["not"])
    checkNested(schema["items"])
    for (_, property) in schema["properties"].entries { checkNested(property) }
  }
}
