import ArgumentParser
import Glibc
import Values
import Vetting

/// Which repository is looked at, and beside what.
struct SourceOptions: ParsableArguments {
  @Option(name: .customShort("C"), help: "The directory of the repository.")
  var directory = "."

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A snapshot of live state: a file of kubectl get -o json, or a ref.",
      valueName: "[environment=]file"))
  var live: [String] = []

  @Option(help: "A configuration in place of the repository's .git-vet.yaml.")
  var config: String?

  @Option(help: "The version of Kubernetes, such as 1.36.")
  var kubernetesVersion: String?

  @Option(parsing: .singleValue, help: "A file of custom resource definitions.")
  var crds: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Where JSON schemas of further kinds are: a directory, or a template of paths.",
      valueName: "location"))
  var schemaLocation: [String] = []

  @Flag(help: "Prefer schemas there that refuse unknown fields.")
  var strict = false

  @Flag(help: "Let objects of kinds that nothing describes count as evaluated.")
  var ignoreMissingSchemas = false

  @Option(help: "The time of evaluation, as 2027-01-31T12:00:00Z (default: the clock).")
  var now: String?

  @Flag(name: .customLong("no-progress"), help: "Show no progress on the terminal.")
  var noProgress = false

  var progressLine: ProgressLine { ProgressLine(isWanted: !noProgress) }

  func request() throws -> CheckRequest {
    var request = CheckRequest(
      directory: directory, live: try Self.snapshots(live), configuration: config,
      kubernetesVersion: kubernetesVersion, definitions: crds, now: try Self.instant(now))
    request.schemaLocations = schemaLocation
    request.prefersStrictSchemas = strict
    request.ignoresMissingSchemas = ignoreMissingSchemas
    return request
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
