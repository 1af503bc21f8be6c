/// Names that a person may have meant.
enum Suggestion {
  /// The name that takes the fewest edits, if they are few; of several the first in order.
  static func closest(to name: String, among known: [String]) -> String? {
    guard name.utf8.count <= 64 else { return nil }
    let limit = max(1, name.utf8.count / 3)
    var best: (distance: Int, name: String)?
    for candidate in known.sorted() {
      guard candidate.first?.isLetter ?? false, !candidate.contains("@"), candidate != name,
        abs(candidate.utf8.count - name.utf8.count) <= limit
      else { continue }
      let distance = distance(Array(name.utf8), Array(candidate.utf8))
      if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
    }
    return best?.name
  }

  /// Edits from one to the other, two letters that changed places being one.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var before: [Int] = []
    var previous = Array(0...right.count)
    for (index, byte) in left.enumerated() {
      var row = [index + 1]
      for column in right.indices {
        var best = min(
          previous[column] + (byte == right[column] ? 0 : 1), previous[column + 1] + 1,
          row[column] + 1)
        if index > 0, column > 0, byte == right[column - 1], left[index - 1] == right[column] {
          best = min(best, before[column - 1] + 1)
        }
        row.append(best)
      }
      before = previous
      previous = row
    }
    return previous[right.count]
  }
}
