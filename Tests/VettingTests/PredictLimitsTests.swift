import Foundation
import TestSupport
import Testing

@testable import Vetting

/// LimitRanges and ResourceQuotas, as far as the files of a prediction show them.
@Suite struct PredictLimitsTests {
  private func run(
    head: String, base: String? = nil, live: String? = nil
  ) throws -> (json: String, text: String, exitCode: Int32) {
    let directory = try ScratchRepository.makeDirectory()
    defer { try? FileManager.default.removeItem(at: directory) }
    func file(_ name: String, _ text: String?) throws -> [String] {
      guard let text else { return [] }
      let url = directory.appendingPathComponent(name)
      try Data(text.utf8).write(to: url)
      return [url.path]
    }
    var predict = try Predict(apply: .client, fieldManager: "kubectl", forcesConflicts: false)
    let predictions = try predict.run(
      Predict.Files(
        head: file("head.yaml", head), base: file("base.yaml", base),
        live: file("live.yaml", live)))
    return (
      PredictReport.json(predictions), PredictReport.text(predictions),
      Predict.exitCode(predictions)
    )
  }

  private let range = """
    apiVersion: v1
    kind: LimitRange
    metadata: {name: containers, namespace: shop}
    spec:
      limits:
      - type: Container
        default: {cpu: 500m}
        defaultRequest: {cpu: 100m}
        max: {cpu: "1"}
    ---

    """
  private let quota = """
    apiVersion: v1
    kind: ResourceQuota
    metadata: {name: small, namespace: shop}
    spec: {hard: {pods: "3", requests.cpu: "1"}}
    status:
      hard: {pods: "3", requests.cpu: "1"}
      used: {pods: "2", requests.cpu: 200m}
    ---

    """

  private func pod(_ name: String, _ resources: String = "{}") -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: \(name), namespace: shop}
    spec: {containers: [{name: main, image: "registry.example.org/tool:1", resources: \(resources)}]}
    ---

    """
  }

  private func deployment(_ replicas: Int, _ resources: String = "{}") -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: \(replicas)
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: web, image: "registry.example.org/web:1", resources: \(resources)}]}
    ---

    """
  }

  @Test(arguments: [true, false])
  func `a pod gets what a LimitRange fills in`(isLive: Bool) throws {
    // Where both arrive together, the range is there for the pod.
    let result = try run(head: (isLive ? "" : range) + pod("tool"), live: isLive ? range : nil)
    #expect(result.json.contains(#""limits":{"cpu":"500m"},"requests":{"cpu":"100m"}"#))
    #expect(result.json.contains("LimitRanger plugin set: cpu request for container main; "))
    #expect(result.exitCode == 0)
  }

  @Test func `a pod beyond a LimitRange is rejected`() throws {
    let result = try run(head: pod("tool", "{limits: {cpu: 2}}"), live: range)
    #expect(
      result.text == """
        rejected  Pod shop/tool
          pods "tool" is forbidden: maximum cpu usage per Container is 1, but limit is 2

        """)
    #expect(result.exitCode == 1)
  }

  @Test func `a base that stays limits what comes`() throws {
    let result = try run(head: pod("tool", "{limits: {cpu: 2}}"), base: range)
    #expect(result.exitCode == 1)
    #expect(result.text.contains("maximum cpu usage per Container is 1"))
  }

  @Test func `objects add up against a quota`() throws {
    let request = "{requests: {cpu: 100m}}"
    let result = try run(
      head: pod("a", request) + pod("b", request) + pod("c", request), live: quota + range)
    #expect(
      result.text == """
        create    Pod shop/a
        rejected  Pod shop/b
          pods "b" is forbidden: exceeded quota: small, requested: pods=1, used: pods=3, limited: pods=3
        rejected  Pod shop/c
          pods "c" is forbidden: exceeded quota: small, requested: pods=1, used: pods=3, limited: pods=3

        """)
  }

  @Test func `the pods of a workload that is taken may be refused`() throws {
    let result = try run(head: deployment(3, "{requests: {cpu: 100m}}"), live: quota)
    #expect(
      result.text == """
        create    Deployment shop/web
          ! 2 of its 3 pods would be refused: exceeded quota: small, requested: pods=1, \
        used: pods=3, limited: pods=3

        """)
    #expect(
      result.json.contains(
        #""effects":[{"kind":"refused-pods","message":"2 of its 3 pods would be refused: "#))
    #expect(result.json.contains(#""count":2}]"#))
    #expect(result.exitCode == 4)
  }

  @Test func `what is there already is no news`() throws {
    let three = deployment(3, "{requests: {cpu: 100m}}")
    #expect(try run(head: three, live: three + quota).exitCode == 0)
    #expect(try run(head: three, base: three, live: quota).exitCode == 0)
  }

  @Test func `nothing is claimed that an unseen LimitRange may fill in`() throws {
    let certain = try run(head: pod("tool"), live: quota + range.replacing("shop", with: "other"))
    #expect(certain.exitCode == 0)
    let unsure = try run(head: deployment(1), live: quota)
    #expect(unsure.exitCode == 4)
    #expect(unsure.text.contains("(unless a LimitRange that the live state does not show"))
  }

  @Test func `limits beyond number are a gap`() throws {
    let many = (0...100).map { number in
      range.replacing("containers", with: "range-\(number)")
    }.joined()
    let result = try run(head: pod("tool"), live: many)
    #expect(result.exitCode == 3)
    #expect(result.text.contains("incomplete: the namespace 'shop' has more LimitRanges"))
    #expect(result.json.contains(#""incomplete":"the namespace 'shop' has more"#))
  }
}

extension String {
  fileprivate func replacing(_ text: String, with other: String) -> String {
    replacingOccurrences(of: text, with: other)
  }
}
