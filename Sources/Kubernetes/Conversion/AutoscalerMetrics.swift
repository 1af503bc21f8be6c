import Values

/// The metrics of a HorizontalPodAutoscaler: as autoscaling/v1 keeps them in annotations, and as
/// later versions have them in fields. What is wanted and what was measured differ in names alone.
///
/// pkg/apis/autoscaling/v1/conversion.go; the order of fields is that of k8s.io/api/autoscaling/v1.
struct AutoscalerMetrics {
  /// `target` or `current`: the name in later versions, and the beginning of names in v1.
  let side: String
  private(set) var document = Document()

  init(side: String) {
    self.side = side
  }

  private var isStatus: Bool { side == "current" }

  typealias Mismatch = GoStructure.Mismatch
  private static let sources = ["object", "pods", "resource", "containerResource", "external"]

  // MARK: - To annotations

  /// The text of an annotation that holds the metrics.
  mutating func annotation(of metrics: [Node]) throws(Mismatch) -> String {
    var list: [NodeID] = []
    for metric in metrics { list.append(try inAnnotation(GoStructure(metric))) }
    let sequence = document.addContainer(.sequence, .block, children: list)
    return GoJSON.text(of: document[sequence])
  }

  private mutating func inAnnotation(_ metric: GoStructure) throws(Mismatch) -> NodeID {
    var entries: [(String, NodeID?)] = [("type", document.add(try metric.text("type")))]
    for name in Self.sources {
      let source = try metric.structure(name)
      if source.isPresent { entries.append((name, try inAnnotation(source, name))) }
    }
    return document.addMapping(entries)
  }

  private mutating func inAnnotation(
    _ source: GoStructure, _ name: String
  ) throws(Mismatch) -> NodeID {
    let amounts = try source.structure(side)
    let value = document.addText(try amounts.quantity("value"))
    let average = document.addText(try amounts.quantity("averageValue"))
    let usage = document.addNumber(try amounts.number("averageUtilization"))
    let metric = try source.structure("metric")
    let metricName = document.add(try metric.text("name"))
    let selector = try selector(metric, "selector")
    let resource = document.add(try source.text("name"))
    let container = document.add(try source.text("container"))
    let zero = document.add("0")
    switch name {
    case "object":
      return document.addMapping([
        ("target", try reference(source.structure("describedObject"))),
        ("metricName", metricName), ("\(side)Value", value ?? zero), ("selector", selector),
        ("averageValue", average),
      ])
    case "pods":
      return document.addMapping([
        ("metricName", metricName), ("\(side)AverageValue", average ?? zero),
        ("selector", selector),
      ])
    case "external":
      return document.addMapping([
        ("metricName", metricName), ("metricSelector", selector),
        ("\(side)Value", value ?? (isStatus ? zero : nil)), ("\(side)AverageValue", average),
      ])
    default:
      return document.addMapping([
        ("name", resource), ("\(side)AverageUtilization", usage),
        ("\(side)AverageValue", average ?? (isStatus ? zero : nil)),
        ("container", name == "containerResource" ? container : nil),
      ])
    }
  }

  // MARK: - To fields

  /// The metrics that an annotation holds, as a list of this document.
  mutating func fields(of metrics: Node) throws(Mismatch) -> [NodeID] {
    guard metrics.isSequence else { throw Mismatch() }
    var list: [NodeID] = []
    for metric in metrics.elements {
      list.append(try asField(GoStructure(metric.isNull ? nil : metric)))
    }
    return list
  }

  private mutating func asField(_ metric: GoStructure) throws(Mismatch) -> NodeID {
    var entries: [(String, NodeID?)] = [("type", document.add(try metric.text("type")))]
    for name in Self.sources {
      let source = try metric.structure(name)
      if source.isPresent { entries.append((name, try asField(source, name))) }
    }
    return document.addMapping(entries)
  }

  private mutating func asField(
    _ source: GoStructure, _ name: String
  ) throws(Mismatch) -> NodeID {
    let value = try source.quantity("\(side)Value")
    let average = try source.quantity(name == "object" ? "averageValue" : "\(side)AverageValue")
    let usage = try source.number("\(side)AverageUtilization")
    let selector = try selector(source, name == "external" ? "metricSelector" : "selector")
    let metric = document.addMapping([
      ("name", document.add(try source.text("metricName"))), ("selector", selector),
    ])
    switch name {
    case "object":
      return document.addMapping([
        ("describedObject", try reference(source.structure("target"))),
        (
          side,
          amounts(average == nil ? "Value" : "AverageValue", value: value ?? "0", average: average)
        ),
        ("metric", metric),
      ])
    case "pods":
      return document.addMapping([
        ("metric", metric), (side, amounts("AverageValue", average: average ?? "0")),
      ])
    case "external":
      let value = value ?? (isStatus ? "0" : nil)
      return document.addMapping([
        ("metric", metric),
        (side, amounts(value == nil ? "AverageValue" : "Value", value: value, average: average)),
      ])
    default:
      let container =
        name == "containerResource" ? document.add(try source.text("container")) : nil
      let average = average ?? (isStatus ? "0" : nil)
      return document.addMapping([
        ("name", document.add(try source.text("name"))), ("container", container),
        (
          side,
          amounts(usage == nil ? "AverageValue" : "Utilization", average: average, usage: usage)
        ),
      ])
    }
  }

  private mutating func amounts(
    _ type: String, value: String? = nil, average: String? = nil, usage: Int64? = nil
  ) -> NodeID {
    document.addMapping([
      ("type", isStatus ? nil : document.add(type)), ("value", document.addText(value)),
      ("averageValue", document.addText(average)),
      ("averageUtilization", document.addNumber(usage)),
    ])
  }

  // MARK: - Parts

  private mutating func reference(_ object: GoStructure) throws(Mismatch) -> NodeID {
    let version = try object.text("apiVersion")
    return document.addMapping([
      ("kind", document.add(try object.text("kind"))),
      ("name", document.add(try object.text("name"))),
      ("apiVersion", version.isEmpty ? nil : document.add(version)),
    ])
  }

  private mutating func selector(
    _ parent: GoStructure, _ name: String
  ) throws(Mismatch) -> NodeID? {
    let selector = try parent.structure(name)
    guard selector.isPresent else { return nil }
    var labels: [(String, NodeID?)] = []
    if let all = selector.value("matchLabels") {
      guard all.isMapping, all.entries.allSatisfy({ $0.value.kind == .string }) else {
        throw Mismatch()
      }
      labels = all.entries.map { ($0.name, $0.value.text) }
        .sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
        .map { ($0.0, document.add($0.1)) }
    }
    var expressions: [NodeID] = []
    for expression in try selector.list("matchExpressions") ?? [] {
      let expression = try GoStructure(expression)
      let values = try expression.list("values") ?? []
      guard values.allSatisfy({ $0.kind == .string }) else { throw Mismatch() }
      expressions.append(
        document.addMapping([
          ("key", document.add(try expression.text("key"))),
          ("operator", document.add(try expression.text("operator"))),
          ("values", values.isEmpty ? nil : document.addList(values.map(\.text))),
        ]))
    }
    return document.addMapping([
      ("matchLabels", labels.isEmpty ? nil : document.addMapping(labels)),
      (
        "matchExpressions",
        expressions.isEmpty
          ? nil : document.addContainer(.sequence, .block, children: expressions)
      ),
    ])
  }
}

extension Document {
  /// A mapping with the entries that there are.
  mutating func addMapping(_ entries: [(String, NodeID?)]) -> NodeID {
    let mapping = addMapping()
    for case (let name, let value?) in entries { set(name, to: value, in: mapping) }
    return mapping
  }

  mutating func addText(_ text: String?) -> NodeID? { text.map { add($0) } }

  mutating func addNumber(_ number: Int64?) -> NodeID? { number.map { add($0) } }
}
