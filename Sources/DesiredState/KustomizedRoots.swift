import Concurrency
import Diagnostics
import Git
import Kustomize
import Resources
import Values

/// The kustomizations of both sides: which of them a change affects, and what they render to.
final class KustomizedRoots {
  private let comparison: Comparison
  private let platform: any Platform
  private let graphs: [Comparison.Side: KustomizationGraph]
  private let renderers: [Comparison.Side: Renderer]
  private var affected: [Comparison.Side: Set<TreePath>] = [:]

  init(_ comparison: Comparison, platform: any Platform) throws(GitError) {
    self.comparison = comparison
    self.platform = platform
    // What both sides share is read and rendered once.
    let cache = RenderingCache()
    var graphs: [Comparison.Side: KustomizationGraph] = [:]
    var renderers: [Comparison.Side: Renderer] = [:]
    for side in Comparison.Side.allCases {
      guard let tree = comparison.tree(side) else { continue }
      graphs[side] =
        if let base = graphs[.base] {
          try KustomizationGraph(base, changes: comparison.changes, tree: tree)
        } else {
          try KustomizationGraph(tree: tree)
        }
      renderers[side] = Renderer(tree: tree, cache: cache)
    }
    self.graphs = graphs
    self.renderers = renderers
  }

  /// Whether a file is read by a kustomization.
  func isRead(_ path: TreePath, _ side: Comparison.Side) -> Bool {
    graphs[side].map { !$0.readers(of: path).isEmpty } ?? false
  }

  /// The kustomizations that a changed file of one side is part of, directly or not.
  func affected(_ side: Comparison.Side) -> Set<TreePath> {
    if let known = affected[side] { return known }
    guard let graph = graphs[side] else { return [] }
    var readers = Set<TreePath>()
    for entry in comparison.entries(side) { readers.formUnion(graph.readers(of: entry.path)) }
    let found = graph.dependents(of: readers)
    affected[side] = found
    return found
  }

  /// The affected kustomizations that no other builds on: what an operator would be pointed at.
  func affectedTops(_ side: Comparison.Side) -> Set<TreePath> {
    guard let graph = graphs[side] else { return [] }
    let affected = affected(side).filter { !graph.isComponent($0) }
    let tops = affected.filter { !graph.isReferred($0) }
    // In a circle all are referred to, and none of them renders; and a component that nobody uses
    // renders nothing of what it names.
    return tops.union(affected.subtracting(graph.constituents(of: tops, among: affected)))
  }

  /// The affected kustomizations that one builds on.
  func affectedParts(of root: TreePath, _ side: Comparison.Side) -> Set<TreePath> {
    guard let graph = graphs[side] else { return [] }
    return graph.constituents(of: [root], among: affected(side))
      .filter { $0 != root && !graph.isComponent($0) }
  }

  func isKustomized(_ directory: TreePath, _ side: Comparison.Side) -> Bool {
    graphs[side]?.contains(directory) ?? false
  }

  /// Whether either side has a kustomization there.
  func contains(_ directory: TreePath) -> Bool {
    graphs.values.contains { $0.contains(directory) }
  }

  /// What roots render to at both sides, which may have moved or be there at one side only: nothing
  /// where they are not. In the order of the roots.
  func states(
    of roots: [(base: TreePath?, head: TreePath?)]
  ) -> [(base: DesiredState, head: DesiredState)] {
    let sides: [[(renderer: Renderer, root: TreePath)?]] = roots.map { root in
      [(root.base, Comparison.Side.base), (root.head, .head)].map { path, side in
        guard let path, isKustomized(path, side), let renderer = renderers[side] else {
          return nil
        }
        return (renderer, path)
      }
    }
    // The two sides of a root share most files, and so wait for each other: a thread does both.
    let platform = platform
    return concurrently(sides.count) { number in
      let states = sides[number].map { job in
        job.map { DesiredState($0.renderer.render($0.root), platform: platform) }
          ?? DesiredState()
      }
      return (states[0], states[1])
    }
  }
}

extension DesiredState {
  init(_ rendering: Rendering, platform: any Platform) {
    self.init()
    for object in rendering.objects {
      guard var resource = Resource(object.document, platform: platform) else { continue }
      if !object.origin.isEmpty { resource.origin = object.origin }
      resource.secretTexts = object.secretTexts
      resources.append(resource)
    }
    gaps = rendering.incomplete.map { entry in
      Gap(
        entry.reason, remedy: entry.remedy ?? "commit what it renders to", at: entry.mark)
    }
    diagnostics = rendering.diagnostics.filter { $0.severity == .error }
    if rendering.hasErrors { isBroken = true }
  }
}
