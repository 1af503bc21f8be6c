import Testing
import Values

@testable import Kubernetes

@Suite struct SchemaTests {
  private let catalog = APICatalog.newest

  @Test func `a built-in kind tells its identity`() throws {
    let deployment = try #require(catalog.resource(apiVersion: "apps/v1", kind: "Deployment"))
    #expect(deployment.plural == "deployments")
    #expect(deployment.scope == .namespaced)
    #expect(deployment.apiVersion == "apps/v1")
    #expect(deployment.isServedByDefault)
    #expect(catalog.scope(group: "", kind: "Namespace") == .cluster)
    #expect(catalog.scope(group: "", kind: "Nonsense") == nil)
    #expect(catalog.resource(group: "apps", plural: "deployments")?.kind == "Deployment")
  }

  @Test func `schemas walk along fields, lists and maps`() throws {
    let deployment = try #require(catalog.schema(apiVersion: "apps/v1", kind: "Deployment"))
    #expect(deployment.shape == .object)
    #expect(deployment.typeName == "v1.Deployment")
    #expect(deployment.field("spec")?.required == ["selector", "template"])
    let pod = try #require(deployment.field("spec")?.field("template")?.field("spec"))
    #expect(pod.field("nonsense") == nil)
    let containers = try #require(pod.field("containers"))
    #expect(containers.shape == .list)
    #expect(containers.listType == .map(keys: ["name"]))
    #expect(containers.patchStrategy == .merge)
    #expect(containers.mergeKey == "name")
    let ports = try #require(containers.element?.field("ports"))
    #expect(ports.mapKeys == ["containerPort", "protocol"])
    #expect(ports.element?.field("protocol")?.defaultValue?.root.string == "TCP")
    #expect(ports.element?.field("protocol")?.enumeration == ["SCTP", "TCP", "UDP"])
    #expect(ports.element?.field("containerPort")?.format == .int32)
    #expect(pod.field("nodeSelector")?.mapType == .atomic)
    let limits = containers.element?.field("resources")?.field("limits")
    #expect(limits?.shape == .map)
    #expect(limits?.element?.shape == .quantity)
    let strategy = deployment.field("spec")?.field("strategy")
    #expect(strategy?.patchStrategy == .retainKeys)
    #expect(pod.field("volumes")?.patchStrategy == [.merge, .retainKeys])
    let created = deployment.field("metadata")?.field("creationTimestamp")
    #expect(created?.format == .dateTime)
    #expect(
      catalog.schema(apiVersion: "v1", kind: "Secret")?.field("data")?.element?.format == .byte)
  }

  @Test func `all names of a schema are found again`() throws {
    for version in 25...36 {
      let catalog = APICatalog(version: try #require(KubernetesVersion(minor: version)))
      var seen: Set<UInt32> = []
      var queue = ["apps/v1 Deployment", "batch/v1 CronJob", "v1 Node", "v1 PersistentVolume"]
        .compactMap { name in
          let parts = name.split(separator: " ")
          return catalog.schema(apiVersion: String(parts[0]), kind: String(parts[1]))
        }
      #expect(queue.count == 4)
      while let schema = queue.popLast() {
        guard seen.insert(schema.index).inserted else { continue }
        for field in schema.fields {
          #expect(schema.field(field.name)?.index == field.schema.index)
          queue.append(field.schema)
        }
        if let element = schema.element { queue.append(element) }
      }
      #expect(seen.count > 200)
    }
  }

  @Test func `versions differ`() throws {
    let old = APICatalog(version: try #require(KubernetesVersion("v1.25.3")))
    let new = APICatalog(version: try #require(KubernetesVersion("1.26")))
    #expect(old.resource(apiVersion: "autoscaling/v2beta2", kind: "HorizontalPodAutoscaler") != nil)
    guard
      case .removed(let removedIn, let replacement) = new.find(
        apiVersion: "autoscaling/v2beta2", kind: "HorizontalPodAutoscaler")
    else {
      Issue.record("v2beta2 went in 1.26")
      return
    }
    #expect(removedIn == "1.26")
    #expect(replacement == "autoscaling/v2")
    let deprecation = old.deprecation(
      apiVersion: "autoscaling/v2beta2", kind: "HorizontalPodAutoscaler")
    #expect(deprecation?.removedIn == "1.26")
    #expect(deprecation?.replacement == "autoscaling/v2")
    let pod = { (catalog: APICatalog) in
      catalog.schema(apiVersion: "v1", kind: "Pod")?.field("spec")
    }
    #expect(pod(old)?.field("resourceClaims") == nil)
    #expect(pod(new)?.field("resourceClaims") != nil)
    guard
      case .removed("1.22", "networking.k8s.io/v1") = catalog.find(
        apiVersion: "extensions/v1beta1", kind: "Ingress")
    else {
      Issue.record("extensions/v1beta1 Ingress went in 1.22")
      return
    }
  }

  @Test func `kinds of OpenShift have an identity and no schema`() throws {
    let route = try #require(catalog.resource(apiVersion: "route.openshift.io/v1", kind: "Route"))
    #expect(route.plural == "routes")
    #expect(route.isNamespaced)
    #expect(route.schema == nil)
    #expect(catalog.scope(group: "project.openshift.io", kind: "Project") == .cluster)
  }

  @Test func `versions of Kubernetes are read`() {
    #expect(KubernetesVersion("1.36")?.minor == 36)
    #expect(KubernetesVersion("v1.30.2+k3s1")?.minor == 30)
    #expect(KubernetesVersion("1.24") == nil)
    #expect(KubernetesVersion("2.30") == nil)
    #expect(KubernetesVersion("1") == nil)
    #expect(KubernetesVersion("latest") == nil)
  }

  @Test func `versions are preferred by stability`() {
    let sorted = ["v1alpha1", "v2", "foo", "v1", "v1beta2", "v1beta10", "bar"]
      .sorted(by: APIVersionOrder.precedes)
    #expect(sorted == ["v2", "v1", "v1beta10", "v1beta2", "v1alpha1", "bar", "foo"])
  }
}
