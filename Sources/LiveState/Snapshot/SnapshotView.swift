package import Diagnostics
import Documents
package import Git
package import Resources
package import Values

/// The live system as a snapshot in the repository shows it. Each question reads only what answers
/// it, however many objects there are.
package final class SnapshotView: LiveView {
  package let snapshot: SnapshotReference
  package let contents: SnapshotContents
  private let files: CommitTree

  /// Opens the snapshot at a ref.
  package convenience init(_ reference: String, in repository: Repository) throws(Diagnostic) {
    try self.init(try SnapshotReference.read(reference, in: repository), in: repository)
  }

  package init(_ snapshot: SnapshotReference, in repository: Repository) throws(Diagnostic) {
    self.snapshot = snapshot
    files = repository.files(of: snapshot.tree)
    let text: [UInt8]?
    do throws(GitError) {
      text = try files.contents(at: SnapshotLayout.contents)
    } catch {
      throw .corruptSnapshot(snapshot.reference, error.diagnostic.headline)
    }
    guard let text else { throw .foreignSnapshot(snapshot.reference) }
    let source = Source(path: "\(snapshot.reference):\(SnapshotLayout.contents)")
    guard let document = try? JSON.read(text, from: source),
      let contents = SnapshotContents(document.root)
    else { throw .foreignSnapshot(snapshot.reference) }
    self.contents = contents
  }

  package func object(_ identity: ResourceIdentity) -> Lookup<Document> {
    answer { () throws(Diagnostic) in
      guard let text = try read(SnapshotLayout.object(identity)) else {
        return contents.covers(
          group: identity.group, kind: identity.kind, namespace: identity.namespace)
          ? .absent : .unknown(reason: "the snapshot does not cover \(identity.kind) objects here")
      }
      return .found(try JSON.read(text, from: Source(path: "live:\(identity)")))
    }
  }

  /// The bytes of an object as they are stored.
  package func text(of identity: ResourceIdentity) -> Lookup<String> {
    answer { () throws(Diagnostic) in
      try read(SnapshotLayout.object(identity)).map {
        .found(String(decoding: $0, as: UTF8.self))
      } ?? object(identity).map { _ in "" }
    }
  }

  package func objects(_ query: LiveQuery) -> Lookup<[ResourceIdentity]> {
    answer { () throws(Diagnostic) in
      switch query {
      case .kind(let group, let kind):
        guard contents.covers(kind: kind, of: group) else { return Self.uncovered(kind) }
        return .found(try objects(of: group, kind).sorted())
      case .kindIn(let group, let kind, let namespace):
        guard contents.covers(group: group, kind: kind, namespace: namespace) else {
          return Self.uncovered(kind)
        }
        return .found(try objects(of: group, kind, in: namespace).sorted())
      case .namespace(let namespace):
        guard contents.namespaces?.contains(namespace) ?? true else {
          return .unknown(reason: "the snapshot does not cover the namespace \(namespace)")
        }
        return .found(try objects(in: namespace).sorted())
      case .owned(let owner):
        return .found(try owned(by: owner))
      }
    }
  }

  private static func uncovered(_ kind: String) -> Lookup<[ResourceIdentity]> {
    .unknown(reason: "the snapshot does not cover \(kind) objects here")
  }

  // MARK: Reading

  private func answer<Found: Sendable>(
    _ body: () throws(Diagnostic) -> Lookup<Found>
  ) -> Lookup<Found> {
    do throws(Diagnostic) {
      return try body()
    } catch {
      return .unknown(reason: "the snapshot cannot be read: \(error.headline)")
    }
  }

  private func read(_ path: TreePath) throws(Diagnostic) -> [UInt8]? {
    do throws(GitError) {
      guard let entry = try files.entry(at: path), entry.kind.isFile else { return nil }
      return try files.contents(of: entry)
    } catch {
      throw error.diagnostic
    }
  }

  private func names(in path: TreePath, _ kind: EntryKind) throws(Diagnostic) -> [TreePath.Name] {
    do throws(GitError) {
      guard let directory = try files.entry(at: path), directory.kind == .directory else {
        return []
      }
      return try files.entries(in: directory).filter { $0.kind == kind }.map(\.path.name)
    } catch {
      throw error.diagnostic
    }
  }

  private func objects(of group: String, _ kind: String) throws(Diagnostic) -> [ResourceIdentity] {
    var found: [ResourceIdentity] = []
    for name in try names(in: SnapshotLayout.kind(group, kind), .directory) {
      let namespace = SnapshotLayout.decode(name)
      found += try objects(of: group, kind, in: namespace == "_" ? nil : namespace)
    }
    return found
  }

  private func objects(
    of group: String, _ kind: String, in namespace: String?
  ) throws(Diagnostic) -> [ResourceIdentity] {
    let suffix = ".json".utf8.count
    return try names(in: SnapshotLayout.directory(group, kind, namespace), .file).map { name in
      ResourceIdentity(
        group: group, kind: kind, namespace: namespace,
        name: SnapshotLayout.decode(name.dropLast(suffix)))
    }
  }

  private func objects(in namespace: String) throws(Diagnostic) -> [ResourceIdentity] {
    guard let text = try read(SnapshotLayout.namespaceIndex(namespace)) else { return [] }
    var found: [ResourceIdentity] = []
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let words = line.prefix { $0 != UInt8(ascii: " ") }.split(separator: UInt8(ascii: "/"))
      guard words.count == 2 else { continue }
      let group = SnapshotLayout.decode(words[0])
      found += try objects(
        of: group == "core" ? "" : group, SnapshotLayout.decode(words[1]), in: namespace)
    }
    return found
  }

  private func owned(by owner: ResourceIdentity) throws(Diagnostic) -> [ResourceIdentity] {
    guard let text = try read(SnapshotLayout.ownerIndex(owner)) else { return [] }
    let wanted = Array(SnapshotLayout.text(owner).utf8)
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let words = line.split(separator: UInt8(ascii: " "))
      guard let first = words.first, first.elementsEqual(wanted) else { continue }
      return words.dropFirst().compactMap { SnapshotLayout.identity($0) }
    }
    return []
  }
}
