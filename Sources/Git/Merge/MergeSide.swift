/// What one side of a merge did to the base.
struct MergeSide {
  let tree: ObjectID
  /// By path, renames as deletion and addition.
  let changes: [TreePath: TreeChange]
  /// From the old path to the new entry.
  var renames: [TreePath: FileEntry] = [:]

  init(_ base: ObjectID, _ tree: ObjectID, _ database: OverlayDatabase) throws(GitError) {
    self.tree = tree
    var changes: [TreePath: TreeChange] = [:]
    for change in try database.changes(from: base, to: tree) { changes[change.path] = change }
    self.changes = changes
  }

  /// Where a file of the base is on this side, and what it is; nil where it was deleted.
  func place(
    of path: TreePath, _ old: TreeMerge.Version
  ) -> (path: TreePath, version: TreeMerge.Version)? {
    switch changes[path] {
    case nil, .added: (path, old)
    case .modified(_, let new), .renamed(_, let new, _):
      TreeMerge.version(new).map { (path, $0) }
    case .deleted:
      renames[path].flatMap { new in TreeMerge.version(new).map { (new.path, $0) } }
    }
  }

  var deleted: [FileEntry] {
    changes.values.compactMap { change in
      if case .deleted(let entry) = change { entry } else { nil }
    }.sorted { $0.path < $1.path }
  }

  var added: [FileEntry] {
    changes.values.compactMap { change in
      if case .added(let entry) = change { entry } else { nil }
    }.sorted { $0.path < $1.path }
  }
}

/// Both sides, with the renames that matter to the other: of files that the other side touched, and
/// out of directories that the other side added to.
struct MergeRenames {
  private(set) var ours: MergeSide
  private(set) var theirs: MergeSide
  private(set) var suspicions: [DirectoryRenameSuspicion] = []

  init(
    ours: MergeSide, theirs: MergeSide, in database: OverlayDatabase
  ) throws(GitError) {
    self.ours = ours
    self.theirs = theirs
    let intoOurs = try Self.additions(of: theirs, toDirectoriesLostBy: ours, database)
    let intoTheirs = try Self.additions(of: ours, toDirectoriesLostBy: theirs, database)
    self.ours.renames = try Self.renames(ours, theirs, lost: Set(intoOurs.values), database)
    self.theirs.renames = try Self.renames(theirs, ours, lost: Set(intoTheirs.values), database)
    suspicions = Self.suspicions(intoOurs, self.ours) + Self.suspicions(intoTheirs, self.theirs)
    suspicions.sort { $0.path < $1.path }
  }

  private static func renames(
    _ side: MergeSide, _ other: MergeSide, lost: Set<TreePath>, _ database: OverlayDatabase
  ) throws(GitError) -> [TreePath: FileEntry] {
    let deleted = side.deleted
    func matters(_ entry: FileEntry) -> Bool {
      if other.changes[entry.path] != nil { return true }
      return !lost.isEmpty && lost.contains { entry.path.isWithin($0) }
    }
    guard deleted.contains(where: matters) else { return [:] }
    let pairs = try RenameDetection.pairs(
      of: deleted, side.added, in: database, where: matters)
    var renames: [TreePath: FileEntry] = [:]
    for pair in pairs { renames[pair.source.path] = pair.destination }
    return renames
  }

  /// Files that `adding` put into directories of the base that are gone in `losing`, each with the
  /// outermost such directory.
  private static func additions(
    of adding: MergeSide, toDirectoriesLostBy losing: MergeSide, _ database: OverlayDatabase
  ) throws(GitError) -> [TreePath: TreePath] {
    let deletions = losing.deleted
    guard !deletions.isEmpty else { return [:] }
    var emptied = Set<TreePath>()
    for deletion in deletions {
      var directory = deletion.path.parent
      while !directory.isRoot, emptied.insert(directory).inserted { directory = directory.parent }
    }
    let files = CommitTree(losing.tree, in: database)
    var found: [TreePath: TreePath] = [:]
    for entry in adding.added {
      var outermost: TreePath?
      var directory = entry.path.parent
      while !directory.isRoot {
        if emptied.contains(directory), try files.entry(at: directory) == nil {
          outermost = directory
        }
        directory = directory.parent
      }
      if let outermost { found[entry.path] = outermost }
    }
    return found
  }

  /// Where most files of the lost directory went to, if anywhere.
  private static func suspicions(
    _ additions: [TreePath: TreePath], _ losing: MergeSide
  ) -> [DirectoryRenameSuspicion] {
    additions.compactMap { path, directory in
      var votes: [TreePath: Int] = [:]
      for (source, destination) in losing.renames {
        guard let rest = source.relative(to: directory) else { continue }
        // The new directory is what precedes the same rest, or simply where the file is now.
        let moved = destination.path
        let suffix = TreePath.root.appending(rest.bytes)
        let target =
          moved.bytes.count > suffix.bytes.count
            && moved.bytes.suffix(suffix.bytes.count + 1)
              .elementsEqual([TreePath.separator] + suffix.bytes)
          ? TreePath(Array(moved.bytes.dropLast(suffix.bytes.count + 1))) : moved.parent
        votes[target, default: 0] += 1
      }
      let winner = votes.max { ($0.value, $1.key) < ($1.value, $0.key) }
      return winner.map {
        DirectoryRenameSuspicion(path: path, oldDirectory: directory, newDirectory: $0.key)
      }
    }
  }
}
