import Policy
import Resources
import Simulation

extension ResourceIdentity {
  /// `Deployment shop/web`, as people say it.
  var title: String {
    namespace.map { "\(kind) \($0)/\(name)" } ?? "\(kind) \(name)"
  }
}

extension Finding.Subject {
  var title: String { identity.title }
}

extension Action {
  /// One character, as diffs have it.
  var symbol: String {
    switch self {
    case .create: "+"
    case .update: "~"
    case .delete: "-"
    case .recreate: "±"
    case .orphan: "?"
    case .unchanged: "="
    case .rejected: "!"
    }
  }

  var word: String {
    switch self {
    case .create: "create"
    case .update: "update"
    case .delete: "delete"
    case .recreate: "delete and create anew"
    case .orphan: "leave orphaned"
    case .unchanged: "no effect"
    case .rejected: "would be rejected"
    }
  }
}
