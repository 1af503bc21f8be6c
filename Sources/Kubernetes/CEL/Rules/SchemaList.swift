import CEL

/// A list of a custom resource. Sets and maps, as `x-kubernetes-list-type` says, are equal in any
/// order, and `+` merges them.
final class SchemaList: ListAdapter {
  /// What makes an element the same as another.
  enum Identity: Sendable {
    case place
    case value
    case keys([String])
  }

  private let elements: [Value]
  private let identity: Identity

  init(_ elements: [Value], identity: Identity) {
    self.elements = elements
    self.identity = identity
  }

  var count: Int { elements.count }

  func element(at index: Int) -> Value { elements[index] }

  func isEqual(to other: Value) -> Bool? {
    if case .place = identity { return nil }
    guard let others = other.elements, others.count == count else { return false }
    let places = places
    var seen: Set<Int> = []
    for element in others {
      guard let index = places[key(of: element)], elements[index].isEqual(to: element) else {
        return false
      }
      seen.insert(index)
    }
    return seen.count == places.count
  }

  func adding(_ other: Value) -> Value? {
    if case .place = identity { return nil }
    guard let others = other.elements else { return .noSuchOverload }
    if case .value = identity, (elements + others).contains(where: { $0.isList || $0.isMap }) {
      return .error("listSet operations are only supported on lists of scalar values")
    }
    var merged = elements
    var places = places
    for element in others {
      let key = key(of: element)
      if let index = places[key] {
        if case .keys = identity { merged[index] = element }
      } else {
        places[key] = merged.count
        merged.append(element)
      }
    }
    return .adaptedList(SchemaList(merged, identity: identity))
  }

  /// The last place of each element by what makes it the same.
  private var places: [[Scalar?]: Int] {
    var places: [[Scalar?]: Int] = [:]
    for (index, element) in elements.enumerated() { places[key(of: element)] = index }
    return places
  }

  private func key(of element: Value) -> [Scalar?] {
    guard case .keys(let keys) = identity else { return [Scalar(element)] }
    return keys.map { key in
      element.value(forKey: .string(key)).flatMap { Scalar($0) }
    }
  }

  private enum Scalar: Hashable {
    case bool(Bool)
    case number(Double)
    case int(Int64)
    case text(String)
    case bytes([UInt8])
    case time(String)

    init?(_ value: Value) {
      switch value {
      case .bool(let bool): self = .bool(bool)
      case .int(let int): self = .int(int)
      case .double(let double): self = .number(double)
      case .string, .text: self = .text(value.string ?? "")
      case .bytes(let bytes): self = .bytes(bytes)
      case .timestamp(let time): self = .time(time.utcDescription)
      case .duration(let duration): self = .int(duration.nanoseconds)
      default: return nil
      }
    }
  }
}
