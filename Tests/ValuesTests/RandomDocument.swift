import Values

/// A small generator with a fixed seed, so that every run tests the same documents.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }
}

/// Documents as JSON text: few distinct keys and values, so that two of them have much in common.
/// Lists under `map` have unique names, lists under `set` unique scalars.
struct RandomDocument {
  var generator: SeededGenerator
  /// Whether values may be null, which merge patches cannot set.
  var hasNulls = true

  init(seed: UInt64) {
    generator = SeededGenerator(state: seed)
  }

  mutating func value(depth: Int = 0) -> String {
    switch Int.random(in: depth > 3 ? 3..<8 : 0..<8, using: &generator) {
    case 0, 1, 2: mapping(depth: depth)
    case 3: list { $0.value(depth: depth + 1) }
    case 4: hasNulls ? "null" : "true"
    case 5: "\(Int.random(in: 0..<4, using: &generator))"
    case 6: "\"\(Int.random(in: 0..<4, using: &generator))\""
    default: Bool.random(using: &generator) ? "true" : "1.5"
    }
  }

  private mutating func list(_ element: (inout Self) -> String) -> String {
    let count = Int.random(in: 0..<4, using: &generator)
    return "[\((0..<count).map { _ in element(&self) }.joined(separator: ","))]"
  }

  private mutating func mapping(depth: Int) -> String {
    var entries: [String] = []
    for key in ["a", "b", "c", "d/e", "~"] where Int.random(in: 0..<3, using: &generator) > 0 {
      entries.append("\"\(key)\":\(value(depth: depth + 1))")
    }
    let names = ["x", "y", "z", "w"].filter { _ in Bool.random(using: &generator) }
    let elements = names.map { "{\"name\":\"\($0)\",\"v\":\(value(depth: depth + 2))}" }
    entries.append("\"map\":[\(elements.joined(separator: ","))]")
    let members = (0..<5).filter { _ in Bool.random(using: &generator) }.shuffled(using: &generator)
    entries.append("\"set\":[\(members.map(String.init).joined(separator: ","))]")
    return "{\(entries.shuffled(using: &generator).joined(separator: ","))}"
  }
}
