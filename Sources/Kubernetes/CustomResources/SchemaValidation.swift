import RegularExpressions
import Values

/// The errors of one value against a schema, and how much of the schema it met: what the API
/// server calls the result of a validation (k8s.io/kube-openapi/pkg/validation/validate/result.go).
struct SchemaFindings {
  var errors: [FieldError] = []
  /// Tells the alternative that comes nearest, among those that all fail.
  var matches = 0

  var isValid: Bool { errors.isEmpty }

  mutating func add(_ error: FieldError) {
    if !errors.contains(error) { errors.append(error) }
  }

  mutating func merge(_ other: SchemaFindings) {
    for error in other.errors { add(error) }
    matches += other.matches
  }
}

/// Validates values against the schema of a custom resource with the API server's reasons and
/// words (k8s.io/kube-openapi/pkg/validation/validate, and its errors as
/// k8s.io/apiextensions-apiserver/pkg/apiserver/validation turns them into field errors).
struct SchemaValidation {
  /// The version of Kubernetes decides which formats are known.
  let version: KubernetesVersion
  private(set) var patterns: [String: RegularExpression?] = [:]

  init(version: KubernetesVersion) {
    self.version = version
  }

  /// What a value has against a schema.
  ///
  /// - Parameters:
  ///   - old: the value that stands in the same place of the object before an update; what is
  ///     equal there is not complained about again (ratcheting). nil for none.
  ///   - path: keys of maps stand in it as fields, which is how the server writes them here.
  mutating func validate(
    _ value: Node, _ schema: JSONSchemaProps, old: Node?, at path: FieldPath
  ) -> SchemaFindings {
    let findings = check(value, schema, old: old, at: path)
    if let old, !findings.isValid, old == value {
      return SchemaFindings(errors: [], matches: findings.matches)
    }
    return findings
  }

  private mutating func check(
    _ value: Node, _ schema: JSONSchemaProps, old: Node?, at path: FieldPath
  ) -> SchemaFindings {
    var findings = SchemaFindings()
    let type = TypeCheck(value, schema, at: path)
    if value.isNull {
      type.merge(into: &findings)
      checkEnumeration(value, schema, at: path, into: &findings)
      return findings
    }
    if type.applies {
      type.merge(into: &findings)
      findings.matches += 1
    }
    findings.merge(combine(value, schema, old: old, at: path))
    findings.matches += 1
    switch value.kind {
    case .string:
      checkString(value, schema, at: path, into: &findings)
      findings.matches += 1
      if let format = type.format, StringFormat.isKnown(format, in: version) {
        if !StringFormat.matches(value.text, format: format) {
          findings.add(
            .typeInvalid(
              path, GoText.quoted(value.text),
              "\(path) in body must be of type \(format): \(GoText.quoted(value.text))"))
        }
        findings.matches += 1
      }
    case .int, .float:
      NumberCheck(value, schema, at: path).merge(into: &findings)
      findings.matches += 2
    case .sequence:
      checkElements(value, schema, old: old, at: path, into: &findings)
      findings.matches += 2
    default: break
    }
    checkEnumeration(value, schema, at: path, into: &findings)
    findings.matches += 1
    if value.kind == .mapping {
      checkEntries(value, schema, old: old, at: path, into: &findings)
      findings.matches += 1
    }
    findings.matches += 1
    return findings
  }

  // MARK: - Scalars

  private func checkEnumeration(
    _ value: Node, _ schema: JSONSchemaProps, at path: FieldPath,
    into findings: inout SchemaFindings
  ) {
    guard !schema.enumeration.isEmpty else { return }
    let isListed = schema.enumeration.contains {
      let allowed = $0.root
      if allowed.isNull || value.isNull { return false }
      return allowed == value || allowed.double.map { value.double == $0 } ?? false
    }
    guard !isListed else { return }
    let allowed = schema.enumeration.map {
      $0.root.kind == .string ? $0.root.text : GoText.json($0.root)
    }
    findings.add(.notSupported(path, GoText.value(value, absent: "null"), allowed))
  }

  private mutating func checkString(
    _ value: Node, _ schema: JSONSchemaProps, at path: FieldPath,
    into findings: inout SchemaFindings
  ) {
    if schema.maxLength != nil || schema.minLength != nil {
      let length = Int64(value.text.unicodeScalars.count)
      if let limit = schema.maxLength, length > limit {
        findings.add(.tooLong(path, limit: Int(clamping: limit)))
        return
      }
      if let limit = schema.minLength, length < limit {
        findings.add(
          .invalid(
            path, GoText.quoted(value.text),
            "\(path) in body should be at least \(limit) chars long"))
        return
      }
    }
    guard let pattern = schema.pattern else { return }
    if patterns[pattern] == nil { patterns[pattern] = .some(try? RegularExpression(pattern)) }
    let text = value.text
    let isMatch: Bool
    if let expression = patterns[pattern] ?? nil {
      isMatch = (try? expression.matches(in: text)) ?? false
    } else {
      isMatch = false
    }
    if !isMatch {
      findings.add(
        .invalid(path, GoText.quoted(text), "\(path) in body should match '\(pattern)'"))
    }
  }

  // MARK: - Containers

  private mutating func checkElements(
    _ value: Node, _ schema: JSONSchemaProps, old: Node?, at path: FieldPath,
    into findings: inout SchemaFindings
  ) {
    if let items = schema.items {
      let correlation = ListCorrelation(old, schema)
      for (index, element) in value.elements.enumerated() {
        findings.merge(
          validate(element, items, old: correlation[element], at: path.index(index)))
      }
    }
    let count = Int64(value.count)
    if let limit = schema.minItems, count < limit {
      findings.add(
        .invalid(path, "\(count)", "\(path) in body should have at least \(limit) items"))
    }
    if let limit = schema.maxItems, count > limit {
      findings.add(.tooMany(path, count: value.count, limit: Int(clamping: limit)))
    }
  }

  private mutating func checkEntries(
    _ value: Node, _ schema: JSONSchemaProps, old: Node?, at path: FieldPath,
    into findings: inout SchemaFindings
  ) {
    let count = Int64(value.count)
    if let limit = schema.minProperties, count < limit {
      findings.add(
        .invalid(path, "\(count)", "\(path) in body should have at least \(limit) properties"))
    }
    if let limit = schema.maxProperties, count > limit {
      findings.add(.tooMany(path, count: value.count, limit: Int(clamping: limit)))
    }
    for entry in value.entries {
      let name = entry.name
      if let property = schema.property(name) {
        findings.merge(
          validate(entry.value, property, old: old?[name], at: path.field(name)))
      } else if let values = schema.additionalProperties {
        findings.merge(validate(entry.value, values, old: old?[name], at: path.field(name)))
      } else if schema.forbidsAdditionalProperties {
        findings.add(
          .invalid(
            path, GoText.quoted(name), "\(path).\(name) in body is a forbidden property"))
      }
    }
    for name in schema.required where value[name] == nil {
      findings.add(.required(path.field(name)))
    }
  }

  // MARK: - Alternatives

  private mutating func combine(
    _ value: Node, _ schema: JSONSchemaProps, old: Node?, at path: FieldPath
  ) -> SchemaFindings {
    var findings = SchemaFindings()
    let name = GoText.quoted(path.description)
    if !schema.anyOf.isEmpty {
      var best: SchemaFindings?
      var success: SchemaFindings?
      for alternative in schema.anyOf {
        let result = check(value, alternative, old: old, at: path)
        if result.isValid {
          success = result
          break
        }
        if best == nil || result.matches > best?.matches ?? 0 { best = result }
      }
      if success == nil {
        findings.add(.whole("\(name) must validate at least one schema (anyOf)"))
      }
      if let kept = success ?? best { findings.merge(kept) }
    }
    if !schema.oneOf.isEmpty {
      var best: SchemaFindings?
      var success: SchemaFindings?
      var valid = 0
      for alternative in schema.oneOf {
        let result = check(value, alternative, old: old, at: path)
        if result.isValid {
          valid += 1
          best = nil
          if success == nil { success = result }
        } else if valid == 0, best == nil || result.matches > best?.matches ?? 0 {
          best = result
        }
      }
      if valid == 1 {
        if let success { findings.merge(success) }
      } else {
        let found = valid == 0 ? "Found none valid" : "Found \(valid) valid alternatives"
        findings.add(.whole("\(name) must validate one and only one schema (oneOf). \(found)"))
        if let best { findings.merge(best) }
      }
    }
    if !schema.allOf.isEmpty {
      var valid = 0
      for part in schema.allOf {
        let result = check(value, part, old: old, at: path)
        if result.isValid { valid += 1 }
        findings.merge(result)
      }
      if valid != schema.allOf.count {
        findings.add(
          .whole(
            "\(name) must validate all the schemas (allOf)\(valid == 0 ? ". None validated" : "")"))
      }
    }
    if let not = schema.not, check(value, not, old: old, at: path).isValid {
      findings.add(.whole("\(name) must not validate the schema (not)"))
    }
    findings.matches += 1
    return findings
  }
}

extension FieldError {
  /// The path of errors that the server attributes to no field.
  static let nowhere = FieldPath([.field("<nil>")])

  /// An error of alternatives, which the server attributes to no field.
  static func whole(_ detail: String) -> FieldError {
    .invalid(nowhere, "\"\"", detail)
  }
}

/// Whether a value is of the type that a schema wants (type.go).
private struct TypeCheck {
  /// The format, where the type may have one.
  let format: String?
  let applies: Bool
  private let error: FieldError?

  init(_ value: Node, _ schema: JSONSchemaProps, at path: FieldPath) {
    let types = schema.isIntOrString ? ["integer", "string"] : schema.types
    let format = Self.format(of: schema, types)
    self.format = format
    applies = !types.isEmpty || format != nil

    func mismatch(_ expected: String, _ actual: String) -> FieldError {
      .typeInvalid(
        path, GoText.quoted(actual),
        "\(path) in body must be of type \(expected): \(GoText.quoted(actual))")
    }
    if value.isNull {
      error =
        types.isEmpty || schema.isNullable ? nil : mismatch(types.joined(separator: ","), "null")
      return
    }
    let (name, inferred) = Self.name(of: value)
    let isIntegral = value.kind == .float && value.double.map { $0.rounded() == $0 } ?? false
    let fits =
      types.contains(name) || isIntegral && types.contains("integer")
      || name == "integer" && types.contains("number")
    let isText = value.kind == .string || value.kind == .sequence
    if let format, !isText, !fits, inferred != format {
      error = mismatch(format, inferred)
    } else if format != nil, isText, !types.contains("number"), !types.contains("integer") {
      error = nil
    } else {
      error = fits || types.isEmpty ? nil : mismatch(types.joined(separator: ","), name)
    }
  }

  func merge(into findings: inout SchemaFindings) {
    if let error { findings.add(error) } else { findings.matches += 1 }
  }

  /// Unsupported formats count as none (validation/formats.go).
  private static func format(of schema: JSONSchemaProps, _ types: [String]) -> String? {
    guard let format = schema.format, !format.isEmpty else { return nil }
    switch types.count == 1 ? types[0] : "" {
    case "", "string": return StringFormat.isSupported(format) ? format : nil
    case "integer": return format == "int32" || format == "int64" ? format : nil
    case "number": return format == "float" || format == "double" ? format : nil
    default: return nil
    }
  }

  private static func name(of value: Node) -> (type: String, format: String) {
    switch value.kind {
    case .null: ("null", "")
    case .bool: ("boolean", "")
    case .int: ("integer", "int64")
    case .float: ("number", "float64")
    case .string: ("string", "")
    case .sequence: ("array", "")
    case .mapping: ("object", "")
    }
  }
}

/// The bounds of a number (validator.go, numberValidator).
private struct NumberCheck {
  private var errors: [FieldError] = []

  init(_ value: Node, _ schema: JSONSchemaProps, at path: FieldPath) {
    guard let number = value.double else { return }
    let isInteger = value.kind == .int
    let shown = value.kind == .int ? value.text : GoText.number(number)
    func bound(_ limit: Double) -> String {
      isInteger && abs(limit) < 9e18 ? String(Int64(limit)) : GoText.number(limit)
    }
    // Integers are compared with the bound cut to an integer.
    func cut(_ limit: Double) -> Double { isInteger ? limit.rounded(.towardZero) : limit }
    if !schema.isIntOrString, let kind = Self.outOfRange(value, number, schema) {
      errors.append(.whole("Checked value must be of type \(kind) in \(path)"))
    }
    if let factor = schema.multipleOf {
      let isMultiple: Bool
      if isInteger, let int = value.int, let step = Int64(exactly: factor.rounded(.towardZero)),
        step > 0
      {
        isMultiple = int % step == 0
      } else {
        let quotient = factor < 1 ? 1 / factor * number : number / factor
        isMultiple = factor > 0 && abs(quotient - quotient.rounded()) < 1e-9 * max(1, abs(quotient))
      }
      if !isMultiple {
        errors.append(
          .invalid(path, shown, "\(path) in body should be a multiple of \(bound(factor))"))
      }
    }
    if let limit = schema.minimum {
      let least = cut(limit)
      if schema.exclusiveMinimum ? number <= least : number < least {
        let words = schema.exclusiveMinimum ? "greater than" : "greater than or equal to"
        errors.append(.invalid(path, shown, "\(path) in body should be \(words) \(bound(limit))"))
      }
    }
    if let limit = schema.maximum {
      let most = cut(limit)
      if schema.exclusiveMaximum ? number >= most : number > most {
        let words = schema.exclusiveMaximum ? "less than" : "less than or equal to"
        errors.append(.invalid(path, shown, "\(path) in body should be \(words) \(bound(limit))"))
      }
    }
  }

  /// The type and format whose range a number is beyond; nil where it fits.
  private static func outOfRange(
    _ value: Node, _ number: Double, _ schema: JSONSchemaProps
  ) -> String? {
    let integer = value.int ?? Int64(exactly: number)
    switch (schema.type, schema.format) {
    case ("integer", "int32"):
      return integer.flatMap { Int32(exactly: $0) } == nil ? "integer with format int32" : nil
    case ("integer", "int64"): return integer == nil ? "integer with format int64" : nil
    case ("integer", _): return integer == nil ? "integer (default format)" : nil
    case ("number", "float"): return Float(number).isFinite ? nil : "number with format float"
    default: return nil
    }
  }

  func merge(into findings: inout SchemaFindings) {
    for error in errors { findings.add(error) }
  }
}
