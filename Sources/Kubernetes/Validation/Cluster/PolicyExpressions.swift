import CEL

/// Compiles the expressions of an admission policy as the server does before it takes the policy
/// (k8s.io/apiserver/pkg/admission/plugin/cel).
struct PolicyExpressions {
  private let hasParameters: Bool
  private var variables: [String: Type] = [:]
  private var environments: [Bool: Environment] = [:]

  init(hasParameters: Bool) {
    self.hasParameters = hasParameters
  }

  private static let minor = KubernetesVersion.newest.minor

  private static func base(hasParameters: Bool, hasAuthorizer: Bool) -> Environment {
    bases[(hasParameters ? 1 : 0) + (hasAuthorizer ? 2 : 0)]
  }

  private static let bases = (0..<4).map { choice in
    AdmissionTypes.environment(
      minor: minor, hasParameters: choice & 1 != 0, hasAuthorizer: choice & 2 != 0)
  }

  /// The environment with the variables so far.
  private mutating func environment(hasAuthorizer: Bool) -> Environment {
    if let known = environments[hasAuthorizer] { return known }
    var environment = Self.base(hasParameters: hasParameters, hasAuthorizer: hasAuthorizer)
    environment.add(AdmissionTypes.types(variables: variables))
    environment.declare("variables", AdmissionTypes.variables)
    environments[hasAuthorizer] = environment
    return environment
  }

  /// What comes after sees the variable, of whatever type it is where it does not compile.
  mutating func addVariable(_ name: String, _ expression: Field) {
    let type = Self.check(expression, in: environment(hasAuthorizer: true), as: nil)
    variables[name] = type ?? .dyn
    environments = [:]
  }

  mutating func check(_ expression: Field, as types: [Type], hasAuthorizer: Bool = true) {
    _ = Self.check(expression, in: environment(hasAuthorizer: hasAuthorizer), as: types)
  }

  /// A match condition sees no variables.
  static func checkCondition(_ expression: Field, hasParameters: Bool) {
    _ = check(
      expression, in: base(hasParameters: hasParameters, hasAuthorizer: true), as: [.bool])
  }

  private static func check(
    _ expression: Field, in environment: Environment, as types: [Type]?
  ) -> Type? {
    switch AdmissionExpressions.compile(
      expression.text, in: environment, as: types, acceptsDynamic: false)
    {
    case .success(let program): return program.type
    case .failure(let problem):
      expression.invalid(problem.serversMessage)
      return nil
    }
  }
}
