/// A call of a function that is no operator.
struct CallSite: Sendable {
  let function: String
  /// The only overload that the checker let through.
  let overload: String?
  let candidates: [Overload]
  /// Computes whichever overload fits, instead of its own implementation.
  let implementation: Implementation?
  let isNonStrict: Bool
  /// Whether the implementation was made for a constant argument.
  let isSpecialized: Bool
  let rule: CostRule
  let cost: Environment.CallCost?
  /// The only overload that may fit, if it takes two arguments.
  let binary: Binary?

  struct Binary: Sendable {
    let first: TypeCode
    let second: TypeCode
    let function: @Sendable (Value, Value) -> Value
  }

  init(
    function: String, overload: String?, candidates: [Overload],
    implementation: Implementation? = nil, isNonStrict: Bool = false, isSpecialized: Bool = false,
    rule: CostRule = .one, cost: Environment.CallCost? = nil
  ) {
    self.function = function
    self.overload = overload
    self.candidates = candidates
    self.implementation = implementation
    self.isNonStrict = isNonStrict
    self.isSpecialized = isSpecialized
    self.rule = rule
    self.cost = cost
    if candidates.count == 1, candidates[0].parameters.count == 2,
      case .binary(let function)? = implementation ?? candidates[0].implementation,
      TypeCode(candidates[0].parameters[0]) != .other,
      TypeCode(candidates[0].parameters[1]) != .other
    {
      binary = Binary(
        first: TypeCode(candidates[0].parameters[0]), second: TypeCode(candidates[0].parameters[1]),
        function: function)
    } else {
      binary = nil
    }
  }

  /// The same call with an implementation that was made for a constant argument.
  func specialized(_ implementation: Implementation) -> CallSite {
    CallSite(
      function: function, overload: overload, candidates: candidates,
      implementation: implementation, isNonStrict: isNonStrict, isSpecialized: true, rule: rule,
      cost: cost)
  }
}
