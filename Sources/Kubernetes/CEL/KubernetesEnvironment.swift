package import CEL

/// The environment that the API server evaluates expressions in, by version: what
/// k8s.io/apiserver/pkg/cel/environment/base.go makes of CEL.
package enum KubernetesEnvironment {
  /// - Parameter minor: the server's minor version, 36 for Kubernetes 1.36. It decides which
  ///   libraries there are.
  package static func make(minor: Int) -> Environment {
    var options = Environment.Options()
    options.homogeneousLiterals = true
    options.mixedNumberOrdering = minor >= 28
    options.errorOnBadPresenceTest = false
    options.presenceTestHasCost = false
    options.foldsConstants = true
    options.validatesLiterals = minor >= 29
    options.usesFirstFormat = true
    options.strictMapKeys = false
    options.wholeMilliseconds = true
    options.optionalOrTakesValues = true
    options.sortsKeys = true
    options.syntax.optionalSyntax = minor >= 28
    options.syntax.escapedIdentifiers = false
    var environment = Environment(options: options)
    for entry in libraries where minor >= entry.since { environment.add(entry.library) }
    environment.chargeCalls(
      of: ["sets.contains", "sets.equivalent", "sets.intersects"], Library.setsCost)
    environment.chargeCalls(of: Library.listsCosts, Library.listsCost)
    environment.chargeCalls(of: CallCosts.functions, CallCosts.cost)
    environment.estimateCalls(
      of: ["sets.contains", "sets.equivalent", "sets.intersects"], Library.setsEstimate)
    environment.estimateCalls(of: Library.listsCosts, Library.listsEstimate)
    environment.estimateCalls(of: CallCosts.functions, CallEstimates.estimate)
    return environment
  }

  /// The type of the variable `authorizer`, which is unknown to every evaluation here.
  package static let authorizerType = AuthorizerLibrary.authorizer

  private static let libraries: [(since: Int, library: Library)] = [
    (0, .strings(version: 0, toleratesOffsets: true)),
    (28, .optionals()),
    (29, .sets),
    (29, .strings(version: 2, toleratesOffsets: true)),
    (32, .twoVariableComprehensions),
    (34, .lists()),
    (0, URLLibrary.library),
    (0, RegexLibrary.library),
    (0, ListLibrary.library),
    (27, AuthorizerLibrary.library),
    (28, QuantityLibrary.library),
    (30, AddressLibrary.library),
    (0, AuthorizerLibrary.selectors),
    (31, FormatLibrary.library),
    (33, SemverLibrary.library),
  ]
}
