import Diagnostics
import Foundation
import Git
import TestSupport
import Testing

@testable import Vetting

@Suite struct ContinuousIntegrationTests {
  /// The forge: `main` has moved on since `side` left it, and the merge of both is at a reference
  /// of its own.
  let forge: ScratchRepository
  let base: String
  let head: String
  let merge: String

  init() throws {
    forge = try ScratchRepository()
    let start = try forge.commit(["a.yaml": "a: 1\n", "b.yaml": "b: 1\n"])
    try forge.git("checkout", "--quiet", "-b", "side")
    try forge.commit(["b.yaml": "b: 2\n"])
    head = try forge.commit(["b.yaml": "b: 3\n"])
    try forge.git("checkout", "--quiet", "main")
    #expect(try forge.git("rev-parse", "HEAD") == start)
    base = try forge.commit(["a.yaml": "a: 2\n"])
    try forge.git("checkout", "--quiet", "--detach")
    try forge.git("merge", "--quiet", "--no-edit", "side")
    merge = try forge.git("rev-parse", "HEAD")
    try forge.git("update-ref", "refs/pull/7/merge", merge)
    try forge.git("update-ref", "refs/pull/7/head", head)
    try forge.git("update-ref", "refs/merge-requests/4/head", head)
    try forge.git("checkout", "--quiet", "main")
    try forge.git("config", "uploadpack.allowReachableSHA1InWant", "true")
  }

  /// What the checkout step of a CI system leaves: one commit, detached.
  private func checkout(_ reference: String, depth: Int) throws -> ScratchRepository {
    let clone = try ScratchRepository()
    try clone.git("remote", "add", "origin", "file://\(forge.path)")
    try clone.git(
      "fetch", "--quiet", "--no-tags", "--depth=\(depth)", "origin",
      "+\(reference):refs/remotes/pull")
    try clone.git("checkout", "--quiet", "--detach", "refs/remotes/pull")
    return clone
  }

  private func find(_ clone: ScratchRepository, _ variables: [String: String]) throws -> Proposal? {
    let repository = try Repository.open(at: clone.path, environment: Environment())
    return try ContinuousIntegration(repository: repository) { variables[$0] }.proposal()
  }

  private func gitHub(
    _ clone: ScratchRepository, _ name: String, _ event: String
  ) throws -> [String: String] {
    let file = clone.directory.appendingPathComponent(".git/event.json")
    try Data(event.utf8).write(to: file)
    return [
      "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": name,
      "GITHUB_EVENT_PATH": file.path,
    ]
  }

  private func pullRequest(merge: String? = nil) -> String {
    """
    {"action": "synchronize", "number": 7, "pull_request": {"number": 7,
     "merge_commit_sha": \(merge.map { "\"\($0)\"" } ?? "null"),
     "base": {"ref": "main", "sha": "\(base)"}, "head": {"ref": "side", "sha": "\(head)"}}}
    """
  }

  private func id(_ hex: String) throws -> ObjectID { try #require(ObjectID(hex: hex)) }

  /// Runs the command that the message names, then finds the proposal.
  private func findAfterFetching(
    _ clone: ScratchRepository, _ variables: [String: String], code: String
  ) throws -> Proposal? {
    do {
      Issue.record("found without fetching: \(try find(clone, variables) as Any)")
    } catch let diagnostic as Diagnostic {
      #expect(diagnostic.code == code)
      let words = (diagnostic.help ?? "").split(separator: " ").map(String.init)
      #expect(words.prefix(2) == ["git", "fetch"])
      try clone.git(["fetch", "--quiet"] + words.dropFirst(2))
    }
    return try find(clone, variables)
  }

  @Test func gitHubPullRequest() throws {
    let clone = try checkout("refs/pull/7/merge", depth: 2)
    let found = try find(clone, gitHub(clone, "pull_request", pullRequest()))
    #expect(
      try found
        == Proposal(
          base: id(base), head: id(head), outcome: .commit(id(merge)), title: "pull request #7"))
  }

  @Test func gitHubPullRequestOfDepthOne() throws {
    let clone = try checkout("refs/pull/7/merge", depth: 1)
    let variables = try gitHub(clone, "pull_request", pullRequest())
    let found = try findAfterFetching(clone, variables, code: "missing-commits")
    #expect(try found?.outcome == .commit(id(merge)))
    #expect(try found?.base == id(base))
  }

  @Test func gitHubPullRequestWithItsHeadCheckedOut() throws {
    let clone = try checkout("refs/pull/7/head", depth: 1)
    let variables = try gitHub(clone, "pull_request", pullRequest())
    let found = try findAfterFetching(clone, variables, code: "missing-commits")
    #expect(
      try found
        == Proposal(base: id(base), head: id(head), outcome: .merge, title: "pull request #7"))
  }

  @Test func gitHubPullRequestTarget() throws {
    // The target branch is checked out; the head comes by a fetch and is never checked out.
    let clone = try checkout("refs/heads/main", depth: 1)
    let variables = try gitHub(clone, "pull_request_target", pullRequest(merge: merge))
    let found = try findAfterFetching(clone, variables, code: "missing-commits")
    #expect(try found?.head == id(head))
    #expect(found?.outcome == .merge)
  }

  @Test func gitHubPullRequestWithCutHistory() throws {
    // Both tips are there, the way between them is not.
    let clone = try checkout("refs/pull/7/head", depth: 1)
    try clone.git("fetch", "--quiet", "--depth=1", "origin", "refs/heads/main")
    let variables = try gitHub(clone, "pull_request", pullRequest())
    let found = try findAfterFetching(clone, variables, code: "shallow-history")
    #expect(found?.outcome == .merge)
  }

  @Test func gitHubMergeGroup() throws {
    let clone = try checkout("refs/pull/7/merge", depth: 1)
    let event = #"{"merge_group": {"base_sha": "\#(base)", "head_sha": "\#(merge)"}}"#
    let variables = try gitHub(clone, "merge_group", event)
    let found = try findAfterFetching(clone, variables, code: "missing-commits")
    #expect(
      try found
        == Proposal(
          base: id(base), head: id(merge), outcome: .commit(id(merge)), title: "the merge group"))
  }

  @Test func gitHubPush() throws {
    let clone = try checkout("refs/heads/main", depth: 5)
    let before = try clone.git("rev-parse", "HEAD~")
    let event = #"{"ref": "refs/heads/main", "before": "\#(before)", "after": "\#(base)"}"#
    let found = try find(clone, gitHub(clone, "push", event))
    #expect(try found?.base == id(before))
    #expect(try found?.outcome == .commit(id(base)))
    let zero = String(repeating: "0", count: 40)
    let created = #"{"ref": "refs/heads/x", "before": "\#(zero)", "after": "\#(base)"}"#
    #expect(try find(clone, gitHub(clone, "push", created)) == nil)
  }

  @Test(arguments: [
    "", "[]", "{", #"{"pull_request": {}}"#, #"{"pull_request": {"base": {"sha": 1}}}"#,
  ])
  func refusesUnusableEvents(_ event: String) throws {
    let clone = try checkout("refs/heads/main", depth: 1)
    let variables = try gitHub(clone, "pull_request", event)
    if event == "[]" {
      #expect(try find(clone, variables) == nil)
    } else {
      #expect(throws: Diagnostic.self) { try find(clone, variables) }
    }
  }

  private func gitLab(_ checkedOut: String, _ more: [String: String] = [:]) -> [String: String] {
    [
      "CI": "true", "GITLAB_CI": "true", "CI_MERGE_REQUEST_IID": "4", "CI_COMMIT_SHA": checkedOut,
      "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
      "CI_MERGE_REQUEST_REF_PATH": "refs/merge-requests/4/head",
    ].merging(more) { $1 }
  }

  @Test func gitLabMergeRequest() throws {
    let clone = try checkout("refs/merge-requests/4/head", depth: 1)
    let found = try findAfterFetching(clone, gitLab(head), code: "missing-commits")
    #expect(
      try found
        == Proposal(base: id(base), head: id(head), outcome: .merge, title: "merge request !4"))
  }

  @Test func gitLabMergedResult() throws {
    let clone = try checkout("refs/pull/7/merge", depth: 2)
    let variables = gitLab(
      merge,
      [
        "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": head, "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": base,
      ])
    let found = try find(clone, variables)
    #expect(
      try found
        == Proposal(
          base: id(base), head: id(head), outcome: .commit(id(merge)), title: "merge request !4"))
  }

  @Test func otherSystemsWithAMergeCheckedOut() throws {
    let clone = try checkout("refs/pull/7/merge", depth: 2)
    #expect(try find(clone, ["CI": "true"])?.base == id(base))
    #expect(try find(clone, [:]) == nil)
    let branch = try checkout("refs/heads/main", depth: 2)
    #expect(try find(branch, ["CI": "true"]) == nil)
  }
}
