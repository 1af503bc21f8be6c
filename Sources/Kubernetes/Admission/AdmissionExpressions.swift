import CEL
import Values

/// The expressions of one policy, compiled: conditions, variables and validations.
///
/// k8s.io/apiserver/pkg/admission/plugin/policy/validating.
struct AdmissionExpressions: Sendable {
  struct Variable: Sendable {
    let name: String
    let program: Program
  }

  struct Condition: Sendable {
    let name: String
    let program: Program
  }

  struct Validation: Sendable {
    let program: Program
    /// Trimmed.
    let message: String
    let messageProgram: Program?
    let readsOldObject: Bool
  }

  struct Annotation: Sendable {
    let key: String
    let program: Program
  }

  var variables: [Variable] = []
  var conditions: [Condition] = []
  var validations: [Validation] = []
  var annotations: [Annotation] = []
  /// An error denies; else it is as if the policy were not there.
  var failsClosed = true

  /// What the source of a policy says, before it is compiled.
  struct Source {
    var variables: [(name: String, expression: Node)] = []
    var conditions: [(name: String, expression: Node)] = []
    var validations: [(expression: Node, message: String, messageExpression: Node?)] = []
    var annotations: [(key: String, expression: Node)] = []
    var failsClosed = true
  }

  /// An expression that does not compile, and where it stands.
  struct Failure: Error {
    let expression: Node
    let message: String
  }

  /// - Parameters:
  ///   - environment: with everything declared but `variables`.
  ///   - acceptsDynamic: an expression whose type is told only when it runs may stand where a
  ///     type is asked for.
  init(
    _ source: Source, in environment: Environment, acceptsDynamic: Bool = true,
    types: ([String: Type]) -> ObjectTypes
  ) throws(Failure) {
    failsClosed = source.failsClosed
    func compile(
      _ expression: Node, in environment: Environment, as types: [Type]?
    ) throws(Failure) -> Program {
      switch Self.compile(
        expression.text, in: environment, as: types, acceptsDynamic: acceptsDynamic)
      {
      case .success(let program): return program
      case .failure(let problem):
        throw Failure(expression: expression, message: problem.message)
      }
    }
    var fields: [String: Type] = [:]
    var reading: Set<String> = []
    func extended() -> Environment {
      var environment = environment
      environment.add(types(fields))
      environment.declare("variables", AdmissionTypes.variables)
      return environment
    }
    func readsOldObject(_ program: Program, _ expression: Node) -> Bool {
      if program.variables.contains("oldObject") { return true }
      guard program.variables.contains("variables") else { return false }
      let text = expression.text
      return reading.contains { text.contains($0) }
    }
    for variable in source.variables {
      let program = try compile(variable.expression, in: extended(), as: nil)
      fields[variable.name] = program.type
      if readsOldObject(program, variable.expression) { reading.insert(variable.name) }
      variables.append(Variable(name: variable.name, program: program))
    }
    let environment = extended()
    for condition in source.conditions {
      conditions.append(
        Condition(
          name: condition.name,
          program: try compile(condition.expression, in: environment, as: [.bool])))
    }
    for validation in source.validations {
      let program = try compile(validation.expression, in: environment, as: [.bool])
      var messageProgram: Program?
      if let expression = validation.messageExpression {
        messageProgram = try compile(expression, in: environment, as: [.string])
      }
      validations.append(
        Validation(
          program: program, message: validation.message.trimmed, messageProgram: messageProgram,
          readsOldObject: readsOldObject(program, validation.expression)))
    }
    for annotation in source.annotations {
      annotations.append(
        Annotation(
          key: annotation.key,
          program: try compile(annotation.expression, in: environment, as: [.string, .null])))
    }
  }

  /// Whether any of them reads a variable of the environment.
  func read(_ name: String) -> Bool {
    variables.contains { $0.program.variables.contains(name) }
      || conditions.contains { $0.program.variables.contains(name) }
      || validations.contains {
        $0.program.variables.contains(name)
          || $0.messageProgram?.variables.contains(name) ?? false
      }
      || annotations.contains { $0.program.variables.contains(name) }
  }

  /// What is wrong with an expression.
  enum Problem: Error {
    case doesNotCompile(CompileError)
    case hasOtherType(String)

    var message: String {
      switch self {
      case .doesNotCompile(let error): error.description
      case .hasOtherType(let detail): detail
      }
    }

    /// As the server words it.
    var serversMessage: String {
      switch self {
      case .doesNotCompile(let error): CompiledRule.problem(error)
      case .hasOtherType(let detail): detail
      }
    }
  }

  static func compile(
    _ text: String, in environment: Environment, as types: [Type]?, acceptsDynamic: Bool
  ) -> Result<Program, Problem> {
    let program: Program
    do throws(CompileError) {
      program = try environment.compile(text)
    } catch {
      return .failure(.doesNotCompile(error))
    }
    guard let types, !types.contains(program.type), !(acceptsDynamic && program.type == .dyn)
    else { return .success(program) }
    let names = types.map { "\($0)" }
    let wanted =
      names.count == 1 ? names[0] : "one of [\(names.joined(separator: " "))]"
    return .failure(.hasOtherType("must evaluate to \(wanted) but got \(program.type)"))
  }
}
