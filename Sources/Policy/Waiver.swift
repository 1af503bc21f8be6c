package import Diagnostics
import Documents
package import Resources
package import Values

/// Somebody answers for findings of a rule until a day: `kind: Waiver` of `git-vet/v1`.
package struct Waiver: Sendable {
  package var name: String
  package var rule: String
  package var resources: [ResourcePattern]
  package var environments: [Glob]
  package var reason: String
  package var owner: String
  /// The first instant at which it no longer holds: the end of the day that was written.
  package var expires: Instant
  package var mark: Mark?

  package struct ResourcePattern: Sendable {
    package var kind: KindPattern?
    package var namespace: Glob?
    package var name: Glob?
  }

  package func covers(_ finding: Finding) -> Bool {
    guard Glob(rule).matches(finding.rule), let subject = finding.subject,
      environments.isEmpty || environments.contains(where: { $0.matches(subject.environment) })
    else { return false }
    return resources.isEmpty || resources.contains { $0.matches(subject.identity) }
  }

  /// The last day on which it holds: `expires` is the first instant after it.
  package var lastDay: String { Instant(seconds: expires.seconds - 1).day }

  package func isExpired(at now: Instant) -> Bool { now >= expires }

  /// Two weeks are enough to find the owner.
  package func expiresSoon(at now: Instant) -> Bool {
    !isExpired(at: now) && expires.seconds - now.seconds <= 14 * 86_400
  }
}

extension Waiver.ResourcePattern {
  func matches(_ identity: ResourceIdentity) -> Bool {
    kind?.matches(identity) ?? true
      && namespace?.matches(identity.namespace ?? "") ?? true
      && name?.matches(identity.name) ?? true
  }
}

extension Waiver {
  /// Reads a document of the kind. Without a reason, an owner or an expiry there is no waiver.
  package static func read(_ document: Document) -> (Waiver?, [Diagnostic]) {
    let name = document.root["metadata"]?["name"]?.string ?? ""
    let subject = "Waiver '\(name)'"
    var top = FieldReader(document.root, subject: subject)
    _ = (top.node("apiVersion"), top.node("kind"), top.node("metadata"))
    guard let specNode = top.node("spec") else {
      top.report("\(subject) has no spec", at: document.root)
      return (nil, top.diagnostics)
    }
    top.finish()
    var spec = FieldReader(specNode, subject: "the spec of \(subject)")
    let rule = spec.requiredString("rule")
    let reason = spec.requiredString("reason")
    let owner = spec.requiredString("owner")
    let environments = (spec.strings("environments") ?? []).map(Glob.init)
    let resources = spec.list("resources").map { readPattern($0, subject, &spec) }
    let expires = readExpiry(subject, &spec)
    spec.finish()
    let problems = top.diagnostics + spec.diagnostics
    guard problems.isEmpty, let rule, let reason, let owner, let expires else {
      return (nil, problems)
    }
    return (
      Waiver(
        name: name, rule: rule, resources: resources, environments: environments,
        reason: reason, owner: owner, expires: expires, mark: document.root.mark),
      problems
    )
  }

  private static func readExpiry(_ subject: String, _ spec: inout FieldReader) -> Instant? {
    guard let text = spec.requiredString("expires") else { return nil }
    guard let instant = Instant(text) else {
      spec.report(
        "'\(text)' of \(subject) is no date", at: spec.node["expires"] ?? spec.node,
        help: "write it as 2027-01-31")
      return nil
    }
    return text.utf8.count == 10 ? Instant(seconds: instant.seconds + 86_400) : instant
  }

  private static func readPattern(
    _ node: Node, _ subject: String, _ spec: inout FieldReader
  ) -> ResourcePattern {
    var reader = FieldReader(node, subject: "a resource of \(subject)")
    let pattern = ResourcePattern(
      kind: reader.string("kind").map(KindPattern.init),
      namespace: reader.string("namespace").map(Glob.init),
      name: reader.string("name").map(Glob.init))
    reader.finish()
    spec.add(reader.diagnostics)
    return pattern
  }
}
