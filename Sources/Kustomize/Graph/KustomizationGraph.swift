import Documents
package import Git
import Values

/// Which kustomizations of a tree a change affects, found without rendering any: from the changed
/// files up through what refers to them.
///
/// It looks at every string of a kustomization that could be a path, whichever field holds it, so
/// that it may name one too many and never one too few.
package final class KustomizationGraph {
  /// All kustomizations, by directory.
  private let files: [TreePath: KustomizationText]
  private let links: LinkedPaths

  package convenience init(tree: any FileTree) throws(GitError) {
    self.init(try KustomizationSearch(tree), in: tree)
  }

  /// - Parameter entries: every file of the tree.
  package convenience init(_ entries: [FileEntry], in tree: any FileTree) throws(GitError) {
    self.init(try KustomizationSearch(among: entries, in: tree), in: tree)
  }

  private init(_ search: KustomizationSearch, in tree: any FileTree) {
    files = search.texts
    links = LinkedPaths(search.links, in: tree)
  }

  /// The graph of another tree, by what differs from this one's: nothing else is read again.
  package init(
    _ other: KustomizationGraph, changes: [TreeChange], tree: any FileTree
  ) throws(GitError) {
    var files = other.files
    var links = other.links.paths
    for entry in changes.compactMap(\.old) { links.remove(entry.path) }
    for entry in changes.compactMap(\.new) where entry.kind == .symbolicLink {
      links.insert(entry.path)
    }
    let entries = changes.compactMap(\.old) + changes.compactMap(\.new)
    for directory in Set(entries.map(\.path).filter(\.isKustomization).map(\.parent)) {
      files[directory] = nil
      // One of another name may be left.
      for name in TreePath.kustomizationNames {
        guard let entry = try tree.entry(at: directory.appending(name)), entry.isKustomization
        else { continue }
        files[directory] = try KustomizationText(entry, in: tree)
      }
    }
    // What they lead to may have changed.
    for link in links where link.isKustomization {
      let entry = FileEntry(path: link, kind: .symbolicLink, id: nil)
      files[link.parent] = try KustomizationText(entry, in: tree)
    }
    self.files = files
    self.links = LinkedPaths(links, in: tree)
  }

  package var directories: Set<TreePath> { Set(files.keys) }

  package func contains(_ directory: TreePath) -> Bool { files[directory] != nil }

  /// Whether a kustomization is a part of others and never rendered for itself.
  package func isComponent(_ directory: TreePath) -> Bool {
    files[directory]?.isComponent ?? false
  }

  /// The kustomizations that read a file themselves, or that a link leads elsewhere.
  package func readers(of file: TreePath) -> Set<TreePath> {
    var readers = Set<TreePath>()
    for name in links.names(of: file) { addReaders(of: name, to: &readers) }
    if links.paths.contains(file) {
      for (directory, text) in files where text.refers(into: file) { readers.insert(directory) }
    }
    return readers
  }

  private func addReaders(of file: TreePath, to readers: inout Set<TreePath>) {
    // Under the name that a link gives it, a directory is no kustomization of its own.
    if file.isKustomization, contains(file.parent) { readers.insert(file.parent) }
    var directory = file.parent
    // Files are read from the kustomization's directory and from below it.
    while true {
      if let text = files[directory], text.refers(to: file) || text.mayRead(below: directory) {
        readers.insert(directory)
      }
      if directory.isRoot { return }
      directory = directory.parent
    }
  }

  /// The kustomizations given and all that build on them.
  package func dependents(of directories: Set<TreePath>) -> Set<TreePath> {
    var found = directories
    var rest = files.values.filter { !directories.contains($0.directory) }
    var pending = Array(directories)
    while let directory = pending.popLast() {
      let names = links.names(of: directory)
      let split = rest.partition { text in names.contains(where: text.refers(to:)) }
      for text in rest[split...] {
        found.insert(text.directory)
        pending.append(text.directory)
      }
      rest.removeSubrange(split...)
    }
    return found
  }

  /// The kustomizations given and those that they build on, as far as these are candidates.
  package func constituents(
    of directories: Set<TreePath>, among candidates: Set<TreePath>
  ) -> Set<TreePath> {
    var rest = candidates.subtracting(directories)
    var pending = Array(directories)
    while let directory = pending.popLast() {
      guard let text = files[directory] else { continue }
      for other in rest where links.names(of: other).contains(where: text.builds(on:)) {
        rest.remove(other)
        pending.append(other)
      }
    }
    return candidates.subtracting(rest)
  }

  /// What an operator would be pointed at: the kustomizations that no other builds on, and those
  /// of which each is built on by another, all the way around. Reads all of them.
  package var tops: Set<TreePath> {
    // A directory may be found under more names than its own.
    var owners: [TreePath: TreePath] = [:]
    for directory in files.keys {
      for name in links.names(of: directory) { owners[name] = directory }
    }
    let parts = files.mapValues { text in Set(text.parts.compactMap { owners[$0] }) }
    var referred = Set<TreePath>()
    for (directory, parts) in parts { referred.formUnion(parts.subtracting([directory])) }
    let roots = files.keys.filter { !referred.contains($0) && !isComponent($0) }
    var reached = Set(roots)
    var pending = roots
    while let directory = pending.popLast() {
      for part in parts[directory] ?? [] where reached.insert(part).inserted {
        pending.append(part)
      }
    }
    // In a circle all are referred to, and a component that nobody uses renders nothing.
    return Set(roots).union(files.keys.filter { !reached.contains($0) && !isComponent($0) })
  }

  /// Whether another kustomization builds on this one.
  package func isReferred(_ directory: TreePath) -> Bool {
    let names = links.names(of: directory)
    return files.contains { file in
      file.key != directory && names.contains(where: file.value.builds(on:))
    }
  }
}

extension TreePath {
  package static let kustomizationNames = [
    "kustomization.yaml", "kustomization.yml", "Kustomization",
  ]

  /// Whether the last component is a name that kustomize looks for.
  package var isKustomization: Bool { Self.isKustomization(name) }

  static func isKustomization(_ name: Name) -> Bool {
    // Most names begin otherwise.
    guard let first = name.first, first | 0x20 == UInt8(ascii: "k") else { return false }
    return kustomizationNames.contains { name.elementsEqual($0.utf8) }
  }
}

extension FileEntry {
  var isKustomization: Bool {
    path.isKustomization && (kind.isFile || kind == .symbolicLink)
  }
}
