/// A tree of files in memory.
package struct MemoryTree: FileTree {
  private enum Item: Sendable {
    case directory
    case file([UInt8], EntryKind)
  }

  private var items: [TreePath: Item] = [.root: .directory]
  private var children: [TreePath: [TreePath]] = [.root: []]

  package init(_ files: [String: String] = [:]) {
    for (path, text) in files { add(TreePath(path), Array(text.utf8)) }
  }

  /// Adds a file, with the directories that it is in; `kind` may make it a symbolic link (whose
  /// target the bytes are), a submodule or an executable.
  package mutating func add(_ path: TreePath, _ bytes: [UInt8], kind: EntryKind = .file) {
    var path = path
    var item = Item.file(bytes, kind)
    while items.updateValue(item, forKey: path) == nil {
      children[path.parent, default: []].append(path)
      path = path.parent
      item = .directory
    }
  }

  package func entry(at path: TreePath) -> FileEntry? {
    guard let item = items[path] else { return nil }
    switch item {
    case .directory: return FileEntry(path: path, kind: .directory, id: nil)
    case .file(let bytes, let kind):
      return FileEntry(
        path: path, kind: kind, id: ObjectID(SHA256.hash(of: bytes), format: .sha256))
    }
  }

  package func entries(in directory: FileEntry) -> [FileEntry] {
    (children[directory.path] ?? []).sorted().compactMap { entry(at: $0) }
  }

  package func contents(of entry: FileEntry, limit: Int) throws(GitError) -> [UInt8] {
    guard case .file(let bytes, _)? = items[entry.path] else {
      throw .inputOutput(path: entry.path.text, reason: "not a file")
    }
    guard bytes.count <= limit else {
      throw .fileTooLarge(path: entry.path, size: bytes.count, limit: limit)
    }
    return bytes
  }
}
