extension Repository {
  /// The commit that a revision names in any of Git's ways: an id or the start of one, a branch, a
  /// tag, `HEAD~2`, `main@{upstream}`.
  package func resolve(_ revision: String) throws(GitError) -> Commit {
    guard !revision.isEmpty, !revision.utf8.contains(0) else { throw .unknownRevision(revision) }
    var id = try backend.resolve(revision)
    // Tags may tag tags, though not for long.
    for _ in 0..<16 {
      let (kind, bytes) = try named(revision, id)
      switch kind {
      case .commit: return try Commit(bytes, id: id)
      case .tag:
        guard let target = Self.target(ofTag: bytes, format: format) else {
          throw .corruptObject(id, reason: "the tag names no object")
        }
        id = target
      case .tree, .blob: throw .notACommit(revision)
      }
    }
    throw .notACommit(revision)
  }

  private func named(
    _ revision: String, _ id: ObjectID
  ) throws(GitError) -> (kind: ObjectKind, bytes: [UInt8]) {
    do {
      return try object(id, limit: ObjectLimit.commit)
    } catch .missingObject(id, .unexplained) where revision == id.hex {
      throw .unknownRevision(revision)
    } catch .objectTooLarge {
      throw .notACommit(revision)
    }
  }

  private static func target(ofTag bytes: [UInt8], format: ObjectFormat) -> ObjectID? {
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    guard line.starts(with: "object ".utf8) else { return nil }
    let id = ObjectID(hex: String(decoding: line.dropFirst(7), as: UTF8.self))
    return id?.format == format ? id : nil
  }

  /// The best common ancestors of two commits, at least one.
  package func mergeBases(
    of left: ObjectID, _ right: ObjectID
  ) throws(GitError) -> [ObjectID] {
    let bases = try commonAncestors(of: left, right)
    guard !bases.isEmpty else { throw .unrelatedHistories(left, right, shallow: isShallow) }
    return bases
  }

  /// The same, but none where there is none.
  func commonAncestors(
    of left: ObjectID, _ right: ObjectID
  ) throws(GitError) -> [ObjectID] {
    try CommonAncestors.find(left, right, in: self, shallow: shallow)
  }

  /// The best common ancestor of two commits.
  package func mergeBase(of left: ObjectID, _ right: ObjectID) throws(GitError) -> Commit {
    try commit(mergeBases(of: left, right)[0])
  }

  /// Whether `ancestor` is `commit` or can be reached from it.
  package func isAncestor(
    _ ancestor: ObjectID, of commit: ObjectID
  ) throws(GitError) -> Bool {
    try commonAncestors(of: ancestor, commit) == [ancestor]
  }

  /// The commit of the branch that `HEAD` tracks; nil where it tracks none.
  package func upstream() throws(GitError) -> Commit? {
    do {
      return try resolve("HEAD@{upstream}")
    } catch .unknownRevision, .unborn {
      return nil
    }
  }

  /// The branch that a remote calls its own, as this clone remembers it (`origin/HEAD`), or its
  /// `main` or `master`.
  package func defaultBranch(ofRemote remote: String = "origin") throws(GitError) -> Reference? {
    for name in ["HEAD", "main", "master"] {
      if let found = try reference("refs/remotes/\(remote)/\(name)") { return found }
    }
    return nil
  }
}
