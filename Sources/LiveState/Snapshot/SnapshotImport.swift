package import Diagnostics
package import Git
package import Values

/// Imports listings of live objects as the snapshot of an environment.
package struct SnapshotImport: Sendable {
  package var environment: String
  /// Files to read; `-` is standard input.
  package var paths: [String]
  package var redaction: Redaction
  /// What is known beyond the objects: kinds without one, all kinds, the namespaces listed.
  package var contents = SnapshotContents()
  /// When the listing was made; nil for the time that the oldest file was written, else `now`.
  package var capturedAt: Instant?
  package var now: Instant

  package init(environment: String, paths: [String], redaction: Redaction, now: Instant) {
    self.environment = environment
    self.paths = paths
    self.redaction = redaction
    self.now = now
  }

  package struct Progress: Sendable {
    package var objects: Int
    package var bytes: Int
  }

  package struct Result: Sendable {
    package var snapshot: SnapshotReference
    package var contents: SnapshotContents
    /// Whether the snapshot before had the same objects.
    package var isUnchanged: Bool
  }

  /// Reads everything, and only then moves the ref: where anything fails it stays as it was.
  ///
  /// - Parameter report: called after each piece that was read.
  package func run(
    in repository: Repository, report: (Progress) -> Void = { _ in }
  ) throws(Diagnostic) -> Result {
    let reference = SnapshotReference.name(of: environment)
    let former = try formerSnapshot(reference, in: repository)
    var writer = try SnapshotWriter(repository: repository, redaction: redaction)
    var progress = Progress(objects: 0, bytes: 0)
    var oldest: Instant?
    for path in paths {
      let file = try InputFile(path)
      if let modified = file.modified { oldest = min(oldest ?? modified, modified) }
      var reader = ObjectReader(source: Source(path: path == "-" ? "<standard input>" : path))
      try file.read { bytes throws(Diagnostic) in
        try reader.take(bytes) { object throws(Diagnostic) in
          try writer.add(object)
          progress.objects += 1
        }
        progress.bytes += bytes.count
        report(progress)
      }
      try reader.finish { object throws(Diagnostic) in
        try writer.add(object)
        progress.objects += 1
      }
    }
    let (tree, contents) = try writer.finish(contents)
    report(progress)
    let commit = try commit(
      tree, contents, after: former, capturedAt: capturedAt ?? oldest ?? now, as: reference,
      in: repository)
    return Result(
      snapshot: SnapshotReference(reference: reference, commit: commit), contents: contents,
      isUnchanged: former?.tree == tree)
  }

  private func formerSnapshot(
    _ reference: String, in repository: Repository
  ) throws(Diagnostic) -> Commit? {
    do throws(GitError) {
      guard let found = try repository.reference(reference) else { return nil }
      return try repository.commit(found.target)
    } catch {
      throw error.diagnostic
    }
  }

  private func commit(
    _ tree: ObjectID, _ contents: SnapshotContents, after former: Commit?, capturedAt: Instant,
    as reference: String, in repository: Repository
  ) throws(Diagnostic) -> Commit {
    let person = Commit.Signature(person: "git-vet <git-vet@localhost>", seconds: now.seconds)
    do throws(GitError) {
      let id = try repository.writeCommit(
        tree: tree, parents: former.map { [$0.id] } ?? [], author: person, committer: person,
        message: SnapshotReference.message(
          environment: environment, contents: contents, capturedAt: capturedAt,
          capturedFrom: paths == ["-"] ? nil : paths.joined(separator: ", ")))
      try repository.update(
        reference: reference, to: id, from: former.map { .commit($0.id) } ?? .absence,
        log: "git-vet: import")
      return try repository.commit(id)
    } catch {
      throw error.diagnostic
    }
  }
}
