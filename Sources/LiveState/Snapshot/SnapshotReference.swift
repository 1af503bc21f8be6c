package import Diagnostics
package import Git
package import Values

/// A snapshot as its ref shows it.
package struct SnapshotReference: Sendable {
  /// Under which the snapshots of all environments stand.
  package static let prefix = "refs/vet/live/"

  package static func name(of environment: String) -> String { prefix + environment }

  package var reference: String
  package var commit: ObjectID
  package var tree: ObjectID
  /// When the listing was made; the time of the import where the commit does not say.
  package var capturedAt: Instant
  package var importedAt: Instant
  /// What the listing was read from.
  package var capturedFrom: String?

  /// The name of the environment, or the whole name of the ref where it is not one of ours.
  package var environment: String {
    reference.hasPrefix(Self.prefix) ? String(reference.dropFirst(Self.prefix.count)) : reference
  }

  /// - Parameter maximumAge: in seconds.
  package func isStale(at now: Instant, maximumAge: Int64?) -> Bool {
    guard let maximumAge else { return false }
    let (age, overflow) = now.seconds.subtractingReportingOverflow(capturedAt.seconds)
    return overflow || age > maximumAge
  }

  package init(reference: String, commit: Commit) {
    self.reference = reference
    self.commit = commit.id
    tree = commit.tree
    importedAt = Instant(seconds: commit.committer.seconds)
    let lines = commit.message.split(separator: "\n")
    func value(_ name: String) -> String? {
      lines.last { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
    }
    capturedAt = value("Captured-At").flatMap { Instant($0) } ?? importedAt
    capturedFrom = value("Captured-From")
  }

  static func message(
    environment: String, contents: SnapshotContents, capturedAt: Instant, capturedFrom: String?
  ) -> String {
    var message = """
      Import the live state of \(environment)

      Objects: \(contents.objects)
      Captured-At: \(capturedAt)

      """
    if let capturedFrom {
      message += "Captured-From: \(capturedFrom.filter { !$0.isNewline })\n"
    }
    return message
  }

  /// The snapshot that a ref names.
  package static func read(
    _ reference: String, in repository: Repository
  ) throws(Diagnostic) -> SnapshotReference {
    do throws(GitError) {
      guard let found = try repository.reference(reference) else {
        throw .unknownRevision(reference)
      }
      return SnapshotReference(reference: reference, commit: try repository.commit(found.target))
    } catch {
      guard case .unknownRevision = error else { throw error.diagnostic }
      throw .missingSnapshot(reference)
    }
  }

  /// All snapshots, by the names of their refs; those that are no commits are reported.
  package static func all(
    in repository: Repository
  ) throws(Diagnostic) -> (snapshots: [SnapshotReference], problems: [Diagnostic]) {
    var snapshots: [SnapshotReference] = []
    var problems: [Diagnostic] = []
    do throws(GitError) {
      for reference in try repository.references(below: prefix) {
        do throws(GitError) {
          let commit = try repository.commit(reference.target)
          snapshots.append(SnapshotReference(reference: reference.name, commit: commit))
        } catch {
          problems.append(.corruptSnapshot(reference.name, error.diagnostic.headline))
        }
      }
    } catch {
      throw error.diagnostic
    }
    return (snapshots, problems)
  }
}
