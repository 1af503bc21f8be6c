import Diagnostics
import Git
import Synchronization
import Values

/// What all kustomizations of one rendering have in common.
struct Context: Sendable {
  let cache: TreeCache
  let schema: Schema
  /// The results of directories that others may want too; nil where they depend on who asks.
  let shared: SharedAccumulations?
  let budget = RenderingBudget()

  func accumulation(of loader: Loader, origin: Origin?) throws(Diagnostic) -> Accumulation {
    if let known = shared?[loader.root], loader.allows(known) {
      return known.moved(toDepth: loader.depth)
    }
    let target = try Target(loader, self, origin: origin)
    guard !target.kustomization.isComponent else {
      throw Diagnostic(
        code: "kustomization-kind", "expected kind != 'Component' for path '\(loader.rootText)'",
        at: target.mark)
    }
    let result = try target.accumulate()
    shared?[loader.root] = result
    return result
  }
}

/// How many kustomizations a root may work through. Components are worked through for each that uses
/// them, so that a few that use each other twice would take for ever.
final class RenderingBudget: Sendable {
  private static let limit = 20_000
  private let used = Atomic<Int>(0)

  func draw(at mark: Mark?) throws(Diagnostic) {
    guard used.wrappingAdd(1, ordering: .relaxed).newValue <= Self.limit else {
      throw Diagnostic(
        code: "kustomize-size",
        "the kustomization takes more than \(Self.limit) others to make", at: mark)
    }
  }
}

/// The kustomizations of one tree that were worked through, by directory.
final class SharedAccumulations: Sendable {
  private let accumulations = Mutex<[TreePath: Accumulation]>([:])

  subscript(directory: TreePath) -> Accumulation? {
    get { accumulations.withLock { $0[directory] } }
    set { accumulations.withLock { $0[directory] = newValue } }
  }
}
