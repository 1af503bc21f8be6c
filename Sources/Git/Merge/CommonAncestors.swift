/// Searches history for the best common ancestors of two commits: those that are no ancestor of
/// another one. Commits are visited newest first, so little more than what lies between the two is
/// read (the algorithm of Git's `paint_down_to_common`).
struct CommonAncestors {
  private struct Marks: OptionSet {
    var rawValue: UInt8
    static let left = Marks(rawValue: 1)
    static let right = Marks(rawValue: 2)
    /// An ancestor of a common ancestor.
    static let stale = Marks(rawValue: 4)
    static let result = Marks(rawValue: 8)
  }

  private struct Visit {
    var id: ObjectID
    var seconds: Int64
    /// Among equal dates the one that was found first goes first.
    var order: Int
  }

  private let database: any ObjectDatabase
  /// Commits whose parents a shallow clone lacks.
  private let shallow: Set<ObjectID>
  private var commits: [ObjectID: Commit] = [:]
  private var marks: [ObjectID: Marks] = [:]
  private var queue = Heap<Visit> { ($0.seconds, $1.order) > ($1.seconds, $0.order) }
  private var fresh = Set<ObjectID>()
  private var visits = 0

  init(in database: any ObjectDatabase, shallow: Set<ObjectID>) {
    self.database = database
    self.shallow = shallow
  }

  /// Newest first; empty where the two have none (that this clone knows of).
  static func find(
    _ left: ObjectID, _ right: ObjectID, in database: any ObjectDatabase, shallow: Set<ObjectID>
  ) throws(GitError) -> [ObjectID] {
    if left == right { return [left] }
    var search = CommonAncestors(in: database, shallow: shallow)
    let found = try search.paint(left, right)
    guard found.count > 1 else { return found }
    // Dates may lie; what another result reaches is no best ancestor.
    var best: [ObjectID] = []
    for candidate in found {
      var isRedundant = false
      for other in found where other != candidate && !isRedundant {
        var search = CommonAncestors(in: database, shallow: shallow)
        isRedundant = try search.paint(candidate, other) == [candidate]
      }
      if !isRedundant { best.append(candidate) }
    }
    return best
  }

  private mutating func paint(
    _ left: ObjectID, _ right: ObjectID
  ) throws(GitError) -> [ObjectID] {
    try mark(left, .left)
    try mark(right, .right)
    var results: [ObjectID] = []
    while !fresh.isEmpty, let visit = queue.pop() {
      let id = visit.id
      fresh.remove(id)
      var inherited = marks[id, default: []].subtracting(.result)
      if inherited.subtracting(.stale) == [.left, .right] {
        if inherited == [.left, .right], marks[id]?.contains(.result) == false {
          marks[id]?.insert(.result)
          results.append(id)
        }
        inherited.insert(.stale)
      }
      guard !shallow.contains(id) else { continue }
      for parent in try commit(id).parents
      where !marks[parent, default: []].isSuperset(of: inherited) {
        try mark(parent, inherited)
      }
    }
    return results.filter { marks[$0]?.contains(.stale) == false }
  }

  private mutating func mark(_ id: ObjectID, _ new: Marks) throws(GitError) {
    let combined = marks[id, default: []].union(new)
    marks[id] = combined
    visits += 1
    queue.push(Visit(id: id, seconds: try commit(id).committer.seconds, order: visits))
    if combined.contains(.stale) { fresh.remove(id) } else { fresh.insert(id) }
  }

  private mutating func commit(_ id: ObjectID) throws(GitError) -> Commit {
    if let known = commits[id] { return known }
    let commit = try database.commit(id)
    commits[id] = commit
    return commit
  }
}

/// A binary heap.
private struct Heap<Element> {
  private var elements: [Element] = []
  private let precedes: (Element, Element) -> Bool

  init(by precedes: @escaping (Element, Element) -> Bool) {
    self.precedes = precedes
  }

  mutating func push(_ element: Element) {
    elements.append(element)
    var child = elements.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard precedes(elements[child], elements[parent]) else { return }
      elements.swapAt(child, parent)
      child = parent
    }
  }

  mutating func pop() -> Element? {
    guard let last = elements.popLast() else { return nil }
    guard let first = elements.first else { return last }
    elements[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < elements.count && precedes(elements[child], elements[least]) {
        least = child
      }
      if least == parent { return first }
      elements.swapAt(parent, least)
      parent = least
    }
  }
}
