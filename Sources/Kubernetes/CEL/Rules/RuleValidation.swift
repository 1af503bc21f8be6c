import CEL
import Values

/// Evaluates the rules of a custom resource's schema (`Validator.Validate` of
/// k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go).
struct RuleValidation {
  /// What one expression may cost, and all of an object's together.
  static let callLimit = KubernetesEnvironment.callCostLimit
  static let objectLimit: UInt64 = 10_000_000

  private(set) var errors: [FieldError] = []
  /// What the rules have cost so far.
  private(set) var cost: UInt64 = 0
  /// Set where no further rules are run.
  private var isStopped = false
  /// Errors of values that an update leaves as they were are let pass.
  private let ratchets: Bool

  /// - Parameter old: the stored object that is updated; nil for a creation.
  /// - Parameter path: where the object stands.
  static func validate(
    _ object: Node, old: Node?, _ tree: RuleTree, ratchets: Bool = true,
    at path: FieldPath = .root
  ) -> RuleValidation {
    var validation = RuleValidation(ratchets: ratchets)
    let correlation = old.map { Correlation(new: object, old: $0, schema: tree.schema.props) }
    validation.validate(object, old: old, tree, Surroundings(current: correlation), at: path)
    return validation
  }

  private init(ratchets: Bool) {
    self.ratchets = ratchets
  }

  /// A value with the one that it replaces, and the nearest such pair around it.
  private struct Surroundings {
    var current: Correlation?
    var parent: Correlation?

    var isUnchanged: Bool { (current ?? parent)?.isUnchanged ?? false }

    func child(_ child: Correlation?) -> Surroundings {
      guard let current else { return self }
      return Surroundings(current: child, parent: current)
    }

    func field(_ name: String) -> Surroundings {
      guard let current else { return self }
      if parent == nil, name == "apiVersion" || name == "kind" { return Surroundings() }
      return child(current.field(name))
    }
  }

  private mutating func validate(
    _ value: Node, old: Node?, _ tree: RuleTree, _ surroundings: Surroundings, at path: FieldPath
  ) {
    guard !value.isNull, !isStopped else { return }
    let old = old.flatMap { $0.isNull ? nil : $0 }
    evaluate(value, old: old, tree, surroundings, at: path)
    for alternative in tree.allOf {
      validate(
        value, old: old, alternative, Surroundings(parent: surroundings.parent), at: path)
    }
    switch value.kind {
    case .sequence:
      guard let items = tree.items else { return }
      let correlated = CorrelatedElements(old, tree.schema.props)
      let elements = surroundings.current?.elements
      for (index, element) in value.elements.enumerated() {
        validate(
          element, old: correlated[element], items,
          surroundings.child(elements?.correlation(of: element)), at: path.index(index))
      }
    case .mapping:
      // An atomic map is replaced as a whole: nothing in it has a predecessor.
      let old = tree.schema.props.mapType == "atomic" ? nil : old
      let entries = value.entries.filter { tree.values != nil || tree.properties[$0.name] != nil }
      for entry in entries {
        let name = entry.name
        let child = tree.properties[name] ?? tree.values
        let isField = tree.properties[name] != nil
        guard let child else { continue }
        validate(
          entry.value, old: old.flatMap { $0.isMapping ? $0[name] : nil }, child,
          surroundings.field(name), at: isField ? path.field(name) : path.key(name))
      }
    default: break
    }
  }

  private mutating func evaluate(
    _ value: Node, old: Node?, _ tree: RuleTree, _ surroundings: Surroundings, at path: FieldPath
  ) {
    let type = GoText.quoted(tree.schema.props.type ?? "")
    if let problem = tree.problem {
      errors.append(.invalid(path, type, "rule compiler initialization error: \(problem)"))
      return
    }
    guard !tree.rules.isEmpty else { return }
    guard cost < Self.objectLimit else { return stop(at: path, type) }

    var activation = Activation()
    activation.bind(CompiledRule.selfName, to: SchemaValue.value(value, tree.schema))
    var optional = activation
    let oldValue = old.map { SchemaValue.value($0, tree.schema) }
    if let oldValue { activation.bind(CompiledRule.oldSelfName, to: oldValue) }
    optional.bind(CompiledRule.oldSelfName, to: .optional(of: oldValue))

    for rule in tree.rules where !isStopped {
      if let problem = rule.problem {
        errors.append(.invalid(path, type, "rule compile error: \(problem)"))
        continue
      }
      guard let program = rule.program else { continue }
      if rule.usesOldSelf, old == nil, !rule.rule.optionalOldSelf { continue }
      let outcome = program.evaluate(
        rule.rule.optionalOldSelf ? optional : activation, costLimit: Self.callLimit)
      guard charge(outcome.cost) else { return stop(at: path, type) }
      switch outcome.value {
      case .bool(true): continue
      case .error(let error):
        report(error, rule, at: path, type)
        continue
      default: break
      }
      guard let message = message(of: rule, activation, at: path, type) else { return }
      if ratchets, !rule.usesOldSelf, surroundings.isUnchanged { continue }
      errors.append(failure(rule, value, tree.schema, message, at: path))
    }
  }

  private mutating func report(
    _ error: EvaluationError, _ rule: CompiledRule, at path: FieldPath, _ type: String
  ) {
    let message = error.message
    if error.isLimit {
      errors.append(
        .invalid(
          path, type,
          "'\(message)': no further validation rules will be run due to call cost exceeds limit "
            + "for rule: \(rule.text)"))
      isStopped = true
    } else if message.hasPrefix("no such overload") {
      errors.append(
        .invalid(
          path, type,
          "'\(message)': call arguments did not match a supported operator, function or macro "
            + "signature for rule: \(rule.text)"))
    } else {
      errors.append(.invalid(path, type, "\(message) evaluating rule: \(rule.text)"))
    }
  }

  private func failure(
    _ rule: CompiledRule, _ value: Node, _ schema: SchemaNode, _ message: String,
    at path: FieldPath
  ) -> FieldError {
    let path = FieldPath(path.steps + rule.fieldPath.steps)
    let isOmitted = schema.props.type == "object" || schema.props.type == "array"
    let text = isOmitted ? nil : GoText.value(value, absent: "null")
    return switch rule.rule.reason {
    case "FieldValueForbidden": .forbidden(path, message)
    case "FieldValueRequired": .required(path, message)
    case "FieldValueDuplicate": FieldError(.duplicate, path, value: text)
    default: FieldError(.invalid, path, value: text, message)
    }
  }

  /// Whether the budget lasts.
  private mutating func charge(_ spent: UInt64) -> Bool {
    let (sum, overflow) = cost.addingReportingOverflow(spent)
    guard !overflow, sum <= Self.objectLimit else { return false }
    cost = sum
    return true
  }

  private mutating func stop(at path: FieldPath, _ type: String) {
    errors.append(
      .invalid(
        path, type,
        "validation failed due to running out of cost budget, no further validation rules will "
          + "be run"))
    isStopped = true
  }
}

// MARK: - Messages

extension RuleValidation {
  /// The greatest length of a message that an expression makes.
  private static let messageLimit = 5120

  /// What is said of a failure; nil where the message expression used up the budget.
  private mutating func message(
    of rule: CompiledRule, _ activation: Activation, at path: FieldPath, _ type: String
  ) -> String? {
    guard let program = rule.messageProgram else { return rule.message }
    let outcome = program.evaluate(activation, costLimit: Self.callLimit)
    let path = FieldPath(path.steps + rule.fieldPath.steps)
    guard charge(outcome.cost) else {
      errors.append(
        .invalid(
          path, type,
          "messageExpression evaluation failed due to running out of cost budget, no further "
            + "validation rules will be run"))
      isStopped = true
      return nil
    }
    if case .error(let error) = outcome.value, error.isLimit {
      errors.append(
        .invalid(
          path, type,
          "no further validation rules will be run due to call cost exceeds limit for "
            + "messageExpression: \(GoText.quoted(rule.rule.messageExpression ?? ""))"))
      isStopped = true
      return nil
    }
    guard let text = outcome.value.string?.trimmed, !text.isEmpty, !text.contains("\n"),
      text.utf8.count <= Self.messageLimit
    else { return rule.message }
    return text
  }
}
