/// The files of a tree object: what a commit holds. Reads objects as they are asked for.
package final class CommitTree: FileTree {
  package let database: any ObjectDatabase
  package let root: ObjectID

  package init(_ root: ObjectID, in database: any ObjectDatabase) {
    self.root = root
    self.database = database
  }

  package func entry(at path: TreePath) throws(GitError) -> FileEntry? {
    var kind = EntryKind.directory
    var id = root
    for name in path.components {
      guard kind == .directory, let entry = try database.tree(id).entry(named: name) else {
        return nil
      }
      kind = entry.kind
      id = entry.id
    }
    return FileEntry(path: path, kind: kind, id: id)
  }

  package func entry(
    named name: TreePath.Name, in directory: FileEntry
  ) throws(GitError) -> FileEntry? {
    guard directory.kind == .directory, let id = directory.id,
      let entry = try database.tree(id).entry(named: name)
    else { return nil }
    return FileEntry(
      path: directory.path.appending(entry.name), kind: entry.kind, id: entry.id)
  }

  package func entries(in directory: FileEntry) throws(GitError) -> [FileEntry] {
    guard directory.kind == .directory, let id = directory.id else { return [] }
    let tree = try database.tree(id)
    var entries: [FileEntry] = []
    entries.reserveCapacity(tree.count)
    for entry in tree {
      entries.append(
        FileEntry(path: directory.path.appending(entry.name), kind: entry.kind, id: entry.id))
    }
    // A tree sorts its directories as if their names ended in `/`.
    if tree.contains(where: { $0.kind == .directory }) { entries.sort { $0.path < $1.path } }
    return entries
  }

  package func entries(
    in directory: FileEntry, where isWanted: (TreePath.Name, EntryKind) -> Bool
  ) throws(GitError) -> (wanted: [FileEntry], count: Int) {
    guard directory.kind == .directory, let id = directory.id else { return ([], 0) }
    let tree = try database.tree(id)
    var wanted: [FileEntry] = []
    for entry in tree where isWanted(entry.name, entry.kind) {
      wanted.append(
        FileEntry(path: directory.path.appending(entry.name), kind: entry.kind, id: entry.id))
    }
    return (wanted, tree.count)
  }

  package func contents(of entry: FileEntry, limit: Int) throws(GitError) -> [UInt8] {
    guard let id = entry.id, entry.kind.isFile || entry.kind == .symbolicLink else {
      throw .inputOutput(path: entry.path.text, reason: "not a file")
    }
    do {
      return try database.blob(id, limit: limit)
    } catch .objectTooLarge(_, let size, let limit) {
      throw .fileTooLarge(path: entry.path, size: size, limit: limit)
    }
  }
}
