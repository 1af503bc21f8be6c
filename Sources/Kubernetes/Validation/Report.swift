import Values

/// What one validation finds, and the ways to the fields that it looks at.
///
/// Ways are kept as links to the step before, so that looking at a field costs no allocation; they
/// are spelled out only for an error.
final class Report {
  typealias Place = Int32

  var errors: [FieldError] = []
  private var steps: ContiguousArray<(step: FieldPath.Step, parent: Place)> = []

  static let root: Place = -1

  init() {
    steps.reserveCapacity(256)
  }

  func place(_ step: FieldPath.Step, under parent: Place) -> Place {
    steps.append((step, parent))
    return Place(truncatingIfNeeded: steps.count - 1)
  }

  func path(of place: Place) -> FieldPath {
    var way: [FieldPath.Step] = []
    var place = place
    while place >= 0 {
      let link = steps[Int(place)]
      way.append(link.step)
      place = link.parent
    }
    return FieldPath(way.reversed())
  }
}
