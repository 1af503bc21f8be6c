extension Library {
  /// What functions on lists are estimated to cost from version 3 of the extension on
  /// (`ext/lists.go`).
  @Sendable
  public static func listsEstimate(_ call: EstimatedCall) -> CallEstimate? {
    guard call.overload.hasPrefix("list") else { return nil }
    let size = call.target?.size
    switch call.function {
    case "slice":
      guard let size, call.arguments.count == 2 else { return nil }
      let start = number(call.arguments[0], otherwise: 0)
      let end = number(call.arguments[1], otherwise: size.most)
      return building(Estimate(end &- start))
    case "lists.range":
      return call.arguments.first.map { building(Estimate(number($0, otherwise: .max))) }
    case "reverse": return size.map { building($0) }
    case "flatten":
      let depth = call.arguments.first.map { number($0, otherwise: .max) } ?? 1
      return size.map { building($0, factor: Double(depth)) }
    case "distinct": return size.map { building($0 * $0, factor: 2) }
    case "sort": return size.map { comparing($0, call.overload) }
    case "@sortByAssociatedKeys":
      return call.arguments.first.map { comparing($0.size, call.overload) }
    default: return nil
    }
  }

  private static func building(_ size: Estimate, factor: Double = 1) -> CallEstimate {
    CallEstimate(cost: size.scaled(by: factor) + Estimate(1 + Cost.list), size: size)
  }

  private static func comparing(_ size: Estimate, _ overload: String) -> CallEstimate {
    let isText = overload.hasPrefix("list_string_") || overload.hasPrefix("list_bytes_")
    return building(size * size, factor: isText ? 2.1 : 2)
  }

  private static func number(
    _ operand: EstimatedCall.Operand, otherwise: UInt64
  ) -> UInt64 {
    guard case .int(let number)? = operand.literal else { return otherwise }
    return UInt64(max(number, 0))
  }
}
