import ArgumentParser
import Vetting

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Gate a change: what it does, whether it would be accepted, whether it is allowed.",
    discussion: """
      With no arguments it checks the pull request of the running pipeline, or else what HEAD \
      adds to its upstream. The exit status is 0 for safe, 1 for blocked, 3 for incomplete, \
      4 for review, and 2 where the check could not be made.
      """)

  @OptionGroup var change: ChangeOptions
  @OptionGroup var report: ReportOptions

  @OptionGroup var judge: JudgeOptions

  func run() throws {
    let allowed = try judge.allowed()
    try change.check(judging: true, policies: judge.requestedPolicies) { result in
      try report.write(result)
      throw ExitCode(result.exitCode(allowing: allowed))
    }
  }
}

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what a change would do, without policies.")

  @OptionGroup var change: ChangeOptions
  @OptionGroup var report: ReportOptions

  func run() throws {
    try change.check(judging: false, policies: nil) { result in
      try report.write(result)
      throw ExitCode(result.exitCode())
    }
  }
}
