import Git
import Kustomize

/// What a directory is to the tools that read it, judged by the files in it and above it.
final class DirectoryFacts {
  private let tree: any FileTree
  private var names: [TreePath: Set<String>] = [:]

  init(tree: any FileTree) {
    self.tree = tree
  }

  /// The directory, or the nearest above it, that has a kustomization.
  func kustomization(governing directory: TreePath) throws(GitError) -> TreePath? {
    try nearest(to: directory, holding: TreePath.kustomizationNames)
  }

  /// The Helm chart that the directory is part of.
  func chart(holding directory: TreePath) throws(GitError) -> TreePath? {
    try nearest(to: directory, holding: ["Chart.yaml"])
  }

  private func nearest(
    to directory: TreePath, holding candidates: [String]
  ) throws(GitError) -> TreePath? {
    var path = directory
    while true {
      let present = try files(in: path)
      if candidates.contains(where: present.contains) { return path }
      if path.isRoot { return nil }
      path = path.parent
    }
  }

  /// The interesting names among a directory's files; a directory is listed once.
  private func files(in directory: TreePath) throws(GitError) -> Set<String> {
    if let known = names[directory] { return known }
    var present = Set<String>()
    for name in TreePath.kustomizationNames + ["Chart.yaml"] {
      if let entry = try tree.entry(at: directory.appending(name)),
        entry.kind.isFile || entry.kind == .symbolicLink
      {
        present.insert(name)
      }
    }
    names[directory] = present
    return present
  }
}

extension TreePath {
  /// Below a directory (or with a name) that begins with a dot: a tool's own files.
  var isHidden: Bool { components.contains { $0.first == UInt8(ascii: ".") } }
}
