import Values

/// What one validation finds, and the ways to the fields that it looks at.
///
/// Ways are kept as links to the step before, so that looking at a field costs no allocation; they
/// are spelled out only for an error.
final class Report {
  typealias Place = Int32

  // One validation is on one thread, and nothing that these hold reaches back to them: the access to
  // each step would cost more than the step.
  @exclusivity(unchecked) var errors: [FieldError] = []
  /// One or two: the object, and what a rule made of a part of it.
  @exclusivity(unchecked) private var documents: [Document] = []
  @exclusivity(unchecked) private var steps:
    ContiguousArray<(step: FieldPath.Step, parent: Place)> = []

  static let root: Place = -1

  private init() {
    steps.reserveCapacity(256)
  }

  /// A new report, which lives as long as the body runs: fields do not keep it.
  static func reading<Result>(_ body: (Report) -> Result) -> Result {
    let report = Report()
    return withExtendedLifetime(report) { body(report) }
  }

  /// Keeps the document of a node as long as the fields that refer to it may be asked.
  func keep(_ node: Node) {
    if documents.contains(where: { $0.root.isInSameDocument(as: node) }) { return }
    documents.append(node.document)
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
