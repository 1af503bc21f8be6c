import Documents
import Kubernetes
import Reporting

/// What `git vet validate` prints.
package enum ValidateReport {
  /// The form of the design: `{"resources": [...]}`.
  package static func json(_ outcome: Validate.Outcome) -> String {
    var text = "{\"resources\":["
    for (index, resource) in outcome.resources.enumerated() {
      if index > 0 { text += "," }
      text += "\n  {"
      let verdict = resource.verdict
      text += "\"path\":\(JSON.quote(resource.path)),\"document\":\(resource.document)"
      text += ",\"apiVersion\":\(JSON.quote(verdict.apiVersion))"
      text += ",\"kind\":\(JSON.quote(verdict.kind))"
      if let namespace = verdict.namespace { text += ",\"namespace\":\(JSON.quote(namespace))" }
      text += ",\"name\":\(JSON.quote(verdict.name))"
      text += ",\"status\":\(JSON.quote(verdict.status.rawValue))"
      text += ",\"errors\":["
      for (index, fault) in verdict.faults.enumerated() {
        if index > 0 { text += "," }
        text += "{\"reason\":\(JSON.quote(fault.reason)),\"field\":\(JSON.quote(fault.field))"
        text += ",\"message\":\(JSON.quote(fault.message))"
        if let line = fault.line { text += ",\"line\":\(line)" }
        text += "}"
      }
      text += "]"
      if !verdict.warnings.isEmpty {
        text += ",\"warnings\":[\(verdict.warnings.map(JSON.quote).joined(separator: ","))]"
      }
      text += "}"
    }
    text += outcome.resources.isEmpty ? "]" : "\n]"
    let counts = ManifestVerdict.Status.allCases.map {
      "\(JSON.quote($0.rawValue)):\(outcome.count($0))"
    }
    return Escaping.json(text)
      + ",\"summary\":{\"files\":\(outcome.files),\(counts.joined(separator: ","))}}\n"
  }

  /// One block for each object that is not valid, then a line that sums up.
  ///
  /// - Parameter verbose: names the valid objects too.
  package static func text(
    _ outcome: Validate.Outcome, verbose: Bool = false, color: Bool = false
  ) -> String {
    let style = Style(color: color)
    var text = ""
    for index in outcome.resources.indices
    where verbose || outcome.resources[index].verdict.status != .valid
      || !outcome.resources[index].verdict.warnings.isEmpty
    {
      let resource = outcome.resources[index]
      let verdict = resource.verdict
      let object = Escaping.terminal(name(of: resource))
      let path = Escaping.terminal(resource.path)
      switch verdict.status {
      case .valid:
        if verbose { text += "\(style.good("valid"))    \(path): \(object)\n" }
      case .invalid:
        text += "\(style.bad("invalid"))  \(path): \(object)\n"
      case .unknownKind:
        // Of these there may be thousands, and an interpolation makes a text of its own.
        text += style.unsure("unknown")
        text += "  "
        text += path
        text += ": "
        text += object
        text += ": no schema for "
        text += Escaping.terminal("\(verdict.apiVersion) \(verdict.kind)")
        text += "\n"
      case .unparsable:
        text += "\(style.bad("unparsable"))  \(path)"
        text += object.isEmpty ? "\n" : ": \(object)\n"
      }
      for fault in verdict.faults {
        let place = fault.line.map { "line \($0): " } ?? ""
        let field =
          fault.field.isEmpty || fault.field == nowhere
          ? "" : "\(style.bold(Escaping.terminal(fault.field))): "
        text += "  \(style.dim(place))\(field)\(indented(shown(fault)))\n"
      }
      for warning in verdict.warnings {
        if verdict.status == .valid && !verbose {
          text += "\(style.unsure("warning"))  \(path): \(object)\n"
        }
        text += "  \(Escaping.terminal(warning))\n"
      }
    }
    if !text.isEmpty { text += "\n" }
    return text + summary(outcome) + "\n"
  }

  /// What the server writes where an error belongs to no field.
  private static let nowhere = "<nil>"

  /// Messages of decoding name the field once more.
  private static func shown(_ fault: ManifestVerdict.Fault) -> String {
    switch fault.reason {
    case "UnknownField": "unknown field"
    case "DuplicateField" where !fault.field.isEmpty: "duplicate field"
    default: fault.message
    }
  }

  /// Messages of expressions have several lines.
  private static func indented(_ message: String) -> String {
    message.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Escaping.terminal(String($0)) }.joined(separator: "\n    ")
  }

  private static func name(of resource: Validate.Resource) -> String {
    let verdict = resource.verdict
    guard !verdict.kind.isEmpty else { return "" }
    let namespace = verdict.namespace.map { "\($0)/" } ?? ""
    return "\(verdict.kind) \(namespace)\(verdict.name)"
  }

  private static func summary(_ outcome: Validate.Outcome) -> String {
    func plural(_ count: Int, _ word: String) -> String {
      "\(count) \(word)\(count == 1 ? "" : "s")"
    }
    var parts = ["\(outcome.count(.valid)) valid"]
    for (status, word) in [
      (ManifestVerdict.Status.invalid, "invalid"), (.unknownKind, "of unknown kind"),
      (.unparsable, "unparsable"),
    ] where outcome.count(status) > 0 {
      parts.append("\(outcome.count(status)) \(word)")
    }
    let passed =
      outcome.kustomizations > 0
      ? "; \(plural(outcome.kustomizations, "kustomization")) passed over" : ""
    return "\(plural(outcome.resources.count, "object")) in \(plural(outcome.files, "file")): "
      + parts.joined(separator: ", ") + passed
  }

  private struct Style {
    let color: Bool

    func good(_ text: String) -> String { paint(text, "32") }
    func bad(_ text: String) -> String { paint(text, "1;31") }
    func unsure(_ text: String) -> String { paint(text, "33") }
    func bold(_ text: String) -> String { paint(text, "1") }
    func dim(_ text: String) -> String { paint(text, "2") }

    private func paint(_ text: String, _ code: String) -> String {
      color && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
  }
}
