import DesiredState
import Diagnostics
import Documents
import Kubernetes
import Policy
import Resources
import Simulation
import Values
import Vetting

#if FUZZING
  typealias FuzzedTarget = PoliciesFuzz
#else
  import TestSupport
#endif

/// Policies of all formats are read, and judge a change of one object; what they say has a message
/// and no secret in it.
///
/// The documents of an input that are policies are those that apply; the others are base, head and
/// live state, in turns.
enum PoliciesFuzz {
  private static let formats: [any PolicyFormat] = [
    ValidatingAdmissionPolicyFormat(), KyvernoPolicyFormat(), PodSecurityFormat(),
  ]

  static func run(_ input: UnsafeBufferPointer<UInt8>) {
    let text = FileListing.text(input, fragments: Fragments.all)
    // A canary that the input spells itself may stand anywhere.
    let isSpelled = !isAbsent(in: String(decoding: input, as: UTF8.self))
    let documents = YAML.read(text, from: Source(path: "fuzz")).documents.prefix(16)
    let policies = PolicySet(Array(documents), formats: formats, version: nil)
    for problem in policies.diagnostics { precondition(!problem.headline.isEmpty) }

    let platform = KubernetesPlatform()
    let objects = documents.compactMap { Resource($0, platform: platform) }
      .filter { !isPolicy($0) }
    let sides = (0..<3).map { side in
      objects.enumerated().filter { $0.offset % 3 == side }.map(\.element)
    }
    let live = Objects(sides[2])
    let settings = Operator(.argocd)
    let target = platform.target(
      TargetDescription(operator: settings, live: live, base: sides[0], head: sides[1]))
    let plan = simulate(
      SimulationInput(
        environment: "prod", base: sides[0], head: sides[1], live: live, hasSnapshot: true,
        operator: settings, target: target))
    let context = PolicyContext(
      live: live, target: target, base: sides[0], head: sides[1], user: nil,
      commit: .init(id: "", author: "", message: ""))
    let judgement = policies.judge(plan, context)
    let again = policies.judge(plan, context)
    precondition(judgement.incomplete == again.incomplete)
    precondition(judgement.findings.map(\.fingerprint) == again.findings.map(\.fingerprint))
    var findings = judgement.findings
    policies.applyWaivers(to: &findings, now: Instant(seconds: 1_800_000_000), isPartial: true)
    for finding in findings {
      precondition(isSpelled || isAbsent(in: finding.message))
    }
    for entry in judgement.incomplete {
      precondition(!entry.reason.isEmpty && (isSpelled || isAbsent(in: entry.reason)))
    }
  }

  private static func isAbsent(in text: String) -> Bool {
    !text.contains(Fragments.canary) && !text.contains(Fragments.encodedCanary)
  }

  private static func isPolicy(_ resource: Resource) -> Bool {
    ["admissionregistration.k8s.io", "kyverno.io", "policies.kyverno.io"]
      .contains(resource.identity.group)
  }

  private struct Objects: LiveView {
    let objects: [ResourceIdentity: Document]

    init(_ resources: [Resource]) {
      objects = Dictionary(
        resources.map { ($0.identity, $0.document) }, uniquingKeysWith: { $1 })
    }

    func object(_ identity: ResourceIdentity) -> Lookup<Document> {
      objects[identity].map(Lookup.found) ?? .unknown(reason: "not given")
    }

    func objects(_ query: LiveQuery) -> Lookup<[ResourceIdentity]> {
      .found(objects.keys.sorted())
    }
  }
}
