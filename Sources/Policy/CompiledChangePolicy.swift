import CEL
import Diagnostics
import Values

/// A policy whose expressions are compiled: only those that a change matches are.
struct CompiledChangePolicy: Sendable {
  struct Variable: Sendable {
    let name: String
    let program: Program
  }

  struct Rule: Sendable {
    let rule: ChangePolicy.Rule
    let program: Program
    let message: Program?
  }

  let policy: ChangePolicy
  private(set) var variables: [Variable] = []
  private(set) var rules: [Rule] = []
  /// What does not compile. The rules that do still count.
  private(set) var diagnostics: [Diagnostic] = []

  init(_ policy: ChangePolicy) {
    self.policy = policy
    var environment = RuleEnvironment.standard
    for variable in policy.variables {
      let name = "variables.\(variable.name)"
      guard let program = compile(variable.expression, in: environment, variable.mark) else {
        continue
      }
      environment.declare(name, program.type)
      variables.append(Variable(name: name, program: program))
    }
    for rule in policy.rules {
      guard let program = compile(rule.expression, in: environment, rule.mark) else { continue }
      guard program.type == .bool || program.type == .dyn else {
        diagnostics.append(
          Diagnostic(
            code: "invalid-policy",
            "rule '\(rule.id)' of '\(policy.name)' gives \(program.type), not a bool",
            at: rule.mark, help: "write a condition that is true for a change that is fine"))
        continue
      }
      let message = rule.messageExpression.flatMap {
        compile($0, in: environment, rule.mark)
      }
      rules.append(Rule(rule: rule, program: program, message: message))
    }
  }

  private mutating func compile(
    _ expression: String, in environment: Environment, _ mark: Mark?
  ) -> Program? {
    do {
      return try environment.compile(expression)
    } catch {
      let first = error.issues.first?.message ?? "it does not compile"
      diagnostics.append(
        Diagnostic(
          code: "invalid-policy", "policy '\(policy.name)': \(first)", at: mark,
          notes: [Diagnostic.Note(error.description)],
          help: "git vet policy test shows the expression and the place"))
      return nil
    }
  }

  /// Drops the rules whose inputs do not pass, and returns how many these were.
  mutating func keepRules(whoseInputs isWanted: (Set<String>) -> Bool) -> Int {
    let count = rules.count
    let kept = rules.filter { isWanted(inputs(of: $0)) }
    rules = kept
    return count - kept.count
  }

  /// Whether a rule looks at the object alone, so that the base has an answer of its own.
  func isAboutOneState(_ rule: Rule) -> Bool {
    let inputs = inputs(of: rule)
    return !inputs.isEmpty && inputs.isSubset(of: ["predicted", "head"])
  }

  /// The variables of the environment that a rule reads, through the policy's own variables too.
  private func inputs(of rule: Rule) -> Set<String> {
    var inputs = Set<String>()
    var pending = Array(rule.program.variables)
    var seen = Set<String>()
    while let name = pending.popLast() {
      guard seen.insert(name).inserted else { continue }
      if let variable = variables.first(where: { $0.name == name }) {
        pending += variable.program.variables
      } else {
        inputs.insert(name)
      }
    }
    return inputs
  }
}
