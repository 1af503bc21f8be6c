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
  ///   - correlation: with the value that stands in the same place of the object before an update;
  ///     of what is unchanged there is no complaint (ratcheting). nil for none.
  ///   - path: keys of maps stand in it as fields, which is how the server writes them here.
  mutating func validate(
    _ value: Node, _ schema: JSONSchemaProps, _ correlation: Correlation?, at path: FieldPath
  ) -> SchemaFindings {
    let findings = check(value, schema, correlation, at: path)
    if let correlation, !findings.isValid, correlation.isUnchanged {
      return SchemaFindings(errors: [], matches: findings.matches)
    }
    return findings
  }

  private mutating func check(
    _ value: Node, _ schema: JSONSchemaProps, _ correlation: Correlation?, at path: FieldPath
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
    findings.merge(combine(value, schema, correlation, at: path))
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
      checkElements(value, schema, correlation, at: path, into: &findings)
      findings.matches += 2
    default: break
    }
    checkEnumeration(value, schema, at: path, into: &findings)
    findings.matches += 1
    if value.kind == .mapping {
      checkEntries(value, schema, correlation, at: path, into: &findings)
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
    guard value.isNull || !schema.enumeration.contains(where: { Self.isEqual(value, $0.root) })
    else { return }
    let allowed = schema.enumeration.map {
      $0.root.kind == .string ? $0.root.text : GoText.json($0.root)
    }
    findings.add(.notSupported(path, GoText.value(value, absent: "null"), allowed))
  }

  /// Values are compared as Go compares them once it has turned the one into the type of the other:
  /// a number may lose its fraction, and an integer become the character with this code
  /// (validate/values.go, `Enum`).
  private static func isEqual(_ value: Node, _ allowed: Node) -> Bool {
    if allowed == value { return true }
    if let integer = allowed.int {
      return value.double.map { $0.rounded(.towardZero) == Double(integer) } ?? false
    }
    if let number = allowed.double { return value.double == number }
    guard let code = value.int, let text = allowed.string, text.unicodeScalars.count == 1 else {
      return false
    }
    let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
    return text.unicodeScalars.first == scalar
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
    _ value: Node, _ schema: JSONSchemaProps, _ correlation: Correlation?, at path: FieldPath,
    into findings: inout SchemaFindings
  ) {
    if let items = schema.items {
      let elements = correlation?.elements
      for (index, element) in value.elements.enumerated() {
        findings.merge(
          validate(
            element, items, elements?.correlation(of: element), at: path.index(index)))
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
    _ value: Node, _ schema: JSONSchemaProps, _ correlation: Correlation?, at path: FieldPath,
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
        // Both are of one version, and so tell nothing of a change of it.
        let isType = path.steps.isEmpty && (name == "apiVersion" || name == "kind")
        findings.merge(
          validate(
            entry.value, property, isType ? nil : correlation?.field(name), at: path.field(name)))
      } else if let values = schema.additionalProperties {
        findings.merge(
          validate(entry.value, values, correlation?.field(name), at: path.field(name)))
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
    _ value: Node, _ schema: JSONSchemaProps, _ correlation: Correlation?, at path: FieldPath
  ) -> SchemaFindings {
    var findings = SchemaFindings()
    let name = GoText.quoted(path.description)
    if !schema.anyOf.isEmpty {
      var best: SchemaFindings?
      var success: SchemaFindings?
      for alternative in schema.anyOf {
        let result = check(value, alternative, correlation, at: path)
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
        let result = check(value, alternative, correlation, at: path)
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
        let result = check(value, part, correlation, at: path)
        if result.isValid { valid += 1 }
        findings.merge(result)
      }
      if valid != schema.allOf.count {
        findings.add(
          .whole(
            "\(name) must validate all the schemas (allOf)\(valid == 0 ? ". None validated" : "")"))
      }
    }
    if let not = schema.not, check(value, not, correlation, at: path).isValid {
      findings.add(.whole("\(name) must not validate the schema (not)"))
    }
    findings.matches += 1
    return findings
  }
}

extension FieldPath {
  /// The path of errors that the server attributes to no field.
  static let nowhere = FieldPath([.field("<nil>")])
}

extension FieldError {
  /// An error of alternatives, which the server attributes to no field.
  static func whole(_ detail: String) -> FieldError {
    .invalid(.nowhere, "\"\"", detail)
  }
}
