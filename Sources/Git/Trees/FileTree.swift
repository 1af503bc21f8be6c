/// A file, directory or link of a tree.
package struct FileEntry: Hashable, Sendable {
  package var path: TreePath
  package var kind: EntryKind
  /// The name of its contents: equal ids, equal contents, so what was read under one need not be
  /// read again. Nil where the tree does not know it without reading (a directory on disk).
  package var id: ObjectID?

  package init(path: TreePath, kind: EntryKind, id: ObjectID?) {
    self.path = path
    self.kind = kind
    self.id = id
  }
}

/// A tree of files that can be read and never written: the tree of a commit, a directory on disk, or
/// one in memory for tests. Nothing outside it can be reached through it. Paths count from its root.
/// Symbolic links are entries like any other and are followed only by `resolve`.
package protocol FileTree: Sendable {
  /// What stands at the path, without following links; nil where nothing does, which includes
  /// everything below a file, a link or a submodule.
  func entry(at path: TreePath) throws(GitError) -> FileEntry?

  /// The same for a name in a directory that is known already. `directory` is an entry of this tree
  /// of that kind.
  func entry(named name: TreePath.Name, in directory: FileEntry) throws(GitError) -> FileEntry?

  /// What a directory holds, sorted by the bytes of the names. `directory` is an entry of this tree
  /// of that kind.
  func entries(in directory: FileEntry) throws(GitError) -> [FileEntry]

  /// Those entries of a directory that are wanted, in no particular order, and how many there are in
  /// all. `isWanted` is told their names and kinds.
  func entries(
    in directory: FileEntry, where isWanted: (TreePath.Name, EntryKind) -> Bool
  ) throws(GitError) -> (wanted: [FileEntry], count: Int)

  /// The bytes of a file, or the target of a symbolic link, unless there are more than `limit`.
  func contents(of entry: FileEntry, limit: Int) throws(GitError) -> [UInt8]
}

extension FileTree {
  package func contents(of entry: FileEntry) throws(GitError) -> [UInt8] {
    try contents(of: entry, limit: ObjectLimit.blob)
  }

  package func entry(
    named name: TreePath.Name, in directory: FileEntry
  ) throws(GitError) -> FileEntry? {
    try entry(at: directory.path.appending(name))
  }

  package func entries(
    in directory: FileEntry, where isWanted: (TreePath.Name, EntryKind) -> Bool
  ) throws(GitError) -> (wanted: [FileEntry], count: Int) {
    let all = try entries(in: directory)
    return (all.filter { isWanted($0.path.name, $0.kind) }, all.count)
  }

  /// What the path leads to, through symbolic links on the way and at its end, which must stay in
  /// the tree. Nil where nothing is there. The entry's path is where it really is.
  package func resolve(_ path: TreePath) throws(GitError) -> FileEntry? {
    var pending = Array(path.components.reversed())
    var links = 0
    guard var found = try entry(at: .root) else { return nil }
    while let name = pending.popLast() {
      let next: FileEntry?
      if name.elementsEqual("..".utf8) {
        next = try entry(at: found.path.parent)
      } else {
        guard found.kind == .directory else { return nil }
        next = try entry(named: name, in: found)
      }
      guard let next else { return nil }
      guard next.kind == .symbolicLink else {
        found = next
        continue
      }
      let current = next.path
      links += 1
      guard links <= 40 else {
        throw .badLink(path: path, reason: "leads in circles")
      }
      let target = try contents(of: next, limit: 4096)
      guard !target.isEmpty, target.first != TreePath.separator, !target.contains(0) else {
        throw .badLink(path: current, reason: "leads out of the tree")
      }
      var depth = current.parent.components.count
      for component in target.split(separator: TreePath.separator) {
        if component.elementsEqual("..".utf8) {
          depth -= 1
        } else if component != [UInt8(ascii: ".")] {
          depth += 1
        }
        guard depth >= 0 else {
          throw .badLink(path: current, reason: "leads out of the tree")
        }
      }
      pending.append(
        contentsOf: target.split(separator: TreePath.separator)
          .filter { !$0.elementsEqual(".".utf8) }.reversed())
      // On from the directory that holds the link, which `found` still is.
    }
    return found
  }

  /// The bytes that the path leads to, through links; nil where there is no file.
  package func contents(
    at path: TreePath, limit: Int = ObjectLimit.blob
  ) throws(GitError) -> [UInt8]? {
    guard let entry = try resolve(path), entry.kind.isFile else { return nil }
    return try contents(of: entry, limit: limit)
  }

  /// Everything below a directory but the directories themselves, depth first in the order of
  /// names, links not followed. `enter` says which directories to go into.
  package func files(
    below path: TreePath = .root, limits: WalkLimits = .standard,
    entering enter: (FileEntry) -> Bool = { _ in true }
  ) throws(GitError) -> [FileEntry] {
    guard let start = try entry(at: path), start.kind == .directory else { return [] }
    var files: [FileEntry] = []
    var pending: [(entry: FileEntry, depth: Int)] = [(start, 0)]
    var seen = 0
    while let (entry, depth) = pending.popLast() {
      guard entry.kind == .directory else {
        files.append(entry)
        continue
      }
      guard depth == 0 || enter(entry) else { continue }
      guard depth <= limits.depth else {
        throw .limitExceeded(path: path, limit: "\(limits.depth) directories in each other")
      }
      let children = try entries(in: entry)
      seen += children.count
      guard seen <= limits.entries else {
        throw .limitExceeded(path: path, limit: "\(limits.entries) files")
      }
      for child in children.reversed() { pending.append((child, depth + 1)) }
    }
    return files
  }
}

/// Bounds of a walk through a tree, which a few hundred bytes of hostile objects could make endless.
package struct WalkLimits: Sendable {
  package var depth: Int
  package var entries: Int

  package init(depth: Int, entries: Int) {
    self.depth = depth
    self.entries = entries
  }

  package static let standard = WalkLimits(depth: 256, entries: 2_000_000)
}
