package import Diagnostics
package import Git
package import Policy
import Reporting

/// One run of a `pre-push` or `pre-receive` hook.
package struct HookRun {
  package enum Hook: String, Sendable, CaseIterable {
    case prePush = "pre-push"
    case preReceive = "pre-receive"

    /// The key of Git's configuration that says what stops a push.
    package var key: String {
      switch self {
      case .prePush: "vet.prePush"
      case .preReceive: "vet.preReceive"
      }
    }
  }

  package let hook: Hook
  let repository: Repository
  let remote: String?
  /// Checks a proposal, shows its report, and gives the verdict.
  let check: (Proposal) throws(Diagnostic) -> Verdict
  /// Shows a line to the person who pushes.
  let say: (String) -> Void

  package init(
    _ hook: Hook, in repository: Repository, remote: String?,
    check: @escaping (Proposal) throws(Diagnostic) -> Verdict, say: @escaping (String) -> Void
  ) {
    self.hook = hook
    self.repository = repository
    self.remote = remote
    self.check = check
    self.say = say
  }

  /// Checks what Git says is pushed. The exit code: 0 lets the push through, any other stops it.
  package func run(input: [UInt8]) throws(Diagnostic) -> Int32 {
    let threshold = try threshold()
    if threshold == .off { return 0 }
    let references =
      switch hook {
      case .prePush: try PushedReference.ofPrePush(input)
      case .preReceive: try PushedReference.ofPreReceive(input)
      }
    let changes = try PushedChange.changes(of: references, in: repository, remote: remote)
    var verdicts: [ProposalKey: Verdict] = [:]
    var worst = Verdict.safe
    for change in changes {
      switch change {
      case .pass(let reference, let reason):
        say("git vet: \(Escaping.terminal("\(reference.title): \(reason)"))")
      case .check(let proposal):
        // Several branches may be pushed to one commit.
        let key = ProposalKey(base: proposal.base, head: proposal.head)
        let verdict: Verdict
        if let known = verdicts[key] {
          verdict = known
        } else {
          verdict = try check(proposal)
          verdicts[key] = verdict
        }
        worst = max(worst, verdict)
        say("git vet: \(Escaping.terminal(proposal.title)): \(verdict.rawValue)")
      }
    }
    return conclude(worst, threshold)
  }

  private struct ProposalKey: Hashable {
    var base: ObjectID?
    var head: ObjectID
  }

  private func threshold() throws(Diagnostic) -> HookThreshold {
    let value: String?
    do {
      value = try repository.configuration(hook.key)
    } catch {
      throw error.diagnostic
    }
    return try HookThreshold(value, key: hook.key)
  }

  private func conclude(_ worst: Verdict, _ threshold: HookThreshold) -> Int32 {
    guard threshold.stops(worst) else {
      if worst > .safe {
        say("git vet: let through, though \(worst.rawValue); \(hook.key) says what stops a push")
      }
      return 0
    }
    switch hook {
    case .prePush:
      say("git vet: the push was stopped; git push --no-verify pushes all the same")
    case .preReceive:
      say("git vet: the push was refused")
    }
    return worst.exitCode
  }
}
