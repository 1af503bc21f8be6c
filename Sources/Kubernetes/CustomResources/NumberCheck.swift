import Values

/// The bounds of a number (k8s.io/kube-openapi/pkg/validation/validate, numberValidator).
///
/// A bound that the type of the number cannot hold is an error of its own, and both are then
/// compared as floating-point numbers.
struct NumberCheck {
  private let path: FieldPath
  /// nil for a number that was read as a float64.
  private let integer: Int64?
  private let number: Double
  private let type: String
  private let format: String
  private var errors: [FieldError] = []

  init(_ value: Node, _ schema: JSONSchemaProps, at path: FieldPath) {
    self.path = path
    integer = value.kind == .int ? value.int : nil
    number = value.double ?? 0
    // A number that may be a string too has no range.
    type = schema.isIntOrString ? "" : schema.type ?? ""
    format =
      switch (type, schema.format) {
      case ("integer", "int32"?), ("integer", "int64"?), ("number", "float"?),
        ("number", "double"?):
        schema.format ?? ""
      default: ""
      }
    checkRange(number, integer, of: "Checked")
    if let factor = schema.multipleOf { checkFactor(factor) }
    if let limit = schema.minimum {
      checkBound(
        limit, "Minimum boundary",
        schema.exclusiveMinimum ? "greater than" : "greater than or equal to",
        Bound(isExclusive: schema.exclusiveMinimum, isUpper: false))
    }
    if let limit = schema.maximum {
      checkBound(
        limit, "Maximum boundary", schema.exclusiveMaximum ? "less than" : "less than or equal to",
        Bound(isExclusive: schema.exclusiveMaximum, isUpper: true))
    }
  }

  func merge(into findings: inout SchemaFindings) {
    for error in errors { findings.add(error) }
  }

  /// - Returns: whether the type of the number, in its format, can hold `value`.
  @discardableResult
  private mutating func checkRange(_ value: Double, _ exact: Int64?, of name: String) -> Bool {
    let whole = exact ?? Int64(exactly: value)
    let fits =
      switch (type, format) {
      case ("integer", "int32"): whole.flatMap { Int32(exactly: $0) } != nil
      case ("integer", _): whole != nil
      case ("number", "float"): Float(value).isFinite
      default: true
      }
    guard !fits else { return true }
    let words = format.isEmpty ? "\(type) (default format)" : "\(type) with format \(format)"
    errors.append(.whole("\(name) value must be of type \(words) in \(path)"))
    return false
  }

  private mutating func checkFactor(_ factor: Double) {
    if checkRange(factor, nil, of: "MultipleOf"), let integer {
      // The factor of an integer is cut to one, and then may not be zero.
      let step = Self.cut(factor)
      guard step > 0 else { return refuseFactor("\(step)") }
      if !integer.isMultiple(of: step) { refuse("\(integer)", "be a multiple of \(step)") }
      return
    }
    guard factor > 0 else { return refuseFactor(GoText.number(factor)) }
    let quotient = factor < 1 ? 1 / factor * number : number / factor
    if !quotient.isJSONInteger {
      refuse(GoText.number(number), "be a multiple of \(GoText.number(factor))")
    }
  }

  private struct Bound {
    let isExclusive: Bool
    let isUpper: Bool

    func holds<Number: Comparable>(_ value: Number, _ limit: Number) -> Bool {
      if value == limit { return !isExclusive }
      return isUpper ? value < limit : value > limit
    }
  }

  private mutating func checkBound(
    _ limit: Double, _ name: String, _ words: String, _ bound: Bound
  ) {
    if checkRange(limit, nil, of: name), let integer {
      let limit = Self.cut(limit)
      if !bound.holds(integer, limit) { refuse("\(integer)", "be \(words) \(limit)") }
    } else if !bound.holds(number, limit) {
      refuse(GoText.number(number), "be \(words) \(GoText.number(limit))")
    }
  }

  /// A number as the processor of a server cuts it to an integer: the least one stands for all
  /// that do not fit.
  private static func cut(_ value: Double) -> Int64 {
    Int64(exactly: value.rounded(.towardZero)) ?? .min
  }

  private mutating func refuse(_ shown: String, _ expectation: String) {
    errors.append(.invalid(path, shown, "\(path) in body should \(expectation)"))
  }

  private mutating func refuseFactor(_ factor: String) {
    errors.append(
      .invalid(path, factor, "factor MultipleOf declared for \(path) must be positive: \(factor)"))
  }
}
