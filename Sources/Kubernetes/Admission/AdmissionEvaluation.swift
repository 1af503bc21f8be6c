import CEL
import Values

/// Evaluates the expressions of a policy for one request and one parameter.
///
/// k8s.io/apiserver/pkg/admission/plugin/policy/validating/validator.go, with its budgets.
struct AdmissionEvaluation {
  /// Why the request is not to be let through.
  struct Denial {
    /// In the server's words.
    let message: String
    let mark: Mark?
    let readsOldObject: Bool
  }

  struct Answer {
    var denials: [Denial] = []
    /// What the result depends on and no one here knows.
    var unknowns: [String] = []
  }

  /// The cost that the server allows, in the units of run-time cost.
  enum Budget {
    static let call: UInt64 = 1_000_000
    static let conditions: UInt64 = 2_500_000
    static let validations: UInt64 = 10_000_000
    static let exhausted =
      "validation failed due to running out of cost budget, no further validation rules will be run"
  }

  let expressions: AdmissionExpressions
  /// Everything bound but `variables`.
  let activation: Activation

  func run() -> Answer {
    var answer = Answer()
    switch matchConditions() {
    case .matches: break
    case .no: return answer
    case .failed(let message):
      guard expressions.failsClosed else { return answer }
      answer.denials.append(Denial(message: message, mark: nil, readsOldObject: false))
      return answer
    case .unknown(let names):
      answer.unknowns = names
      return answer
    }
    validate(&answer)
    return answer
  }

  // MARK: - Conditions

  private enum Match {
    case matches
    case no
    case failed(String)
    case unknown([String])
  }

  /// All conditions are evaluated: one that is false outweighs the errors of others.
  private func matchConditions() -> Match {
    guard !expressions.conditions.isEmpty else { return .matches }
    var pass = Pass(expressions, activation, budget: Budget.conditions)
    var errors: [String] = []
    var unknowns: [String] = []
    for condition in expressions.conditions {
      switch pass.evaluate(condition.program) {
      case nil: return expressions.failsClosed ? .failed(Budget.exhausted) : .no
      case .bool(false)?: return .no
      case .error(let error)?: errors.append(Self.message(of: error, in: condition.program))
      case .unknown(let unknown)?: unknowns += unknown.attributes
      default: break
      }
    }
    if !unknowns.isEmpty { return .unknown(unknowns) }
    guard !errors.isEmpty else { return .matches }
    guard expressions.failsClosed else { return .no }
    let message = errors.count == 1 ? errors[0] : "[\(errors.joined(separator: ", "))]"
    return .failed(message)
  }

  // MARK: - Validations

  private func validate(_ answer: inout Answer) {
    var pass = Pass(expressions, activation, budget: Budget.validations)
    var results: [Value] = []
    for validation in expressions.validations {
      guard let value = pass.evaluate(validation.program) else {
        exhausted(&answer)
        return
      }
      results.append(value)
    }
    // Messages come out of what the validations left of the budget.
    var messages: Pass?
    for (validation, value) in zip(expressions.validations, results) {
      switch value {
      case .bool(true): break
      case .unknown(let unknown): answer.unknowns += unknown.attributes
      case .error(let error):
        guard expressions.failsClosed else { break }
        add(Self.message(of: error, in: validation.program), validation, to: &answer)
      default:
        var own: String?
        if let program = validation.messageProgram {
          var rest = messages ?? Pass(expressions, activation, budget: pass.budget)
          own = shown(rest.evaluate(program))
          messages = rest
        }
        let message = own ?? validation.message
        let expression = validation.program.expression.trimmed
        add(
          message.isEmpty ? "failed expression: \(expression)" : message, validation,
          to: &answer)
      }
    }
    auditAnnotations(&answer)
  }

  private func exhausted(_ answer: inout Answer) {
    guard expressions.failsClosed else { return }
    answer.denials = [Denial(message: Budget.exhausted, mark: nil, readsOldObject: false)]
  }

  /// What a message expression gave, where it can be shown.
  private func shown(_ value: Value?) -> String? {
    guard let text = value?.string?.trimmed, !text.isEmpty, text.utf8.count <= 5 << 10,
      !text.contains("\n")
    else { return nil }
    return text
  }

  /// Annotations are the server's own record; here they count where computing them fails.
  private func auditAnnotations(_ answer: inout Answer) {
    guard expressions.failsClosed, !expressions.annotations.isEmpty else { return }
    var pass = Pass(expressions, activation, budget: Budget.validations)
    for annotation in expressions.annotations {
      switch pass.evaluate(annotation.program) {
      case nil: exhausted(&answer)
      case .error(let error)?:
        answer.denials.append(
          Denial(
            message: Self.message(of: error, in: annotation.program), mark: nil,
            readsOldObject: false))
      default: break
      }
    }
  }

  private func add(
    _ message: String, _ validation: AdmissionExpressions.Validation, to answer: inout Answer
  ) {
    answer.denials.append(
      Denial(
        message: message, mark: mark(of: validation), readsOldObject: validation.readsOldObject))
  }

  /// The last place that the failing expression read, best one that someone wrote.
  private func mark(of validation: AdmissionExpressions.Validation) -> Mark? {
    var pass = Pass(expressions, activation, budget: Budget.validations)
    return pass.reads(of: validation.program).last { $0.mark != nil }?.mark
  }

  private static func message(of error: EvaluationError, in program: Program) -> String {
    "expression '\(program.expression)' resulted in error: \(error.message)"
  }
}

extension AdmissionEvaluation {
  /// Evaluations that share variables and a budget.
  struct Pass {
    private(set) var budget: UInt64
    private let scope: VariableScope
    private var activation: Activation

    init(_ expressions: AdmissionExpressions, _ activation: Activation, budget: UInt64) {
      self.budget = budget
      scope = VariableScope(expressions.variables, activation)
      self.activation = activation
      if !expressions.variables.isEmpty {
        self.activation.bind("variables", to: .object(scope))
      }
    }

    /// nil where the budget is used up.
    mutating func evaluate(_ program: Program) -> Value? {
      let outcome = program.evaluate(activation, costLimit: Budget.call)
      let cost = scope.takeCost() &+ outcome.cost
      guard cost <= budget else { return nil }
      budget -= cost
      return outcome.value
    }

    mutating func reads(of program: Program) -> [Node] {
      program.evaluate(activation, costLimit: Budget.call, tracingReads: true).reads
    }
  }
}

/// `variables`: each is computed when it is first read, and once; a variable sees those before it.
///
/// It lives as long as the pass that made it and is never shared between tasks.
final class VariableScope: ObjectValue, @unchecked Sendable {
  /// Of policies without variables. Nothing is ever computed or kept in it.
  static let empty = VariableScope([], Activation())

  private let variables: [AdmissionExpressions.Variable]
  private let activation: Activation
  private var values: [String: Value] = [:]
  private var cost: UInt64 = 0

  init(_ variables: [AdmissionExpressions.Variable], _ activation: Activation) {
    self.variables = variables
    self.activation = activation
  }

  var type: Type { AdmissionTypes.variables }

  func takeCost() -> UInt64 {
    defer { cost = 0 }
    return cost
  }

  func hasField(_ name: String) -> Bool? { variables.contains { $0.name == name } ? true : nil }

  func field(_ name: String) -> Value? {
    if let value = values[name] { return value }
    guard let variable = variables.first(where: { $0.name == name }) else { return nil }
    var inner = activation
    inner.bind("variables", to: .object(self))
    let outcome = variable.program.evaluate(
      inner, costLimit: AdmissionEvaluation.Budget.call)
    cost &+= outcome.cost
    var value = outcome.value
    if case .error(let error) = value {
      value = .error(
        "composited variable \(GoText.quoted(name)) fails to evaluate: \(error.message)")
    }
    values[name] = value
    return value
  }
}
