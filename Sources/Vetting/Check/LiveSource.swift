import DesiredState
import Diagnostics
import Git
import Reporting
import Resources
import Values

/// The live state that one environment is compared with.
struct LiveSource {
  var view: any LiveView = NoLiveView()
  var hasSnapshot = false
  /// What the report says of it.
  var snapshot: Report.Snapshot?
  var gaps: [Gap] = []
}

/// Finds the snapshot of an environment: the command line's, else the configuration's.
struct LiveSources {
  let request: CheckRequest
  let repository: Repository

  func source(for environment: DeploymentEnvironment) throws(Diagnostic) -> LiveSource {
    LiveSource()
  }
}
