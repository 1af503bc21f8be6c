import Git

/// Walks a tree for its kustomizations and links.
///
/// On one processor: the library's locks make two that read small objects wait for each other longer
/// than they work.
struct KustomizationSearch {
  private(set) var texts: [TreePath: KustomizationText] = [:]
  private(set) var links: Set<TreePath> = []

  /// Links are not followed. No entry is made of what is of no interest, which most files are.
  init(_ tree: any FileTree, limits: WalkLimits = .standard) throws(GitError) {
    var pending: [(directory: FileEntry, depth: Int)] = []
    if let root = try tree.entry(at: .root) { pending.append((root, 0)) }
    var seen = 0
    while let (directory, depth) = pending.popLast() {
      guard depth <= limits.depth else {
        throw .limitExceeded(path: .root, limit: "\(limits.depth) directories in each other")
      }
      let (entries, count) = try tree.entries(in: directory) { name, kind in
        kind == .directory || kind == .symbolicLink || TreePath.isKustomization(name)
      }
      seen += count
      guard seen <= limits.entries else {
        throw .limitExceeded(path: .root, limit: "\(limits.entries) files")
      }
      for entry in entries {
        if entry.kind == .directory { pending.append((entry, depth + 1)) }
        try add(entry, in: tree)
      }
    }
  }

  /// What stands among all files of the tree.
  init(among entries: [FileEntry], in tree: any FileTree) throws(GitError) {
    for entry in entries { try add(entry, in: tree) }
  }

  /// Of several kustomizations in one directory the last counts.
  private mutating func add(_ entry: FileEntry, in tree: any FileTree) throws(GitError) {
    if entry.kind == .symbolicLink { links.insert(entry.path) }
    if entry.isKustomization {
      texts[entry.path.parent] = try KustomizationText(entry, in: tree)
    }
  }
}
