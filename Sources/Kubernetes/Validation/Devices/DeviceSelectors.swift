import CEL

/// Expressions that choose devices.
enum DeviceSelectors {
  static func validate(_ selectors: Field) {
    selectors.validateList(upTo: 32) { selector in
      guard selector["cel"].exists else { return selector["cel"].required() }
      validateExpression(selector["cel"]["expression"])
    }
  }

  private static let longest = 10 * 1024

  private static func validateExpression(_ expression: Field) {
    if expression.text.utf8.count > longest { return expression.tooLong(longest) }
    do throws(CompileError) {
      let (type, cost) = try compile(expression.text)
      // The value of an attribute is told only by the device.
      if type != .bool, type != .any {
        expression.invalid("must evaluate to bool or the unknown type, not \(type)")
      } else if cost > mostCost {
        expression.forbidden("too complex, exceeds cost limit")
      }
    } catch {
      expression.invalid(CompiledRule.problem(error))
    }
  }

  /// `CELSelectorExpressionMaxCost`
  private static let mostCost: UInt64 = 1_000_000

  /// The type of an expression's value, and the most that evaluating it may cost.
  static func compile(_ expression: String) throws(CompileError) -> (type: Type, cost: UInt64) {
    let (program, cost) = try environment.compile(
      expression, sizes: sizes(naming: names(in: expression)))
    return (program.type, cost.most)
  }

  /// Every word that could be the name of a field.
  private static func names(in expression: String) -> Set<String> {
    let words = expression.split { !($0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber)) }
    return Set(words.map { String($0) })
  }

  /// How large a device may be (`sizeEstimator` of k8s.io/dynamic-resource-allocation/cel).
  ///
  /// - Parameter names: of attributes: those that the expression selects as fields.
  private static func sizes(naming names: Set<String>) -> LargestSize {
    let (domain, identifier, value) = (LargestSize(63), LargestSize(32), LargestSize(64))
    func map(_ element: LargestSize, fields: [String: LargestSize] = [:]) -> LargestSize {
      LargestSize(
        entries, element: LargestSize(entries, element: element, key: identifier, fields: fields),
        key: domain)
    }
    let named = Dictionary(uniqueKeysWithValues: names.map { ($0, value) })
    return LargestSize(fields: [
      "driver": LargestSize(63), "allowMultipleAllocations": LargestSize(1),
      "attributes": map(value, fields: named), "capacity": map(LargestSize()),
    ])
  }

  /// Of attributes or of capacities of a device.
  private static let entries: UInt64 = 32

  /// `newCompiler` of k8s.io/dynamic-resource-allocation/cel.
  private static let environment: Environment = {
    var environment = KubernetesEnvironment.make(minor: KubernetesVersion.newest.minor)
    environment.add(.bindings)
    environment.add(
      ObjectTypes([
        "kubernetes.DRADevice": [
          "driver": .string,
          "attributes": .map(.string, .map(.string, .any)),
          "capacity": .map(.string, .map(.string, QuantityLibrary.type)),
          "allowMultipleAllocations": .bool,
        ]
      ]))
    environment.declare("device", .message("kubernetes.DRADevice"))
    return environment
  }()
}
