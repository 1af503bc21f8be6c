import ArgumentParser
import Diagnostics
import Glibc
import Values
import Vetting

/// Which change is looked at, and beside what.
struct ChangeOptions: ParsableArguments {
  @Argument(help: "The revision to merge into.")
  var base: String?

  @Argument(help: "The revision to merge (default: HEAD).")
  var head: String?

  @Option(name: .customShort("C"), help: "The directory of the repository.")
  var directory = "."

  @Flag(name: .customLong("no-merge"), help: "Take the head as it is, not merged into the base.")
  var noMerge = false

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A snapshot of live state: a file of kubectl get -o json, or a ref.",
      valueName: "[environment=]file"))
  var live: [String] = []

  @Option(help: "A configuration in place of the base's .git-vet.yaml.")
  var config: String?

  @Option(help: "The version of Kubernetes, such as 1.36.")
  var kubernetesVersion: String?

  @Option(parsing: .singleValue, help: "A file of custom resource definitions.")
  var crds: [String] = []

  @Option(help: "The time of evaluation, as 2027-01-31T12:00:00Z (default: the clock).")
  var now: String?

  func check(
    judging: Bool, policies: [String]?, _ body: (CheckResult) throws -> Void
  ) throws {
    let request = CheckRequest(
      directory: directory, base: base, head: head, mergesHead: !noMerge, judges: judging,
      live: try Self.snapshots(live), policies: policies, configuration: config,
      kubernetesVersion: kubernetesVersion, definitions: crds, now: try Self.instant(now))
    let result: CheckResult
    do {
      result = try Vetting.check(request)
    } catch {
      throw Failure(error)
    }
    try body(result)
  }

  static func instant(_ text: String?) throws -> Instant {
    guard let text else { return Instant(seconds: Int64(time(nil))) }
    guard let instant = Instant(text) else {
      throw ValidationError("--now takes a time such as 2027-01-31T12:00:00Z, not '\(text)'.")
    }
    return instant
  }

  /// `prod=live.json` is for one environment, `live.json` for all.
  private static func snapshots(_ arguments: [String]) throws -> [String: String] {
    var snapshots: [String: String] = [:]
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let environment = parts.count == 2 ? String(parts[0]) : ""
      if snapshots.updateValue(String(parts.last ?? ""), forKey: environment) != nil {
        throw ValidationError("--live is given twice for the same environment.")
      }
    }
    return snapshots
  }
}

/// Ends the command with status 2 and a message on standard error.
struct Failure: Error {
  init(_ diagnostic: Diagnostic) {
    Console.complain(DiagnosticText.render(diagnostic))
    Glibc.exit(2)
  }
}
