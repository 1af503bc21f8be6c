package import Git
package import Resources
import Values

/// Finds the environments that a change touches and reads both their sides.
package final class EnvironmentReader {
  let comparison: Comparison
  let manifests: ManifestReader
  /// Directories whose files are policies, not manifests.
  let policyDirectories: [TreePath]

  package init(
    _ comparison: Comparison, platform: any Platform, policyDirectories: [TreePath]
  ) {
    self.comparison = comparison
    manifests = ManifestReader(platform: platform)
    self.policyDirectories = policyDirectories
  }

  /// - Parameter configuration: nil where the base has none: then every root is an environment.
  /// - Throws: what keeps the trees from being read at all.
  package func read(_ configuration: Configuration?) throws(GitError) -> [EnvironmentPair] {
    guard let configuration else {
      return [try changedManifests(in: DeploymentEnvironment(name: "manifests", roots: [""]))]
    }
    var pairs: [EnvironmentPair] = []
    for environment in configuration.environments {
      pairs.append(try changedManifests(in: environment))
    }
    return pairs
  }

  private func changedManifests(
    in environment: DeploymentEnvironment
  ) throws(GitError) -> EnvironmentPair {
    let roots = environment.roots.map { Root($0) }
    var pair = EnvironmentPair(environment: environment, base: .init(), head: .init())
    for side in Comparison.Side.allCases {
      guard let tree = comparison.tree(side) else { continue }
      let changed = ChangedManifests(reader: manifests) { path in
        !self.policyDirectories.contains { path.isWithin($0) }
          && roots.contains { $0.holds(path) }
      }
      var state = try changed.state(of: comparison.entries(side), in: tree)
      state.reportDuplicates()
      if side == .base { pair.base = state } else { pair.head = state }
    }
    pair.forgetUnreadable()
    return pair
  }
}

/// A directory of an environment, or a glob of directories.
private struct Root {
  private let glob: Glob?
  private let directory: TreePath

  init(_ text: String) {
    glob = text.contains("*") || text.contains("?") ? Glob(text) : nil
    directory = TreePath(text)
  }

  /// Whether a file lies in it.
  func holds(_ path: TreePath) -> Bool {
    guard let glob else { return path.isWithin(directory) }
    var directory = path.parent
    while !directory.isRoot {
      if glob.matches(path: directory.text) { return true }
      directory = directory.parent
    }
    return false
  }
}
