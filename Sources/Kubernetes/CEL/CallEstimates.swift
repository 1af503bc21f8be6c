import CEL

/// What calls are estimated to cost by the server's own rules, beyond CEL's: `EstimateCallCost` of
/// k8s.io/apiserver/pkg/cel/library/cost.go.
enum CallEstimates {
  private static let reading = 0.1
  private static let pattern = 0.25
  /// The longest pattern of a named format (`MaxNameFormatRegexSize`).
  private static let formatPattern = 128.0
  /// The longest format (`MaxFormatSize`).
  private static let format: UInt64 = 64
  /// Bytes of an address.
  private static let address = Estimate(4, 16)

  @Sendable
  static func estimate(_ call: EstimatedCall) -> CallEstimate? {
    if CallCosts.isNominal.contains(call.function) { return CallEstimate(cost: Estimate(1)) }
    let first = call.arguments.first?.size
    switch call.function {
    case "check": return CallEstimate(cost: Estimate(350_000))
    case "fieldSelector", "labelSelector": return first.map(selector)
    case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf", "includes":
      return call.target.map { traversal(of: $0, call.function) }
    case "url", "jsonpatch.escapeKey": return first.map { read($0, size: $0) }
    case "lowerAscii", "upperAscii", "substring", "trim":
      return call.target.map { read($0.size, size: $0.size) }
    case "replace": return replacement(call)
    case "split": return call.target.map { split($0.size, call.arguments) }
    case "join": return call.target.map { join($0, call.arguments) }
    case "find", "findAll":
      guard let text = call.target?.size, let pattern = first else { return nil }
      let cost = (text + Estimate(1)).scaled(by: reading) * pattern.scaled(by: Self.pattern)
      return CallEstimate(cost: cost, size: Estimate(0, text.most))
    case "ip" where call.overload == "cidr_ip": return CallEstimate(cost: Estimate(1))
    case "ip", "cidr", "isIP", "isCIDR", "quantity", "isQuantity", "semver", "isSemver":
      return first.map { read($0) }
    case "ip.isCanonical": return first.map { CallEstimate(cost: $0.scaled(by: 2 * reading)) }
    case "containsIP", "containsCIDR": return containment(call)
    case "validate":
      return first.map {
        CallEstimate(cost: $0.scaled(by: reading).scaled(by: formatPattern * pattern))
      }
    case "_==_": return comparison(call)
    default: return nil
    }
  }

  private static func read(_ text: Estimate, size: Estimate? = nil) -> CallEstimate {
    CallEstimate(cost: text.scaled(by: reading), size: size)
  }

  /// Parsing a selector, at one requirement for every two characters.
  private static func selector(_ text: Estimate) -> CallEstimate {
    CallEstimate(
      cost: Estimate(10) + text.scaled(by: reading) + text.scaled(by: 0.5).scaled(by: 50))
  }

  /// Comparing every element, texts by what is in them.
  private static func traversal(
    of target: EstimatedCall.Operand, _ function: String
  ) -> CallEstimate {
    guard let element = target.element else {
      let isAny = function == "includes"
      return CallEstimate(
        cost: isAny ? target.size * Estimate(1) : target.size.scaled(by: reading))
    }
    let isText = element.type == .string || element.type == .bytes
    let each = Estimate(1) + (isText ? element.size.scaled(by: reading) : Estimate(0))
    return CallEstimate(cost: target.size * each)
  }

  private static func split(
    _ text: Estimate, _ arguments: [EstimatedCall.Operand]
  ) -> CallEstimate {
    var most = text.most
    if arguments.count > 1, case .int(let limit)? = arguments[1].literal {
      most = UInt64(bitPattern: limit)
    }
    return CallEstimate(cost: text.scaled(by: 2 * reading), size: Estimate(0, most))
  }

  private static func join(
    _ list: EstimatedCall.Operand, _ arguments: [EstimatedCall.Operand]
  ) -> CallEstimate {
    var size = list.element.map { list.size * $0.size } ?? Estimate(0)
    if let separator = arguments.first?.size {
      let gaps = Estimate(max(list.size.least, 1) - 1, max(list.size.most, 1) - 1)
      size = size + separator * gaps
    }
    return read(size, size: size)
  }

  private static func replacement(_ call: EstimatedCall) -> CallEstimate? {
    guard let text = call.target?.size, call.arguments.count >= 2 else { return nil }
    let (old, new) = (call.arguments[0].size, call.arguments[1].size)
    var (count, kept) = (Estimate(0), Estimate(0))
    if old.least == 0 {
      // Around every character.
      (count.most, kept.most) = (text.most == .max ? .max : text.most + 1, text.most)
    } else if new.most <= old.least {
      kept.most = text.most
    } else {
      count.most = quotient(text.most, old.least)
    }
    if old.most == 0 {
      (count.least, kept.least) = (text.least == .max ? .max : text.least + 1, text.least)
    } else if old.most <= new.least {
      kept.least = text.least
    } else {
      count.least = quotient(text.least, old.most)
    }
    return CallEstimate(cost: text.scaled(by: 2 * reading), size: count * new + kept)
  }

  /// Rounded up.
  private static func quotient(_ size: UInt64, _ part: UInt64) -> UInt64 {
    let result = (Double(size) / Double(part)).rounded(.up)
    return result < 0x1p64 ? UInt64(result) : .max
  }

  private static func containment(_ call: EstimatedCall) -> CallEstimate? {
    guard let argument = call.arguments.first?.size else { return nil }
    var cost = (address + address).scaled(by: reading)
    if call.function == "containsCIDR" {
      cost = cost + address.scaled(by: reading) + Estimate(1)
    }
    if call.overload == "cidr_contains_ip_string" || call.overload == "cidr_contains_cidr_string" {
      cost = cost + argument.scaled(by: reading)
    }
    return CallEstimate(cost: cost)
  }

  private static func comparison(_ call: EstimatedCall) -> CallEstimate? {
    guard call.arguments.count == 2, call.arguments[0].type == call.arguments[1].type else {
      return nil
    }
    switch call.arguments[0].type.runtimeName {
    case "net.IP", "net.CIDR", "kubernetes.Quantity", "kubernetes.Semver",
      "kubernetes.authorization.Authorizer", "kubernetes.authorization.PathCheck",
      "kubernetes.authorization.GroupCheck", "kubernetes.authorization.ResourceCheck",
      "kubernetes.authorization.Decision":
      return CallEstimate(cost: Estimate(1))
    case "kubernetes.NamedFormat": return read(Estimate(1, format))
    case "kubernetes.URL": return read(Estimate(1, call.arguments[1].size.most))
    default: return nil
    }
  }
}
