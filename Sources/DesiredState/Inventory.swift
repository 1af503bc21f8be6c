package import Git
import Kustomize
package import Resources
import Values

/// All that one tree wants, environment by environment, in portions that are read when they are
/// asked for and can be let go of afterwards.
package struct Inventory: Sendable {
  /// A part of an environment that is read at once.
  package enum Portion: Sendable {
    /// Files outside kustomizations.
    case manifests([FileEntry])
    /// The directory of a kustomization that is rendered.
    case kustomization(TreePath)
  }

  package struct Environment: Sendable {
    package var environment: DeploymentEnvironment
    package var portions: [Portion] = []
    /// What is known without reading a file: gaps, and counts of files that are passed over.
    package var outline = DesiredState()
  }

  /// Sorted as the configuration has them, or by path.
  package private(set) var environments: [Environment] = []
  /// Roots of the configuration that are not there.
  package private(set) var missingRoots: [(environment: DeploymentEnvironment, root: String)] = []
  /// Manifests that no environment of the configuration holds.
  package private(set) var unassignedFiles = 0

  /// Files of a portion: enough to keep a processor busy, few enough to be held in memory.
  private static let portionSize = 128

  /// - Parameters:
  ///   - configuration: nil where there is none: then every root is an environment.
  ///   - policyDirectories: whose files are policies, not manifests.
  /// - Throws: what keeps the tree from being read at all.
  package init(
    of tree: CommitTree, _ configuration: Configuration?, policyDirectories: [TreePath]
  ) throws(GitError) {
    let listing = try Listing(tree, policyDirectories: policyDirectories)
    guard let configuration else {
      environments = listing.graph.tops.sorted().map { root in
        Environment(
          environment: DeploymentEnvironment(
            name: root.isRoot ? "." : root.text, roots: [root.text]),
          portions: [.kustomization(root)])
      }
      var rest = Environment(
        environment: DeploymentEnvironment(name: "manifests", roots: [""]))
      _ = listing.addFiles(of: [Root("")], to: &rest, Self.portionSize)
      environments.append(rest)
      return
    }
    var assigned = Set<Int>()
    for environment in configuration.environments {
      var roots: [Root] = []
      for text in environment.roots {
        let root = Root(text)
        let isThere = root.isGlob ? true : try tree.entry(at: root.directory) != nil
        if isThere { roots.append(root) } else { missingRoots.append((environment, text)) }
      }
      var found = Environment(environment: environment)
      for directory in listing.kustomizations(of: roots) {
        found.portions.append(.kustomization(directory))
      }
      assigned.formUnion(listing.addFiles(of: roots, to: &found, Self.portionSize))
      environments.append(found)
    }
    unassignedFiles = listing.countOfManifests(besides: assigned, configuration)
  }
}

/// Every file of a tree, and what it is to the tools that read it.
private struct Listing {
  /// Without policies and the configuration.
  let files: [FileEntry]
  let graph: KustomizationGraph
  /// The nearest directory with a kustomization, and the Helm chart, that a directory is part of.
  private var owners: [TreePath: (kustomization: TreePath?, chart: TreePath?)] = [:]

  init(_ tree: CommitTree, policyDirectories: [TreePath]) throws(GitError) {
    let all = try tree.files()
    graph = try KustomizationGraph(all, in: tree)
    let configuration = TreePath(Configuration.path)
    files = all.filter { entry in
      entry.path != configuration && !policyDirectories.contains { entry.path.isWithin($0) }
    }
    let charts = Set(
      all.filter { $0.kind.isFile && $0.path.name.elementsEqual("Chart.yaml".utf8) }
        .map(\.path.parent))
    for file in files where owners[file.path.parent] == nil {
      let directory = file.path.parent
      owners[directory] = (
        nearest(to: directory) { graph.contains($0) }, nearest(to: directory, charts.contains)
      )
    }
  }

  private func nearest(to directory: TreePath, _ test: (TreePath) -> Bool) -> TreePath? {
    var path = directory
    while !test(path) {
      if path.isRoot { return nil }
      path = path.parent
    }
    return path
  }

  /// The kustomizations that are rendered for roots: a root's own, else the topmost below it.
  func kustomizations(of roots: [Root]) -> [TreePath] {
    let all = graph.directories
    var found = Set<TreePath>()
    for root in roots {
      if !root.isGlob, all.contains(root.directory) {
        found.insert(root.directory)
      } else if root.isGlob {
        found.formUnion(all.filter(root.matches))
      } else {
        let below = all.filter { $0.isWithin(root.directory) }
        found.formUnion(
          below.filter { directory in
            // It has no other above it, up to the root.
            var path = directory
            while path != root.directory, !path.isRoot {
              path = path.parent
              if below.contains(path) { return false }
            }
            return true
          })
      }
    }
    return found.sorted()
  }

  /// Adds the manifests outside kustomizations, and what is to be said of other files.
  ///
  /// - Returns: the files that lie in the roots, by index.
  func addFiles(
    of roots: [Root], to environment: inout Inventory.Environment, _ portionSize: Int
  ) -> Set<Int> {
    // A root that is a kustomization holds no plain manifests of its own, though a glob may.
    let plain = roots.filter { $0.isGlob || !graph.contains($0.directory) }
    var portion: [FileEntry] = []
    var charts = Set<TreePath>()
    var held = Set<Int>()
    for (index, entry) in files.enumerated() {
      if roots.contains(where: { $0.holds(entry.path) }) { held.insert(index) }
      guard plain.contains(where: { $0.holds(entry.path) }) else { continue }
      let owner = owners[entry.path.parent]
      if !graph.readers(of: entry.path).isEmpty { continue }
      if entry.kind == .submodule {
        environment.outline.gaps.append(.submodule(entry.path))
        continue
      }
      guard entry.isManifest, !entry.path.isHidden, !entry.path.isKustomization else {
        environment.outline.otherFiles += 1
        continue
      }
      if let kustomization = owner?.kustomization,
        !kustomization.isRoot || entry.path.parent.isRoot
      {
        environment.outline.unreferencedFiles += 1
      } else if let chart = owner?.chart {
        if charts.insert(chart).inserted {
          environment.outline.gaps.append(.unrenderedChart(chart))
        }
      } else {
        portion.append(entry)
        if portion.count == portionSize {
          environment.portions.append(.manifests(portion))
          portion = []
        }
      }
    }
    if !portion.isEmpty { environment.portions.append(.manifests(portion)) }
    return held
  }

  /// Manifests that lie in no root, and that no kustomization of a root reads.
  func countOfManifests(besides assigned: Set<Int>, _ configuration: Configuration) -> Int {
    files.indices.count { index in
      let entry = files[index]
      return entry.isManifest && !entry.path.isHidden && !entry.path.isKustomization
        && !assigned.contains(index) && owners[entry.path.parent]?.chart == nil
        && graph.readers(of: entry.path).isEmpty
    }
  }
}

extension Gap {
  fileprivate static func submodule(_ path: TreePath) -> Gap {
    Gap(
      "the files of the submodule \(path.text) are not part of this repository",
      remedy: "check the submodule's own repository, or commit its files",
      at: Mark(source: Source(path: path.text), line: 1, column: 1))
  }
}

/// Reads portions of an inventory. Neighbouring roots share bases, which one reader renders once;
/// what it holds is let go of with it.
package struct PortionReader: Sendable {
  private let tree: CommitTree
  private let platform: any Platform
  private let renderer: Renderer

  package init(_ tree: CommitTree, platform: any Platform) {
    self.tree = tree
    self.platform = platform
    renderer = Renderer(tree: tree)
  }

  package func state(of portion: Inventory.Portion) throws(GitError) -> DesiredState {
    switch portion {
    case .kustomization(let directory):
      return DesiredState(renderer.render(directory), platform: platform)
    case .manifests(let entries):
      let reader = ManifestReader(platform: platform)
      var state = DesiredState()
      for entry in entries {
        state.merge(
          entry.kind == .symbolicLink
            ? try reader.state(ofLink: entry, in: tree) : reader.state(of: entry, in: tree))
      }
      return state
    }
  }
}
