import Documents
import Resources
import Testing
import Values

@testable import Kubernetes

/// The annotations are as API servers have printed them in autoscaling/v1.
@Suite struct AutoscalerConversionTests {
  private func convert(_ document: Document, to version: String) throws -> Document {
    try APICatalog.newest.convert(document, to: "autoscaling/\(version)").get()
  }

  private func expect(_ document: Document, _ expected: String) throws {
    let expected = try manifest(expected)
    #expect(document == expected, "\(JSON.write(document.root))")
  }

  private let target = "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}"

  private var rich: String {
    """
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop, annotations: {team: red}}
    spec:
      \(target)
      maxReplicas: 9
      metrics:
      - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}
      - {type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1Gi}}}
      - type: Pods
        pods: {metric: {name: requests, selector: {matchLabels: {b: <1>, a: '2'}}}, target: {type: AverageValue, averageValue: '5'}}
      behavior: {scaleDown: {selectPolicy: Max, policies: [{type: Percent, value: 100, periodSeconds: 15}]}}
    status:
      currentReplicas: 2
      desiredReplicas: 2
      currentMetrics:
      - {type: Resource, resource: {name: cpu, current: {averageUtilization: 40, averageValue: 80m}}}
      conditions:
      - {type: AbleToScale, status: 'True', lastTransitionTime: '2026-01-02T03:04:05Z', reason: Ready, message: ok}
    """
  }

  private var poor: String {
    """
    apiVersion: autoscaling/v1
    kind: HorizontalPodAutoscaler
    metadata:
      name: web
      namespace: shop
      annotations:
        team: red
        autoscaling.alpha.kubernetes.io/metrics: '[{"type":"Resource","resource":{"name":"memory","targetAverageValue":"1Gi"}},{"type":"Pods","pods":{"metricName":"requests","targetAverageValue":"5","selector":{"matchLabels":{"a":"2","b":"\\u003c1\\u003e"}}}}]'
        autoscaling.alpha.kubernetes.io/behavior: '{"ScaleUp":null,"ScaleDown":{"StabilizationWindowSeconds":null,"SelectPolicy":"Max","Policies":[{"Type":"Percent","Value":100,"PeriodSeconds":15}],"Tolerance":null}}'
        autoscaling.alpha.kubernetes.io/current-metrics: '[{"type":"Resource","resource":{"name":"cpu","currentAverageUtilization":40,"currentAverageValue":"80m"}}]'
        autoscaling.alpha.kubernetes.io/conditions: '[{"type":"AbleToScale","status":"True","lastTransitionTime":"2026-01-02T03:04:05Z","reason":"Ready","message":"ok"}]'
    spec:
      \(target)
      maxReplicas: 9
      targetCPUUtilizationPercentage: 70
    status: {currentReplicas: 2, desiredReplicas: 2, currentCPUUtilizationPercentage: 40}
    """
  }

  @Test func `v1 keeps in annotations what it has no field for`() throws {
    try expect(convert(manifest(rich), to: "v1"), poor)
  }

  @Test func `v2 has it in fields, the processor's metric last`() throws {
    let back = try convert(manifest(poor), to: "v2")
    let metrics = try #require(back.root["spec", "metrics"])
    let names = metrics.elements.map { $0["resource", "name"]?.text ?? "" }
    #expect(names == ["memory", "", "cpu"])
    let expected = try manifest(rich)
    #expect(back.root["spec", "behavior"] == expected.root["spec", "behavior"])
    #expect(back.root["status"] == expected.root["status"])
    #expect(back.root["metadata"] == expected.root["metadata"])
    try expect(convert(back, to: "v1"), poor)
  }

  @Test func `v1 without a metric means the default one`() throws {
    let plain = """
      {apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {name: web},
       spec: {maxReplicas: 3}}
      """
    let converted = try convert(manifest(plain), to: "v2")
    #expect(
      JSON.write(try #require(converted.root["spec", "metrics"]))
        == #"[{"type":"Resource","resource":{"name":"cpu","#
        + #""target":{"type":"Utilization","averageUtilization":80}}}]"#)
  }

  @Test(
    arguments: [
      "not json", "{}", #"[{"type":3}]"#, #"[{"resource":[]}]"#,
      #"[{"resource":{"targetAverageUtilization":99999999999}}]"#,
      #"[{"pods":{"targetAverageValue":"much"}}]"#,
    ])
  func `annotations that cannot be read go`(text: String) throws {
    var object = try manifest(
      """
      {apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler,
       metadata: {name: web, annotations: {}}, spec: {targetCPUUtilizationPercentage: 5}}
      """)
    let annotations = try #require(object.root["metadata", "annotations"]).id
    for annotation in AutoscalerVersions.Annotation.allCases {
      object.set(annotation.rawValue, to: text, in: annotations)
    }
    let converted = try convert(object, to: "v2")
    #expect(converted.root["metadata", "annotations"] == nil)
    #expect(converted.root["spec", "metrics"]?.count == 1)
    #expect(converted.root["spec", "behavior"] == nil)
  }

  @Test func `object and external metrics have quirks of their own`() throws {
    let object = try manifest(
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      spec:
        metrics:
        - type: Object
          object:
            describedObject: {apiVersion: v1, kind: Service, name: web}
            metric: {name: hits}
            target: {type: AverageValue, averageValue: '3'}
        - {type: External, external: {metric: {name: queue}, target: {type: Value, value: 2k}}}
        - type: ContainerResource
          containerResource: {name: cpu, container: app, target: {type: Utilization, averageUtilization: 6}}
      """)
    let old = try convert(object, to: "v1")
    #expect(
      old.root["metadata", "annotations", AutoscalerVersions.Annotation.metrics.rawValue]?.text
        == #"[{"type":"Object","object":{"target":{"kind":"Service","name":"web","#
        + #""apiVersion":"v1"},"metricName":"hits","targetValue":"0","averageValue":"3"}},"#
        + #"{"type":"External","external":{"metricName":"queue","targetValue":"2k"}},"#
        + #"{"type":"ContainerResource","containerResource":{"name":"cpu","#
        + #""targetAverageUtilization":6,"container":"app"}}]"#)
    let new = try convert(old, to: "v2")
    #expect(
      JSON.write(try #require(new.root["spec", "metrics"]?[0]?["object", "target"]))
        == #"{"type":"AverageValue","value":"0","averageValue":"3"}"#)
    #expect(new.root["spec", "metrics"]?[1] == object.root["spec", "metrics"]?[1])
    #expect(new.root["spec", "metrics"]?[2] == object.root["spec", "metrics"]?[2])
  }

  // MARK: - Applying

  private func predict(
    _ head: String, live: String, mode: Operator.Apply, force: Bool = true
  ) throws -> Predictor.Outcome {
    Predictor(
      options: ApplyOptions(mode: mode, fieldManager: "gitops", forcesConflicts: force)
    ).predict(head: try manifest(head), live: .found(try manifest(live)))
  }

  private func head(_ version: String, _ spec: String) -> String {
    """
    apiVersion: autoscaling/\(version)
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec: {\(target), minReplicas: 1, maxReplicas: 9, \(spec)}
    """
  }

  @Test func `client-side apply of v1 leaves the other metrics`() throws {
    let outcome = try predict(
      head("v1", "targetCPUUtilizationPercentage: 50"), live: rich, mode: .client)
    var object = try convert(#require(outcome.object), to: "v2")
    #expect(object.root["spec", "metrics"]?.count == 3)
    object = try #require(outcome.object)
    #expect(object.root["spec", "targetCPUUtilizationPercentage"]?.int == 50)
  }

  private func live(_ version: String, manager: String, _ owned: String) -> String {
    """
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata:
      name: web
      namespace: shop
      managedFields:
      - manager: \(manager)
        operation: Apply
        apiVersion: autoscaling/\(version)
        fieldsV1: {"f:spec": {"f:maxReplicas": {}, \(owned)}}
    spec:
      \(target)
      minReplicas: 1
      maxReplicas: 9
      metrics:
      - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}
    """
  }

  @Test func `what was owned in v1 is taken away in v2`() throws {
    let old = #""f:targetCPUUtilizationPercentage": {}, "f:minReplicas": {}"#
    let memory = """
      metrics: [{type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 60}}}]
      """
    let object = try #require(
      predict(head("v2", memory), live: live("v1", manager: "gitops", old), mode: .server).object)
    #expect(object.root["spec", "metrics"]?.count == 1)
    #expect(object.root["spec", "metrics"]?[0]?["resource", "name"]?.text == "memory")
    #expect(object.root["spec", "minReplicas"]?.int == 1)
  }

  @Test func `who owns a field in v1 is in conflict about it in v2`() throws {
    let owned = #""f:targetCPUUtilizationPercentage": {}"#
    let metric = """
      metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}]
      """
    let outcome = try predict(
      head("v2", metric), live: live("v1", manager: "other", owned), mode: .server, force: false)
    #expect(outcome.action == .rejected)
    #expect(
      outcome.rejections.map(\.field) == [".spec.targetCPUUtilizationPercentage"])
  }

  @Test func `v1 with metrics in annotations gets none by default`() throws {
    let manifest = try manifest(
      """
      apiVersion: autoscaling/v1
      kind: HorizontalPodAutoscaler
      metadata:
        name: web
        namespace: shop
        annotations:
          autoscaling.alpha.kubernetes.io/metrics: '[ {"Type": "Resource", "resource": {"name": "memory", "targetAverageUtilization": 5}} ]'
      spec: {\(target), maxReplicas: 9}
      """)
    let object = try #require(
      Predictor(options: ApplyOptions(mode: .server, fieldManager: "gitops"))
        .predict(head: manifest, live: .absent).object)
    #expect(object.root["spec", "targetCPUUtilizationPercentage"] == nil)
    #expect(
      object.root["metadata", "annotations", AutoscalerVersions.Annotation.metrics.rawValue]?.text
        == #"[{"type":"Resource","resource":{"name":"memory","targetAverageUtilization":5}}]"#)
  }

  @Test func `metrics in annotations are validated`() throws {
    let annotation = AutoscalerVersions.Annotation.metrics.rawValue
    func errors(_ metrics: String) throws -> [String] {
      let object = """
        apiVersion: autoscaling/v1
        kind: HorizontalPodAutoscaler
        metadata: {name: web, namespace: shop, annotations: {\(annotation): '\(metrics)'}}
        spec: {\(target), minReplicas: 0, maxReplicas: 9}
        """
      return Validation.create(
        try manifest(object), group: "autoscaling", kind: "HorizontalPodAutoscaler"
      ).map(\.field.description)
    }
    #expect(
      try errors(#"[{"type":"External","external":{"metricName":"a","targetValue":"0"}}]"#)
        == ["spec.minReplicas", "spec.metrics[0].external.target.value"])
  }
}
