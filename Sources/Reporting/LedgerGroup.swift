import Simulation

/// Entries of the ledger that are one thing to mend: twenty objects of a kind that nothing describes,
/// or one base that ten environments share.
struct LedgerGroup {
  /// The first of them.
  let entry: Incompleteness
  /// Where the others are, each once: files with their lines, or environments.
  private(set) var others: [String] = []

  /// More places than this are counted, not named.
  private static let shown = 3

  /// In the order of their first entries.
  static func grouping(_ entries: [Incompleteness]) -> [LedgerGroup] {
    struct Key: Hashable {
      var reason: String
      var remedy: String
    }
    var groups: [LedgerGroup] = []
    var indices: [Key: Int] = [:]
    var places: [Set<String>] = []
    for entry in entries {
      let key = Key(reason: AuditSummary.reason(entry), remedy: entry.remedy)
      let place = place(of: entry)
      guard let index = indices[key] else {
        indices[key] = groups.count
        groups.append(LedgerGroup(entry: entry))
        places.append([place])
        continue
      }
      if places[index].insert(place).inserted { groups[index].others.append(place) }
    }
    return groups
  }

  var place: String { Self.place(of: entry) }

  private static func place(of entry: Incompleteness) -> String {
    let place = entry.line.map { "\(entry.path):\($0)" } ?? entry.path
    return place.isEmpty ? entry.environment : place
  }

  /// Nil where there is one place; else the others, as `format` writes them.
  func alsoAt(_ format: (String) -> String) -> String? {
    guard !others.isEmpty else { return nil }
    let named = others.prefix(Self.shown).map(format).joined(separator: ", ")
    let rest = others.count - Self.shown
    return "also at \(named)" + (rest > 0 ? " and \(rest) more" : "")
  }
}
