/// One difference between two trees, at a file, link or submodule. A directory differs by what it
/// holds; a file in place of a directory is a deletion and an addition.
package enum TreeChange: Hashable, Sendable {
  case added(FileEntry)
  case deleted(FileEntry)
  /// Contents or kind differ at the same path.
  case modified(FileEntry, FileEntry)
  /// `similarity` is in percent: 100 where the contents are equal.
  case renamed(FileEntry, FileEntry, similarity: Int)

  package var old: FileEntry? {
    switch self {
    case .added: nil
    case .deleted(let old), .modified(let old, _), .renamed(let old, _, _): old
    }
  }

  package var new: FileEntry? {
    switch self {
    case .deleted: nil
    case .added(let new), .modified(_, let new), .renamed(_, let new, _): new
    }
  }

  /// The new path, or the old one of what is gone.
  package var path: TreePath {
    switch self {
    case .added(let entry), .deleted(let entry), .modified(_, let entry),
      .renamed(_, let entry, _):
      entry.path
    }
  }
}

extension ObjectDatabase {
  /// What differs between two trees, sorted by path. Equal subtrees are not looked into, so the cost
  /// follows the difference. A nil tree is empty.
  package func changes(
    from old: ObjectID?, to new: ObjectID?, limits: WalkLimits = .standard
  ) throws(GitError) -> [TreeChange] {
    var changes: [TreeChange] = []
    var seen = 0
    var pending: [(path: TreePath, old: ObjectID?, new: ObjectID?, depth: Int)] = []
    if old != new { pending.append((.root, old, new, 0)) }
    while let (path, oldID, newID, depth) = pending.popLast() {
      guard depth <= limits.depth else {
        throw .limitExceeded(path: .root, limit: "\(limits.depth) directories in each other")
      }
      let left = try oldID.map { id throws(GitError) in try tree(id) }
      let right = try newID.map { id throws(GitError) in try tree(id) }
      Tree.forEachDifference(left, right) { before, after in
        seen += 1
        let before = before.map { ($0, path.appending($0.name)) }
        let after = after.map { ($0, path.appending($0.name)) }
        let name = before?.1 ?? after?.1 ?? path
        if before?.0.kind == .directory || after?.0.kind == .directory {
          pending.append((name, before?.0.id, after?.0.id, depth + 1))
          return
        }
        let oldEntry = before.map { FileEntry(path: $1, kind: $0.kind, id: $0.id) }
        let newEntry = after.map { FileEntry(path: $1, kind: $0.kind, id: $0.id) }
        switch (oldEntry, newEntry) {
        case (let oldEntry?, let newEntry?): changes.append(.modified(oldEntry, newEntry))
        case (let oldEntry?, nil): changes.append(.deleted(oldEntry))
        case (nil, let newEntry?): changes.append(.added(newEntry))
        case (nil, nil): break
        }
      }
      guard seen <= limits.entries else {
        throw .limitExceeded(path: .root, limit: "\(limits.entries) changes")
      }
    }
    return changes.sorted { $0.path < $1.path }
  }
}

extension Tree {
  /// Calls back with the entries that differ, paired by name and by whether they are directories.
  fileprivate static func forEachDifference(
    _ left: Tree?, _ right: Tree?, _ body: (TreeEntry?, TreeEntry?) -> Void
  ) {
    var leftEntries = left?.makeIterator()
    var rightEntries = right?.makeIterator()
    var before = leftEntries?.next()
    var after = rightEntries?.next()
    while before != nil || after != nil {
      let order: Int
      if let before, let after {
        order = self.order(
          before.name, isDirectory: before.kind == .directory,
          after.name, isDirectory: after.kind == .directory)
      } else {
        order = before == nil ? 1 : -1
      }
      if order < 0 {
        body(before, nil)
        before = leftEntries?.next()
      } else if order > 0 {
        body(nil, after)
        after = rightEntries?.next()
      } else {
        if before?.id != after?.id || before?.kind != after?.kind { body(before, after) }
        before = leftEntries?.next()
        after = rightEntries?.next()
      }
    }
  }
}
