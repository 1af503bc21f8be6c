import Values

/// Amounts by the names of their resources: a `ResourceList`.
struct ResourceAmounts: Sendable, Equatable {
  private(set) var amounts: [String: Quantity] = [:]

  init() {}

  /// - Parameter list: such as `limits` of a container; what is no quantity is left out.
  init(_ list: Node?) {
    for entry in list?.entries.map({ $0 }) ?? [] {
      guard let amount = entry.value.quantity else { continue }
      amounts[entry.name] = amount
    }
  }

  subscript(name: String) -> Quantity? {
    get { amounts[name] }
    set { amounts[name] = newValue }
  }

  var isEmpty: Bool { amounts.isEmpty }

  var count: Int { amounts.count }

  /// In the order of text, so that nothing depends on the order of a map.
  var names: [String] { amounts.keys.sorted() }

  mutating func add(_ other: ResourceAmounts) {
    for (name, amount) in other.amounts {
      amounts[name] = amounts[name].map { $0 + amount } ?? amount
    }
  }

  /// Takes away what is held, down to nothing.
  mutating func subtract(_ other: ResourceAmounts) {
    for (name, amount) in other.amounts {
      guard let mine = amounts[name] else { continue }
      amounts[name] = mine > amount ? mine - amount : .zero
    }
  }

  /// Each amount at least as much as the other's.
  mutating func raise(to other: ResourceAmounts) {
    for (name, amount) in other.amounts where amounts[name].map({ $0 < amount }) ?? true {
      amounts[name] = amount
    }
  }

  mutating func override(by other: ResourceAmounts, where isOverridden: (String) -> Bool) {
    for (name, amount) in other.amounts where isOverridden(name) { amounts[name] = amount }
  }

  func filter(_ isKept: (_ name: String, _ amount: Quantity) -> Bool) -> ResourceAmounts {
    var result = self
    result.amounts = amounts.filter { isKept($0.key, $0.value) }
    return result
  }

  func multiplied(by factor: Int64) -> ResourceAmounts {
    var result = self
    result.amounts = amounts.mapValues { $0.multiplied(by: factor) }
    return result
  }
}

extension ResourceAmounts: CustomStringConvertible {
  /// As quota admission prints it: `cpu=1,memory=2Gi`.
  var description: String {
    amounts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
  }
}

extension Node {
  /// The amount that the text says; nil where it says none.
  var quantity: Quantity? {
    guard isScalar, !isNull else { return nil }
    return withTextBytes { try? Quantity.parse($0).get() }
  }
}
