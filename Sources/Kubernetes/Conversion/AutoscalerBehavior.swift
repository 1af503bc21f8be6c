import Values

/// The behavior of a HorizontalPodAutoscaler as autoscaling/v1 keeps it in an annotation: the
/// structure of the server itself, whose names begin with capitals and which leaves nothing out.
///
/// pkg/apis/autoscaling/types.go, `HorizontalPodAutoscalerBehavior`.
struct AutoscalerBehavior {
  private(set) var document = Document()
  typealias Mismatch = GoStructure.Mismatch

  /// - Parameter hasTolerance: whether the server knows the field.
  mutating func annotation(of behavior: Node, hasTolerance: Bool) throws(Mismatch) -> String {
    let behavior = try GoStructure(behavior)
    let root = document.addMapping([
      ("ScaleUp", try inAnnotation(behavior.structure("scaleUp"), hasTolerance)),
      ("ScaleDown", try inAnnotation(behavior.structure("scaleDown"), hasTolerance)),
    ])
    return GoJSON.text(of: document[root])
  }

  private mutating func inAnnotation(
    _ rules: GoStructure, _ hasTolerance: Bool
  ) throws(Mismatch) -> NodeID {
    guard rules.isPresent else { return document.addNull() }
    var policies: [NodeID] = []
    for policy in try rules.list("policies") ?? [] {
      let policy = try GoStructure(policy)
      policies.append(
        document.addMapping([
          ("Type", document.add(try policy.text("type"))),
          ("Value", document.add(try policy.number("value") ?? 0)),
          ("PeriodSeconds", document.add(try policy.number("periodSeconds") ?? 0)),
        ]))
    }
    let select = rules.value("selectPolicy") == nil ? nil : try rules.text("selectPolicy")
    let null = document.addNull()
    return document.addMapping([
      (
        "StabilizationWindowSeconds",
        document.addNumber(try rules.number("stabilizationWindowSeconds")) ?? null
      ),
      ("SelectPolicy", document.addText(select) ?? null),
      (
        "Policies",
        policies.isEmpty
          ? null : document.addContainer(.sequence, .block, children: policies)
      ),
      (
        "Tolerance",
        hasTolerance ? document.addText(try rules.quantity("tolerance")) ?? null : nil
      ),
    ])
  }

  /// The field that an annotation holds; nil where it says nothing.
  mutating func field(of annotation: Node) throws(Mismatch) -> NodeID? {
    let behavior = try GoStructure(annotation)
    let up = try asField(behavior.structure("ScaleUp"))
    let down = try asField(behavior.structure("ScaleDown"))
    return up == nil && down == nil
      ? nil : document.addMapping([("scaleUp", up), ("scaleDown", down)])
  }

  private mutating func asField(_ rules: GoStructure) throws(Mismatch) -> NodeID? {
    guard rules.isPresent else { return nil }
    var policies: [NodeID] = []
    for policy in try rules.list("Policies") ?? [] {
      let policy = try GoStructure(policy)
      policies.append(
        document.addMapping([
          ("type", document.add(try policy.text("Type"))),
          ("value", document.add(try policy.number("Value") ?? 0)),
          ("periodSeconds", document.add(try policy.number("PeriodSeconds") ?? 0)),
        ]))
    }
    let select = rules.value("SelectPolicy") == nil ? nil : try rules.text("SelectPolicy")
    return document.addMapping([
      (
        "stabilizationWindowSeconds",
        document.addNumber(try rules.number("StabilizationWindowSeconds"))
      ),
      ("selectPolicy", document.addText(select)),
      (
        "policies",
        policies.isEmpty ? nil : document.addContainer(.sequence, .block, children: policies)
      ),
      ("tolerance", document.addText(try rules.quantity("Tolerance"))),
    ])
  }
}
