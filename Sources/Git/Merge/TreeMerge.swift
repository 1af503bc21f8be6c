/// A three-way merge of trees after the rules of Git's `ort` strategy. Only what `theirs` changed is
/// looked at, and subtrees that are equal are not opened, so the cost follows the change.
struct TreeMerge {
  /// A file without its path.
  struct Version: Hashable {
    var kind: EntryKind
    var id: ObjectID
  }

  let base: ObjectID
  let ours: ObjectID
  let theirs: ObjectID
  let database: OverlayDatabase
  /// Leaves conflicts in texts, between markers, instead of taking our side.
  var marksConflicts = false

  private var conflicts: [MergeConflict] = []
  private var edits: [TreePath: TreeEdit] = [:]

  init(base: ObjectID, ours: ObjectID, theirs: ObjectID, in database: OverlayDatabase) {
    self.base = base
    self.ours = ours
    self.theirs = theirs
    self.database = database
  }

  consuming func result() throws(GitError) -> Merge {
    if theirs == base || theirs == ours { return finish(ours, []) }
    if ours == base { return finish(theirs, []) }
    let renames = try MergeRenames(
      ours: MergeSide(base, ours, database), theirs: MergeSide(base, theirs, database),
      in: database)
    try merge(renames)
    var editor = TreeEditor(database)
    let tree = try editor.apply(edits, to: ours)
    conflicts += editor.obstructed.map { MergeConflict(path: $0, kind: .fileAndDirectory) }
    return finish(tree, renames.suspicions)
  }

  private func finish(_ tree: ObjectID, _ suspicions: [DirectoryRenameSuspicion]) -> Merge {
    Merge(
      tree: tree, database: database,
      conflicts: Set(conflicts).sorted { ($0.path, $0.message) < ($1.path, $1.message) },
      suspicions: suspicions)
  }

  private mutating func merge(_ renames: MergeRenames) throws(GitError) {
    // What their side added at the place of one of our renames is dealt with there.
    var settled = Set<TreePath>()
    for (path, change) in renames.theirs.changes.sorted(by: { $0.key < $1.key }) {
      guard let old = change.old.flatMap(Self.version) else { continue }
      try mergeChange(of: path, old, renames, settling: &settled)
    }
    for (path, change) in renames.theirs.changes.sorted(by: { $0.key < $1.key })
    where change.old == nil && !settled.contains(path) {
      guard let added = change.new.flatMap(Self.version) else { continue }
      guard let present = renames.ours.changes[path]?.new.flatMap(Self.version) else {
        edits[path] = .set(added)
        continue
      }
      let merged = try merge(nil, present, added, at: path)
      if merged != present { edits[path] = .set(merged) }
    }
  }

  /// Merges what became on both sides of a file that the base has.
  private mutating func mergeChange(
    of path: TreePath, _ old: Version, _ renames: MergeRenames,
    settling settled: inout Set<TreePath>
  ) throws(GitError) {
    let ourPlace = renames.ours.place(of: path, old)
    let theirPlace = renames.theirs.place(of: path, old)
    if let place = theirPlace?.path { settled.insert(place) }
    switch (ourPlace, theirPlace) {
    case (nil, nil): break
    case (nil, let there?):
      edits[there.path] = .set(there.version)
      if there.path != path {
        conflicts.append(MergeConflict(path: there.path, kind: .renamedAndDeleted(from: path)))
      } else {
        conflicts.append(MergeConflict(path: path, kind: .deletedAndModified))
      }
    case (let here?, nil):
      if here.path != path {
        conflicts.append(MergeConflict(path: here.path, kind: .renamedAndDeleted(from: path)))
      } else if here.version == old {
        edits[path] = .remove
      } else {
        conflicts.append(MergeConflict(path: path, kind: .deletedAndModified))
      }
    case (let here?, let there?):
      if here.path == there.path {
        let merged = try merge(old, here.version, there.version, at: here.path)
        if merged != here.version { edits[here.path] = .set(merged) }
      } else if here.path == path {
        // They renamed it. Something of ours may stand there already.
        edits[path] = .remove
        let merged = try merge(old, here.version, there.version, at: there.path)
        edits[there.path] = .set(merged)
        if let present = renames.ours.changes[there.path]?.new.flatMap(Self.version),
          present != merged
        {
          conflicts.append(MergeConflict(path: there.path, kind: .renamedAndAdded(from: path)))
        }
      } else if there.path == path {
        settled.insert(here.path)
        let merged = try merge(old, here.version, there.version, at: here.path)
        if merged != here.version { edits[here.path] = .set(merged) }
        if let present = renames.theirs.changes[here.path]?.new.flatMap(Self.version),
          present != merged
        {
          conflicts.append(MergeConflict(path: here.path, kind: .renamedAndAdded(from: path)))
        }
      } else {
        edits[there.path] = .set(there.version)
        conflicts.append(
          MergeConflict(path: here.path, kind: .renamedTwice(from: path, to: there.path)))
      }
    }
  }

  /// Merges the versions of one file; at a conflict ours is the answer.
  private mutating func merge(
    _ old: Version?, _ ours: Version, _ theirs: Version, at path: TreePath
  ) throws(GitError) -> Version {
    if ours == theirs || theirs == old { return ours }
    if ours == old { return theirs }
    guard ours.kind.isFile, theirs.kind.isFile else {
      conflicts.append(MergeConflict(path: path, kind: old == nil ? .bothAdded : .notMergeable))
      return ours
    }
    var merged = ours
    if ours.kind == old?.kind { merged.kind = theirs.kind }
    if ours.kind != theirs.kind, ours.kind != old?.kind, theirs.kind != old?.kind {
      conflicts.append(MergeConflict(path: path, kind: old == nil ? .bothAdded : .notMergeable))
    }
    if ours.id == theirs.id || theirs.id == old?.id { return merged }
    if ours.id == old?.id {
      merged.id = theirs.id
      return merged
    }
    switch try mergeContents(old, ours, theirs) {
    case .clean(let bytes):
      merged.id = try database.write(bytes, kind: .blob)
    case .conflict(let bytes):
      conflicts.append(MergeConflict(path: path, kind: old == nil ? .bothAdded : .contents))
      if marksConflicts { merged.id = try database.write(bytes, kind: .blob) }
    case .notText:
      conflicts.append(MergeConflict(path: path, kind: old == nil ? .bothAdded : .notMergeable))
    }
    return merged
  }

  private func mergeContents(
    _ old: Version?, _ ours: Version, _ theirs: Version
  ) throws(GitError) -> ContentMerge {
    do {
      let base =
        if let old, old.kind.isFile {
          try database.blob(old.id, limit: ContentMerge.largest)
        } else {
          [] as [UInt8]
        }
      return try ContentMerge.merge(
        base: base, ours: database.blob(ours.id, limit: ContentMerge.largest),
        theirs: database.blob(theirs.id, limit: ContentMerge.largest))
    } catch .objectTooLarge {
      return .notText
    }
  }

  static func version(_ entry: FileEntry) -> Version? {
    entry.id.map { Version(kind: entry.kind, id: $0) }
  }
}
