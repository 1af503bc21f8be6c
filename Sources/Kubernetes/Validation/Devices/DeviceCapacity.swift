/// How much of something a device has, and how it may be asked for in parts.
enum DeviceCapacity {
  private static let mostValues = 10

  /// - Parameter isShared: the device may be allocated several times.
  static func validate(_ capacity: Field, isShared: Bool) {
    let policy = capacity["requestPolicy"]
    guard policy.exists else { return }
    guard isShared else { return policy.forbidden("allowMultipleAllocations must be true") }
    let (values, range) = (policy["validValues"], policy["validRange"])
    if !values.isEmpty, range.exists {
      return policy.forbidden(
        "exactly one policy can be specified, cannot specify \"validValues\" and \"validRange\" at "
          + "the same time")
    }
    let whole = capacity["value"].quantity ?? .zero
    let standard = policy["default"]
    if !values.isEmpty {
      guard let standard = standard.quantity else {
        return standard.required("required when validValues is defined")
      }
      validate(values, default: standard, of: whole)
    } else if range.exists {
      guard let standard = standard.quantity else {
        return standard.required("required when validRange is defined")
      }
      validate(range: range, default: standard, of: whole)
    }
  }

  private static func validate(_ values: Field, default standard: Quantity, of whole: Quantity) {
    let amounts = values.elements.map(\.quantity)
    for (index, pair) in zip(amounts, amounts.dropFirst()).enumerated() {
      guard let first = pair.0, let second = pair.1, first > second else { continue }
      values[index + 1].invalid(
        "values must be sorted in ascending order", value: shown(second))
    }
    // A list that is too long is not searched either.
    var hasDefault = false
    values.validateList(upTo: mostValues) { value in
      guard let amount = value.quantity else { return }
      if amount > whole {
        value.invalid("option is larger than capacity value: \(whole)", value: shown(amount))
      }
      if amount == standard { hasDefault = true }
    }
    if values.count <= mostValues {
      values.expectDistinct { "\($0.quantity?.value ?? 0)" }
    }
    if !hasDefault {
      values.invalid(
        "default value is not valid according to the requestPolicy", value: shown(standard))
    }
  }

  private static func validate(
    range: Field, default standard: Quantity, of whole: Quantity
  ) {
    let (low, high) = (range["min"], range["max"])
    guard let minimum = low.quantity else {
      return low.required("required when validRange is defined")
    }
    if minimum > whole {
      low.invalid("min is larger than capacity value: \(whole)", value: shown(minimum))
    }
    if standard < minimum {
      low.invalid("default is less than min: \(minimum)", value: shown(standard))
    }
    if let maximum = high.quantity {
      if minimum > maximum {
        high.invalid("min is larger than max: \(maximum)", value: shown(minimum))
      }
      if maximum > whole {
        high.invalid("max is larger than capacity value: \(whole)", value: shown(maximum))
      }
      if standard > maximum {
        high.invalid("default is more than max: \(maximum)", value: shown(standard))
      }
    }
    validateStep(range, from: minimum, default: standard, of: whole)
  }

  private static func validateStep(
    _ range: Field, from minimum: Quantity, default standard: Quantity, of whole: Quantity
  ) {
    let field = range["step"]
    guard let step = field.quantity else { return }
    let first = minimum + step
    if first > whole {
      field.invalid(
        "one step \(first) is larger than capacity value: \(whole)", value: shown(step))
    }
    for value in [standard, range["max"].quantity] {
      // A step of nothing is what the server fails on.
      guard let value, step.value != 0 else { continue }
      let distance = value.value.subtractingReportingOverflow(minimum.value).partialValue
      if distance.remainderReportingOverflow(dividingBy: step.value).partialValue != 0 {
        field.invalid(
          "value is not a multiple of a given step (\(step)) from (\(minimum))",
          value: shown(value))
      }
    }
  }

  private static func shown(_ amount: Quantity) -> String { GoText.quoted("\(amount)") }
}
