import ArgumentParser
import Diagnostics
import Glibc
import Vetting

/// Which change is looked at, and beside what.
struct ChangeOptions: ParsableArguments {
  @Argument(help: "The revision to merge into.")
  var base: String?

  @Argument(help: "The revision to merge (default: HEAD).")
  var head: String?

  @Flag(name: .customLong("no-merge"), help: "Take the head as it is, not merged into the base.")
  var noMerge = false

  @OptionGroup var source: SourceOptions

  func check(
    judging: Bool, policies: [String]?, _ body: (CheckResult) throws -> Void
  ) throws {
    var request = try source.request()
    request.base = base
    request.head = head
    request.mergesHead = !noMerge
    request.judges = judging
    request.policies = policies
    let progress = source.progressLine
    request.onProgress = progress.handler
    let result: CheckResult
    do {
      result = try Vetting.check(request)
      progress.clear()
    } catch {
      progress.clear()
      throw Failure(error)
    }
    try body(result)
  }
}

/// Ends the command with status 2 and a message on standard error.
struct Failure: Error {
  init(_ diagnostic: Diagnostic) {
    Console.complain(DiagnosticText.render(diagnostic))
    Glibc.exit(2)
  }
}
