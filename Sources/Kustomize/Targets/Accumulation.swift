import Diagnostics
import Git
import Values

/// What a kustomization makes, before the steps that only the root takes: hashes, references to
/// names, variables.
struct Accumulation: Sendable {
  var list: ManifestList
  var configuration = TransformerConfiguration()
  var variables: [String: Variable] = [:]
  var incomplete: [Incomplete] = []
  /// The directories of all kustomizations that take part.
  var visited: Set<TreePath> = []
  /// How many kustomizations led to this one, and to the one that lies deepest.
  var depth = 0
  var deepest = 0
  var warnings: [Diagnostic] = []

  init(schema: Schema) {
    list = ManifestList(schema: schema)
  }

  mutating func merge(_ other: Accumulation) throws(Diagnostic) {
    try list.append(contentsOf: other.list.manifests)
    try merge(other.configuration)
    for variable in other.variables.values.sorted(by: { $0.name < $1.name }) {
      try add(variable)
    }
    note(other)
  }

  /// The same for a referrer that is led to in another number of steps.
  func moved(toDepth depth: Int) -> Accumulation {
    var result = self
    result.deepest += depth - self.depth
    result.depth = depth
    return result
  }

  /// Takes over what is to be told of another, and not what it made.
  mutating func note(_ other: Accumulation) {
    incomplete += other.incomplete
    visited.formUnion(other.visited)
    deepest = max(deepest, other.deepest)
    warnings += other.warnings
  }

  mutating func merge(_ other: TransformerConfiguration) throws(Diagnostic) {
    guard let merged = configuration.merging(other) else {
      throw Diagnostic(
        code: "kustomize-configuration", "conflicting fieldspecs in transformer configurations")
    }
    configuration = merged
  }

  mutating func add(_ variable: Variable) throws(Diagnostic) {
    guard variables.updateValue(variable, forKey: variable.name) == nil else {
      throw Diagnostic(
        code: "kustomize-variable", "var '\(variable.name)' already encountered",
        at: variable.mark)
    }
  }

  /// Runs a step that may turn out to be impossible here; then it is left out and told.
  mutating func attempt(
    at mark: Mark?, _ body: (inout Accumulation) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    do {
      try body(&self)
    } catch {
      try recover(from: error, at: mark)
    }
  }

  /// Throws the error again unless it only says that something is incomplete.
  mutating func recover(from error: Diagnostic, at mark: Mark?) throws(Diagnostic) {
    let cause: Incomplete.Cause
    switch error.code {
    case "kustomize-remote": cause = .network
    case "kustomize-program", "kustomize-chart": cause = .program
    case "kustomize-schema-comment": cause = .unsupported
    case "kustomize-no-target" where !incomplete.isEmpty: cause = .consequence
    default: throw error
    }
    incomplete.append(
      Incomplete(
        cause: cause, mark: error.mark ?? mark, reason: error.headline, remedy: error.help))
  }
}
