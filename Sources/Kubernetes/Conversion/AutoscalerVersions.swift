import Values

/// HorizontalPodAutoscalers: autoscaling/v1 has one metric, and all else that v2 has in annotations.
///
/// pkg/apis/autoscaling/{v1,v2}/conversion.go and pkg/apis/autoscaling/annotations.go.
enum AutoscalerVersions {
  enum Annotation: String, CaseIterable {
    case metrics = "autoscaling.alpha.kubernetes.io/metrics"
    case behavior = "autoscaling.alpha.kubernetes.io/behavior"
    case currentMetrics = "autoscaling.alpha.kubernetes.io/current-metrics"
    case conditions = "autoscaling.alpha.kubernetes.io/conditions"
  }

  static let convert: VersionRules.Rule = { document, versions in
    let known: Set = ["v1", "v2", "v2beta2"]
    guard known.isSuperset(of: [versions.from, versions.to]) else { return false }
    let annotations = takeAnnotations(from: &document)
    do throws(GoStructure.Mismatch) {
      if versions.from == "v1", versions.to != "v1" {
        moveToFields(annotations, in: &document)
      } else if versions.from != "v1", versions.to == "v1" {
        try moveToAnnotations(in: &document, hasTolerance: versions.kubernetes.minor >= 33)
      }
      return true
    } catch {
      return false
    }
  }

  /// Whether the annotations of an object of v1 bring metrics, so that none is added.
  static func bringsMetrics(_ object: Node) -> Bool {
    guard let text = object["metadata", "annotations", Annotation.metrics.rawValue],
      let list = GoJSON.read(text)?.root
    else { return false }
    var metrics = AutoscalerMetrics(side: "target")
    return (try? metrics.fields(of: list))?.isEmpty == false
  }

  /// An object of v1 as the server answers it, which reads the annotations and writes them anew.
  static func normalize(_ document: inout Document, in kubernetes: KubernetesVersion) {
    guard hasAnnotations(document.root) else { return }
    var stored = document
    let there = VersionRules.Versions(from: "v1", to: "v2", kubernetes: kubernetes)
    let back = VersionRules.Versions(from: "v2", to: "v1", kubernetes: kubernetes)
    if convert(&stored, there), convert(&stored, back) { document = stored }
  }

  /// The object as the server validates it, with what annotations bring.
  static func validated(_ object: Document, group: String, kind: String) -> Document {
    guard group == "autoscaling", kind == "HorizontalPodAutoscaler",
      object.root["apiVersion"]?.hasText("autoscaling/v1") == true, hasAnnotations(object.root)
    else { return object }
    var converted = object
    let versions = VersionRules.Versions(from: "v1", to: "v2", kubernetes: .newest)
    return convert(&converted, versions) ? converted : object
  }

  private static func hasAnnotations(_ object: Node) -> Bool {
    guard let annotations = object["metadata", "annotations"] else { return false }
    return Annotation.allCases.contains { annotations[$0.rawValue] != nil }
  }

  /// The annotations that stand for fields, which go with every conversion.
  private static func takeAnnotations(
    from document: inout Document
  ) -> [Annotation: Document] {
    guard let metadata = document.mapping("metadata", of: document.rootID),
      let annotations = document.mapping("annotations", of: metadata)
    else { return [:] }
    var found: [Annotation: Document] = [:]
    var hasAny = false
    for annotation in Annotation.allCases {
      guard let text = document[annotations][annotation.rawValue] else { continue }
      hasAny = true
      found[annotation] = GoJSON.read(text)
      document.remove(annotation.rawValue, from: annotations)
    }
    if hasAny, document[annotations].count == 0 {
      document.remove("annotations", from: metadata)
    }
    return found
  }

  // MARK: - From v1

  /// What cannot be read is dropped.
  private static func moveToFields(
    _ annotations: [Annotation: Document], in document: inout Document
  ) {
    let spec = document.mapping(at: "spec", in: document.rootID)
    var metrics: [NodeID] = []
    if let list = annotations[.metrics]?.root {
      var reader = AutoscalerMetrics(side: "target")
      let found = (try? reader.fields(of: list)) ?? []
      metrics = found.map { document.graft(reader.document[$0]) }
    }
    if let usage = document[spec]["targetCPUUtilizationPercentage"], !usage.isNull {
      metrics.append(processorMetric("target", usage.int ?? 0, usage.mark, in: &document))
    }
    document.remove("targetCPUUtilizationPercentage", from: spec)
    if metrics.isEmpty { metrics = [processorMetric("target", 80, nil, in: &document)] }
    document.set(
      "metrics", to: document.addContainer(.sequence, .block, children: metrics), in: spec)
    if let found = annotations[.behavior]?.root {
      var reader = AutoscalerBehavior()
      if let behavior = (try? reader.field(of: found)) ?? nil {
        document.set("behavior", to: document.graft(reader.document[behavior]), in: spec)
      }
    }
    moveStatusToFields(annotations, in: &document)
  }

  private static func moveStatusToFields(
    _ annotations: [Annotation: Document], in document: inout Document
  ) {
    guard let status = document.mapping("status", of: document.rootID) else { return }
    var metrics: [NodeID]?
    if let usage = document[status]["currentCPUUtilizationPercentage"], !usage.isNull {
      metrics = [processorMetric("current", usage.int ?? 0, usage.mark, in: &document)]
    }
    document.remove("currentCPUUtilizationPercentage", from: status)
    if let list = annotations[.currentMetrics]?.root {
      var reader = AutoscalerMetrics(side: "current")
      if let found = try? reader.fields(of: list) {
        metrics = found.map { document.graft(reader.document[$0]) }
      }
    }
    let list =
      metrics.map { document.addContainer(.sequence, .block, children: $0) }
      ?? document.addNull()
    document.set("currentMetrics", to: list, in: status)
    // v1 writes that there are none, later versions leave it out.
    if document[status]["currentReplicas"]?.int == 0 {
      document.remove("currentReplicas", from: status)
    }
    if let found = annotations[.conditions]?.root {
      var reader = AutoscalerConditions()
      if let conditions = try? reader.fields(of: found) {
        let copies = conditions.map { document.graft(reader.document[$0]) }
        document.set(
          "conditions", to: document.addContainer(.sequence, .block, children: copies),
          in: status)
      }
    }
  }

  /// The one metric of v1.
  private static func processorMetric(
    _ side: String, _ usage: Int64, _ mark: Mark?, in document: inout Document
  ) -> NodeID {
    let number = document.add(usage)
    document.setMark(of: number, to: mark)
    let amounts = document.addMapping([
      ("type", side == "target" ? document.add("Utilization") : nil),
      ("averageUtilization", number),
    ])
    let resource = document.addMapping([("name", document.add("cpu")), (side, amounts)])
    return document.addMapping([("type", document.add("Resource")), ("resource", resource)])
  }

  // MARK: - To v1

  private static func moveToAnnotations(
    in document: inout Document, hasTolerance: Bool
  ) throws(GoStructure.Mismatch) {
    var texts: [(Annotation, String)] = []
    if let spec = document.mapping("spec", of: document.rootID) {
      let metrics = document[spec]["metrics"]?.elements.map { $0 } ?? []
      let processor = metrics.first(where: isOfProcessor).flatMap { usage(of: $0, "target") }
      let others = metrics.filter { !isOfProcessor($0) || usage(of: $0, "target") == nil }
      if !others.isEmpty {
        var writer = AutoscalerMetrics(side: "target")
        texts.append((.metrics, try writer.annotation(of: others)))
      }
      if let behavior = document[spec]["behavior"], !behavior.isNull {
        var writer = AutoscalerBehavior()
        texts.append(
          (.behavior, try writer.annotation(of: behavior, hasTolerance: hasTolerance)))
      }
      document.remove("metrics", from: spec)
      document.remove("behavior", from: spec)
      if let processor {
        let usage = document.graft(processor)
        document.set("targetCPUUtilizationPercentage", to: usage, in: spec)
      }
    }
    texts += try takeStatus(of: &document)
    guard !texts.isEmpty else { return }
    let metadata = document.mapping(at: "metadata", in: document.rootID)
    let annotations = document.mapping(at: "annotations", in: metadata)
    for (annotation, text) in texts {
      document.set(annotation.rawValue, to: text, in: annotations)
    }
  }

  private static func takeStatus(
    of document: inout Document
  ) throws(GoStructure.Mismatch) -> [(Annotation, String)] {
    guard let status = document.mapping("status", of: document.rootID) else { return [] }
    var texts: [(Annotation, String)] = []
    let metrics = document[status]["currentMetrics"]?.elements.map { $0 } ?? []
    let conditions = document[status]["conditions"]?.elements.map { $0 } ?? []
    if !metrics.isEmpty {
      var writer = AutoscalerMetrics(side: "current")
      texts.append((.currentMetrics, try writer.annotation(of: metrics)))
    }
    if !conditions.isEmpty {
      var writer = AutoscalerConditions()
      texts.append((.conditions, try writer.annotation(of: conditions)))
    }
    document.remove("currentMetrics", from: status)
    document.remove("conditions", from: status)
    if document[status]["currentReplicas"] == nil {
      document.set("currentReplicas", to: 0, in: status)
    }
    let measured = metrics.last { isOfProcessor($0) && usage(of: $0, "current") != nil }
    if let measured = measured.flatMap({ usage(of: $0, "current") }) {
      let usage = document.graft(measured)
      document.set("currentCPUUtilizationPercentage", to: usage, in: status)
    }
    return texts
  }

  private static func isOfProcessor(_ metric: Node) -> Bool {
    metric["type"]?.hasText("Resource") == true
      && metric["resource", "name"]?.hasText("cpu") == true
  }

  private static func usage(of metric: Node, _ side: String) -> Node? {
    metric["resource", side, "averageUtilization"].flatMap { $0.isNull ? nil : $0 }
  }
}
