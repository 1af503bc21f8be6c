import Testing
import Values

@testable import Kubernetes

@Suite struct ManifestCheckTests {
  private func verdict(_ text: String, version: String = "1.36") throws -> ManifestVerdict {
    let version = try #require(KubernetesVersion(version))
    return ManifestCheck(catalog: APICatalog(version: version)).verdict(on: try manifest(text))
  }

  @Test func `a good object is valid wherever it is sent`() throws {
    let verdict = try verdict(
      "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {b: c}}")
    #expect(verdict.status == .valid)
    #expect(verdict.name == "a")
    #expect(verdict.namespace == nil)
  }

  @Test func `faults have the line to edit`() throws {
    let verdict = try verdict(
      """
      apiVersion: v1
      kind: Service
      metadata:
        name: web
      spec:
        selector: {app: web}
        ports:
        - name: http
          port: 0
      """)
    #expect(verdict.status == .invalid)
    let fault = try #require(verdict.faults.first)
    #expect(fault.reason == "FieldValueInvalid")
    #expect(fault.field == "spec.ports[0].port")
    #expect(fault.line == 9)
  }

  /// The server says of what all versions have alike that it stands at the top.
  @Test func `faults of a definition have the line in which they are written`() throws {
    let verdict = try verdict(
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: shops.example.com}
      spec:
        group: example.com
        scope: Namespaced
        names: {plural: shops, kind: Shop}
        versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema:
              type: array
      """)
    let fault = try #require(verdict.faults.first)
    #expect(fault.field == "spec.validation.openAPIV3Schema.type")
    #expect(fault.line == 14)
  }

  @Test func `what is missing is looked for at its parent`() throws {
    let verdict = try verdict("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  labels: {}\n")
    #expect(verdict.faults.first?.field == "metadata.name")
    #expect(verdict.faults.first?.line == 3)
  }

  @Test func `a kind that nothing describes is unknown`() throws {
    #expect(
      try verdict("{apiVersion: a.b/v1, kind: C, metadata: {name: a}}").status == .unknownKind)
    let route = "{apiVersion: route.openshift.io/v1, kind: Route, metadata: {name: a}}"
    #expect(try verdict(route).status == .unknownKind)
  }

  @Test func `a removed kind is refused with advice`() throws {
    let text = "{apiVersion: batch/v1beta1, kind: CronJob, metadata: {name: a}}"
    let verdict = try verdict(text)
    #expect(verdict.status == .invalid)
    #expect(
      verdict.faults.first?.message
        == "no matches for kind \"CronJob\" in version \"batch/v1beta1\": removed in Kubernetes "
        + "1.25, use batch/v1")
  }

  @Test func `a kind that is to be removed is warned of`() throws {
    let text =
      "{apiVersion: autoscaling/v2beta2, kind: HorizontalPodAutoscaler, metadata: {name: a}}"
    #expect(
      try verdict(text, version: "1.25").warnings == [
        "autoscaling/v2beta2 HorizontalPodAutoscaler is deprecated, unavailable in v1.26+; use "
          + "autoscaling/v2 HorizontalPodAutoscaler"
      ])
  }

  @Test(arguments: ["", ", metadata: null", ", metadata: {}"])
  func `an object without metadata has no name`(metadata: String) throws {
    #expect(
      try verdict("{apiVersion: v1, kind: ConfigMap\(metadata)}").faults.map(\.field)
        == ["metadata.name"])
  }

  @Test func `a document without a kind is no object`() throws {
    #expect(try verdict("a: b").status == .unparsable)
    #expect(try verdict("[a, b]").status == .unparsable)
  }
}
