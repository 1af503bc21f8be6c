/// How far a long run is, for a person who waits.
public struct ProgressStep: Sendable {
  /// What is being done, such as `reading prod`.
  public var activity: String
  public var done: Int
  public var total: Int?

  public init(_ activity: String, done: Int, of total: Int? = nil) {
    self.activity = activity
    self.done = done
    self.total = total
  }
}

/// Called now and then, from whichever thread got that far.
public typealias ProgressHandler = @Sendable (ProgressStep) -> Void
