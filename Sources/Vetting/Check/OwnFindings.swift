import DesiredState
import Diagnostics
import Git
import Policy
import Resources
import Simulation
import Values

/// The findings that need no policy: what cannot be read, merged or applied.
struct OwnFindings {
  private var base: [Finding] = []
  private var head: [Finding] = []

  /// With their status by comparison of the two sides.
  var all: [Finding] { compareFindings(base: base, head: head) }

  mutating func add(_ conflicts: [MergeConflict]) {
    for conflict in conflicts {
      head.append(
        Finding(
          rule: "merge-conflict", severity: .error, message: conflict.message,
          mark: Mark(source: Source(path: conflict.path.text), line: 1, column: 1),
          help: "merge the base into the head and resolve the conflict there"))
    }
  }

  /// What is wrong with the base's own policies: this change did not bring it.
  mutating func add(_ problems: [Diagnostic]) {
    let findings = problems.map { Finding($0, rule: $0.code) }
    base += findings
    head += findings
  }

  mutating func add(missingRoots: [(environment: DeploymentEnvironment, root: String)]) {
    head += missingRoots.map { Finding(missingRoot: $0.root, of: $0.environment) }
  }

  mutating func add(_ pair: EnvironmentPair) {
    base += pair.base.diagnostics.map(Finding.init(ofReading:))
    head += pair.head.diagnostics.map(Finding.init(ofReading:))
  }

  mutating func add(_ changes: [Change]) {
    for change in changes { head += Finding.rejections(of: change) }
  }
}

extension Finding {
  /// What the API server has against an object.
  static func rejections(of change: Change) -> [Finding] {
    guard change.action == .rejected || change.action == .recreate else { return [] }
    return change.rejections.map { rejection in
      let field = rejection.place ?? rejection.field
      let place = field.isEmpty ? nil : change.head?.root.mark(ofField: field)
      return Finding(
        rule: "api-rejected", severity: change.action == .rejected ? .error : .warning,
        message: rejection.field.isEmpty
          ? rejection.message : "\(rejection.field): \(rejection.message)",
        subject: Finding.Subject(
          environment: change.environment, apiVersion: change.apiVersion,
          identity: change.identity),
        mark: place ?? change.origin.last)
    }
  }

  /// Pods that the API server would refuse of an object that it takes. In a check they are effects
  /// of a change.
  static func refusedPods(of change: Change) -> [Finding] {
    change.effects.filter { $0.kind == .refusedPods }.map { effect in
      Finding(
        rule: effect.kind.rawValue, severity: .warning, message: effect.message,
        subject: Finding.Subject(
          environment: change.environment, apiVersion: change.apiVersion,
          identity: change.identity),
        mark: change.origin.last)
    }
  }

  /// What is wrong with a file.
  init(ofReading diagnostic: Diagnostic) {
    let rule =
      diagnostic.code == "duplicate-resource"
      ? diagnostic.code : diagnostic.code.hasPrefix("kustom") ? "kustomize-error" : "unparsable"
    var diagnostic = diagnostic
    if rule == "unparsable", diagnostic.help == nil {
      diagnostic.help = "correct the file here; what it holds is not checked until it can be read"
    }
    self.init(diagnostic, rule: rule)
  }

  /// A root that is not there is a mistake of the configuration.
  init(missingRoot root: String, of environment: DeploymentEnvironment) {
    self.init(
      rule: "missing-root", severity: .error,
      message: "root '\(root)' of environment '\(environment.name)' does not exist",
      mark: environment.mark, help: "mend the root's path in \(Configuration.path)")
  }

  init(_ diagnostic: Diagnostic, rule: String) {
    // A message must not name lines: it is part of what makes a finding the same one.
    let notes = diagnostic.notes.map { note in
      note.message + (note.span.map { ": \($0.mark)" } ?? "")
    }
    let help = notes + (diagnostic.help.map { [$0] } ?? [])
    self.init(
      rule: rule, severity: diagnostic.severity, message: diagnostic.headline,
      mark: diagnostic.mark, help: help.isEmpty ? nil : help.joined(separator: "; "))
  }
}

extension Node {
  /// The mark of the field that the API server's path names, or of the nearest field above it that
  /// the manifest has: `spec.template.spec.containers[0].image`, `metadata.labels[app]`.
  func mark(ofField path: String) -> Mark? {
    var node = self
    var mark = self.mark
    var rest = path[...]
    while !rest.isEmpty {
      let next: Node?
      if rest.first == "[" {
        rest = rest.dropFirst()
        let name = rest.prefix { $0 != "]" }
        rest = rest.dropFirst(name.count + 1)
        next = Int(name).flatMap { node[$0] } ?? node[String(name)]
      } else {
        if rest.first == "." { rest = rest.dropFirst() }
        let name = rest.prefix { $0 != "." && $0 != "[" }
        rest = rest.dropFirst(name.count)
        next = node[String(name)]
      }
      guard let next else { break }
      node = next
      mark = next.mark ?? mark
    }
    return mark
  }
}
