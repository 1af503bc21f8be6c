import Diagnostics
import Policy
import Values

/// Findings that say the same of several objects: one rule that is broken in forty places is one
/// thing to decide about.
struct FindingGroup {
  var findings: [Finding]

  /// The first, which stands for all.
  var representative: Finding { findings[0] }

  /// Groups in the order of their first finding.
  static func grouping(_ findings: [Finding]) -> [FindingGroup] {
    var groups: [FindingGroup] = []
    var places: [Signature: Int] = [:]
    for finding in findings {
      let signature = Signature(finding)
      if let place = places[signature] {
        groups[place].findings.append(finding)
      } else {
        places[signature] = groups.count
        groups.append(FindingGroup(findings: [finding]))
      }
    }
    return groups
  }

  private struct Signature: Hashable {
    var words: [String?]
    /// One about a file stands alone.
    var path: String?

    init(_ finding: Finding) {
      words = [
        finding.status.rawValue, finding.severity.rawValue, finding.rule, finding.id,
        finding.binding, finding.message, finding.waiver, finding.help,
      ]
      path = finding.subject == nil ? finding.mark?.description : nil
    }
  }
}
