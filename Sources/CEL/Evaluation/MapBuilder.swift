/// Collects the entries of a map literal.
struct MapBuilder {
  let isStrict: Bool
  private var entries: [MapValue.Entry] = []
  private var positions: [Identity: Int] = [:]

  /// What makes a key the same as another: its value, and its type too where literals are lenient.
  private struct Identity: Hashable {
    var key: MapValue.Key
    var type: UInt8
  }

  init(isStrict: Bool) {
    self.isStrict = isStrict
  }

  /// Adds an entry; returns why it cannot be. A key without a value is taken out.
  mutating func add(_ key: Value, _ value: Value?) -> String? {
    guard let hashed = MapValue.Key(key), key.isLiteralKey || !isStrict else {
      if isStrict { return "unsupported key type" }
      if let value { entries.append(MapValue.Entry(key: key, value: value)) }
      return nil
    }
    let identity = Identity(key: hashed, type: isStrict ? 0 : key.numberType)
    if let position = positions[identity] {
      if isStrict, value != nil { return "Failed with repeated key" }
      entries.remove(at: position)
      positions[identity] = nil
      for (other, place) in positions where place > position { positions[other] = place - 1 }
    }
    if let value {
      positions[identity] = entries.count
      entries.append(MapValue.Entry(key: key, value: value))
    }
    return nil
  }

  var map: MapValue { MapValue(entries: entries) }

  struct Problem: Error {
    let message: String
  }

  /// - Parameter values: keys and values in turn.
  static func map(of values: [Value], isStrict: Bool) -> Result<MapValue, Problem> {
    var builder = MapBuilder(isStrict: isStrict)
    for index in stride(from: 0, to: values.count - 1, by: 2) {
      if let message = builder.add(values[index], values[index + 1]) {
        return .failure(Problem(message: message))
      }
    }
    return .success(builder.map)
  }
}

extension Value {
  fileprivate var isLiteralKey: Bool {
    switch self {
    case .bool, .int, .uint, .string, .text: true
    default: false
    }
  }

  fileprivate var numberType: UInt8 {
    switch self {
    case .int: 1
    case .uint: 2
    case .double: 3
    default: 0
    }
  }
}
