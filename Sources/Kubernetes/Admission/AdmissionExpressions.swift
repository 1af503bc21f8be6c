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

  /// - Parameter environment: with everything declared but `variables`.
  init(
    _ source: Source, in environment: Environment, types: ([String: Type]) -> ObjectTypes
  ) throws(Failure) {
    failsClosed = source.failsClosed
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
      let program = try Self.compile(variable.expression, in: extended(), as: nil)
      fields[variable.name] = program.type
      if readsOldObject(program, variable.expression) { reading.insert(variable.name) }
      variables.append(Variable(name: variable.name, program: program))
    }
    let environment = extended()
    for condition in source.conditions {
      conditions.append(
        Condition(
          name: condition.name,
          program: try Self.compile(condition.expression, in: environment, as: [.bool])))
    }
    for validation in source.validations {
      let program = try Self.compile(validation.expression, in: environment, as: [.bool])
      var messageProgram: Program?
      if let expression = validation.messageExpression {
        messageProgram = try Self.compile(expression, in: environment, as: [.string])
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
          program: try Self.compile(annotation.expression, in: environment, as: [.string, .null])))
    }
  }

  private static func compile(
    _ expression: Node, in environment: Environment, as types: [Type]?
  ) throws(Failure) -> Program {
    let program: Program
    do throws(CompileError) {
      program = try environment.compile(expression.text)
    } catch {
      throw Failure(expression: expression, message: error.description)
    }
    if let types, program.type != .dyn, !types.contains(program.type) {
      let names = types.map { "\($0)" }.joined(separator: " or ")
      throw Failure(expression: expression, message: "must evaluate to \(names)")
    }
    return program
  }
}
