import CEL
import Values

/// One entry of `x-kubernetes-validations`, compiled (`compileRule` of
/// k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/compilation.go).
struct CompiledRule: Sendable {
  let rule: JSONSchemaProps.ValidationRule
  /// nil for a rule without an expression, which nothing fails.
  var program: Program?
  var messageProgram: Program?
  /// Why the rule cannot be evaluated.
  var problem: String?
  /// Why no message can be made for it.
  var messageProblem: String?
  var usesOldSelf = false
  /// The most that evaluating the rule and the message expression is estimated to cost; 0 where
  /// nothing was estimated.
  var cost: UInt64 = 0
  var messageCost: UInt64 = 0
  /// Where the error points to, below the value.
  var fieldPath = FieldPath.root

  static let selfName = "self"
  static let oldSelfName = "oldSelf"

  /// - Parameters:
  ///   - types: the type of the value that the rule stands at.
  ///   - sizes: how large it may be, to estimate costs by.
  init(
    _ rule: JSONSchemaProps.ValidationRule, schema: SchemaNode, types: SchemaTypes,
    sizes: SchemaSizes?, in base: Environment
  ) {
    self.rule = rule
    guard !rule.rule.allSatisfy(\.isWhitespace) else { return }
    var environment = base
    environment.add(types)
    environment.declare(Self.selfName, types.type)
    environment.declare(
      Self.oldSelfName, rule.optionalOldSelf ? .optional(types.type) : types.type)
    do {
      let (program, cost) = try Self.compile(rule.rule, sizes, in: environment)
      guard program.type == .bool else {
        problem = "cel expression must evaluate to a bool"
        return
      }
      usesOldSelf = program.variables.contains(Self.oldSelfName)
      self.program = program
      self.cost = cost
    } catch {
      problem = Self.problem(error)
      return
    }
    if let message = rule.messageExpression, !message.isEmpty {
      do throws(CompileError) {
        let (program, cost) = try Self.compile(message, sizes, in: environment)
        if program.type == .string {
          messageProgram = program
          messageCost = cost
        } else {
          messageProblem = "messageExpression must evaluate to a string"
        }
      } catch {
        messageProblem = "messageExpression \(Self.problem(error))"
      }
    }
    if let path = rule.fieldPath, !path.isEmpty {
      fieldPath = RuleFieldPath.parse(path, in: schema) ?? .root
    }
  }

  private static func compile(
    _ expression: String, _ sizes: SchemaSizes?, in environment: Environment
  ) throws(CompileError) -> (Program, UInt64) {
    guard let sizes else { return (try environment.compile(expression), 0) }
    let (program, cost) = try environment.compile(expression, sizes: sizes.largest)
    return (program, cost.most)
  }

  /// In the server's words, which suggest no other names.
  static func problem(_ error: CompileError) -> String {
    if error.type != nil {
      return "program instantiation failed: \(error.issues.first?.message ?? "")"
    }
    let issues = error.issues.map { issue in
      var issue = issue
      issue.suggestion = nil
      return error.render(issue)
    }
    return "compilation failed: " + issues.joined(separator: "\n")
  }

  /// The text that errors name the rule by.
  var text: String { (rule.message.flatMap { $0.isEmpty ? nil : $0 } ?? rule.rule).trimmed }

  /// What is said of a value that fails the rule, without a message expression.
  var message: String {
    if let message = rule.message, !message.isEmpty { return message.trimmed }
    return "failed rule: \(text)"
  }
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    let start = unicodeScalars.drop { $0.properties.isWhitespace }
    var end = start
    while let last = end.last, last.properties.isWhitespace { end.removeLast() }
    return String(end)
  }
}
