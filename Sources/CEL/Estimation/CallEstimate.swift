/// What a call is estimated to cost without its arguments, and how large its result is.
public struct CallEstimate: Sendable {
  public var cost: Estimate
  public var size: Estimate?

  public init(cost: Estimate, size: Estimate? = nil) {
    self.cost = cost
    self.size = size
  }
}

/// A call as one estimates it.
public struct EstimatedCall: Sendable {
  public let function: String
  public let overload: String
  public let target: Operand?
  public let arguments: [Operand]

  /// A target or an argument.
  public struct Operand: Sendable {
    public let type: Type
    public let size: Estimate
    /// The value of a literal.
    public let literal: Value?
    /// Of what is in a list; nil where the type has no parts.
    public let element: (type: Type, size: Estimate)?
  }
}
