import Values

/// Whether a value is of the type that a schema wants
/// (k8s.io/kube-openapi/pkg/validation/validate/type.go).
struct TypeCheck {
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
    let fits =
      types.contains(name)
      || name == "number" && types.contains("integer") && value.double?.isJSONInteger ?? false
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
    case .int where value.int != nil: ("integer", "int64")
    // What no int64 holds was read as a float64.
    case .int, .float: ("number", "float64")
    case .string: ("string", "")
    case .sequence: ("array", "")
    case .mapping: ("object", "")
    }
  }
}

extension Double {
  /// Whether JSON readers everywhere take the number for an integer, and for the same one; a
  /// fraction that is nothing beside the whole is overlooked
  /// (github.com/go-openapi/swag, `IsFloat64AJSONInteger`).
  var isJSONInteger: Bool {
    guard magnitude <= 0x1F_FFFF_FFFF_FFFF else { return false }
    let whole = rounded(.towardZero)
    if self == whole { return true }
    // Below zero the difference is taken to what the fraction would be as an unsigned number.
    guard whole > 0 else { return false }
    return (self - whole) / (self + whole) < 1e-9
  }
}
