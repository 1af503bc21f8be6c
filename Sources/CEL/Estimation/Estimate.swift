/// From the least to the most that a size or a cost may be, before the values are known
/// (`SizeEstimate` and `CostEstimate` of cel-go's `checker/cost.go`). What does not fit is the
/// largest number.
public struct Estimate: Hashable, Sendable {
  public var least: UInt64
  public var most: UInt64

  public init(_ least: UInt64, _ most: UInt64) {
    self.least = least
    self.most = most
  }

  public init(_ exactly: UInt64) { self.init(exactly, exactly) }

  public static let unknown = Estimate(0, .max)
  static let zero = Estimate(0)

  public static func + (left: Estimate, right: Estimate) -> Estimate {
    Estimate(left.least.adding(right.least), left.most.adding(right.most))
  }

  public static func * (left: Estimate, right: Estimate) -> Estimate {
    Estimate(left.least.multiplied(by: right.least), left.most.multiplied(by: right.most))
  }

  /// Rounded up.
  public func scaled(by factor: Double) -> Estimate {
    Estimate(Self.scale(least, by: factor), Self.scale(most, by: factor))
  }

  /// What holds whichever of the two it is.
  public func union(_ other: Estimate) -> Estimate {
    Estimate(min(least, other.least), max(most, other.most))
  }

  private static func scale(_ number: UInt64, by factor: Double) -> UInt64 {
    let result = (Double(number) * factor).rounded(.up)
    return result < 0x1p64 ? UInt64(max(result, 0)) : .max
  }
}

extension UInt64 {
  func adding(_ other: UInt64) -> UInt64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }

  public func multiplied(by other: UInt64) -> UInt64 {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }
}
