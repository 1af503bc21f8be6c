import Diagnostics
import Documents
import Git
import Values

extension ContinuousIntegration {
  /// From the event that started a workflow of GitHub Actions (the payloads of `pull_request`,
  /// `pull_request_target`, `merge_group` and `push`).
  func gitHubProposal() throws(Diagnostic) -> Proposal? {
    guard let path = variable("GITHUB_EVENT_PATH") else { return nil }
    let event = try event(at: path).root
    if let group = event["merge_group"], group.isMapping { return try mergeGroup(group) }
    if let request = event["pull_request"], request.isMapping { return try pullRequest(request) }
    if variable("GITHUB_EVENT_NAME") == "push" { return try push(event) }
    return nil
  }

  private func event(at path: String) throws(Diagnostic) -> Document {
    let bytes: [UInt8]
    do {
      bytes = try ManifestFiles.read(path)
    } catch {
      throw Diagnostic(.error, code: "unusable-event", error.description)
    }
    return try JSON.read(bytes, from: Source(path: path))
  }

  /// The group's head is the merge that the queue has made.
  private func mergeGroup(_ group: Node) throws(Diagnostic) -> Proposal {
    let title = "the merge group"
    guard let base = id(group["base_sha"]?.string), let head = id(group["head_sha"]?.string) else {
      throw unusable(title)
    }
    try require(
      [base, head], of: title,
      fetching: "git fetch --no-tags --depth=1 origin \(base) \(head)")
    return Proposal(base: base, head: head, outcome: .commit(head), title: title)
  }

  private func pullRequest(_ request: Node) throws(Diagnostic) -> Proposal {
    let title = request["number"]?.int.map { "pull request #\($0)" } ?? "the pull request"
    guard let base = id(request["base", "sha"]?.string),
      let head = id(request["head", "sha"]?.string)
    else { throw unusable(title) }
    // The checkout is the merge that GitHub has made, unless the workflow asked for another.
    if let merge = try self.head(), merge.parents.count == 2, merge.parents[1] == head {
      return try proposal(mergedAs: merge, title: title)
    }
    if let id = id(request["merge_commit_sha"]?.string), let merge = try commit(id),
      merge.parents.count == 2, merge.parents[1] == head
    {
      return try proposal(mergedAs: merge, title: title)
    }
    // The target may have moved since the event.
    let target = try trackingBranch(request["base", "ref"]?.string) ?? base
    return try proposal(
      merging: head, into: target, title: title, sources: "\(target) \(head)")
  }

  private func push(_ event: Node) throws(Diagnostic) -> Proposal? {
    // A new branch has no commit before, a deleted one none after.
    guard let before = id(event["before"]?.string), let after = id(event["after"]?.string) else {
      return nil
    }
    let title = event["ref"]?.string ?? "the push"
    try require(
      [before, after], of: "the push",
      fetching: "git fetch --no-tags --depth=1 origin \(before) \(after)")
    return Proposal(
      base: before, head: after, outcome: .commit(after),
      title: TreePath.text(of: Array(title.utf8)))
  }

  private func unusable(_ title: String) -> Diagnostic {
    Diagnostic(
      .error, code: "unusable-event", "the event file does not say what \(title) is about",
      help: "name base and head: git vet check <base> <head>")
  }
}
