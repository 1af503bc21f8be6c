package import Git
import Kustomize
package import Resources
import Values

/// Finds the environments that a change touches and reads both their sides.
package final class EnvironmentReader {
  private let comparison: Comparison
  private let platform: any Platform
  private let manifests: ManifestReader
  /// Directories whose files are policies, not manifests.
  private let policyDirectories: [TreePath]
  private var isConfigured = false
  private var facts: [Comparison.Side: DirectoryFacts] = [:]

  package init(
    _ comparison: Comparison, platform: any Platform, policyDirectories: [TreePath]
  ) {
    self.comparison = comparison
    self.platform = platform
    manifests = ManifestReader(platform: platform)
    self.policyDirectories = policyDirectories
    for side in Comparison.Side.allCases {
      facts[side] = comparison.tree(side).map { DirectoryFacts(tree: $0) }
    }
  }

  /// - Parameter configuration: nil where the base has none: then every root is an environment.
  /// - Throws: what keeps the trees from being read at all.
  package func read(_ configuration: Configuration?) throws(GitError) -> Reading {
    isConfigured = configuration != nil
    var reading = Reading()
    // Looking for all kustomizations of a large repository is worth it only where the change could
    // concern one.
    let kustomized =
      try needsKustomizations(configuration)
      ? KustomizedRoots(comparison, platform: platform) : nil
    if let configuration {
      for environment in configuration.environments {
        try read(environment, kustomized, &reading)
      }
    } else {
      if let kustomized { readTops(kustomized, &reading) }
      reading.pairs.append(
        try changedManifests(
          in: DeploymentEnvironment(name: "manifests", roots: [""]), roots: [Root("")],
          kustomized))
    }
    return reading
  }

  package struct Reading: Sendable {
    package var pairs: [EnvironmentPair] = []
    /// Roots of the configuration that are there on neither side.
    package var missingRoots: [(environment: DeploymentEnvironment, root: String)] = []
  }

  // MARK: - Without a configuration

  private func readTops(_ kustomized: KustomizedRoots, _ reading: inout Reading) {
    var base = kustomized.affectedTops(.base)
    var head = kustomized.affectedTops(.head)
    // A kustomization that others begin or cease to build on is still there on both sides.
    for root in base where kustomized.isKustomized(root, .head) { head.insert(root) }
    for root in head where kustomized.isKustomized(root, .base) { base.insert(root) }
    let moved = RootPairing(base: base, head: head, changes: comparison.changes)
    let roots =
      head.sorted().map { (base: moved.oldPath(of: $0), head: Optional($0)) }
      + moved.gone.map { (base: $0, head: nil) }
    reading.pairs += pairs(of: roots, kustomized)
    readPartsOfBroken(kustomized, &reading)
    pairBySharedObjects(&reading.pairs)
  }

  /// A root that does not render shows nothing of what it builds on, which others may render by
  /// itself: so that is looked at for itself.
  private func readPartsOfBroken(_ kustomized: KustomizedRoots, _ reading: inout Reading) {
    var known = Set(reading.pairs.flatMap(\.environment.roots))
    var parts: Set<TreePath> = []
    for pair in reading.pairs where pair.base.isBroken || pair.head.isBroken {
      for root in pair.environment.roots.map({ TreePath($0) }) {
        for side in Comparison.Side.allCases {
          parts.formUnion(kustomized.affectedParts(of: root, side))
        }
      }
    }
    let new = parts.sorted().filter { known.insert($0.text).inserted }
    reading.pairs += pairs(of: new.map { (base: $0, head: $0) }, kustomized)
  }

  /// An environment for each root, named by its path.
  private func pairs(
    of roots: [(base: TreePath?, head: TreePath?)], _ kustomized: KustomizedRoots
  ) -> [EnvironmentPair] {
    zip(roots, kustomized.states(of: roots)).map { root, states in
      let path = root.head ?? root.base ?? .root
      let name = path.isRoot ? "." : path.text
      var pair = EnvironmentPair(
        environment: DeploymentEnvironment(name: name, roots: [path.text]),
        base: states.base, head: states.head)
      finish(&pair)
      return pair
    }
  }

  /// A root that went and one that came are the same environment where they share most objects.
  private func pairBySharedObjects(_ pairs: inout [EnvironmentPair]) {
    let came = pairs.indices.filter { pairs[$0].base.isEmpty && !pairs[$0].head.isEmpty }
    var gone = pairs.indices.filter { pairs[$0].head.isEmpty && !pairs[$0].base.isEmpty }
    var merged = Set<Int>()
    for index in came {
      let objects = Set(pairs[index].head.resources.map(\.identity))
      let shared = gone.map { place in
        (place, pairs[place].base.resources.count { objects.contains($0.identity) })
      }
      guard let (place, count) = shared.max(by: { ($0.1, $1.0) < ($1.1, $0.0) }), count > 0,
        count * 2 >= max(objects.count, pairs[place].base.resources.count)
      else { continue }
      pairs[index].base = pairs[place].base
      gone.removeAll { $0 == place }
      merged.insert(place)
    }
    pairs = pairs.indices.filter { !merged.contains($0) }.map { pairs[$0] }
  }

  // MARK: - With a configuration

  private func read(
    _ environment: DeploymentEnvironment, _ kustomized: KustomizedRoots?,
    _ reading: inout Reading
  ) throws(GitError) {
    var pair = EnvironmentPair(
      environment: environment, base: DesiredState(), head: DesiredState())
    var plain: [Root] = []
    for text in environment.roots {
      let root = Root(text)
      guard try isThere(root) else {
        reading.missingRoots.append((environment, text))
        continue
      }
      if let kustomized {
        let directories = affectedDirectories(of: root, kustomized).sorted()
        for states in kustomized.states(of: directories.map { (base: $0, head: $0) }) {
          pair.base.merge(states.base)
          pair.head.merge(states.head)
        }
      }
      // A glob, or a plain directory, may hold plain manifests as well.
      if root.isGlob || !(kustomized?.contains(root.directory) ?? false) { plain.append(root) }
    }
    if !plain.isEmpty {
      let manifests = try changedManifests(in: environment, roots: plain, kustomized)
      pair.base.merge(manifests.base)
      pair.head.merge(manifests.head)
    }
    finish(&pair)
    reading.pairs.append(pair)
  }

  /// The affected ones of the kustomizations that are rendered for a root: its own, else the topmost
  /// below it.
  private func affectedDirectories(
    of root: Root, _ kustomized: KustomizedRoots
  ) -> Set<TreePath> {
    let affected = kustomized.affected(.base).union(kustomized.affected(.head))
    if root.isGlob { return affected.filter(root.matches) }
    if kustomized.contains(root.directory) { return affected.intersection([root.directory]) }
    return affected.filter { directory in
      guard directory.isWithin(root.directory) else { return false }
      var above = directory.parent
      while above.isWithin(root.directory), above != root.directory {
        if kustomized.contains(above) { return false }
        above = above.parent
      }
      return true
    }
  }

  private func isThere(_ root: Root) throws(GitError) -> Bool {
    if root.isGlob { return true }
    for side in Comparison.Side.allCases {
      guard let tree = comparison.tree(side) else { continue }
      if try tree.entry(at: root.directory) != nil { return true }
    }
    return false
  }

  // MARK: - Plain manifests

  private func changedManifests(
    in environment: DeploymentEnvironment, roots: [Root], _ kustomized: KustomizedRoots?
  ) throws(GitError) -> EnvironmentPair {
    var pair = EnvironmentPair(environment: environment, base: .init(), head: .init())
    for side in Comparison.Side.allCases {
      guard let tree = comparison.tree(side), let facts = facts[side] else { continue }
      var entries: [FileEntry] = []
      var unreferenced = 0
      for entry in comparison.entries(side) where roots.contains(where: { $0.holds(entry.path) }) {
        guard !isTrusted(entry.path), !(kustomized?.isRead(entry.path, side) ?? false) else {
          continue
        }
        if entry.isManifest, !entry.path.isKustomization,
          let owner = try facts.kustomization(governing: entry.path.parent),
          !owner.isRoot || entry.path.parent.isRoot
        {
          unreferenced += 1
        } else {
          entries.append(entry)
        }
      }
      let changed = ChangedManifests(reader: manifests, facts: facts)
      var state = try changed.state(of: entries, in: tree)
      state.unreferencedFiles = unreferenced
      if side == .base { pair.base = state } else { pair.head = state }
    }
    finish(&pair)
    return pair
  }

  /// Policies and the configuration are no manifests.
  private func isTrusted(_ path: TreePath) -> Bool {
    path == TreePath(Configuration.path) || policyDirectories.contains { path.isWithin($0) }
  }

  private func needsKustomizations(_ configuration: Configuration?) throws(GitError) -> Bool {
    for side in Comparison.Side.allCases {
      guard let facts = facts[side] else { continue }
      for entry in comparison.entries(side) {
        if entry.path.isKustomization { return true }
        if try facts.kustomization(governing: entry.path.parent) != nil { return true }
      }
    }
    return false
  }

  private func finish(_ pair: inout EnvironmentPair) {
    pair.base.reportDuplicates(isConfigured: isConfigured)
    pair.head.reportDuplicates(isConfigured: isConfigured)
    pair.forgetUnreadable()
  }
}
