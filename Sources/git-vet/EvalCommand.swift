import ArgumentParser
import Diagnostics
import Vetting

struct EvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Evaluate a CEL expression.",
    usage: "git-vet eval [<cel>] [--dialect spec|kubernetes] [--var NAME=FILE]...",
    discussion: """
      Prints the value, its type and what evaluating it cost, as the API server counts. Without \
      an expression, reads it from the standard input.

      Exit codes: 0 there is a value; 1 the evaluation failed; 2 the expression does not compile.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp("The expression; it may begin with a dash.", valueName: "cel"))
  var expression: [String] = []

  @Option(name: .long, help: "The dialect: spec or kubernetes.")
  var dialect = Evaluate.Dialect.kubernetes

  @Option(name: .long, help: "The version of Kubernetes, 1.25 to 1.36. (default: 1.36)")
  var kubernetesVersion: String?

  @Option(
    name: .customLong("var"), parsing: .singleValue,
    help: ArgumentHelp(
      "A variable with the document of a file (YAML or JSON) as its value. May be repeated.",
      valueName: "name=file"))
  var variables: [Variable] = []

  @Option(name: .long, help: "How to print the outcome: text or json.")
  var format = Format.text

  struct Variable: ExpressibleByArgument {
    let variable: Evaluate.Variable

    init?(argument: String) {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
      variable = Evaluate.Variable(name: String(parts[0]), path: String(parts[1]))
    }
  }

  mutating func validate() throws {
    if expression.first == "--" { expression.removeFirst() }
    guard expression.count <= 1 else {
      throw ValidationError("eval takes one expression; quote it for the shell")
    }
  }

  func run() throws {
    let outcome: Evaluate.Outcome
    do throws(Diagnostic) {
      let evaluate = try Evaluate(
        dialect: dialect, version: kubernetesVersion, variables: variables.map(\.variable))
      if let expression = expression.first {
        outcome = evaluate.run(expression)
      } else {
        outcome = evaluate.run(try Evaluate.expressionFromStandardInput())
      }
    } catch {
      throw Failure(error)
    }
    switch format {
    case .json: Console.print(EvaluateReport.json(outcome))
    case .text:
      let text = EvaluateReport.text(outcome)
      outcome.exitCode == 0 ? Console.print(text) : Console.complain(text)
    }
    if outcome.exitCode != 0 { throw ExitCode(outcome.exitCode) }
  }
}

extension Evaluate.Dialect: ExpressibleByArgument {}
