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

  @Option(
    name: .customLong("policies"), parsing: .singleValue,
    help: "A directory of policies, or builtin:NAME, in place of the configuration's.")
  var policies: [String] = []

  @Option(help: "Verdicts that exit with 0, by comma: review,incomplete.")
  var allow: String?

  func run() throws {
    let allowed = try Self.verdicts(allow)
    try change.check(judging: true, policies: policies.isEmpty ? nil : policies) { result in
      try report.write(result)
      throw ExitCode(result.exitCode(allowing: allowed))
    }
  }

  private static func verdicts(_ text: String?) throws -> Set<String> {
    let words = Set((text ?? "").split(separator: ",").map(String.init))
    for word in words where !["review", "incomplete"].contains(word) {
      throw ValidationError("--allow takes review and incomplete, not '\(word)'.")
    }
    return words
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
