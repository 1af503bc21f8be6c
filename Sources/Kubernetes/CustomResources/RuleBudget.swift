/// What the rules of one schema may cost together
/// (k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/cel_validation.go).
struct RuleBudget {
  /// Of one expression (`StaticEstimatedCostLimit`).
  private static let expressionLimit: UInt64 = 10_000_000
  /// Of all of a schema (`StaticEstimatedCRDCostLimit`).
  private static let limit: UInt64 = 100_000_000

  /// A schema that stays as it is keeps rules that earlier servers took.
  let isUnchanged: Bool
  private var total: UInt64 = 0
  private var mostExpensive: [(place: Field, cost: UInt64)] = []

  init(isUnchanged: Bool) { self.isUnchanged = isUnchanged }

  mutating func spend(_ cost: UInt64, _ name: String, at place: Field) {
    if !isUnchanged, cost > Self.expressionLimit {
      place.forbidden(Self.message("estimated \(name) cost", cost, limit: Self.expressionLimit))
    }
    let (sum, overflow) = total.addingReportingOverflow(cost)
    total = overflow ? .max : sum
    guard cost >= Self.limit / 100 else { return }
    let index = mostExpensive.firstIndex { $0.cost < cost } ?? mostExpensive.count
    mostExpensive.insert((place, cost), at: index)
    if mostExpensive.count > 4 { mostExpensive.removeLast() }
  }

  func settle(at schema: Field) {
    guard total > Self.limit else { return }
    for (place, _) in mostExpensive {
      place.forbidden(
        "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema")
    }
    schema.forbidden(
      Self.message(
        "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema", total,
        limit: Self.limit))
  }

  private static func message(_ name: String, _ cost: UInt64, limit: UInt64) -> String {
    let factor = Double(cost) / Double(limit)
    let text =
      if factor > 100 {
        "more than 100x"
      } else if factor < 1.5 {
        decimal(factor, unit: 1_000_000) + "x"
      } else {
        decimal(factor, unit: 10) + "x"
      }
    return "\(name) exceeds budget by factor of \(text) (try simplifying the rule, or adding "
      + "maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)"
  }

  private static func decimal(_ number: Double, unit: Int) -> String {
    let scaled = Int((number * Double(unit)).rounded(.toNearestOrEven))
    let fraction = String(String(scaled % unit + unit).dropFirst())
    return "\(scaled / unit).\(fraction)"
  }
}
