import Testing
import Values

/// A change of the limits themselves, above workloads that it leaves alone.
@Suite struct ChangedLimitsTests {
  private func range(_ limits: String) -> String {
    """
    apiVersion: v1
    kind: LimitRange
    metadata: {name: limits, namespace: shop}
    spec: {limits: [\(limits)]}
    """
  }

  private func quota(_ hard: String, used: String? = nil) -> String {
    """
    apiVersion: v1
    kind: ResourceQuota
    metadata: {name: q, namespace: shop}
    spec: {hard: \(hard)}
    \(used.map { "status: {hard: \(hard), used: \($0)}" } ?? "")
    """
  }

  private let web = limitedDeployment("web", "{requests: {cpu: 1}, limits: {cpu: 2}}")

  /// The effects of a change from one set of limits to another, above a workload that stays.
  private func effects(
    _ before: String, _ after: String, used: String = "{}", uncovered: Set<String> = []
  ) -> [String: [String]] {
    func stream(_ limits: String) -> String {
      limits.isEmpty ? web : "\(limits)\n---\n\(web)"
    }
    return LimitedCluster(
      live: stream(before), base: stream(before), head: stream(after), uncovered: uncovered
    ).effects()
  }

  @Test func aTighterRangeRefusesThePodsToCome() {
    #expect(
      effects(
        range("{type: Container, max: {cpu: 4}}"), range("{type: Container, max: {cpu: 1}}"))
        == [
          "limits": [
            "pods of Deployment 'web' would be refused once they are made anew: maximum cpu usage "
              + "per Container is 1, but limit is 2"
          ]
        ])
    #expect(effects("", range("{type: Container, max: {cpu: 1}}")).keys.sorted() == ["limits"])
  }

  @Test func whatWasRefusedBeforeIsNoNews() {
    #expect(
      effects(
        range("{type: Container, max: {cpu: 1}}"), range("{type: Container, max: {cpu: 500m}}")
      ).isEmpty)
    #expect(
      effects(
        range("{type: Container, max: {cpu: 4}}"), range("{type: Container, max: {cpu: 3}}")
      ).isEmpty)
  }

  @Test func aQuotaBelowWhatIsTakenLetsNothingMoreIn() {
    #expect(
      effects(quota("{pods: 5}", used: "{pods: 4}"), quota("{pods: 3}")) == [
        "q": ["more is taken already than it lets in: used: pods=4, limited: pods=3"]
      ])
    #expect(effects(quota("{pods: 5}", used: "{pods: 4}"), quota("{pods: 4}")).isEmpty)
    #expect(effects(quota("{pods: 3}", used: "{pods: 4}"), quota("{pods: 2}")).isEmpty)
  }

  @Test func aQuotaMayMakePodsSpecifyMore() {
    let effect = [
      "q": [
        "pods of Deployment 'web' would be refused once they are made anew: failed quota: q: must "
          + "specify limits.memory for: app"
      ]
    ]
    #expect(effects("", quota("{limits.memory: 4Gi}")) == effect)
    #expect(
      effects(
        quota("{limits.cpu: 4}", used: "{limits.cpu: 2}"),
        quota("{limits.cpu: 4, limits.memory: 4Gi}")) == effect)
    #expect(effects("", quota("{limits.cpu: 4}")).isEmpty)
    #expect(effects("", quota("{limits.memory: 4Gi}"), uncovered: ["LimitRange"]).isEmpty)
  }
}
