import Diagnostics
import Documents
import Policy
import Resources
import Simulation
import Values

/// Version 1 of the report for programs. Fields may be added, never renamed;
/// `Documentation/report.schema.json` describes it.
package enum JSONReport {
  package static func render(_ report: Report) -> String {
    var writer = ReportDocument()
    writer.build(report)
    return Escaping.json(JSON.write(writer.document.root, pretty: true)) + "\n"
  }
}

private struct ReportDocument {
  var document = Document()

  mutating func build(_ report: Report) {
    let root = document.addMapping()
    document.rootID = root
    document.set("version", to: 1, in: root)
    document.set("verdict", to: report.verdict.rawValue, in: root)
    document.set("evaluatedAt", to: report.evaluatedAt.description, in: root)
    set("base", to: report.base.map { revision($0) }, in: root)
    set("head", to: revision(report.head), in: root)
    if let tree = report.mergedTree {
      let merged = document.mapping(at: "merged", in: root)
      document.set("tree", to: tree, in: merged)
    }
    set("snapshots", to: list(report.snapshots) { $0.snapshot($1) }, in: root)
    set("changes", to: list(report.changes) { $0.change($1) }, in: root)
    set("findings", to: list(report.findings) { $0.finding($1) }, in: root)
    set("incomplete", to: list(report.incomplete) { $0.incompleteness($1) }, in: root)
    set("preview", to: list(report.preview) { $0.preview($1) }, in: root)
    set("summary", to: summary(report), in: root)
    if let audit = report.audit { set("audit", to: self.audit(audit), in: root) }
    document.set("tool", to: "git-vet \(report.toolVersion)", in: root)
  }

  private mutating func set(_ key: String, to value: NodeID?, in mapping: NodeID) {
    document.set(key, to: value ?? document.addNull(), in: mapping)
  }

  private mutating func set(_ key: String, to text: String?, in mapping: NodeID) {
    set(key, to: text.map { document.add($0) }, in: mapping)
  }

  private mutating func set(_ key: String, to number: Int?, in mapping: NodeID) {
    set(key, to: number.map { document.add(Int64($0)) }, in: mapping)
  }

  private mutating func list<Element>(
    _ elements: [Element], _ make: (inout ReportDocument, Element) -> NodeID
  ) -> NodeID {
    var children: [NodeID] = []
    for element in elements { children.append(make(&self, element)) }
    return document.addContainer(.sequence, .block, children: children)
  }

  private mutating func revision(_ revision: Report.Revision) -> NodeID {
    let mapping = document.addMapping()
    set("commit", to: revision.commit, in: mapping)
    document.set("tree", to: revision.tree, in: mapping)
    return mapping
  }

  private mutating func snapshot(_ snapshot: Report.Snapshot) -> NodeID {
    let mapping = document.addMapping()
    document.set("environment", to: snapshot.environment, in: mapping)
    document.set("ref", to: snapshot.ref, in: mapping)
    set("commit", to: snapshot.commit, in: mapping)
    set("capturedAt", to: snapshot.capturedAt?.description, in: mapping)
    document.set("stale", to: snapshot.isStale, in: mapping)
    return mapping
  }

  private mutating func identify(_ identity: ResourceIdentity, in mapping: NodeID) {
    document.set("kind", to: identity.kind, in: mapping)
    set("namespace", to: identity.namespace, in: mapping)
    document.set("name", to: identity.name, in: mapping)
  }

  private mutating func change(_ change: Change) -> NodeID {
    let mapping = document.addMapping()
    document.set("environment", to: change.environment, in: mapping)
    document.set("apiVersion", to: change.apiVersion, in: mapping)
    identify(change.identity, in: mapping)
    document.set("action", to: change.action.rawValue, in: mapping)
    set("origin", to: list(change.origin) { $0.place($1) }, in: mapping)
    set("fields", to: list(change.fields) { $0.field($1) }, in: mapping)
    set("errors", to: list(change.rejections) { $0.rejection($1) }, in: mapping)
    set("effects", to: list(change.effects) { $0.effect($1) }, in: mapping)
    return mapping
  }

  private mutating func place(_ mark: Mark) -> NodeID {
    let mapping = document.addMapping()
    document.set("path", to: mark.source.path, in: mapping)
    document.set("line", to: Int64(mark.line), in: mapping)
    return mapping
  }

  private mutating func field(_ field: FieldChange) -> NodeID {
    let mapping = document.addMapping()
    document.set("path", to: field.path.description, in: mapping)
    document.set("op", to: field.operation.rawValue, in: mapping)
    for (key, value) in [
      ("before", field.before), ("after", field.after), ("live", field.live),
    ] {
      guard let value else { continue }
      let node =
        switch value {
        case .shown(let shown): document.graft(shown)
        case .secret: document.add(ValueText.secret)
        }
      document.set(key, to: node, in: mapping)
    }
    document.set("cause", to: field.cause.rawValue, in: mapping)
    set("origin", to: field.origin.map { place($0) }, in: mapping)
    return mapping
  }

  private mutating func rejection(_ rejection: Rejection) -> NodeID {
    let mapping = document.addMapping()
    document.set("reason", to: rejection.reason, in: mapping)
    document.set("field", to: rejection.field, in: mapping)
    document.set("message", to: rejection.message, in: mapping)
    return mapping
  }

  private mutating func effect(_ effect: Effect) -> NodeID {
    let mapping = document.addMapping()
    document.set("kind", to: effect.kind.rawValue, in: mapping)
    document.set("message", to: effect.message, in: mapping)
    set("count", to: effect.count, in: mapping)
    set(
      "objects", to: list(effect.objects) { $0.document.add($1.description) }, in: mapping)
    return mapping
  }

  private mutating func finding(_ finding: Finding) -> NodeID {
    let mapping = document.addMapping()
    document.set("rule", to: finding.rule, in: mapping)
    if let id = finding.id { document.set("id", to: id, in: mapping) }
    set("binding", to: finding.binding, in: mapping)
    document.set("severity", to: finding.severity.rawValue, in: mapping)
    document.set("status", to: finding.status.rawValue, in: mapping)
    document.set("message", to: finding.message, in: mapping)
    set("resource", to: finding.subject.map { subject($0) }, in: mapping)
    set("location", to: finding.mark.map { location($0) }, in: mapping)
    document.set("fingerprint", to: finding.fingerprint, in: mapping)
    if let waiver = finding.waiver { document.set("waiver", to: waiver, in: mapping) }
    if let help = finding.help { document.set("help", to: help, in: mapping) }
    return mapping
  }

  private mutating func subject(_ subject: Finding.Subject) -> NodeID {
    let mapping = document.addMapping()
    document.set("environment", to: subject.environment, in: mapping)
    document.set("apiVersion", to: subject.apiVersion, in: mapping)
    identify(subject.identity, in: mapping)
    return mapping
  }

  private mutating func location(_ mark: Mark) -> NodeID {
    let mapping = place(mark)
    document.set("column", to: Int64(mark.column), in: mapping)
    return mapping
  }

  private mutating func incompleteness(_ entry: Incompleteness) -> NodeID {
    let mapping = document.addMapping()
    document.set("environment", to: entry.environment, in: mapping)
    document.set("path", to: entry.path, in: mapping)
    set("line", to: entry.line, in: mapping)
    document.set("reason", to: entry.reason, in: mapping)
    document.set("remedy", to: entry.remedy, in: mapping)
    if entry.count > 1 { set("count", to: entry.count, in: mapping) }
    return mapping
  }

  private mutating func preview(_ preview: Report.Preview) -> NodeID {
    let mapping = document.addMapping()
    document.set("path", to: preview.path, in: mapping)
    document.set("message", to: preview.message, in: mapping)
    return mapping
  }

  private mutating func audit(_ audit: Report.Audit) -> NodeID {
    let mapping = document.addMapping()
    set("resources", to: audit.resources, in: mapping)
    set("unassignedFiles", to: audit.unassignedFiles, in: mapping)
    set("rulesAboutChanges", to: audit.rulesAboutChanges, in: mapping)
    let environments = list(audit.environments) { writer, environment in
      let row = writer.document.addMapping()
      writer.document.set("name", to: environment.name, in: row)
      for (key, count) in [
        ("resources", environment.resources), ("errors", environment.errors),
        ("warnings", environment.warnings), ("infos", environment.infos),
        ("waived", environment.waived), ("incomplete", environment.incomplete),
      ] {
        writer.set(key, to: count, in: row)
      }
      return row
    }
    set("environments", to: environments, in: mapping)
    return mapping
  }

  private mutating func summary(_ report: Report) -> NodeID {
    let mapping = document.addMapping()
    let changes = document.mapping(at: "changes", in: mapping)
    for action in Action.allCases {
      set(action.rawValue, to: report.count(of: action), in: changes)
    }
    let findings = document.mapping(at: "findings", in: mapping)
    for status in Finding.Status.allCases {
      set(status.rawValue, to: report.count(of: status), in: findings)
    }
    set("incomplete", to: report.incomplete.count, in: mapping)
    set("environments", to: report.counts.environments, in: mapping)
    set("untouched", to: report.counts.untouched, in: mapping)
    set("otherFiles", to: report.counts.otherFiles, in: mapping)
    set("unreferencedFiles", to: report.counts.unreferencedFiles, in: mapping)
    return mapping
  }
}
