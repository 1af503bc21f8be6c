import DesiredState
import Diagnostics
import Kubernetes
import Policy
import Resources
import Simulation
import Values

/// Runs the examples of policies: each is a change, and says which rules must flag it.
struct PolicyExamples {
  struct Outcome: Sendable {
    var policy: String
    var example: String
    /// nil where the findings were the expected ones.
    var failure: String?
    var mark: Mark?
  }

  /// The examples of one policy, in their order.
  static func run(_ policy: ChangePolicy, version: String?) -> [Outcome] {
    policy.examples.map { example in
      Outcome(
        policy: policy.name, example: example.name,
        failure: failure(of: example, policy, version), mark: example.mark)
    }
  }

  private static func failure(
    of example: ChangePolicy.Example, _ policy: ChangePolicy, _ version: String?
  ) -> String? {
    let platform = KubernetesPlatform()
    func resources(_ node: Node?) -> [Resource] {
      node.flatMap { Resource($0.document, platform: platform) }.map { [$0] } ?? []
    }
    let base = resources(example.base)
    let head = resources(example.head)
    guard !base.isEmpty || !head.isEmpty else { return "it has no object at base or head" }
    let live: any LiveView =
      example.live == nil ? NoLiveView() : ExampleLive(resources(example.live))
    let target = platform.target(
      TargetDescription(
        version: version, operator: Operator(.kubectl), live: live, base: base, head: head))
    let plan = simulate(
      SimulationInput(
        environment: example.environment, base: base, head: head, live: live,
        hasSnapshot: example.live != nil, operator: Operator(.kubectl), target: target))
    if let rejected = plan.changes.first(where: { $0.action == .rejected }) {
      let reasons = rejected.rejections.map { "\($0.field): \($0.message)" }
      return "the example would be rejected: \(reasons.joined(separator: "; "))"
    }
    let judgement = PolicySet(only: policy).judge(
      plan,
      PolicyContext(
        live: live, target: target, base: base, head: head, user: nil,
        commit: .init(id: "", author: "", message: "")))
    if let entry = judgement.incomplete.first { return entry.reason }
    let found = Set(judgement.findings.compactMap(\.id))
    let expected = Set(example.findings)
    guard found != expected else { return nil }
    func list(_ ids: Set<String>) -> String {
      ids.isEmpty ? "nothing" : ids.sorted().joined(separator: ", ")
    }
    return "expected \(list(expected)), found \(list(found))"
  }
}

/// The one live object of an example.
private struct ExampleLive: LiveView {
  private let objects: [ResourceIdentity: Document]

  init(_ resources: [Resource]) {
    objects = Dictionary(
      resources.map { ($0.identity, $0.document) }, uniquingKeysWith: { $1 })
  }

  func object(_ identity: ResourceIdentity) -> Lookup<Document> {
    objects[identity].map(Lookup.found) ?? .unknown(reason: "the example does not say")
  }

  func objects(_ query: LiveQuery) -> Lookup<[ResourceIdentity]> {
    .unknown(reason: "the example does not say")
  }
}
