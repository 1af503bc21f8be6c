import Resources
import Simulation
import Values

/// Changes that read the same but for the object: one image bumped in forty environments is one
/// thing to review.
struct ChangeGroup {
  var changes: [Change]

  /// The first, which stands for all.
  var representative: Change { changes[0] }

  /// Groups in the order of their first change.
  static func grouping(_ changes: [Change]) -> [ChangeGroup] {
    var groups: [ChangeGroup] = []
    var places: [[String]: Int] = [:]
    for change in changes {
      let signature = signature(of: change)
      if let place = places[signature] {
        groups[place].changes.append(change)
      } else {
        places[signature] = groups.count
        groups.append(ChangeGroup(changes: [change]))
      }
    }
    return groups
  }

  /// What must agree for two changes to be shown as one. A creation or deletion says nothing but
  /// the object, so that these group by kind.
  private static func signature(of change: Change) -> [String] {
    var parts = [change.action.rawValue, change.identity.group, change.identity.kind]
    for field in change.fields {
      parts += [
        field.path.description, field.operation.rawValue, field.cause.rawValue,
        ValueText.full(field.before), ValueText.full(field.after), ValueText.full(field.live),
      ]
    }
    parts += change.rejections.flatMap { [$0.reason, $0.field, $0.message] }
    parts += change.effects.map(\.message)
    return parts
  }
}
