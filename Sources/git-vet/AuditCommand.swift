import ArgumentParser
import Vetting

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Look at every resource of every environment at one commit.",
    discussion: """
      Asks of each whether the live system would take it, whether the limits and quotas of its \
      namespace have room for it and whether the policies allow it, by the \
      configuration and the policies of that commit; policies are asked as if it were created, or \
      updated where a snapshot has it. Reports duplicates, what cannot be evaluated, and waivers \
      that are expired or of no use. The exit status is 0 for safe, 1 where an error stands, 3 for \
      incomplete, 4 where a warning stands, and 2 where the audit could not be made.
      """)

  @Argument(help: "The commit to look at (default: HEAD).")
  var revision: String?

  @OptionGroup var source: SourceOptions
  @OptionGroup var report: ReportOptions
  @OptionGroup var judge: JudgeOptions

  func run() throws {
    let allowed = try judge.allowed()
    var request = try source.request()
    request.policies = judge.requestedPolicies
    let progress = source.progressLine
    request.onProgress = progress.handler
    let result: CheckResult
    do {
      result = try Vetting.audit(request, revision: revision)
      progress.clear()
    } catch {
      progress.clear()
      throw Failure(error)
    }
    try report.write(result)
    throw ExitCode(result.exitCode(allowing: allowed))
  }
}
