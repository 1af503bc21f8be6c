package import Diagnostics
package import Resources
package import Simulation
package import Values

/// Rules about a change, as people write them: `kind: ChangePolicy` of `git-vet/v1`.
package struct ChangePolicy: Sendable {
  package enum Scope: String, Sendable, CaseIterable {
    /// A rule sees one object's change at a time.
    case change
    /// A rule sees all changes at once.
    case plan
  }

  package var name: String
  /// Why it matters, for a person.
  package var description: String
  package var severity: Severity
  package var scope: Scope
  package var match: Match
  package var variables: [Variable]
  package var rules: [Rule]
  package var examples: [Example]
  package var mark: Mark?

  /// Which changes the rules are asked about. An empty list matches everything.
  package struct Match: Sendable {
    package var kinds: [KindPattern] = []
    package var actions: [Action] = []
    package var environments: [Glob] = []
    package var namespaces: [Glob] = []
    package var names: [Glob] = []

    package init() {}
  }

  package struct Variable: Sendable {
    package var name: String
    package var expression: String
    package var mark: Mark?
  }

  /// An expression that is true for a change that is fine.
  package struct Rule: Sendable {
    package var id: String
    package var expression: String
    package var message: String?
    package var messageExpression: String?
    /// The field whose line a person must edit.
    package var field: String?
    package var help: String?
    package var mark: Mark?
  }

  /// A change with the rules that must flag it, by id; it runs as a test.
  package struct Example: Sendable {
    package var name: String
    package var base: Node?
    package var head: Node?
    package var live: Node?
    package var findings: [String]
    package var environment: String
    package var mark: Mark?
  }
}

/// `Deployment`, `apps/Deployment`, `*.example.org/*`, `core/Service`.
package struct KindPattern: Hashable, Sendable {
  package var group: Glob?
  package var kind: Glob

  package init(_ text: String) {
    if let slash = text.firstIndex(of: "/") {
      group = Glob(String(text[..<slash]))
      kind = Glob(String(text[text.index(after: slash)...]))
    } else {
      group = nil
      kind = Glob(text)
    }
  }

  package func matches(_ identity: ResourceIdentity) -> Bool {
    guard kind.matches(identity.kind) else { return false }
    guard let group else { return true }
    return group.matches(identity.group.isEmpty ? "core" : identity.group)
  }
}

extension KindPattern: CustomStringConvertible {
  package var description: String {
    group.map { "\($0.pattern)/\(kind.pattern)" } ?? kind.pattern
  }
}

extension ChangePolicy.Match {
  package func matches(_ change: Change) -> Bool {
    func fits<Pattern>(_ patterns: [Pattern], _ test: (Pattern) -> Bool) -> Bool {
      patterns.isEmpty || patterns.contains(where: test)
    }
    return fits(kinds) { $0.matches(change.identity) }
      && fits(actions) { $0 == change.action }
      && fits(environments) { $0.matches(change.environment) }
      && fits(namespaces) { $0.matches(change.identity.namespace ?? "") }
      && fits(names) { $0.matches(change.identity.name) }
  }
}
