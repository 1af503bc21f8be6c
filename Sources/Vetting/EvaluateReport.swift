import CEL
import Documents
import Reporting
import Values

/// What `git vet eval` prints.
package enum EvaluateReport {
  /// The value, its type and its cost, or the problem with a caret under its place.
  package static func text(_ outcome: Evaluate.Outcome) -> String {
    let lines: [String] =
      switch outcome {
      case .value(let result):
        [
          "value: \(EvaluatedValue.json(result.value))", "type: \(result.type)",
          "cost: \(result.cost)",
        ]
      case .failure(let failure): failure.text.split(separator: "\n").map(String.init)
      }
    return lines.map { Escaping.terminal($0) + "\n" }.joined()
  }

  /// `{"value","type","cost"}` or `{"error":{"phase","message","line","column"}}`.
  ///
  /// `value` is plain JSON; what JSON has no form for is a text in it. `exact` is the value with its
  /// kinds, as `{"int":"1"}`. Of several problems of a compilation, `error` is the first and
  /// `issues` are all.
  package static func json(_ outcome: Evaluate.Outcome) -> String {
    switch outcome {
    case .value(let result):
      let value = EvaluatedValue.json(result.value)
      let exact = EvaluatedValue.exactJSON(result.value)
      return "{\"value\":\(value),\"type\":\(JSON.quote(result.type)),\"cost\":\(result.cost),"
        + "\"exact\":\(exact)}\n"
    case .failure(let failure):
      var text = "{\"error\":{\"phase\":\(JSON.quote(failure.phase.rawValue))"
      if let first = failure.issues.first { text += "," + fields(first) }
      text += "}"
      if let cost = failure.cost { text += ",\"cost\":\(cost)" }
      if failure.issues.count > 1 {
        let issues = failure.issues.map { "{" + fields($0) + "}" }.joined(separator: ",")
        text += ",\"issues\":[\(issues)]"
      }
      return text + "}\n"
    }
  }

  private static func fields(_ issue: Evaluate.Failure.Issue) -> String {
    var text = "\"message\":\(JSON.quote(issue.message))"
    if let line = issue.line { text += ",\"line\":\(line)" }
    if let column = issue.column { text += ",\"column\":\(column)" }
    return text
  }
}
