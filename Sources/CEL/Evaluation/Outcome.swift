public import Values

/// What evaluating an expression gave.
public struct Outcome: Sendable {
  /// May be `.error`, and `.unknown` where the result depends on unknown inputs.
  public var value: Value
  /// In the units of the reference implementation's run-time cost.
  public var cost: UInt64
  /// The nodes of documents that decided the result, where they were asked for: what terms of `&&`
  /// and `||` read that did not decide it is left out.
  public var reads: [Node]
}

extension Program {
  /// Evaluates the expression.
  ///
  /// - Parameters:
  ///   - costLimit: ends evaluation with an error that has `isLimit` set once the cost exceeds it.
  ///   - tracingReads: whether to collect the nodes that the expression read.
  public func evaluate(
    _ activation: Activation = Activation(), costLimit: UInt64 = .max, tracingReads: Bool = false
  ) -> Outcome {
    withExtendedLifetime(storage) {
      var evaluator = Evaluator(
        program: storage, activation: activation, limit: costLimit, isTracing: tracingReads)
      let value = evaluator.evaluate(storage.root)
      return Outcome(
        value: evaluator.exhausted.map { .error($0) } ?? value, cost: evaluator.cost,
        reads: evaluator.reads)
    }
  }

  /// The error with the line of the expression that it arose in, and a caret.
  public func render(_ error: EvaluationError) -> String {
    guard let offset = error.offset else { return "ERROR: <input>: " + error.message }
    let issue = Issue(error.message, at: offset, in: storage.source)
    return CompileError.render(issue, in: storage.source)
  }

  /// The line, from 1, and the column in code points, from 0, of an error.
  public func place(of error: EvaluationError) -> (line: Int, column: Int)? {
    error.offset.map { storage.source.place(of: $0) }
  }
}
