/// The places in a program that a search has reached, in order of preference, each with the group
/// bounds of the way to it.
struct Ways {
  private var dense: [Int] = []
  private var sparse: [Int]
  private var slots: [Int]
  private let slotCount: Int

  init(size: Int, slotCount: Int) {
    dense.reserveCapacity(size)
    sparse = Array(repeating: 0, count: size)
    slots = Array(repeating: -1, count: size * slotCount)
    self.slotCount = slotCount
  }

  var isEmpty: Bool { dense.isEmpty }
  var count: Int { dense.count }
  subscript(index: Int) -> Int { dense[index] }

  /// Whether the place was new.
  mutating func insert(_ place: Int) -> Bool {
    let index = sparse[place]
    if index < dense.count, dense[index] == place { return false }
    sparse[place] = dense.count
    dense.append(place)
    return true
  }

  mutating func removeAll() {
    dense.removeAll(keepingCapacity: true)
  }

  mutating func keep(_ values: [Int], at place: Int) {
    for slot in 0..<slotCount { slots[place * slotCount + slot] = values[slot] }
  }

  func load(_ place: Int, into values: inout [Int]) {
    for slot in 0..<slotCount { values[slot] = slots[place * slotCount + slot] }
  }

  func slots(of place: Int) -> [Int] {
    Array(slots[place * slotCount..<(place + 1) * slotCount])
  }
}
