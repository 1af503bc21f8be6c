import Testing
import Values

@testable import Kubernetes

@Suite struct StrictDecodingTests {
  private func errors(_ text: String) throws -> [String] {
    let object = try manifest(text)
    let schema = try #require(
      APICatalog.newest.schema(
        apiVersion: object.root["apiVersion"]?.text ?? "",
        kind: object.root["kind"]?.text ?? ""))
    return StrictDecoding.errors(in: object.root, as: schema).map(\.description)
  }

  @Test func `a good object has no errors`() throws {
    #expect(
      try errors(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {app: web}, annotations: null, creationTimestamp: null}
        spec:
          replicas: 3
          selector: {matchLabels: {app: web}}
          strategy: {rollingUpdate: {maxSurge: 25%, maxUnavailable: 1}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: web
                image: web
                ports: [{containerPort: 80}]
                resources: {limits: {cpu: 1.5, memory: 1Gi}, requests: {cpu: "500m"}}
                readinessProbe: {httpGet: {port: http}}
        """) == [])
  }

  @Test func `unknown fields are named with their place`() throws {
    #expect(
      try errors(
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: web, labesl: {}}
        spec: {template: {spec: {containers: [{name: a}, {name: b, env: [{name: A, valeu: x}]}]}}}
        """) == [
          "metadata.labesl: unknown field \"metadata.labesl\"",
          "spec.template.spec.containers[1].env[0].valeu: "
            + "unknown field \"spec.template.spec.containers[1].env[0].valeu\"",
        ])
  }

  @Test func `case matters`() throws {
    #expect(
      try errors("{apiVersion: v1, kind: ConfigMap, metadata: {Name: a}, Data: {}}") == [
        "metadata.Name: unknown field \"metadata.Name\"", "Data: unknown field \"Data\"",
      ])
  }

  @Test(arguments: [
    (
      "{apiVersion: v1, kind: Service, spec: {ports: [{port: http}]}}",
      "spec.ports[0].port: json: cannot unmarshal string into Go struct field "
        + "ServicePort.spec.ports.port of type int32"
    ),
    (
      "{apiVersion: v1, kind: Service, spec: {ports: http}}",
      "spec.ports: json: cannot unmarshal string into Go struct field ServiceSpec.spec.ports of "
        + "type []v1.ServicePort"
    ),
    (
      "{apiVersion: v1, kind: Service, spec: {ports: [http]}}",
      "spec.ports[0]: json: cannot unmarshal string into Go struct field ServiceSpec.spec.ports "
        + "of type v1.ServicePort"
    ),
    (
      "{apiVersion: v1, kind: Service, metadata: {labels: {a: 1}}}",
      "metadata.labels[a]: json: cannot unmarshal number into Go struct field "
        + "ObjectMeta.metadata.labels of type string"
    ),
    (
      "{apiVersion: v1, kind: ConfigMap, data: text}",
      "data: json: cannot unmarshal string into Go struct field ConfigMap.data of type "
        + "map[string]string"
    ),
    (
      "{apiVersion: v1, kind: ConfigMap, immutable: \"true\"}",
      "immutable: json: cannot unmarshal string into Go struct field ConfigMap.immutable of type "
        + "bool"
    ),
    (
      "{apiVersion: apps/v1, kind: Deployment, spec: web}",
      "spec: json: cannot unmarshal string into Go struct field Deployment.spec of type "
        + "v1.DeploymentSpec"
    ),
    (
      "{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 1.5}}",
      "spec.replicas: json: cannot unmarshal number 1.5 into Go struct field "
        + "DeploymentSpec.spec.replicas of type int32"
    ),
    (
      "{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 4294967296}}",
      "spec.replicas: json: cannot unmarshal number 4294967296 into Go struct field "
        + "DeploymentSpec.spec.replicas of type int32"
    ),
    (
      "{apiVersion: v1, kind: Service, spec: {ports: [{targetPort: true}]}}",
      "spec.ports[0].targetPort: json: cannot unmarshal bool into Go struct field "
        + "ServicePort.spec.ports.targetPort of type int32"
    ),
    (
      "{apiVersion: v1, kind: Service, spec: {type: 1}}",
      "spec.type: json: cannot unmarshal number into Go struct field ServiceSpec.spec.type of "
        + "type v1.ServiceType"
    ),
    (
      "{apiVersion: v1, kind: PersistentVolumeClaim, spec: {accessModes: ReadWriteOnce}}",
      "spec.accessModes: json: cannot unmarshal string into Go struct field "
        + "PersistentVolumeClaimSpec.spec.accessModes of type []v1.PersistentVolumeAccessMode"
    ),
    (
      "{apiVersion: networking.k8s.io/v1, kind: Ingress, spec: {rules: [{http: {paths: "
        + "[{backend: web}]}}]}}",
      "spec.rules[0].http.paths[0].backend: json: cannot unmarshal string into Go struct field "
        + "HTTPIngressPath.spec.rules.IngressRuleValue.http.paths.backend of type "
        + "v1.IngressBackend"
    ),
    (
      "{apiVersion: v1, kind: Secret, data: {a: \"!\"}}",
      "data[a]: illegal base64 data at input byte 0"
    ),
    (
      "{apiVersion: v1, kind: ResourceQuota, spec: {hard: {cpu: 1x}}}",
      "spec.hard[cpu]: quantities must match the regular expression "
        + "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
    ),
    (
      "{apiVersion: v1, kind: ResourceQuota, spec: {hard: {memory: 1mi}}}",
      "spec.hard[memory]: unable to parse quantity's suffix"
    ),
  ])
  func `values of the wrong type are refused in the server's words`(
    text: String, expected: String
  ) throws {
    #expect(try errors(text) == [expected])
  }

  @Test func `times must be of RFC 3339`() throws {
    func error(_ time: String) throws -> [String] {
      try errors("{apiVersion: v1, kind: Pod, metadata: {creationTimestamp: \"\(time)\"}}")
    }
    #expect(try error("2026-02-28T10:00:00Z") == [])
    #expect(try error("2026-02-28T10:00:00.5+02:00") == [])
    #expect(try error("2026-02-29T10:00:00Z").count == 1)
    #expect(try error("2026-02-28").count == 1)
    #expect(try error("").count == 1)
  }

  @Test func `whole floats are integers`() throws {
    #expect(try errors("{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 3.0}}") == [])
  }

  @Test func `raw values take anything`() throws {
    #expect(
      try errors(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {managedFields: [{fieldsV1: {"f:metadata": {}}}]}
        """) == [])
    #expect(try errors("{apiVersion: apps/v1, kind: ControllerRevision, data: [1, {a: b}]}") == [])
  }

  @Test func `fields belong to versions`() throws {
    let object = try manifest("{apiVersion: v1, kind: Pod, spec: {resourceClaims: []}}")
    let version = try #require(KubernetesVersion("1.25"))
    let old = try #require(
      APICatalog(version: version).schema(apiVersion: "v1", kind: "Pod"))
    #expect(StrictDecoding.errors(in: object.root, as: old).count == 1)
    let new = try #require(APICatalog.newest.schema(apiVersion: "v1", kind: "Pod"))
    #expect(StrictDecoding.errors(in: object.root, as: new).isEmpty)
  }
}
