package import Diagnostics
import Documents
import Resources
import Simulation
package import Values

extension ChangePolicy {
  /// Reads a document of the kind. Every problem is a diagnostic; with an error there is no policy.
  package static func read(_ document: Document) -> (ChangePolicy?, [Diagnostic]) {
    let name = document.root["metadata"]?["name"]?.string ?? ""
    let subject = "ChangePolicy '\(name)'"
    var top = FieldReader(document.root, subject: subject)
    _ = (top.node("apiVersion"), top.node("kind"), top.node("metadata"))
    if name.isEmpty {
      top.report("a ChangePolicy has no metadata.name", at: document.root, help: "give it a name")
    }
    guard let specNode = top.node("spec") else {
      top.report("\(subject) has no spec", at: document.root)
      return (nil, top.diagnostics)
    }
    top.finish()

    var spec = FieldReader(specNode, subject: "the spec of \(subject)")
    let description = spec.requiredString("description") ?? ""
    let severity = spec.word("severity", as: Severity.self) ?? .error
    let scope = spec.word("scope", as: Scope.self) ?? .change
    let match = spec.node("match").map { readMatch($0, subject, &spec) } ?? Match()
    let variables = spec.list("variables").compactMap { readVariable($0, subject, &spec) }
    let rules = spec.list("rules").compactMap { readRule($0, subject, &spec) }
    let examples = spec.list("examples").compactMap { readExample($0, subject, &spec) }
    if rules.isEmpty {
      spec.report("\(subject) has no rules", at: specNode, help: "add at least one")
    }
    spec.finish()

    let problems = top.diagnostics + spec.diagnostics
    guard !problems.contains(where: { $0.severity == .error }) else { return (nil, problems) }
    return (
      ChangePolicy(
        name: name, description: description, severity: severity, scope: scope, match: match,
        variables: variables, rules: rules, examples: examples, mark: document.root.mark),
      problems
    )
  }

  private static func readMatch(
    _ node: Node, _ subject: String, _ spec: inout FieldReader
  ) -> Match {
    var reader = FieldReader(node, subject: "the match of \(subject)")
    var match = Match()
    match.kinds = (reader.strings("kinds") ?? []).map(KindPattern.init)
    match.environments = (reader.strings("environments") ?? []).map(Glob.init)
    match.namespaces = (reader.strings("namespaces") ?? []).map(Glob.init)
    match.names = (reader.strings("names") ?? []).map(Glob.init)
    for text in reader.strings("actions") ?? [] {
      if let action = Action(rawValue: text) {
        match.actions.append(action)
      } else {
        let words = Action.allCases.map(\.rawValue)
        reader.report(
          "'\(text)' is no action", at: node["actions"] ?? node,
          help: "use \(words.joined(separator: ", "))")
      }
    }
    reader.finish()
    spec.add(reader.diagnostics)
    return match
  }

  private static func readVariable(
    _ node: Node, _ subject: String, _ spec: inout FieldReader
  ) -> Variable? {
    var reader = FieldReader(node, subject: "a variable of \(subject)")
    let name = reader.requiredString("name")
    let expression = reader.requiredString("expression")
    reader.finish()
    spec.add(reader.diagnostics)
    guard let name, let expression else { return nil }
    return Variable(name: name, expression: expression, mark: node["expression"]?.mark)
  }

  private static func readRule(
    _ node: Node, _ subject: String, _ spec: inout FieldReader
  ) -> Rule? {
    var reader = FieldReader(node, subject: "a rule of \(subject)")
    let id = reader.requiredString("id")
    let expression = reader.requiredString("expression")
    let rule = Rule(
      id: id ?? "", expression: expression ?? "", message: reader.string("message"),
      messageExpression: reader.string("messageExpression"), field: reader.string("field"),
      help: reader.string("help"), mark: node["expression"]?.mark)
    reader.finish()
    spec.add(reader.diagnostics)
    return id == nil || expression == nil ? nil : rule
  }

  private static func readExample(
    _ node: Node, _ subject: String, _ spec: inout FieldReader
  ) -> Example? {
    var reader = FieldReader(node, subject: "an example of \(subject)")
    let name = reader.requiredString("name")
    let example = Example(
      name: name ?? "", base: reader.node("base"), head: reader.node("head"),
      live: reader.node("live"), findings: reader.strings("findings") ?? [],
      environment: reader.string("environment") ?? "prod", mark: node.mark)
    reader.finish()
    spec.add(reader.diagnostics)
    return name == nil ? nil : example
  }
}
