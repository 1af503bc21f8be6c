package import Diagnostics
package import Git

/// Finds the pull request that a job of a CI system is about, from what the system says in the
/// environment. Nothing is fetched: what a shallow checkout lacks is named, with the one command
/// that brings it.
package struct ContinuousIntegration {
  let repository: Repository
  let variable: (String) -> String?

  /// - Parameter variable: reads the environment.
  package init(repository: Repository, variable: @escaping (String) -> String?) {
    self.repository = repository
    self.variable = { name in variable(name).flatMap { $0.isEmpty ? nil : $0 } }
  }

  /// Nil outside of a CI system, and in jobs that are about no pull request.
  package func proposal() throws(Diagnostic) -> Proposal? {
    if variable("GITHUB_ACTIONS") == "true" {
      if let found = try gitHubProposal() { return found }
    } else if variable("GITLAB_CI") == "true" {
      if let found = try gitLabProposal() { return found }
    }
    guard let inCI = variable("CI"), inCI != "false" else { return nil }
    return try checkedOutMerge(title: "the merge commit that is checked out")
  }

  /// A detached HEAD that is a merge: CI systems check out a pull request's merge into its target
  /// so. Its first parent is the target.
  private func checkedOutMerge(title: String) throws(Diagnostic) -> Proposal? {
    guard let head = try head(), try isDetached(), head.parents.count == 2 else { return nil }
    return try proposal(mergedAs: head, title: title)
  }

  /// The two parents of a merge, and its own tree as the outcome.
  func proposal(mergedAs merge: Commit, title: String) throws(Diagnostic) -> Proposal {
    let (base, head) = (merge.parents[0], merge.parents[1])
    try require(
      [base, head], of: title,
      fetching: "git fetch --no-tags --depth=2 origin \(merge.id)")
    return Proposal(base: base, head: head, outcome: .commit(merge.id), title: title)
  }

  /// Base and head that are still to be merged, for which their history must be here.
  func proposal(
    merging head: ObjectID, into base: ObjectID, title: String, sources: String
  ) throws(Diagnostic) -> Proposal {
    let unshallow = repository.isShallow ? "--unshallow " : ""
    let command = "git fetch --no-tags \(unshallow)origin \(sources)"
    try require([base, head], of: title, fetching: command)
    do {
      _ = try repository.mergeBases(of: base, head)
    } catch .unrelatedHistories(_, _, shallow: true), .missingObject(_, .shallowClone) {
      throw Diagnostic(
        .error, code: "shallow-history",
        "the history between base and head of \(title) is not in this shallow clone",
        help: command)
    } catch {
      throw error.diagnostic
    }
    return Proposal(base: base, head: head, outcome: .merge, title: title)
  }

  func require(
    _ commits: [ObjectID], of title: String, fetching command: String
  ) throws(Diagnostic) {
    var missing: [ObjectID] = []
    for id in commits where try commit(id) == nil { missing.append(id) }
    guard !missing.isEmpty else { return }
    throw Diagnostic(
      .error, code: "missing-commits",
      "\(missing.map(\.abbreviated).joined(separator: " and ")) of \(title) "
        + "\(missing.count == 1 ? "is" : "are") not in this clone",
      help: command)
  }

  func id(_ text: String?) -> ObjectID? {
    guard let text, let id = ObjectID(hex: text), id.format == repository.format, !id.isZero else {
      return nil
    }
    return id
  }

  /// Nil where the clone lacks it.
  func commit(_ id: ObjectID) throws(Diagnostic) -> Commit? {
    do {
      return try repository.commit(id)
    } catch .missingObject {
      return nil
    } catch {
      throw error.diagnostic
    }
  }

  func head() throws(Diagnostic) -> Commit? {
    do {
      return try repository.resolve("HEAD")
    } catch .unborn, .unknownRevision {
      return nil
    } catch {
      throw error.diagnostic
    }
  }

  /// The commit of a remote's branch, as this clone remembers it.
  func trackingBranch(_ name: String?) throws(Diagnostic) -> ObjectID? {
    guard let name else { return nil }
    do {
      return try repository.reference("refs/remotes/origin/\(name)")?.target
    } catch .invalidReferenceName {
      return nil
    } catch {
      throw error.diagnostic
    }
  }

  private func isDetached() throws(Diagnostic) -> Bool {
    do {
      return try repository.reference("HEAD")?.symbolicTarget == nil
    } catch {
      throw error.diagnostic
    }
  }
}
