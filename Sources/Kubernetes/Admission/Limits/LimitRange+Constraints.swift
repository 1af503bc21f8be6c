import Values

/// What LimitRanger has against a pod or a claim.
struct LimitProblem: Sendable, Hashable {
  var message: String
  /// Something is not specified that another LimitRange might fill in.
  var isOmission: Bool
}

extension LimitRange.Limit {
  /// The constraints in the plug-in's order; that of resource names, which there is random, is
  /// alphabetical.
  func problems(requests: ResourceAmounts, limits: ResourceAmounts) -> [LimitProblem] {
    minimum.names.compactMap { belowMinimum($0, requests: requests, limits: limits) }
      + maximum.names.compactMap { aboveMaximum($0, requests: requests, limits: limits) }
      + ratio.names.compactMap { aboveRatio($0, requests: requests, limits: limits) }
  }

  /// `minConstraint`
  func belowMinimum(
    _ name: String, requests: ResourceAmounts, limits: ResourceAmounts
  ) -> LimitProblem? {
    guard let bound = minimum[name] else { return nil }
    let opening = "minimum \(name) usage per \(type) is \(bound)"
    guard let request = requests[name] else {
      return LimitProblem(message: "\(opening).  No request is specified", isOmission: true)
    }
    if request < bound { return .amount("\(opening), but request is \(request)") }
    if let limit = limits[name], limit < bound {
      return .amount("\(opening), but limit is \(limit)")
    }
    return nil
  }

  /// `maxConstraint`
  private func aboveMaximum(
    _ name: String, requests: ResourceAmounts, limits: ResourceAmounts
  ) -> LimitProblem? {
    guard let bound = maximum[name] else { return nil }
    let opening = "maximum \(name) usage per \(type) is \(bound)"
    guard let limit = limits[name] else {
      return LimitProblem(message: "\(opening).  No limit is specified", isOmission: true)
    }
    if limit > bound { return .amount("\(opening), but limit is \(limit)") }
    if let request = requests[name], request > bound {
      return .amount("\(opening), but request is \(request)")
    }
    return nil
  }

  /// `maxRequestConstraint`
  func requestAboveMaximum(_ name: String, requests: ResourceAmounts) -> LimitProblem? {
    guard let bound = maximum[name] else { return nil }
    let opening = "maximum \(name) usage per \(type) is \(bound)"
    guard let request = requests[name] else {
      return LimitProblem(message: "\(opening).  No request is specified", isOmission: true)
    }
    return request > bound ? .amount("\(opening), but request is \(request)") : nil
  }

  /// `limitRequestRatioConstraint`
  private func aboveRatio(
    _ name: String, requests: ResourceAmounts, limits: ResourceAmounts
  ) -> LimitProblem? {
    guard let bound = ratio[name] else { return nil }
    let opening = "\(name) max limit to request ratio per \(type) is \(bound)"
    guard let request = requests[name], !request.isZero else {
      return LimitProblem(
        message: "\(opening), but no request is specified or request is 0",
        isOmission: requests[name] == nil)
    }
    guard let limit = limits[name], !limit.isZero else {
      return LimitProblem(
        message: "\(opening), but no limit is specified or limit is 0",
        isOmission: limits[name] == nil)
    }
    let observed = Self.quotient(limit, request)
    guard observed * 1000 > Double(bound.milliValue) else { return nil }
    return .amount("\(opening), but provided ratio is \(GoText.fixed(observed))")
  }

  /// Of thousandths, or of whole amounts where those exceed an Int64.
  private static func quotient(_ limit: Quantity, _ request: Quantity) -> Double {
    let bound = Int64.max / 1000
    return limit.value <= bound && request.value <= bound
      ? Double(limit.milliValue) / Double(request.milliValue)
      : Double(limit.value) / Double(request.value)
  }
}

extension LimitProblem {
  fileprivate static func amount(_ message: String) -> LimitProblem {
    LimitProblem(message: message, isOmission: false)
  }
}

extension [LimitProblem] {
  /// As an aggregate of errors prints itself: each text once, in brackets where there are several.
  var aggregated: String {
    var known = Set<String>()
    let texts = map(\.message).filter { known.insert($0).inserted }
    return texts.count == 1 ? texts[0] : "[\(texts.joined(separator: ", "))]"
  }
}
