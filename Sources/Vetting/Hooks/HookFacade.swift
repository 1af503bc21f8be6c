package import Diagnostics
import Git
import Reporting

/// Runs a hook on what Git says is pushed.
///
/// - Parameters:
///   - remote: the name or address that a push goes to; nil on the receiving side.
///   - input: what Git writes to the standard input of the hook.
///   - request: how to check; its revisions do not count.
///   - show: shows a report to the person who pushes.
///   - say: shows them a line.
/// - Returns: the exit code: 0 lets the push through, any other stops it.
package func runHook(
  _ hook: HookRun.Hook, remote: String?, input: [UInt8], request: CheckRequest,
  show: @escaping (CheckResult) -> Void, say: @escaping (String) -> Void
) throws(Diagnostic) -> Int32 {
  let repository = try request.repository()
  let run = HookRun(
    hook, in: repository, remote: remote,
    check: { proposal throws(Diagnostic) in
      let result = try check(request, proposal, in: repository)
      show(result)
      return result.report.verdict
    }, say: say)
  return try run.run(input: input)
}

extension HookInstallation {
  /// For the repository that a directory is in.
  package init(_ hook: HookRun.Hook, directory: String) throws(Diagnostic) {
    let repository: Repository
    do {
      repository = try Repository.open(at: directory)
    } catch {
      throw error.diagnostic
    }
    try self.init(hook, in: repository)
  }
}
