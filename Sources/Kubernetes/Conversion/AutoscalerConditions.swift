import Values

/// The conditions of a HorizontalPodAutoscaler as autoscaling/v1 keeps them in an annotation.
struct AutoscalerConditions {
  private(set) var document = Document()
  typealias Mismatch = GoStructure.Mismatch

  mutating func annotation(of conditions: [Node]) throws(Mismatch) -> String {
    let list = try rebuild(conditions)
    let sequence = document.addContainer(.sequence, .block, children: list)
    return GoJSON.text(of: document[sequence])
  }

  mutating func fields(of annotation: Node) throws(Mismatch) -> [NodeID] {
    guard annotation.isSequence else { throw Mismatch() }
    return try rebuild(Array(annotation.elements))
  }

  /// A time that is not set is written as null.
  private mutating func rebuild(
    _ conditions: [Node]
  ) throws(Mismatch) -> [NodeID] {
    var list: [NodeID] = []
    for condition in conditions {
      let condition = try GoStructure(condition.isNull ? nil : condition)
      let time = try condition.text("lastTransitionTime")
      let (reason, message) = (try condition.text("reason"), try condition.text("message"))
      list.append(
        document.addMapping([
          ("type", document.add(try condition.text("type"))),
          ("status", document.add(try condition.text("status"))),
          ("lastTransitionTime", time.isEmpty ? document.addNull() : document.add(time)),
          ("reason", reason.isEmpty ? nil : document.add(reason)),
          ("message", message.isEmpty ? nil : document.add(message)),
          ("observedGeneration", document.addNumber(condition.value("observedGeneration")?.int)),
        ]))
    }
    return list
  }
}
