import DesiredState
import Diagnostics
import Git
import LiveState
import Reporting
import Resources
import Values

/// The live state that one environment is compared with.
struct LiveSource: Sendable {
  var view: any LiveView = NoLiveView()
  var hasSnapshot = false
  /// What the report says of it.
  var snapshot: Report.Snapshot?
  var gaps: [Gap] = []
  /// With the key that the snapshot's secret values are hashed with, where the check has it.
  var redaction = Redaction(key: nil)

  /// The view in which live Secrets compare with those of the desired state.
  func view(revealing base: [Resource], _ head: [Resource]) -> any LiveView {
    hasSnapshot ? RevealedSecrets(view, redaction: redaction, base: base, head: head) : view
  }
}

/// Finds the snapshot of an environment: the command line's, else the configuration's.
final class LiveSources {
  private let request: CheckRequest
  private let repository: Repository
  /// A file may serve many environments, and is read once.
  private var listings: [String: ListingView] = [:]
  private var snapshots: [String: SnapshotView] = [:]

  init(_ request: CheckRequest, _ repository: Repository) {
    self.request = request
    self.repository = repository
  }

  func source(for environment: DeploymentEnvironment) throws(Diagnostic) -> LiveSource {
    if let given = request.live[environment.name] ?? request.live[""] {
      // What a person names must be there: anything else is a mistake of theirs.
      return given.hasPrefix("refs/")
        ? try snapshot(given, environment) : try listing(given, environment)
    }
    guard let reference = environment.live else { return LiveSource() }
    do {
      return try snapshot(reference, environment)
    } catch {
      return LiveSource(
        view: NoLiveView(reason: error.headline),
        gaps: [
          Gap(
            error.headline,
            remedy: error.help ?? "git fetch origin \(reference):\(reference)",
            at: environment.mark)
        ])
    }
  }

  private func snapshot(
    _ reference: String, _ environment: DeploymentEnvironment
  ) throws(Diagnostic) -> LiveSource {
    let view: SnapshotView
    if let known = snapshots[reference] {
      view = known
    } else {
      view = try SnapshotView(reference, in: repository)
      snapshots[reference] = view
    }
    let snapshot = view.snapshot
    let key = view.contents.redactionKey == nil ? nil : try RedactionKey.fromEnvironment()
    var source = LiveSource(
      view: view, hasSnapshot: true,
      snapshot: Report.Snapshot(
        environment: environment.name, ref: reference, commit: snapshot.commit.hex,
        capturedAt: snapshot.capturedAt,
        isStale: snapshot.isStale(at: request.now, maximumAge: environment.maxSnapshotAge)))
    if key?.id == view.contents.redactionKey { source.redaction = Redaction(key: key) }
    return source
  }

  private func listing(
    _ path: String, _ environment: DeploymentEnvironment
  ) throws(Diagnostic) -> LiveSource {
    let view: ListingView
    if let known = listings[path] {
      view = known
    } else {
      view = try ListingView([path])
      listings[path] = view
    }
    // The path is the caller's and may differ from run to run; its last part names the file.
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return LiveSource(
      view: view, hasSnapshot: true,
      snapshot: Report.Snapshot(
        environment: environment.name, ref: name, commit: nil, capturedAt: nil, isStale: false))
  }
}

extension CheckRequest {
  /// A live state for an environment that is not there would never be looked at.
  func check(environments: [String]) throws(Diagnostic) {
    for name in live.keys.sorted() where !name.isEmpty && !environments.contains(name) {
      throw Diagnostic(
        code: "unknown-environment", "--live names '\(name)', which is no environment",
        help: closest(to: name, among: environments).map { "did you mean '\($0)'?" }
          ?? "the environments are \(environments.sorted().joined(separator: ", "))")
    }
  }
}
