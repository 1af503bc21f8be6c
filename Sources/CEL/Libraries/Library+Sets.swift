extension Library {
  /// Lists as sets (extension `sets`).
  public static let sets: Library = {
    let list = Type.list(.parameter("T"))
    func function(
      _ name: String, _ test: @escaping @Sendable (Value.Elements, Value.Elements) -> Bool
    ) -> Function {
      Function(
        "sets.\(name)",
        Overload("list_sets_\(name)_list", list, list, .bool) { left, right in
          guard let left = left.elements, let right = right.elements else {
            return .noSuchOverload
          }
          return .bool(test(left, right))
        })
    }
    return Library(
      "sets",
      functions: [
        function("contains", containsAll),
        function("equivalent") { containsAll($0, $1) && containsAll($1, $0) },
        function("intersects") { left, right in
          left.contains { element in right.contains { element.isEqual(to: $0) } }
        },
      ])
  }()

  @Sendable
  private static func containsAll(_ list: Value.Elements, _ parts: Value.Elements) -> Bool {
    parts.allSatisfy { part in list.contains { part.isEqual(to: $0) } }
  }

  /// What `sets` functions cost in the reference implementation (`ext/sets.go`): every element of
  /// one list is compared with every one of the other.
  @Sendable
  public static func setsCost(
    _ function: String, _ overload: String?, _ arguments: [Value], _ result: Value
  ) -> UInt64? {
    guard arguments.count == 2 else { return nil }
    let (product, overflow) = arguments[0].costSize.multipliedReportingOverflow(
      by: arguments[1].costSize)
    guard !overflow, product < .max / 4 else { return .max }
    return (function == "sets.equivalent" ? 2 : 1) * product + 1
  }

  /// What they are estimated to cost, in the same way.
  @Sendable
  public static func setsEstimate(_ call: EstimatedCall) -> CallEstimate? {
    guard call.arguments.count == 2 else { return nil }
    let product = call.arguments[0].size * call.arguments[1].size
    let factor = call.function == "sets.equivalent" ? 2.0 : 1
    return CallEstimate(cost: product.scaled(by: factor) + Estimate(1))
  }
}
