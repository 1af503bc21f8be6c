extension Library {
  /// Numeric functions (extension `math`).
  ///
  /// - Parameter version: 1 adds rounding, signs and bits; 2 adds `sqrt`.
  public static func math(version: Int = 2) -> Library {
    var functions = [extremum("math.@min", .greater), extremum("math.@max", .less)]
    if version >= 1 { functions += rounding + signs + bits }
    if version >= 2 {
      functions.append(
        Function(
          "math.sqrt",
          [("double", Type.double), ("int", .int), ("uint", .uint)].map { name, type in
            Overload("math_sqrt_\(name)", type, .double) { value in
              switch value {
              case .double(let double): .double(double.squareRoot())
              case .int(let int): .double(Double(int).squareRoot())
              case .uint(let uint): .double(Double(uint).squareRoot())
              default: .noSuchOverload
              }
            }
          }))
    }
    return Library(
      "math", functions: functions,
      macros: [
        extremumMacro("least", "math.@min"), extremumMacro("greatest", "math.@max"),
      ])
  }

  // MARK: Least and greatest

  private static let numbers: [(String, Type)] = [
    ("double", .double), ("int", .int), ("uint", .uint),
  ]

  /// - Parameter replacing: the order of the first to the second that makes the second the result.
  private static func extremum(_ name: String, _ replacing: Order) -> Function {
    let id = name.replacingDots
    @Sendable func pick(_ left: Value, _ right: Value) -> Value {
      guard left.isNumber, right.isNumber else { return .error("no such overload: \(name)") }
      guard let order = left.compareNumber(with: right) else {
        return .error("NaN values cannot be ordered")
      }
      return order == replacing ? right : left
    }
    var overloads = numbers.map { number, type in
      Overload("\(id)_\(number)", type, type) { $0 }
    }
    for (left, leftType) in numbers {
      for (right, rightType) in numbers {
        overloads.append(
          Overload(
            "\(id)_\(left)_\(right)", leftType, rightType, left == right ? leftType : .dyn,
            binary: pick))
      }
    }
    for (number, type) in numbers {
      overloads.append(
        Overload("\(id)_list_\(number)", .list(type), type) { list in
          guard let elements = list.elements, var result = elements.first else {
            return .error("\(name)(list) argument must not be empty")
          }
          guard result.isNumber else { return .error("no such overload: \(name)") }
          for element in elements.dropFirst() {
            result = pick(result, element)
            if case .error = result { break }
          }
          return result
        })
    }
    return Function(name, overloads)
  }

  private static func extremumMacro(_ name: String, _ function: String) -> Macro {
    Macro(name, argumentCount: nil, isMember: true) {
      (expansion, target, arguments) throws(MacroFailure) in
      guard let target, expansion.name(of: target) == "math" else { return nil }
      guard let first = arguments.first else {
        throw expansion.failure("math.\(name)() requires at least one argument", at: target)
      }
      guard arguments.count > 1 else {
        let isNumeric =
          expansion.elements(of: first).map { elements in
            !elements.isEmpty && elements.allSatisfy { expansion.mayBeNumber($0) }
          } ?? expansion.mayBeNumber(first)
        guard isNumeric else {
          throw expansion.failure("math.\(name)() invalid single argument value", at: first)
        }
        return expansion.call(function, first)
      }
      for argument in arguments where !expansion.mayBeNumber(argument) {
        throw expansion.failure(
          "math.\(name)() simple literal arguments must be numeric", at: argument)
      }
      return arguments.count == 2
        ? expansion.call(function, first, arguments[1])
        : expansion.call(function, expansion.list(arguments))
    }
  }

  // MARK: Rounding

  private static let rounding: [Function] = [
    double("ceil") { .double($0.rounded(.up)) },
    double("floor") { .double($0.rounded(.down)) },
    double("round") { .double($0.rounded(.toNearestOrAwayFromZero)) },
    double("trunc") { .double($0.rounded(.towardZero)) },
    double("isInf", .bool) { .bool($0.isInfinite) },
    double("isNaN", .bool) { .bool($0.isNaN) },
    double("isFinite", .bool) { .bool($0.isFinite) },
  ]

  private static func double(
    _ name: String, _ result: Type = .double, _ body: @escaping @Sendable (Double) -> Value
  ) -> Function {
    Function(
      "math.\(name)",
      Overload("math_\(name)_double", .double, result) { value in
        if case .double(let double) = value { return body(double) }
        return .noSuchOverload
      })
  }

  private static let signs: [Function] = [
    Function(
      "math.abs",
      Overload("math_abs_double", .double, .double, unary: magnitude),
      Overload("math_abs_int", .int, .int, unary: magnitude),
      Overload("math_abs_uint", .uint, .uint, unary: magnitude)),
    Function(
      "math.sign",
      Overload("math_sign_double", .double, .double, unary: sign),
      Overload("math_sign_int", .int, .int, unary: sign),
      Overload("math_sign_uint", .uint, .uint, unary: sign)),
  ]

  @Sendable
  private static func magnitude(_ value: Value) -> Value {
    switch value {
    case .double(let double): .double(double.magnitude)
    case .int(let int): int == .min ? .error("integer overflow") : .int(abs(int))
    default: value
    }
  }

  @Sendable
  private static func sign(_ value: Value) -> Value {
    switch value {
    case .double(let double): .double(double.isNaN ? .nan : double > 0 ? 1 : double < 0 ? -1 : 0)
    case .int(let int): .int(int.signum())
    case .uint(let uint): .uint(min(uint, 1))
    default: .noSuchOverload
    }
  }
}

extension MacroExpansion {
  /// Whether an operand is a number, or an expression whose type is not to be seen.
  fileprivate func mayBeNumber(_ operand: Operand) -> Bool {
    switch kind(of: operand) {
    case .literal(let value): value.isNumber
    case .list, .map, .message: false
    default: true
    }
  }
}

extension String {
  /// `math_@min` of `math.@min`.
  fileprivate var replacingDots: String { split(separator: ".").joined(separator: "_") }
}
