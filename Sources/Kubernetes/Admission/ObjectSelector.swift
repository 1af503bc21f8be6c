import Values

/// A label selector as admission reads it: an empty one selects everything.
struct ObjectSelector: Sendable {
  private struct Requirement: Sendable {
    let key: String
    let condition: Condition
  }

  private enum Condition: Sendable {
    case isAmong([String])
    case isNotAmong([String])
    case exists
    case isAbsent
    /// An operator that the server would not have taken; it selects nothing.
    case never
  }

  private let requirements: [Requirement]

  init(_ selector: Node?) {
    var requirements: [Requirement] = []
    if let labels = selector?["matchLabels"] {
      for entry in labels.entries {
        requirements.append(
          Requirement(key: entry.name, condition: .isAmong([entry.value.text])))
      }
    }
    if let expressions = selector?["matchExpressions"] {
      for expression in expressions.elements {
        let values = expression["values"].map { $0.elements.map(\.text) } ?? []
        let condition: Condition =
          switch expression["operator"]?.text {
          case "In": .isAmong(values)
          case "NotIn": .isNotAmong(values)
          case "Exists": .exists
          case "DoesNotExist": .isAbsent
          default: .never
          }
        requirements.append(
          Requirement(key: expression["key"]?.text ?? "", condition: condition))
      }
    }
    self.requirements = requirements
  }

  var isEmpty: Bool { requirements.isEmpty }

  /// Whether nothing but the name of a namespace decides.
  var asksForNamesOnly: Bool {
    requirements.allSatisfy { $0.key == "kubernetes.io/metadata.name" }
  }

  func selects(_ label: (String) -> String?) -> Bool {
    requirements.allSatisfy { requirement in
      let value = label(requirement.key)
      return switch requirement.condition {
      case .isAmong(let values): value.map { values.contains($0) } ?? false
      case .isNotAmong(let values): value.map { !values.contains($0) } ?? true
      case .exists: value != nil
      case .isAbsent: value == nil
      case .never: false
      }
    }
  }

  /// Whether it selects an object by its labels; null is never selected.
  func selects(_ object: Node?) -> Bool {
    guard let object else { return false }
    let labels = object["metadata"]?["labels"]
    return selects { labels?[$0]?.string }
  }
}
