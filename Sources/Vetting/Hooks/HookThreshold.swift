package import Diagnostics
package import Policy

/// The mildest verdict at which a hook stops a push: `vet.prePush` and `vet.preReceive` of Git's
/// configuration.
package enum HookThreshold: String, Sendable, CaseIterable {
  case blocked, incomplete, review
  /// Reports, and stops nothing.
  case never
  /// Does not even check.
  case off

  /// - Parameter value: of the configuration; nil for the default, `blocked`.
  package init(_ value: String?, key: String) throws(Diagnostic) {
    guard let value else {
      self = .blocked
      return
    }
    guard let threshold = HookThreshold(rawValue: value.lowercased()) else {
      throw Diagnostic(
        .error, code: "unknown-hook-setting",
        "'\(key)' of Git's configuration is none of "
          + Self.allCases.map(\.rawValue).joined(separator: ", "),
        help: "git config \(key) blocked")
    }
    self = threshold
  }

  package func stops(_ verdict: Verdict) -> Bool {
    switch self {
    case .blocked: verdict >= .blocked
    case .incomplete: verdict >= .incomplete
    case .review: verdict >= .review
    case .never, .off: false
    }
  }
}
