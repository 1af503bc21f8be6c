import Concurrency
public import Diagnostics
package import Git
import Glibc
import Kubernetes
import Kustomize
import Reporting
import Values

/// Checks a change: what it does to the live systems, whether they take it, whether the policies
/// allow it.
///
/// - Throws: what keeps the check from being made at all, such as an unknown revision. What is
///   wrong with the change itself is in the result.
public func check(_ request: CheckRequest) throws(Diagnostic) -> CheckResult {
  // Opening the repository takes as long as making the tables of kustomize, and needs none of them.
  try alongside(Renderer.prepare) { () throws(Diagnostic) in
    try check(request, in: try request.repository())
  }
}

/// The same in a repository that is open already: `base` and `head` of the request are revisions.
package func check(
  _ request: CheckRequest, in repository: Repository
) throws(Diagnostic) -> CheckResult {
  try check(request, Proposal.select(request, in: repository), in: repository)
}

/// The same for a proposal that is known already; the revisions of the request do not count.
///
/// - Parameters:
///   - live: stands for all snapshots.
///   - applies: whether `live` goes on to what the proposal leaves.
func check(
  _ request: CheckRequest, _ proposal: Proposal, in repository: Repository,
  live: CarriedLiveState? = nil, applies: Bool = false
) throws(Diagnostic) -> CheckResult {
  _ = try KubernetesVersion(named: request.kubernetesVersion)
  let range: RevisionRange
  do {
    range = try RevisionRange.of(proposal, in: repository)
  } catch {
    throw error.diagnostic
  }
  var check = Check(request, range: range, repository: repository)
  check.carried = live
  check.appliesToCarried = applies
  return CheckResult(report: try check.run())
}

extension CheckRequest {
  func repository() throws(Diagnostic) -> Repository {
    do {
      return try Repository.open(at: directory)
    } catch {
      throw error.diagnostic
    }
  }
}

extension Proposal {
  /// What the request names; else the pull request of the running pipeline; else what `HEAD` adds to
  /// its upstream.
  static func select(
    _ request: CheckRequest, in repository: Repository
  ) throws(Diagnostic) -> Proposal {
    if request.base == nil, request.head == nil {
      let pipeline = ContinuousIntegration(repository: repository) { name in
        getenv(name).map { String(cString: $0) }
      }
      if var proposal = try pipeline.proposal() {
        if !request.mergesHead { proposal.outcome = .commit(proposal.head) }
        return proposal
      }
    }
    do {
      let head = try repository.resolve(request.head ?? "HEAD")
      let base =
        if let base = request.base {
          try repository.resolve(base)
        } else {
          try repository.upstream()
        }
      if let base {
        return Proposal(
          base: base.id, head: head.id,
          outcome: request.mergesHead ? .merge : .commit(head.id), title: "")
      }
    } catch {
      throw error.diagnostic
    }
    throw Diagnostic(
      code: "no-base", "nothing says what to compare HEAD with: the branch has no upstream",
      help: "name the base: git vet check origin/main")
  }
}
