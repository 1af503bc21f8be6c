import Resources
import Simulation
import Values

/// What could not be found out of objects, counted: five hundred objects of a kind that nobody
/// describes are one thing to mend.
struct ObjectGaps: Sendable {
  struct Key: Hashable, Comparable {
    var reason: String
    var remedy: String

    static func < (left: Key, right: Key) -> Bool {
      (left.reason, left.remedy) < (right.reason, right.remedy)
    }
  }

  struct Tally: Sendable {
    var count: Int
    /// The first of the objects.
    var path: String
    var line: Int?
  }

  private(set) var tallies: [Key: Tally] = [:]

  mutating func add(_ gap: Gap, at origin: Mark?) {
    let mark = gap.mark ?? origin
    add(
      Key(reason: gap.reason, remedy: gap.remedy),
      Tally(count: 1, path: mark?.source.path ?? "", line: mark?.line))
  }

  mutating func add(_ entry: Incompleteness) {
    add(
      Key(reason: entry.reason, remedy: entry.remedy),
      Tally(count: entry.count, path: entry.path, line: entry.line))
  }

  mutating func add(_ other: ObjectGaps) {
    for (key, tally) in other.tallies { add(key, tally) }
  }

  /// The first place is kept: objects come in the order of their portions.
  private mutating func add(_ key: Key, _ tally: Tally) {
    if tallies[key] == nil {
      tallies[key] = tally
    } else {
      tallies[key]?.count += tally.count
    }
  }
}

/// The same over all environments.
struct ObjectLedger {
  private var found: [ObjectGaps.Key: (environments: [String], tally: ObjectGaps.Tally)] = [:]

  mutating func add(_ gaps: ObjectGaps, environment: String) {
    for (key, tally) in gaps.tallies {
      if found[key] == nil {
        found[key] = ([environment], tally)
      } else {
        found[key]?.environments.append(environment)
        found[key]?.tally.count += tally.count
      }
    }
  }

  /// One entry a reason. One that holds in several environments names none.
  var entries: [Incompleteness] {
    found.sorted { $0.key < $1.key }.map { key, value in
      let only = value.environments.count == 1 ? value.environments.first : nil
      var entry = Incompleteness(
        environment: only ?? "", path: value.tally.path, line: value.tally.line,
        reason: key.reason, remedy: key.remedy)
      entry.count = value.tally.count
      return entry
    }
  }
}
