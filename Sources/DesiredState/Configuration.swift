package import Resources
package import Values

/// `.git-vet.yaml`: which parts of a repository describe which live systems.
package struct Configuration: Sendable {
  package static let path = ".git-vet.yaml"

  /// Directories in the repository, and packs that ship with the tool as `builtin:name`.
  package var policies: [String]
  package var environments: [DeploymentEnvironment]

  package init(policies: [String], environments: [DeploymentEnvironment]) {
    self.policies = policies
    self.environments = environments
  }

  /// What a repository without a configuration goes by.
  package static let defaultPolicies = ["builtin:change-safety"]
}

/// One live system and the directories that describe it.
package struct DeploymentEnvironment: Sendable {
  package var name: String
  /// Directories, or globs of directories.
  package var roots: [String]
  /// The ref of its snapshot.
  package var live: String?
  /// Seconds after which a snapshot is stale; nil for never.
  package var maxSnapshotAge: Int64?
  package var `operator`: Operator
  package var kubernetesVersion: String?
  package var mark: Mark?

  package init(
    name: String, roots: [String], live: String? = nil, maxSnapshotAge: Int64? = nil,
    operator: Operator = Operator(.kubectl), kubernetesVersion: String? = nil, mark: Mark? = nil
  ) {
    self.name = name
    self.roots = roots
    self.live = live
    self.maxSnapshotAge = maxSnapshotAge
    self.operator = `operator`
    self.kubernetesVersion = kubernetesVersion
    self.mark = mark
  }
}
