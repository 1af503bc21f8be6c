import Diagnostics
import Policy
import Simulation

extension Report {
  /// What an audit counts beside its findings.
  package struct Audit: Hashable, Sendable {
    package var environments: [Environment]
    /// Manifests that no environment of the configuration holds.
    package var unassignedFiles: Int
    /// Rules that are about a change and were not asked.
    package var rulesAboutChanges: Int

    package struct Environment: Hashable, Sendable {
      package var name: String
      package var resources: Int
      package var errors = 0
      package var warnings = 0
      package var infos = 0
      package var waived = 0
      package var incomplete = 0

      /// - Parameters:
      ///   - errors, warnings: about files, which belong to no object.
      package init(name: String, resources: Int, errors: Int = 0, warnings: Int = 0) {
        self.name = name
        self.resources = resources
        self.errors = errors
        self.warnings = warnings
      }

      /// Whether there is anything to say of it.
      var isClean: Bool { errors + warnings + infos + waived + incomplete == 0 }
    }

    package var resources: Int { environments.reduce(0) { $0 + $1.resources } }

    /// - Parameters:
    ///   - environments: with what is known without the report.
    ///   - report: whose findings of objects, and gaps, are counted.
    package init(
      environments: [Environment], _ report: Report, unassignedFiles: Int, rulesAboutChanges: Int
    ) {
      self.environments = environments
      self.unassignedFiles = unassignedFiles
      self.rulesAboutChanges = rulesAboutChanges
      let places = Dictionary(
        environments.indices.map { (environments[$0].name, $0) }, uniquingKeysWith: { $1 })
      for finding in report.findings {
        guard let place = finding.subject.flatMap({ places[$0.environment] }) else { continue }
        switch (finding.status, finding.severity) {
        case (.waived, _): self.environments[place].waived += 1
        case (_, .error): self.environments[place].errors += 1
        case (_, .warning): self.environments[place].warnings += 1
        case (_, .info): self.environments[place].infos += 1
        }
      }
      for entry in report.incomplete {
        if let place = places[entry.environment] { self.environments[place].incomplete += 1 }
      }
    }
  }

  /// What stands and nobody answers for.
  var standing: [Finding] { findings.filter { $0.status == .existing } }
}
