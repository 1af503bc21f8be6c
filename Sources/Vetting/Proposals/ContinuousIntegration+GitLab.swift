import Diagnostics
import Git

extension ContinuousIntegration {
  /// From the predefined variables of a merge request pipeline of GitLab.
  func gitLabProposal() throws(Diagnostic) -> Proposal? {
    guard let number = variable("CI_MERGE_REQUEST_IID") else { return nil }
    let title = "merge request !\(TreePath.text(of: Array(number.utf8)))"
    guard let checkedOut = id(variable("CI_COMMIT_SHA")) else { return nil }
    // In pipelines for merged results and in merge trains, GitLab has made the merge.
    if let merge = try commit(checkedOut), merge.parents.count == 2,
      let source = id(variable("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA")), merge.parents[1] == source
    {
      return try proposal(mergedAs: merge, title: title)
    }
    let branch = variable("CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
    let target = try trackingBranch(branch) ?? id(variable("CI_MERGE_REQUEST_TARGET_BRANCH_SHA"))
    guard let target else {
      let fetch = fetch(target: branch)
      throw Diagnostic(
        .error, code: "missing-commits",
        "the target branch of \(title) is not in this clone", help: fetch)
    }
    return try proposal(
      merging: checkedOut, into: target, title: title, sources: sources(target: branch))
  }

  private func fetch(target branch: String?) -> String {
    let unshallow = repository.isShallow ? "--unshallow " : ""
    return "git fetch --no-tags \(unshallow)origin \(sources(target: branch))"
  }

  private func sources(target branch: String?) -> String {
    let target = branch.map { "+refs/heads/\($0):refs/remotes/origin/\($0)" } ?? "HEAD"
    // Its own reference: what is checked out may itself have been cut off.
    let source = variable("CI_MERGE_REQUEST_REF_PATH").map { " \($0)" } ?? ""
    return (target + source).split(separator: " ").map { ShellWord.quote(String($0)) }
      .joined(separator: " ")
  }
}
