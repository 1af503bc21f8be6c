import CEL
import Values

/// What calls cost by the server's own rules, beyond CEL's: `CallCost` of
/// k8s.io/apiserver/pkg/cel/library/cost.go.
enum CallCosts {
  /// The functions that `cost` knows.
  static let functions: [String] = nominal + traversing + parsing + others

  private static let others = [
    "check", "fieldSelector", "labelSelector", "ip", "ip.isCanonical", "replace", "split", "join",
    "find", "findAll", "validate", "containsIP", "containsCIDR", "_==_",
  ]

  private static let nominal = [
    "serviceAccount", "path", "group", "resource", "subresource", "namespace", "name", "allowed",
    "reason", "error", "errored", "format.named", "masked", "prefixLength", "family",
    "isUnspecified", "isLoopback", "isLinkLocalMulticast", "isLinkLocalUnicast",
    "isGlobalUnicast", "sign", "asInteger", "isInteger", "asApproximateFloat", "isGreaterThan",
    "isLessThan", "compareTo", "add", "sub", "major", "minor", "patch", "getScheme",
    "getHostname", "getHost", "getPort", "getEscapedPath", "getQuery",
  ]

  private static let traversing = [
    "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf", "includes",
  ]

  private static let parsing = [
    "url", "lowerAscii", "upperAscii", "substring", "trim", "jsonpatch.escapeKey", "cidr", "isIP",
    "isCIDR", "quantity", "isQuantity", "semver", "isSemver",
  ]

  static let isNominal = Set(nominal)
  private static let isTraversing = Set(traversing)
  private static let isParsing = Set(parsing)

  static func cost(
    _ function: String, _ overload: String?, _ arguments: [Value], _ result: Value
  ) -> UInt64? {
    if isNominal.contains(function) { return 1 }
    if isTraversing.contains(function) { return arguments.first.map(traversal) ?? 0 }
    if isParsing.contains(function) { return arguments.first.map { scaled(size($0), by: 0.1) } }
    switch function {
    case "check": return 350_000
    case "fieldSelector", "labelSelector":
      return arguments.count >= 2 ? selector(arguments[1]) : nil
    case "ip":
      if overload == "cidr_ip" { return 1 }
      return arguments.first.map { scaled(size($0), by: 0.1) }
    case "replace", "split", "ip.isCanonical":
      return arguments.first.map { scaled(size($0), by: 0.2) }
    case "join": return arguments.isEmpty ? nil : scaled(size(result), by: 0.2)
    case "find", "findAll":
      guard arguments.count >= 2 else { return nil }
      return expression(size(arguments[1]), over: size(arguments[0]))
    case "validate":
      guard arguments.count >= 2, let format = arguments[0].content(NamedFormat.self) else {
        return nil
      }
      return expression(UInt64(format.expressionSize), over: size(arguments[1]))
    case "containsIP", "containsCIDR": return contains(function, overload, arguments)
    case "_==_": return arguments.count == 2 && isKubernetesValue(arguments[0]) ? 1 : nil
    default: return nil
    }
  }

  private static func isKubernetesValue(_ value: Value) -> Bool {
    guard case .object(let object) = value else { return false }
    return object.type.runtimeName.hasPrefix("kubernetes.")
      || object.type.runtimeName.hasPrefix("net.")
  }

  private static func contains(
    _ function: String, _ overload: String?, _ arguments: [Value]
  ) -> UInt64? {
    guard arguments.count >= 2 else { return nil }
    let prefix = size(arguments[0])
    var cost = scaled(2 * prefix, by: 0.1)
    if function == "containsCIDR" { cost += scaled(prefix, by: 0.1) + 1 }
    if overload?.hasSuffix("_string") ?? (arguments[1].string != nil) {
      cost += scaled(size(arguments[1]), by: 0.1)
    }
    return cost
  }

  /// Parsing a selector, at one requirement for every two characters.
  private static func selector(_ text: Value) -> UInt64 {
    let length = size(text)
    return 10 + scaled(length, by: 0.1) + scaled(scaled(length, by: 0.5), by: 50)
  }

  private static func expression(_ pattern: UInt64, over text: UInt64) -> UInt64 {
    scaled(text + 1, by: 0.1) * scaled(pattern, by: 0.25)
  }

  private static func scaled(_ size: UInt64, by factor: Double) -> UInt64 {
    UInt64((Double(size) * factor).rounded(.up))
  }

  /// `actualSize`: characters of a text, entries of a collection; 1 of all that has no size.
  private static func size(_ value: Value) -> UInt64 {
    switch value {
    case .string(let text): UInt64(text.unicodeScalars.count)
    case .text(let node): UInt64(node.text.unicodeScalars.count)
    case .bytes(let bytes): UInt64(bytes.count)
    case .object(let object): UInt64(object.costSize)
    default: UInt64(value.elements?.count ?? value.entryCount ?? 1)
    }
  }

  private static func traversal(_ value: Value) -> UInt64 {
    switch value {
    case .string(let text): UInt64(Double(text.utf8.count) * 0.1)
    case .text(let node): UInt64(Double(node.withTextBytes { $0.count }) * 0.1)
    case .bytes(let bytes): UInt64(Double(bytes.count) * 0.1)
    default:
      if let elements = value.elements {
        elements.reduce(0) { $0 + traversal($1) }
      } else if let entries = value.entries {
        entries.reduce(0) { $0 + traversal($1.key) + traversal($1.value) }
      } else {
        1
      }
    }
  }
}
