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
      let type = try environment.compile(expression.text).type
      // The value of an attribute is told only by the device.
      if type != .bool, type != .any {
        expression.invalid("must evaluate to bool or the unknown type, not \(type)")
      }
    } catch {
      expression.invalid(CompiledRule.problem(error))
    }
  }

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
