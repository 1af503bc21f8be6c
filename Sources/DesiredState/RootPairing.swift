import Git
import Kustomize

/// Which root of the base is which of the head: by path, else by the renames of the files in them.
struct RootPairing {
  private var old: [TreePath: TreePath] = [:]
  /// Roots of the base that no root of the head continues.
  private(set) var gone: [TreePath]

  init(base: Set<TreePath>, head: Set<TreePath>, changes: [TreeChange]) {
    var left = base.subtracting(head)
    for root in base.intersection(head) { old[root] = root }
    for change in changes {
      guard case .renamed(let from, let to, _) = change, to.path.isKustomization,
        head.contains(to.path.parent), old[to.path.parent] == nil
      else { continue }
      if left.remove(from.path.parent) != nil { old[to.path.parent] = from.path.parent }
    }
    gone = left.sorted()
  }

  func oldPath(of root: TreePath) -> TreePath? { old[root] }
}
