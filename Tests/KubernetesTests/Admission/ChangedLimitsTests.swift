import Testing
import Values

/// A change of the limits themselves, above workloads that it leaves alone.
@Suite struct ChangedLimitsTests {
  private func range(_ limits: String, name: String = "limits") -> String {
    """
    apiVersion: v1
    kind: LimitRange
    metadata: {name: \(name), namespace: shop}
    spec: {limits: [\(limits)]}
    """
  }

  private func quota(_ hard: String, used: String? = nil, name: String = "q") -> String {
    """
    apiVersion: v1
    kind: ResourceQuota
    metadata: {name: \(name), namespace: shop}
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

  @Test func theFirstOfSeveralChangedRangesThatRefusesIsNamed() {
    let refusal =
      "pods of Deployment 'web' would be refused once they are made anew: maximum cpu usage per "
      + "Container is "
    func ranges(_ first: Int, _ second: Int, _ third: Int) -> String {
      [("a", first), ("b", second), ("c", third)].map {
        range("{type: Container, max: {cpu: \($0.1)}}", name: $0.0)
      }.joined(separator: "\n---\n")
    }
    #expect(
      effects(ranges(4, 4, 4), ranges(3, 1, 1)) == ["b": ["\(refusal)1, but limit is 2"]])
    #expect(effects("", ranges(1, 1, 3)) == ["a": ["\(refusal)1, but limit is 2"]])
    #expect(effects(ranges(4, 4, 1), ranges(1, 1, 1)).isEmpty)
  }

  @Test func whatIsFilledInAnewIsPutDownToTheRangeThatFillsItIn() {
    func ranges(_ cpu: Int, _ memory: String) -> String {
      [
        range("{type: Pod, max: {memory: 1Gi}}", name: "a"),
        range("{type: Pod, max: {cpu: \(cpu)}}", name: "b"),
        range("{type: Container, default: {memory: \(memory)}}", name: "c"),
      ].joined(separator: "\n---\n")
    }
    #expect(
      effects(ranges(9, "512Mi"), ranges(8, "2Gi")) == [
        "c": [
          "pods of Deployment 'web' would be refused once they are made anew: maximum memory usage "
            + "per Pod is 1Gi, but limit is 2Gi"
        ]
      ])
  }

  @Test func eachWorkloadIsAskedOnceHoweverManyLimitsChange() {
    func lookups(_ count: Int) -> Int {
      let workloads = (1...5).map { limitedDeployment("web\($0)", "{limits: {cpu: 2}}") }
      func stream(_ maximum: Int) -> String {
        let limits = (1...count).flatMap {
          [
            range("{type: Container, max: {cpu: \(maximum)}}", name: "l\($0)"),
            quota("{limits.memory: \(maximum)}", name: "q\($0)"),
          ]
        }
        return (workloads + limits).joined(separator: "\n---\n")
      }
      return LimitedCluster(live: stream(4), base: stream(4), head: stream(3))
        .lookups(of: "Deployment")
    }
    #expect(lookups(20) == lookups(1))
  }

  @Test func moreLimitsThanAreHeldAgainstAChangeAreAGap() {
    func quotas(_ count: Int) -> String {
      (1...count).map { quota("{limits.memory: 4Gi}", name: "q\($0)") }
        .joined(separator: "\n---\n")
    }
    func amounts(_ count: Int) -> String {
      let hard = (1...count).map { "requests.example.org/a\($0): 1" }.joined(separator: ", ")
      return quota("{\(hard)}")
    }
    func cluster(_ limits: String) -> LimitedCluster {
      LimitedCluster(live: web, base: web, head: "\(limits)\n---\n\(web)")
    }
    for limits in [quotas(100), amounts(999)] { #expect(cluster(limits).gaps().isEmpty) }
    for limits in [quotas(101), amounts(1000)] {
      let cluster = cluster(limits)
      #expect(
        cluster.gaps() == [
          "the namespace 'shop' has more LimitRanges or ResourceQuotas than are held against a "
            + "change: none of them was"
        ])
      #expect(cluster.effects().isEmpty)
    }
    #expect(cluster(quotas(100)).effects().count == 100)
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
