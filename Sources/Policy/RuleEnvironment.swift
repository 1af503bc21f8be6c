import CEL

/// What a rule of a ChangePolicy may name.
enum RuleEnvironment {
  static let variables = ["base", "head", "live", "predicted", "change", "changes", "commit"]

  static let standard: Environment = {
    var environment = Environment()
    for library in Library.extensions { environment.add(library) }
    for name in variables { environment.declare(name, .dyn) }
    return environment
  }()
}
