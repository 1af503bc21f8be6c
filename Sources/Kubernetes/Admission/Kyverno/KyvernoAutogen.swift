import Values

/// Rules for pods, turned into rules for what makes pods.
///
/// github.com/kyverno/kyverno/pkg/autogen and pkg/cel/autogen.
enum KyvernoAutogen: CaseIterable {
  case template
  case cronJob

  /// Where the pod stands in the objects.
  var path: String {
    switch self {
    case .template: "spec.template"
    case .cronJob: "spec.jobTemplate.spec.template"
    }
  }

  /// An expression about a pod as one about the object that makes it.
  func rewritten(_ expression: String) -> String {
    var result = ""
    var rest = expression[...]
    while let range = Self.next(in: rest) {
      result += rest[..<range.upperBound]
      let name = rest[range.upperBound...]
      result += ".\(path)"
      rest = name
    }
    return result + rest
  }

  /// The next `object` or `oldObject` that `.spec` or `.metadata` follows.
  private static func next(in text: Substring) -> Range<String.Index>? {
    var start = text.startIndex
    while let found = text[start...].firstRange(of: "bject.") {
      let name = text.index(before: found.upperBound)
      let before = text[..<found.lowerBound]
      let after = text[found.upperBound...]
      if before.hasSuffix("o") || before.hasSuffix("oldO"),
        after.hasPrefix("spec") || after.hasPrefix("metadata")
      {
        return found.lowerBound..<name
      }
      start = found.upperBound
    }
    return nil
  }

  /// The expression as a node of its own, with the mark of the one it comes from.
  func rewritten(_ node: Node) -> Node {
    let text = rewritten(node.text)
    var document = node.document
    let id = document.add(text)
    document.setMark(of: id, to: node.mark)
    return document[id]
  }

  func rewritten(_ source: AdmissionExpressions.Source) -> AdmissionExpressions.Source {
    var source = source
    source.variables = source.variables.map { ($0.name, rewritten($0.expression)) }
    source.conditions = source.conditions.map { ($0.name, rewritten($0.expression)) }
    source.validations = source.validations.map {
      (rewritten($0.expression), $0.message, $0.messageExpression.map { rewritten($0) })
    }
    source.annotations = source.annotations.map { ($0.key, rewritten($0.expression)) }
    return source
  }
}
