import Git
import Synchronization

/// Where the paths of a tree lead, each found once: a directory is looked up from the one above it.
final class ResolvedPaths: Sendable {
  let tree: any FileTree
  private let found = Mutex<[TreePath: Result<FileEntry?, GitError>]>([:])

  init(_ tree: any FileTree) {
    self.tree = tree
  }

  /// What the path leads to, through links; nil where nothing is there.
  func resolve(_ path: TreePath) throws(GitError) -> FileEntry? {
    if let known = found.withLock({ $0[path] }) { return try known.get() }
    let result = Result { () throws(GitError) in try look(path) }
    found.withLock { $0[path] = result }
    return try result.get()
  }

  private func look(_ path: TreePath) throws(GitError) -> FileEntry? {
    if path.isRoot { return try tree.entry(at: path) }
    guard let directory = try resolve(path.parent), directory.kind == .directory else { return nil }
    guard let entry = try tree.entry(named: path.name, in: directory) else { return nil }
    return entry.kind == .symbolicLink ? try tree.resolve(entry.path) : entry
  }
}
