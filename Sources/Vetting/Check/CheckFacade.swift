public import Diagnostics
import Git
import Reporting
import Values

/// Checks a change: what it does to the live systems, whether they take it, whether the policies
/// allow it.
///
/// - Throws: what keeps the check from being made at all, such as an unknown revision. What is
///   wrong with the change itself is in the result.
public func check(_ request: CheckRequest) throws(Diagnostic) -> CheckResult {
  do {
    let repository = try Repository.open(at: request.directory)
    let revisions = try Revisions.select(request, in: repository)
    let range = try RevisionRange.between(
      revisions.base, revisions.head, in: repository, merging: revisions.merges)
    return CheckResult(report: try Check(request, range: range, repository: repository).run())
  } catch let error as GitError {
    throw error.diagnostic
  } catch let diagnostic as Diagnostic {
    throw diagnostic
  } catch {
    throw Diagnostic(code: "internal", "\(error)", help: "please report this")
  }
}

/// The two commits that a check is about.
struct Revisions {
  var base: Commit?
  var head: Commit
  var merges: Bool

  static func select(
    _ request: CheckRequest, in repository: Repository
  ) throws -> Revisions {
    let head = try repository.resolve(request.head ?? "HEAD")
    if let base = request.base {
      return Revisions(
        base: try repository.resolve(base), head: head, merges: request.mergesHead)
    }
    guard let upstream = try repository.upstream() else {
      throw Diagnostic(
        code: "no-base", "nothing says what to compare HEAD with: the branch has no upstream",
        help: "name the base: git vet check origin/main")
    }
    return Revisions(base: upstream, head: head, merges: request.mergesHead)
  }
}
