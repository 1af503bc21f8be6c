import Values

extension Defaulting {
  static let autoscaling: [String: Rule] = [
    "HorizontalPodAutoscaler": { document, object, context in
      guard let spec = document.mapping("spec", of: object) else { return }
      document.setDefault("minReplicas", 1, in: spec)
      if context.version == "v1" {
        // The server adds it on the way into its own structures, where it sees all metrics.
        if !AutoscalerVersions.bringsMetrics(document[object]) {
          document.setDefault("targetCPUUtilizationPercentage", 80, in: spec)
        }
        return
      }
      if document.isEmpty("metrics", of: spec) { addUtilization(&document, spec) }
      guard let behavior = document.mapping("behavior", of: spec) else { return }
      let up = document.mapping(at: "scaleUp", in: behavior)
      document.setDefault("stabilizationWindowSeconds", 0, in: up)
      document.setPointer("selectPolicy", "Max", in: up)
      addPolicies(&document, up, [("Pods", 4), ("Percent", 100)])
      let down = document.mapping(at: "scaleDown", in: behavior)
      document.setPointer("selectPolicy", "Max", in: down)
      addPolicies(&document, down, [("Percent", 100)])
    }
  ]

  /// Without metrics the processor's use is held at 80%.
  private static func addUtilization(_ document: inout Document, _ spec: NodeID) {
    let target = document.addMapping()
    document.set("type", to: "Utilization", in: target)
    document.set("averageUtilization", to: 80, in: target)
    let resource = document.addMapping()
    document.set("name", to: "cpu", in: resource)
    document.set("target", to: target, in: resource)
    let metric = document.addMapping()
    document.set("type", to: "Resource", in: metric)
    document.set("resource", to: resource, in: metric)
    let metrics = document.addContainer(.sequence, .block, children: [metric])
    document.set("metrics", to: metrics, in: spec)
  }

  private static func addPolicies(
    _ document: inout Document, _ rules: NodeID, _ policies: [(type: String, value: Int64)]
  ) {
    guard !document.has("policies", in: rules) else { return }
    var list: [NodeID] = []
    for policy in policies {
      let mapping = document.addMapping()
      document.set("type", to: policy.type, in: mapping)
      document.set("value", to: policy.value, in: mapping)
      document.set("periodSeconds", to: 15, in: mapping)
      list.append(mapping)
    }
    let sequence = document.addContainer(.sequence, .block, children: list)
    document.set("policies", to: sequence, in: rules)
  }
}
