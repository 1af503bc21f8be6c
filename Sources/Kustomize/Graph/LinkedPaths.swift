import Git

/// The symbolic links of a tree, and under which names they let a file be found.
struct LinkedPaths {
  let paths: Set<TreePath>
  /// Where each of them leads; those that lead nowhere are left out.
  private var targets: [(link: TreePath, target: TreePath)] = []

  /// More names are no use to anybody; a few links that lead above themselves make endlessly many.
  private static let limit = 64

  init(_ paths: Set<TreePath>, in tree: any FileTree) {
    self.paths = paths
    for path in paths.sorted() {
      guard let target = try? tree.resolve(path) else { continue }
      targets.append((path, target.path))
    }
  }

  /// The path itself and all others that lead there.
  func names(of path: TreePath) -> [TreePath] {
    guard !targets.isEmpty else { return [path] }
    var names = [path]
    var next = 0
    while next < names.count, names.count < Self.limit {
      for (link, target) in targets {
        guard let rest = names[next].relative(to: target) else { continue }
        let name = rest.isRoot ? link : link.appending(rest.bytes)
        if !names.contains(name) { names.append(name) }
      }
      next += 1
    }
    return names
  }
}
