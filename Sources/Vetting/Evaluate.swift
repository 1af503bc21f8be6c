import CEL
package import Diagnostics
import Documents
import Kubernetes
import Values

/// `git vet eval`: what an expression makes of documents.
package struct Evaluate {
  package enum Dialect: String, Sendable, CaseIterable {
    /// CEL as its specification has it, with all extension libraries.
    case spec
    /// CEL as the API server has it.
    case kubernetes
  }

  /// A document that an expression reads by a name.
  package struct Variable: Sendable {
    package let name: String
    package let path: String

    package init(name: String, path: String) {
      self.name = name
      self.path = path
    }
  }

  package enum Outcome: Sendable {
    case value(Result)
    case failure(Failure)

    package var exitCode: Int32 {
      switch self {
      case .value: 0
      case .failure(let failure): failure.phase == .evaluation ? 1 : 2
      }
    }
  }

  package struct Result: Sendable {
    let value: Value
    package let type: String
    package let cost: UInt64
  }

  package struct Failure: Sendable {
    package enum Phase: String, Sendable {
      case compile, evaluation
    }

    package struct Issue: Sendable {
      package let message: String
      /// Both from 1; nil for a problem of the expression as a whole.
      package let line: Int?
      package let column: Int?
    }

    package let phase: Phase
    /// One for an evaluation, all that were found for a compilation.
    package let issues: [Issue]
    /// The problems with their lines and a caret under each place.
    package let text: String
    package let cost: UInt64?
  }

  private var environment: CEL.Environment
  private var activation = Activation()
  private let costLimit: UInt64

  /// - Parameter version: of Kubernetes, such as `1.36`; nil for the newest known.
  package init(
    dialect: Dialect, version: String? = nil, variables: [Variable] = []
  ) throws(Diagnostic) {
    let known = try KubernetesVersion(named: version)
    switch dialect {
    case .kubernetes:
      environment = KubernetesEnvironment.make(minor: known.minor)
      costLimit = KubernetesEnvironment.callCostLimit
    case .spec:
      environment = CEL.Environment()
      for library in Library.extensions { environment.add(library) }
      costLimit = Self.specificationLimit
    }
    for variable in variables {
      guard variable.name.isIdentifier else {
        throw Diagnostic(
          code: "usage", "\(variable.name) is no name that an expression could use",
          help: "write --var NAME=FILE with a name of letters, digits and underscores")
      }
      environment.declare(variable.name, .dyn)
      activation.bind(variable.name, to: try Self.value(of: variable.path))
    }
  }

  /// Keeps an expression from running for ever; about a minute's work.
  private static let specificationLimit: UInt64 = 1_000_000_000

  private static func value(of path: String) throws(Diagnostic) -> Value {
    let reading = YAML.read(try LocalFile.read(path), from: Source(path: path))
    if let problem = reading.diagnostics.first(where: { $0.severity == .error }) { throw problem }
    guard reading.documents.count < 2 else {
      throw Diagnostic(
        code: "usage", "\(path) has \(reading.documents.count) documents; a variable is one",
        help: "split the file, or make its documents a list")
    }
    return reading.documents.first.map { Value($0.root) } ?? .null
  }

  /// The expression that standard input holds, without the line break at its end.
  package static func expressionFromStandardInput() throws(Diagnostic) -> String {
    var bytes = try LocalFile.read("-")
    while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") {
      bytes.removeLast()
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  package func run(_ expression: String) -> Outcome {
    let program: Program
    do throws(CompileError) {
      program = try environment.compile(expression)
    } catch {
      return .failure(Failure(error))
    }
    let outcome = program.evaluate(activation, costLimit: costLimit)
    switch outcome.value {
    case .error(let error):
      let place = program.place(of: error)
      return .failure(
        Failure(
          phase: .evaluation,
          issues: [
            Failure.Issue(
              message: error.message, line: place?.line, column: place.map { $0.column + 1 })
          ], text: program.render(error), cost: outcome.cost))
    case .unknown(let unknown):
      let message = "the value depends on what is not known here: \(unknown)"
      return .failure(
        Failure(
          phase: .evaluation, issues: [Failure.Issue(message: message, line: nil, column: nil)],
          text: "ERROR: " + message, cost: outcome.cost))
    default:
      return .value(
        Result(value: outcome.value, type: program.type.description, cost: outcome.cost))
    }
  }
}

extension Evaluate.Failure {
  fileprivate init(_ error: CompileError) {
    phase = .compile
    issues = error.issues.map { issue in
      let isPlaced = issue.line > 0
      return Issue(
        message: issue.message, line: isPlaced ? issue.line : nil,
        column: isPlaced ? issue.column + 1 : nil)
    }
    text = error.description
    cost = nil
  }
}

extension String {
  fileprivate var isIdentifier: Bool {
    guard let first = utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
      return false
    }
    return utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }
}
