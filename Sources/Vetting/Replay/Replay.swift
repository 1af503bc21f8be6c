package import Diagnostics
import Git
package import Values

/// Checks the changes of a history one after the other, as they were merged, each by itself: the
/// repository is opened anew, and nothing is kept but the live state, where that is asked for.
///
/// A tool of the developers; see `make replay`.
package final class Replay {
  private let directory: String
  private let now: Instant
  private let live: CarriedLiveState?
  /// The commit that the live state has reached.
  private var applied: ObjectID?

  package init(directory: String, carriesLiveState: Bool, now: Instant) {
    self.directory = directory
    self.now = now
    live = carriesLiveState ? CarriedLiveState() : nil
  }

  /// Brings the live state to a commit, as an operator would that finds it on its branch: from
  /// nothing the first time, from where it was afterwards.
  package func apply(_ commit: String) throws(Diagnostic) {
    guard live != nil else { return }
    var request = request
    request.judges = false
    let repository = try request.repository()
    let proposal: Proposal
    do {
      let id = try repository.resolve(commit).id
      guard id != applied else { return }
      proposal = Proposal(base: applied, head: id, outcome: .commit(id), title: "")
    } catch {
      throw error.diagnostic
    }
    _ = try Vetting.check(request, proposal, in: repository, live: live, applies: true)
    applied = proposal.head
  }

  /// The check of a pull request; it leaves the live state alone.
  package func check(base: String, head: String) throws(Diagnostic) -> CheckResult {
    var request = request
    request.base = base
    request.head = head
    let repository = try request.repository()
    return try Vetting.check(
      request, Proposal.select(request, in: repository), in: repository, live: live)
  }

  private var request: CheckRequest { CheckRequest(directory: directory, now: now) }
}
