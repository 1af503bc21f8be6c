import Testing
import Values

@testable import Kubernetes

/// What the server makes of manifests, field by field.
struct DefaultingTests {
  private static func pod(_ container: String) throws -> Node {
    let pod = try Answers.created(
      """
      {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: app, \(container)}]}}
      """)
    return try #require(pod.root["spec"]?["containers"]?[0])
  }

  @Test(arguments: [
    ("nginx", "Always"), ("nginx:latest", "Always"), ("nginx:1.28", "IfNotPresent"),
    ("registry:5000/nginx", "Always"),
    ("nginx@sha256:" + String(repeating: "a", count: 64), "IfNotPresent"),
  ])
  func `an image's tag says when to pull it`(image: String, policy: String) throws {
    #expect(try Self.pod("image: '\(image)'")["imagePullPolicy"]?.text == policy)
  }

  @Test func `limits stand in for requests`() throws {
    let resources = try Self.pod(
      "image: a, resources: {limits: {cpu: 1000m, memory: 1024Mi}, requests: {cpu: 0.5}}"
    )["resources"]
    #expect(resources?["limits"]?["cpu"]?.text == "1")
    #expect(resources?["limits"]?["memory"]?.text == "1Gi")
    #expect(resources?["requests"]?["cpu"]?.text == "500m")
    #expect(resources?["requests"]?["memory"]?.text == "1Gi")
  }

  /// Cases of upstream's `TestPodResourcesDefaults`: the pod's resources, its containers' limits,
  /// and what the pod's requests and limits become.
  @Test(arguments: [
    ("{limits: {cpu: 2m, memory: 1Mi}}", ["{}"], "{cpu: 2m, memory: 1Mi}", nil),
    ("{requests: {cpu: 2m}}", ["{cpu: 1m}"], "{cpu: 2m}", nil),
    (
      "{limits: {cpu: 5m, memory: 7Mi}}", ["{cpu: 2m, memory: 1Mi}", "{cpu: 1m, memory: 5Mi}"],
      "{cpu: 3m, memory: 6Mi}", nil
    ),
    (
      "{limits: {cpu: 5m, hugepages-2Mi: 10Mi}}",
      ["{cpu: 2m, hugepages-1Gi: 1Gi}", "{cpu: 1m, hugepages-2Mi: 2Mi}"],
      "{cpu: 3m, hugepages-1Gi: 1Gi, hugepages-2Mi: 10Mi}",
      "{cpu: 5m, hugepages-1Gi: 1Gi, hugepages-2Mi: 10Mi}"
    ),
    (
      "{limits: {cpu: 5m}}", ["{cpu: 2m, hugepages-2Mi: 4Mi}", "{cpu: 1m, hugepages-2Mi: 2Mi}"],
      "{cpu: 3m, hugepages-2Mi: 6Mi}", "{cpu: 5m, hugepages-2Mi: 6Mi}"
    ),
  ])
  func `a pod as a whole asks for what its containers do`(
    resources: String, limits: [String], requested: String, limited: String?
  ) throws {
    let containers = limits.enumerated().map {
      "{name: c\($0), image: a, resources: {limits: \($1)}}"
    }
    let pod = try Answers.created(
      """
      {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {resources: \(resources),
       containers: [\(containers.joined(separator: ", "))]}}
      """)
    func amounts(_ node: Node?) -> [String: String] {
      Dictionary(
        uniqueKeysWithValues: node?.entries.map { ($0.name, $0.value.text) } ?? [])
    }
    let result = pod.root["spec", "resources"]
    let given = try Answers.document(resources).root["limits"]
    let requests = try amounts(Answers.document(requested).root)
    let limits = try limited.map { try amounts(Answers.document($0).root) } ?? amounts(given)
    #expect(amounts(result?["requests"]) == requests)
    #expect(amounts(result?["limits"]) == limits)
  }

  @Test func `a template's resources as a whole stay as they are`() throws {
    let deployment = try Answers.created(
      """
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {spec: {
       resources: {limits: {cpu: 1}}, containers: [{name: app, image: a}]}}}}
      """)
    #expect(deployment.root["spec", "template", "spec", "resources", "requests"] == nil)
  }

  @Test func `probes take their counts`() throws {
    let probe = try Self.pod("image: a, livenessProbe: {httpGet: {port: 80}}")["livenessProbe"]
    #expect(probe?["timeoutSeconds"]?.int == 1)
    #expect(probe?["periodSeconds"]?.int == 10)
    #expect(probe?["successThreshold"]?.int == 1)
    #expect(probe?["failureThreshold"]?.int == 3)
    #expect(probe?["httpGet"]?["path"]?.text == "/")
    #expect(probe?["httpGet"]?["scheme"]?.text == "HTTP")
  }

  @Test func `ports are of TCP`() throws {
    let port = try Self.pod("image: a, ports: [{containerPort: 80}]")["ports"]?[0]
    #expect(port?["protocol"]?.text == "TCP")
  }

  @Test func `whole numbers are integers`() throws {
    let deployment = try Answers.created(
      """
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 3.0,
       minReadySeconds: 0.0, strategy: {rollingUpdate: {maxSurge: 1e0}}}}
      """)
    let spec = deployment.root["spec"]
    #expect(spec?["replicas"]?.int == 3)
    #expect(spec?["minReadySeconds"] == nil)
    #expect(spec?["strategy"]?["rollingUpdate"]?["maxSurge"]?.int == 1)
  }

  @Test(arguments: [
    (
      "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: a, namespace: b}, spec: "
        + "{selector: {matchLabels: {a: b}}, updateStrategy: {rollingUpdate: {maxSurge: ''}}, "
        + "template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: a}]}}}}",
      "Invalid spec.updateStrategy.rollingUpdate.maxSurge"
    ),
    (
      "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: a}, value: 1, "
        + "preemptionPolicy: ''}", "Required preemptionPolicy"
    ),
    (
      "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a, namespace: b}, "
        + "spec: {podSelector: {}, ingress: [{ports: [{protocol: ''}]}]}}",
      "NotSupported spec.ingress[0].ports[0].protocol"
    ),
  ])
  func `an empty string behind a pointer is a value`(manifest: String, cause: String) throws {
    #expect(try Answers.create(manifest) == [cause])
  }

  @Test func `the old name of the service account goes along`() throws {
    let spec = try Answers.created(
      """
      {apiVersion: v1, kind: Pod, metadata: {name: a},
       spec: {serviceAccount: builder, containers: [{name: app, image: a}]}}
      """
    ).root["spec"]
    #expect(spec?["serviceAccountName"]?.text == "builder")
    #expect(spec?["serviceAccount"]?.text == "builder")
    #expect(spec?["restartPolicy"]?.text == "Always")
    #expect(spec?["dnsPolicy"]?.text == "ClusterFirst")
  }

  @Test func `on the host's network, ports are the host's`() throws {
    let port = try Answers.created(
      """
      {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {hostNetwork: true,
       containers: [{name: app, image: a, ports: [{containerPort: 80}]}]}}
      """
    ).root["spec"]?["containers"]?[0]?["ports"]?[0]
    #expect(port?["hostPort"]?.int == 80)
  }

  @Test func `a Deployment rolls by quarters`() throws {
    let spec = try Answers.created(
      """
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {
       selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}},
       spec: {containers: [{name: app, image: a}]}}}}
      """
    ).root["spec"]
    #expect(spec?["replicas"]?.int == 1)
    #expect(spec?["revisionHistoryLimit"]?.int == 10)
    #expect(spec?["progressDeadlineSeconds"]?.int == 600)
    #expect(spec?["strategy"]?["type"]?.text == "RollingUpdate")
    #expect(spec?["strategy"]?["rollingUpdate"]?["maxSurge"]?.text == "25%")
    #expect(spec?["strategy"]?["rollingUpdate"]?["maxUnavailable"]?.text == "25%")
  }

  @Test func `a Service's ports go where they come from`() throws {
    let spec = try Answers.created(
      """
      {apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: 80}]}}
      """
    ).root["spec"]
    #expect(spec?["type"]?.text == "ClusterIP")
    #expect(spec?["sessionAffinity"]?.text == "None")
    #expect(spec?["ports"]?[0]?["protocol"]?.text == "TCP")
    #expect(spec?["ports"]?[0]?["targetPort"]?.int == 80)
  }

  @Test func `plain texts of a Secret join its data`() throws {
    let secret = try Answers.created(
      """
      {apiVersion: v1, kind: Secret, metadata: {name: a}, data: {a: YQ==, b: Yg==},
       stringData: {b: c}}
      """
    ).root
    #expect(secret["type"]?.text == "Opaque")
    #expect(secret["stringData"] == nil)
    #expect(secret["data"]?["a"]?.text == "YQ==")
    #expect(secret["data"]?["b"]?.text == "Yw==")
  }

  @Test func `zero values and nulls go`() throws {
    let map = try Answers.created(
      """
      {apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {}, annotations: null},
       immutable: null, data: {a: ''}}
      """
    ).root
    #expect(map["metadata"]?["labels"] == nil)
    #expect(map["metadata"]?["annotations"] == nil)
    #expect(map["immutable"] == nil)
    #expect(map["data"]?["a"]?.text == "")
  }

  @Test func `a kind of the whole cluster has no namespace`() throws {
    let role = try Answers.created(
      """
      {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole,
       metadata: {name: a, namespace: b}, rules: []}
      """
    ).root
    #expect(role["metadata"]?["namespace"] == nil)
  }

  @Test func `a CronJob keeps few of its jobs`() throws {
    let spec = try Answers.created(
      """
      {apiVersion: batch/v1, kind: CronJob, metadata: {name: a}, spec: {schedule: '@daily',
       jobTemplate: {spec: {template: {spec: {restartPolicy: Never,
       containers: [{name: app, image: a}]}}}}}}
      """
    ).root["spec"]
    #expect(spec?["concurrencyPolicy"]?.text == "Allow")
    #expect(spec?["suspend"]?.bool == false)
    #expect(spec?["successfulJobsHistoryLimit"]?.int == 3)
    #expect(spec?["failedJobsHistoryLimit"]?.int == 1)
  }
}
