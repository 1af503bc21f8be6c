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

  func accumulation(of loader: Loader, origin: Origin?) throws(Diagnostic) -> Accumulation {
    if let known = shared?[loader.root], loader.allows(known.visited) { return known }
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

/// The kustomizations of one tree that were worked through, by directory.
final class SharedAccumulations: Sendable {
  private let accumulations = Mutex<[TreePath: Accumulation]>([:])

  subscript(directory: TreePath) -> Accumulation? {
    get { accumulations.withLock { $0[directory] } }
    set { accumulations.withLock { $0[directory] = newValue } }
  }
}
