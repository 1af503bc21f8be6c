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
    let leftCount = left?.count ?? 0
    let rightCount = right?.count ?? 0
    var before = 0
    var after = 0
    while before < leftCount || after < rightCount {
      guard let left, before < leftCount else {
        body(nil, right?[after])
        after += 1
        continue
      }
      guard let right, after < rightCount else {
        body(left[before], nil)
        before += 1
        continue
      }
      let equal = left.countOfEqualEntries(from: before, in: right, from: after)
      if equal > 0 {
        before += equal
        after += equal
        continue
      }
      let (old, new) = (left[before], right[after])
      let order = order(
        old.name, isDirectory: old.kind == .directory,
        new.name, isDirectory: new.kind == .directory)
      if order < 0 {
        body(old, nil)
        before += 1
      } else if order > 0 {
        body(nil, new)
        after += 1
      } else {
        // They may differ by the spelling of the mode alone.
        if old != new { body(old, new) }
        before += 1
        after += 1
      }
    }
  }
}
