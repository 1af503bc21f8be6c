import Git
import Resources

/// A directory of an environment, or a glob of directories.
struct Root {
  private let glob: Glob?
  let directory: TreePath

  init(_ text: String) {
    glob = text.contains("*") || text.contains("?") ? Glob(text) : nil
    directory = TreePath.root.resolving(text) ?? .root
  }

  var isGlob: Bool { glob != nil }

  /// Whether it names the directory.
  func matches(_ directory: TreePath) -> Bool {
    glob?.matches(path: directory.bytes) ?? (directory == self.directory)
  }

  /// Whether a file lies in it.
  func holds(_ path: TreePath) -> Bool {
    guard let glob else { return path.isWithin(directory) }
    var directory = path.parent
    while !directory.isRoot {
      if glob.matches(path: directory.bytes) { return true }
      directory = directory.parent
    }
    return false
  }
}
