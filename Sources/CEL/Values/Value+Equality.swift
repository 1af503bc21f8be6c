import Values

extension Value {
  /// CEL equality (language definition, "Equality"): numbers compare by value across types, values
  /// of different kinds are unequal, NaN equals nothing.
  ///
  /// Collections may share parts, so that comparing them could take time without end; what is too
  /// large to compare counts as unequal.
  public func isEqual(to other: Value) -> Bool {
    var comparison = Comparison()
    return isEqual(to: other, &comparison)
  }

  /// Counts the values that a comparison of collections has looked at.
  struct Comparison {
    private var rest = 2_000_000

    var isExhausted: Bool { rest <= 0 }

    mutating func take() -> Bool {
      rest -= 1
      return rest > 0
    }
  }

  func isEqual(to other: Value, _ comparison: inout Comparison) -> Bool {
    switch (self, other) {
    case (.int(let left), .int(let right)): return left == right
    case (.text(let left), .string(let right)): return left.hasText(right)
    case (.string(let left), .text(let right)): return right.hasText(left)
    case (.string(let left), .string(let right)): return left.hasSameBytes(as: right)
    case (.text(let left), .text(let right)): return left == right
    case (.bool(let left), .bool(let right)): return left == right
    case (.null, .null): return true
    case (.int, .uint), (.int, .double), (.uint, .int), (.uint, .uint), (.uint, .double),
      (.double, .int), (.double, .uint), (.double, .double):
      return compareNumber(with: other) == .some(.equal)
    case (.bytes(let left), .bytes(let right)): return left == right
    case (.timestamp(let left), .timestamp(let right)): return left == right
    case (.duration(let left), .duration(let right)): return left == right
    case (.type(let left), .type(let right)): return left.runtimeName == right.runtimeName
    case (.optional(let left), .optional(let right)):
      switch (left.value, right.value) {
      case (nil, nil): return true
      case (let left?, let right?):
        return comparison.take() && left.isEqual(to: right, &comparison)
      default: return false
      }
    case (.object(let left), .object(let right)): return left.isEqual(to: right)
    case (.adaptedList(let left), _):
      return left.isEqual(to: other) ?? hasEqualElements(to: other, &comparison)
    case (_, .adaptedList(let right)):
      return right.isEqual(to: self) ?? hasEqualElements(to: other, &comparison)
    case (.adaptedMap(let left), _):
      return left.isEqual(to: other) ?? hasEqualEntries(to: other, &comparison)
    case (_, .adaptedMap(let right)):
      return right.isEqual(to: self) ?? hasEqualEntries(to: other, &comparison)
    case (.mapping(let left), .mapping(let right)): return Self.areEqual(left, right, &comparison)
    case (.list, _), (.sequence, _): return hasEqualElements(to: other, &comparison)
    case (.map, _), (.mapping, _): return hasEqualEntries(to: other, &comparison)
    default: return false
    }
  }

  /// Mappings of documents, compared where they stand.
  private static func areEqual(
    _ left: Node, _ right: Node, _ comparison: inout Comparison
  ) -> Bool {
    guard left.count == right.count else { return false }
    for entry in left.entries {
      guard comparison.take(),
        let value = entry.key.withTextBytes({ right.idOfValue(forKey: $0, in: right.id) }),
        Value(entry.value).isEqual(to: Value(right.node(value)), &comparison)
      else { return false }
    }
    return true
  }

  private func hasEqualElements(to other: Value, _ comparison: inout Comparison) -> Bool {
    guard let left = elements, let right = other.elements, left.count == right.count else {
      return false
    }
    for index in 0..<left.count {
      guard comparison.take(), left[index].isEqual(to: right[index], &comparison) else {
        return false
      }
    }
    return true
  }

  private func hasEqualEntries(to other: Value, _ comparison: inout Comparison) -> Bool {
    guard let count = entryCount, count == other.entryCount, let entries else { return false }
    for entry in entries {
      guard comparison.take(), let value = other.value(forKey: entry.key),
        entry.value.isEqual(to: value, &comparison)
      else { return false }
    }
    return true
  }
}

extension String {
  /// Equality of code points: unlike `==`, which takes composed and decomposed characters for equal.
  @inline(__always)
  func hasSameBytes(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    var left = self
    var right = other
    return left.withUTF8 { left in right.withUTF8 { left.hasPart($0, at: 0) } }
  }
}

package enum Order: Int {
  case less = -1
  case equal = 0
  case greater = 1

  @inline(__always)
  init<Element: Comparable>(_ left: Element, _ right: Element) {
    self = left < right ? .less : left == right ? .equal : .greater
  }

  var reversed: Order { Order(rawValue: -rawValue) ?? .equal }
}

extension Value {
  /// The order of two numbers of any types by their mathematical value; nil for NaN and for what
  /// is no number.
  func compareNumber(with other: Value) -> Order? {
    switch (self, other) {
    case (.int(let left), .int(let right)): Order(left, right)
    case (.uint(let left), .uint(let right)): Order(left, right)
    case (.double(let left), .double(let right)):
      left.isNaN || right.isNaN ? nil : Order(left, right)
    case (.int(let left), .uint(let right)):
      left < 0 ? .less : Order(UInt64(left), right)
    case (.uint, .int): other.compareNumber(with: self)?.reversed
    case (.int(let left), .double(let right)): compare(left, right)
    case (.uint(let left), .double(let right)): compare(left, right)
    case (.double, .int), (.double, .uint): other.compareNumber(with: self)?.reversed
    default: nil
    }
  }

  private func compare(_ left: Int64, _ right: Double) -> Order? {
    if right.isNaN { return nil }
    if right < -0x1p63 { return .greater }
    if right > 0x1p63 { return .less }
    return Order(Double(left), right)
  }

  private func compare(_ left: UInt64, _ right: Double) -> Order? {
    if right.isNaN { return nil }
    if right < 0 { return .greater }
    if right > 0x1p64 { return .less }
    return Order(Double(left), right)
  }

  /// The order of two values of one comparable kind (language definition, "Ordering"); nil where
  /// they have none.
  package func compare(with other: Value) -> Order? {
    switch (self, other) {
    case (.int(let left), .int(let right)): return Order(left, right)
    case (.string, .string), (.string, .text), (.text, .string), (.text, .text):
      return compareText(with: other)
    case (.bool(let left), .bool(let right)): return Order(left ? 1 : 0, right ? 1 : 0)
    case (.bytes(let left), .bytes(let right)):
      return left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { compareBytes(left, $0) }
      }
    case (.timestamp(let left), .timestamp(let right)): return Order(left, right)
    case (.duration(let left), .duration(let right)): return Order(left, right)
    default: return compareNumber(with: other)
    }
  }

  /// UTF-8 orders as code points do.
  private func compareText(with other: Value) -> Order? {
    withUTF8 { left in other.withUTF8 { compareBytes(left, $0) } } ?? nil
  }

  var isNaN: Bool {
    if case .double(let double) = self { return double.isNaN }
    return false
  }

  var isNumber: Bool {
    switch self {
    case .int, .uint, .double: true
    default: false
    }
  }
}

private func compareBytes(
  _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
) -> Order {
  for index in 0..<min(left.count, right.count) where left[index] != right[index] {
    return left[index] < right[index] ? .less : .greater
  }
  return Order(left.count, right.count)
}
