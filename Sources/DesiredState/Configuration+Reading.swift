package import Diagnostics
import Documents
import Resources
package import Values

extension Configuration {
  /// Reads the file's document. Every problem is a diagnostic; with an error there is no
  /// configuration, since a half-read one would check something else than was meant.
  package static func read(_ document: Document) -> (Configuration?, [Diagnostic]) {
    var reader = FieldReader(document.root, subject: "the configuration")
    if reader.requiredString("apiVersion").map({ $0 != "git-vet/v1" }) == true {
      reader.report(
        "this version of git vet reads apiVersion git-vet/v1",
        at: document.root["apiVersion"] ?? document.root, help: "write `apiVersion: git-vet/v1`")
    }
    if reader.requiredString("kind").map({ $0 != "Config" }) == true {
      reader.report(
        "the configuration is of kind Config", at: document.root["kind"] ?? document.root,
        help: "write `kind: Config`")
    }
    let policies = reader.strings("policies") ?? defaultPolicies
    var environments: [DeploymentEnvironment] = []
    for node in reader.list("environments") {
      guard let environment = readEnvironment(node, &reader) else { continue }
      if environments.contains(where: { $0.name == environment.name }) {
        reader.report(
          "environment '\(environment.name)' is defined twice", at: node,
          help: "give each environment a name of its own")
      }
      environments.append(environment)
    }
    reader.finish()
    if environments.isEmpty, reader.diagnostics.isEmpty {
      reader.report(
        "the configuration has no environments", at: document.root,
        help: "add an environment with a name and its roots")
    }
    guard reader.diagnostics.isEmpty else { return (nil, reader.diagnostics) }
    return (Configuration(policies: policies, environments: environments), [])
  }

  private static func readEnvironment(
    _ node: Node, _ configuration: inout FieldReader
  ) -> DeploymentEnvironment? {
    let subject = node["name"]?.string.map { "environment '\($0)'" } ?? "an environment"
    var reader = FieldReader(node, subject: subject)
    let name = reader.requiredString("name")
    let roots = reader.strings("roots") ?? []
    if roots.isEmpty {
      reader.report("\(subject) has no roots", at: node, help: "name the directories it renders")
    }
    for root in roots where root.hasPrefix("/") || root.split(separator: "/").contains("..") {
      reader.report(
        "root '\(root)' leaves the repository", at: node["roots"] ?? node,
        help: "write it relative to the top of the repository")
    }
    let live = reader.string("live")
    if let live, !live.hasPrefix("refs/") {
      reader.report(
        "live of \(subject) must be a ref, such as refs/vet/live/prod", at: node["live"] ?? node,
        help: "a file is taken from the command line only: --live FILE")
    }
    let age = reader.string("maxSnapshotAge").flatMap { text -> Int64? in
      if let seconds = duration(text) { return seconds }
      reader.report(
        "'\(text)' is no duration", at: node["maxSnapshotAge"] ?? node,
        help: "write it as 30m, 24h or 7d")
      return nil
    }
    let version = readVersion(&reader, subject)
    let settings = reader.node("operator").map { readOperator($0, subject, &reader) }
    reader.finish()
    configuration.add(reader.diagnostics)
    guard let name, reader.diagnostics.isEmpty else { return nil }
    return DeploymentEnvironment(
      name: name, roots: roots, live: live, maxSnapshotAge: age,
      operator: settings ?? Operator(.kubectl), kubernetesVersion: version, mark: node.mark)
  }

  /// `1.36` unquoted is a number, and people will write it so; but `1.30` would read as 1.3.
  private static func readVersion(_ reader: inout FieldReader, _ subject: String) -> String? {
    guard let node = reader.node("kubernetesVersion") else { return nil }
    let parts = node.text.split(separator: ".")
    guard node.isScalar, parts.count == 2 || parts.count == 3,
      parts.allSatisfy({ $0.allSatisfy(\.isNumber) }),
      node.kind != .float || parts[1].count > 1
    else {
      reader.report(
        "kubernetesVersion of \(subject) must be a version", at: node, help: "write it as \"1.36\"")
      return nil
    }
    return node.text
  }

  private static func readOperator(
    _ node: Node, _ subject: String, _ environment: inout FieldReader
  ) -> Operator {
    var reader = FieldReader(node, subject: "the operator of \(subject)")
    var settings = Operator(reader.word("kind", as: Operator.Kind.self) ?? .kubectl)
    if let apply = reader.word("apply", as: Operator.Apply.self) { settings.apply = apply }
    if let manager = reader.string("fieldManager") { settings.fieldManager = manager }
    if let force = reader.bool("forceConflicts") { settings.forceConflicts = force }
    if let recreate = reader.bool("recreate") { settings.recreate = recreate }
    if let prune = reader.bool("prune") { settings.prune = prune }
    if let user = reader.string("user") { settings.user = user }
    reader.finish()
    environment.add(reader.diagnostics)
    return settings
  }

  /// Seconds of `90s`, `30m`, `24h`, `7d` and sums of them (`1h30m`).
  package static func duration(_ text: String) -> Int64? {
    var total: Int64 = 0
    var number: Int64?
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let value = (number ?? 0).multipliedReportingOverflow(by: 10)
        guard !value.overflow, value.partialValue < 1_000_000_000 else { return nil }
        number = value.partialValue + Int64(byte - UInt8(ascii: "0"))
      default:
        let units: [UInt8: Int64] = [
          UInt8(ascii: "s"): 1, UInt8(ascii: "m"): 60, UInt8(ascii: "h"): 3600,
          UInt8(ascii: "d"): 86_400,
        ]
        guard let count = number, let unit = units[byte] else { return nil }
        let sum = total.addingReportingOverflow(count * unit)
        guard !sum.overflow else { return nil }
        total = sum.partialValue
        number = nil
      }
    }
    return number == nil && total > 0 ? total : nil
  }
}
