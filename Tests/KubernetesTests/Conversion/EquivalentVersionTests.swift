import Documents
import Resources
import Testing
import Values

@testable import Kubernetes

/// A policy that names one version of a kind sees objects of the others in it.
@Suite struct EquivalentVersionTests {
  private func judge(_ expression: String, _ object: String, old: String) throws -> AdmissionAnswer
  {
    let policy = """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: p}
      spec:
        matchConstraints:
          resourceRules:
          - {apiGroups: ['*'], apiVersions: [v2], resources: ['*'], operations: [UPDATE]}
        validations: [{expression: "\(expression)"}]
      """
    let definition = """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: widgets.example.org}
      spec:
        group: example.org
        names: {kind: Widget, plural: widgets}
        scope: Namespaced
        conversion: {strategy: Webhook}
        versions: [{name: v1, served: true, storage: true}, {name: v2, served: true, storage: false}]
      """
    let catalog = APICatalog(customResources: CustomResources([try manifest(definition)]))
    let (admission, problems) = ValidatingAdmissionPolicyFormat(catalog: catalog).load(
      [try manifest(policy)], version: nil)
    try #require(problems.isEmpty, "\(problems)")
    let object = try manifest(object)
    let resource = try #require(Resource(object) { $2 })
    return admission.judge(
      AdmissionReview(
        operation: .update, identity: resource.identity, apiVersion: resource.apiVersion,
        object: object, oldObject: try manifest(old), user: nil, live: NoLiveView(), desired: [:]))
  }

  private func autoscaler(_ usage: Int) -> String {
    """
    {apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {name: a, namespace: b},
     spec: {maxReplicas: 2, targetCPUUtilizationPercentage: \(usage)}}
    """
  }

  @Test func `objects are converted for it`() throws {
    let usage = "spec.metrics[0].resource.target.averageUtilization"
    let rising = "object.\(usage) > oldObject.\(usage) && object.apiVersion == 'autoscaling/v2'"
    let good = try judge(rising, autoscaler(50), old: autoscaler(40))
    #expect(good.violations.isEmpty)
    #expect(good.gaps.isEmpty)
    let bad = try judge(rising, autoscaler(40), old: autoscaler(50))
    #expect(bad.violations.count == 1)
  }

  @Test func `what a webhook would convert is unknown to it`() throws {
    let widget = """
      {apiVersion: example.org/v1, kind: Widget, metadata: {name: a, namespace: b}, spec: {size: 1}}
      """
    let asked = try judge("object.spec.size < 3", widget, old: widget)
    #expect(asked.violations.isEmpty)
    #expect(asked.gaps.count == 1)
    #expect(try judge("1 < 3", widget, old: widget).gaps.isEmpty)
  }
}
