/// The order in which an API server prefers versions: stable before beta before alpha, later
/// before earlier, then by name (k8s.io/apimachinery/pkg/version, CompareKubeAwareVersionStrings).
enum APIVersionOrder {
  static func precedes(_ left: String, _ right: String) -> Bool {
    switch (parse(left), parse(right)) {
    case (let left?, let right?): left > right
    case (_?, nil): true
    case (nil, _?): false
    case (nil, nil): left < right
    }
  }

  /// Stability (3 stable, 2 beta, 1 alpha), major, minor.
  private static func parse(_ text: String) -> (Int, Int, Int)? {
    guard text.hasPrefix("v") else { return nil }
    var rest = text.dropFirst()
    guard let major = number(&rest) else { return nil }
    if rest.isEmpty { return (3, major, 0) }
    let stability: Int
    if rest.hasPrefix("beta") {
      (stability, rest) = (2, rest.dropFirst(4))
    } else if rest.hasPrefix("alpha") {
      (stability, rest) = (1, rest.dropFirst(5))
    } else {
      return nil
    }
    guard let minor = number(&rest), rest.isEmpty else { return nil }
    return (stability, major, minor)
  }

  private static func number(_ text: inout Substring) -> Int? {
    let digits = text.prefix { ("0"..."9").contains($0) }
    guard digits.first != "0" else { return nil }
    text = text.dropFirst(digits.count)
    return Int(digits)
  }
}
