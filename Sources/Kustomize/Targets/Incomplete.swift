package import Values

/// A part of a kustomization that could not be rendered.
package struct Incomplete: Hashable, Sendable {
  package enum Cause: String, Sendable {
    /// It would have to be fetched.
    case network
    /// A program would have to be run.
    case program
    /// It says what is not understood here.
    case unsupported
    /// It depends on something else that is missing.
    case consequence
  }

  package var cause: Cause
  /// The file and line that asks for it.
  package var mark: Mark?
  package var reason: String
  package var remedy: String?

  package init(cause: Cause, mark: Mark?, reason: String, remedy: String? = nil) {
    self.cause = cause
    self.mark = mark
    self.reason = reason
    self.remedy = remedy
  }
}
